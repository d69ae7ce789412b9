"""Tests of setting two subjects side by side."""

from __future__ import annotations

from bot.answers import Outcome, Topic, answer_question
from bot.answers.comparison import compare_subjects
from tests.unit.answers.asked import asked


def _compared(text: str, *subjects: str):
    meaning = {"ct_or_mri": 0.9}
    return asked(text, subjects, meaning, intent="ask_comparison", ask_comparison=0.95)


def test_two_subjects_stand_side_by_side_with_what_tells_them_apart_first(desk) -> None:
    answer = compare_subjects(_compared("CT or MRI?", "ct", "mri"), Topic(), desk)

    assert answer.outcome is Outcome.ANSWERED
    assert answer.opening == ("<compared CT MRI>",)
    assert answer.compared == ("CT", "MRI")
    assert answer.facts[0].id == "ct_or_mri"
    assert [set(column) for column in answer.columns] == [{"ct_what", "ct_shows"}, {"mri_what"}]
    assert answer.topic.subjects == ("ct", "mri")


def test_with_one_subject_named_the_other_is_that_of_the_topic(desk) -> None:
    topic = Topic(("ct",), "definition", ("ct_what",), ("ct_what",))

    answer = compare_subjects(_compared("how does it differ from MRI?", "mri"), topic, desk)

    assert answer.compared == ("CT", "MRI")


def test_a_subject_without_any_fact_is_named_as_missing(desk) -> None:
    question = _compared("ultrasound or the registrar?", "ultrasound", "registrar")

    answer = compare_subjects(question, Topic(), desk)

    assert answer.outcome is Outcome.ANSWERED_PARTLY
    assert answer.closing == ("<missing_subject registrar>",)


def test_the_same_thing_under_two_names_is_not_compared_with_itself(desk) -> None:
    question = _compared("CT or CT scanner?", "ct", "ct_scanner")

    assert compare_subjects(question, Topic(), desk) == answer_question(question, Topic(), desk)


def test_other_work_is_not_compared(desk) -> None:
    question = _compared("CT or nursing?", "ct", "nursing")

    assert compare_subjects(question, Topic(), desk) == answer_question(question, Topic(), desk)
