"""Tests of finding subjects: by every alias of the facts file, with typos, never mixed up."""

from __future__ import annotations

import pytest

from bot.facts import read_facts
from bot.nlu.subject_finder import Mention, SubjectFinder

LIBRARY = read_facts()
ALIASES = [
    (alias, name)
    for name, subject in LIBRARY.subjects.items()
    for alias in (*subject.aliases, *subject.everyday)
]


@pytest.fixture(scope="module")
def finder() -> SubjectFinder:
    return SubjectFinder(LIBRARY)


def found(finder: SubjectFinder, text: str) -> list[str]:
    return [mention.subject for mention in finder.find(text)]


@pytest.mark.parametrize(("alias", "subject"), ALIASES, ids=[alias for alias, _ in ALIASES])
def test_every_alias_finds_its_subject(finder, alias: str, subject: str) -> None:
    assert found(finder, f"tell me about {alias} please") == [subject]


@pytest.mark.parametrize("case", [str.upper, str.title])
def test_capitals_make_no_difference(finder, case) -> None:
    for alias, subject in ALIASES:
        assert subject in found(finder, case(alias)), alias


@pytest.mark.parametrize(
    ("typed", "subject"),
    [
        ("interventionl radiology", "interventional_radiology"),
        ("inteventional radiolgy", "interventional_radiology"),
        ("ultrasond", "ultrasound"),
        ("radiograhper", "radiographer"),
        ("sonograper", "sonographer"),
        ("nuroradiology", "neuroradiology"),
        ("a radiologis", "radiologist"),
    ],
)
def test_a_typo_is_forgiven_and_known_as_one(finder, typed: str, subject: str) -> None:
    mentions = finder.find(f"what about {typed}")

    assert [each.subject for each in mentions] == [subject]
    assert not mentions[0].is_exact


WORDS = ("radiology", "audiology", "cardiology", "radiologist", "audiologist", "cardiologist")


@pytest.mark.parametrize("word", WORDS)
def test_words_that_look_alike_are_never_taken_for_each_other(finder, word: str) -> None:
    own = {subject for alias, subject in ALIASES if alias == word}

    assert set(found(finder, f"a career in {word}")) <= own


def test_the_longest_name_wins(finder) -> None:
    assert found(finder, "interventional radiology") == ["interventional_radiology"]
    assert found(finder, "a CT scan of the heart") == found(finder, "ct scan") + found(
        finder, "heart"
    )


def test_subjects_are_found_in_reading_order_with_their_places(finder) -> None:
    text = "MRI or CT?"

    assert finder.find(text) == [Mention("mri", 0, 3, True), Mention("ct", 7, 9, True)]


@pytest.mark.parametrize(
    "text", ["", "🩻", "the weather is nice", "actual action", "CTX", "ریڈیو", "x" * 1000]
)
def test_nothing_is_found_where_nothing_is_named(finder, text: str) -> None:
    assert finder.find(text) == []


@pytest.mark.parametrize("word", ["training", "planning", "hearts", "paying", "staging"])
def test_a_word_that_dictionaries_know_is_never_a_typo(finder, word: str) -> None:
    assert all(each.is_exact for each in finder.find(word))
