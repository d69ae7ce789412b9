"""Tests of what ordinals count over, and of items and offers that are taken."""

from __future__ import annotations

import pytest

from bot.answers import Answer, Outcome, Topic
from bot.answers.comparison import asks_to_compare, compare_subjects
from bot.answers.following import answer_offered, is_item, next_topic, ordinal, pick_item, resume
from tests.unit.answers.asked import asked, asked_parts, part

OF_LIST = Topic(("ct",), "techniques", ("ct_shows",), ("ct_shows",), ("bones", "an MRI machine"))


def test_after_an_item_ordinals_still_count_over_its_list(desk) -> None:
    answer = pick_item(asked("the second one", (), pick_item=1.0), OF_LIST, desk)

    assert answer.facts[0].id == "mri_what"
    assert next_topic(answer, OF_LIST).options == OF_LIST.options


def test_lists_of_twelve_can_be_counted_to_their_end() -> None:
    assert [ordinal(f"the {each}") for each in ("ninth", "tenth", "eleventh", "12th")] == [
        *(8, 9, 10, 11)
    ]


@pytest.mark.parametrize(
    ("text", "subjects", "topic", "expected"),
    [
        ("and the second?", (), OF_LIST, True),
        ("and the others?", (), OF_LIST, False),
        ("the second MRI", ("mri",), OF_LIST, False),
        ("and the second?", (), Topic(), False),
    ],
)
def test_a_change_of_subject_may_be_an_item(text, subjects, topic, expected: bool) -> None:
    assert is_item(asked(text, subjects, change_subject=0.9), topic) is expected


def test_an_offer_that_is_taken_shows_the_other_side_too(desk) -> None:
    answer = answer_offered("How long is training?", Topic(), desk)

    assert [fact.id for fact in answer.facts] == ["training_five", "training_six"]
    assert answer.opening == ("<sources_differ>",)


def test_back_to_the_topic_shows_the_other_side_too(desk) -> None:
    topic = Topic(("training",), "duration", ("training_six", "training_five"))
    answer = resume(topic, desk)

    assert [fact.id for fact in answer.facts] == ["training_six", "training_five"]
    assert answer.opening == ("<back_to training>", "<sources_differ>")


def test_where_no_fact_is_told_ordinals_count_over_the_offers() -> None:
    offers = Answer(Outcome.CONVERSED, suggestions=("What is CT?", "Why CT?"))
    assert next_topic(offers, OF_LIST).options == offers.suggestions
    assert next_topic(offers, OF_LIST).subjects == OF_LIST.subjects


def test_small_talk_without_offers_leaves_the_list() -> None:
    assert next_topic(Answer(Outcome.CONVERSED), OF_LIST) == OF_LIST


@pytest.mark.parametrize(
    ("text", "subjects", "expected"),
    [
        ("compare CT with MRI", ("ct", "mri"), True),
        ("what is the difference between CT and MRI", ("ct", "mri"), True),
        ("CT vs MRI", ("ct", "mri"), True),
        ("compare CT", ("ct",), False),
        ("do CT and MRI hurt", ("ct", "mri"), False),
    ],
)
def test_words_that_compare_need_two_subjects(text, subjects, expected: bool) -> None:
    assert asks_to_compare(asked(text, subjects, ask_exams=0.9)) is expected


def test_two_questions_are_no_comparison() -> None:
    text = "How do CT and MRI differ from X-ray?"
    parts = [part(text, ("ct", "mri"))] * 3
    assert not asks_to_compare(asked_parts(text, parts, "ask_exams"))


def test_ordinals_count_over_the_two_things_compared(desk) -> None:
    question = asked("CT or MRI", ("ct", "mri"), ask_comparison=0.9)
    assert compare_subjects(question, Topic(), desk).topic.options == ("CT", "MRI")
