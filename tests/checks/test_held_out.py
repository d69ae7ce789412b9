"""Tests of the checks of held-out questions, and of their absence from training."""

from __future__ import annotations

import pytest

from bot.checks.held_out import check_held_out
from bot.checks.leaks import check_leaks

CAREERS = "tests/held_out/careers.yml"
NLU = "data/nlu/questions.yml"
PAY = "question: unseen 12, aspect: pay, subjects: [ct], facts: [ct_pay], kind: terse"


def test_a_clean_project_has_no_problem(bench) -> None:
    assert bench.check(check_held_out) == []
    assert bench.check(check_leaks) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("question: unseen 12", "question: ''", "a question is missing: write `- question: …`"),
        ("facts: [ct_pay]", "facts: [ct_pya]", "there is no fact 'ct_pya': correct the name"),
        ("subjects: [ct]", "subjects: [cd]", "there is no subject 'cd': correct the name"),
        ("subjects: [ct]", "subjects: ct", "'subjects' is not a list of names: name at least one"),
        ("aspect: pay", "aspect: money", "unknown aspect 'money': correct it"),
        ("aspect: pay, ", "", "'aspect' is missing: say it"),
        (
            "kind: terse",
            "kind: short",
            "unknown kind 'short': use one of direct, indirect, long, misspelt, premise, terse",
        ),
        (
            "kind: terse",
            "kind: terse, premise: maybe",
            "premise 'maybe' is neither true nor false: write one of them",
        ),
        ("kind: terse", "kind: terse, fact: x", "unknown field 'fact': correct or remove it"),
        (
            "question: unseen 12",
            "question: 'Unseen 0!'",
            f"'Unseen 0!' stands already at {CAREERS}:1: reword it",
        ),
    ],
)
def test_a_held_out_question_of_a_wrong_form_is_reported(bench, old, new, said) -> None:
    line = bench.replace(CAREERS, PAY, PAY.replace(old, new))

    assert bench.check(check_held_out) == [f"{CAREERS}:{line}: {said}"]


def test_too_few_held_out_questions_are_reported(bench) -> None:
    bench.replace(CAREERS, f"- {{{PAY}}}\n", "")
    bench.replace("tests/held_out/no_fact.yml", "- question: unseen no_fact 7\n", "")
    (bench.root / "tests/held_out/out_of_scope.yml").unlink()

    assert bench.check(check_held_out) == [
        "tests/held_out: there are 399 careers questions: write at least 400",
        "tests/held_out/no_fact.yml: there are 59 questions: write at least 60",
        "tests/held_out/out_of_scope.yml: there are 0 questions: write at least 60",
    ]


def test_too_few_hard_held_out_questions_are_reported(bench) -> None:
    bench.replace(CAREERS, "kind: indirect", "kind: direct")

    assert bench.check(check_held_out) == [
        "tests/held_out: only 199 of 400 careers questions are indirect or long: "
        "write more until they are half"
    ]


def test_a_fact_of_a_founding_document_without_a_held_out_question_is_reported(bench) -> None:
    text = (bench.root / CAREERS).read_text(encoding="utf-8")
    bench.write(CAREERS, text.replace("facts: [ct_pay]", "facts: [ct_hours]"))
    line = bench.line("data/facts.yml", "id: ct_pay")

    assert bench.check(check_held_out) == [
        f"data/facts.yml:{line}: no held-out question asks for 'ct_pay', of a founding document: "
        "write one in tests/held_out"
    ]


@pytest.mark.parametrize(
    ("trained", "held_out"),
    [
        ("what is it", "What is it?"),
        ("wanna read scans", "wanna read scans!!"),
        (
            "so how long is the training of a radiologist in wales",
            "how long is the training of a radiologist in Wales?",
        ),
    ],
)
def test_a_held_out_question_among_the_training_questions_is_reported(
    bench, trained: str, held_out: str
) -> None:
    line = bench.replace(NLU, "pay number 5", trained)
    asked = bench.add(CAREERS, f'- {{question: "{held_out}"}}\n')

    assert bench.check(check_leaks) == [
        f"{NLU}:{line}: '{trained}' is held out at {CAREERS}:{asked} ('{held_out}'): "
        "remove it here: held-out questions are never trained on"
    ]


def test_every_training_copy_of_a_held_out_question_is_reported(bench) -> None:
    bench.replace(NLU, "pay number 5", "how long must I train to be a radiologist")
    bench.replace(NLU, "pay number 6", "radiologist: to be a how long must I train")
    bench.add(CAREERS, "- question: how long must I train to be a radiologist?\n")

    assert len(bench.check(check_leaks)) == 2


@pytest.mark.parametrize(
    ("trained", "held_out"),
    [
        ("is the pay good", "is the pay bad"),
        ("how long is the training of a surgeon in wales", "how long does training in Wales take?"),
    ],
)
def test_a_held_out_question_in_other_words_is_fine(bench, trained: str, held_out: str) -> None:
    bench.replace(NLU, "pay number 5", trained)
    bench.add(CAREERS, f'- {{question: "{held_out}"}}\n')

    assert bench.check(check_leaks) == []


def test_a_held_out_file_that_is_no_list_is_reported(bench) -> None:
    bench.write("tests/held_out/other.yml", "question: where is the list\n")

    assert bench.check(check_held_out) == [
        "tests/held_out/other.yml:1: not a list of questions: write `- question: …`"
    ]
