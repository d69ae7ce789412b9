"""Tests of the rules of the facts file: each broken one is named with its line and remedy."""

from __future__ import annotations

import pytest

from bot.errors import DataFileError
from bot.facts import read_facts

LATER = "a phrase of sixteen words is one word too long to stand as evidence for a fact"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "subjects: [ct_boss]",
            "subjects: [ct_boss, ct_bos]",
            "there is no subject 'ct_bos': add it or correct the name",
        ),
        (
            "broader: [imaging]",
            "broader: [image]",
            "there is no subject 'image': add it or correct the name",
        ),
        (
            "same_as: ct}\n  ct_boss",
            "same_as: cd}\n  ct_boss",
            "there is no subject 'cd': add it or correct the name",
        ),
        (
            "says: The boss says that CT is a machine.",
            "says: ct is a SCAN.",
            "'ct_boss_says' says what another fact says: keep one",
        ),
        (
            "says: CT is a scan.",
            "says: CT is a scan",
            "'ct_what' does not end as a sentence: add the full stop",
        ),
        (
            "evidence: CT is a scan",
            f"evidence: {LATER}",
            "the evidence of 'ct_what' is longer than 15 words: shorten it",
        ),
        (
            "next: work",
            "next: wrok",
            "there is no stage 'wrok': add it or correct the name",
        ),
        (
            "facts: [ct_doctor_pay]",
            "facts: [ct_doctor_pya]",
            "there is no fact 'ct_doctor_pya': add it or correct the name",
        ),
        (
            "imaging: {stage: school, name: pupil}",
            "imaging: {stage: scool, name: pupil}",
            "there is no stage 'scool': add it or correct the name",
        ),
    ],
)
def test_a_broken_rule_is_reported_on_its_line(facts_file, old, new, said) -> None:
    line = facts_file.replace(old, new)

    assert f"{facts_file.path}:{line}: {said}" in _problems(facts_file)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "facts: [ct_what]",
            "facts: []",
            "the stage 'school' names no fact: add the facts it rests on",
        ),
        (
            "  evidence: CT is a scan\n",
            "",
            "'ct_what' needs an evidence phrase from handbook.txt: add it",
        ),
        ('  as_of: "2026"\n', "", "'ct_doctor_pay' changes every year: say `as_of`"),
        (
            "  asks: What is CT?\n",
            "",
            "'ct_what': `asks` is for every fact but signposts: add or remove it",
        ),
        (
            "  aspect: signpost\n",
            "  aspect: signpost\n  asks: Help?\n",
            "'call_help': `asks` is for every fact but signposts: add or remove it",
        ),
        (
            "  aspect: definition\n",
            "  aspect: definition\n  also: [definition]\n",
            "'definition' is already the aspect of 'ct_what': remove it here",
        ),
        (
            "  aspect: definition\n",
            "  aspect: definition\n  disagrees_with: [ct_boss_says]\n",
            "'ct_boss_says' does not name 'ct_what' in turn: add it there",
        ),
        (
            "aliases: [pay, salary]",
            "aliases: [pay, CT]",
            "'CT' names both ct and pay: give it to one of them",
        ),
        (
            "aliases: [ct, cat scan]",
            "aliases: []",
            "'ct' has no aliases, so nobody can ask: add some",
        ),
        (
            "  pay: {kind",
            "  tea: {kind: topic, name: tea, aliases: [tea]}\n  pay: {kind",
            "no fact is about 'tea': add one or remove the subject",
        ),
        ("id: ct_boss_says", "id: ct_what", "the id 'ct_what' is used twice: rename one"),
        ("aspect: future", "aspect: team", "no fact has the aspect 'future': add one"),
        (
            "source: handbook\n  evidence: CT is a scan",
            "source: website",
            "no fact comes from 'handbook': remove the source",
        ),
    ],
)
def test_a_broken_rule_is_reported(facts_file, old, new, said) -> None:
    facts_file.replace(old, new)

    assert any(problem.endswith(f": {said}") for problem in _problems(facts_file))


def test_all_broken_rules_are_reported_at_once(facts_file) -> None:
    path = facts_file.path
    source = facts_file.replace("source: handbook", "source: website")
    says = facts_file.replace("machine.", "machine")
    subject = facts_file.replace("subjects: [ct_boss]", "subjects: [boss, ct_boss]")

    assert _problems(facts_file) == [
        f"{path}:{subject}: there is no subject 'boss': add it or correct the name",
        f"{path}:{says}: 'ct_boss_says' does not end as a sentence: add the full stop",
        f"{path}:3: no fact comes from 'handbook': remove the source",
    ]
    assert source > 3


def test_an_outside_subject_needs_no_fact_and_help_no_alias(facts_file) -> None:
    library = read_facts(facts_file.path)

    assert library.subjects["crisis_help"].aliases == ()
    assert "nursing" not in library.by_subject


def _problems(facts_file) -> list[str]:
    with pytest.raises(DataFileError) as error:
        read_facts(facts_file.path)
    return error.value.problems
