"""Tests of when a person is guided: on a reply to what was asked, or on words that ask for it."""

from __future__ import annotations

import pytest

from bot.answers import Topic
from bot.answers.person import Person
from bot.answers.planning import AWAIT_INTEREST, AWAIT_NEXT, AWAIT_STAGE, guide
from tests.unit.answers.asked import asked

STUDENT = Person("medical_student")
INTERESTS = Topic(options=("clinical radiology", "interventional radiology"))


@pytest.mark.parametrize(
    "text",
    [
        "make me a plan, I want to do radiology",
        "plan my whole training",
        "Please plan it for me",
        "I'd like a career plan",
    ],
)
def test_words_that_ask_for_a_plan_are_enough(desk, text: str) -> None:
    guided = guide(asked(text, (), ask_route=0.9), Topic(), STUDENT, desk)

    assert guided.answer.opening == ("<ask_interest>",)
    assert guided.person.awaiting == AWAIT_INTEREST


@pytest.mark.parametrize("text", ["what is next for me?", "and my next step is?"])
def test_words_that_ask_for_the_next_step_are_enough(desk, text: str) -> None:
    guided = guide(asked(text, (), ask_route=0.9), Topic(), STUDENT, desk)

    assert guided.answer.opening == ("<next_now student>",)


@pytest.mark.parametrize(
    "text",
    ["Is there a workforce plan?", "What comes next after the CCT?", "the NHS long term plan"],
)
def test_plans_of_others_are_not_the_persons(desk, text: str) -> None:
    assert guide(asked(text, (), ask_future=0.9), Topic(), STUDENT, desk) is None


@pytest.mark.parametrize("intent", ["medical", "emergency", "distress", "goodbye"])
def test_help_and_goodbye_come_before_any_plan(desk, intent: str) -> None:
    person = Person("medical_student", None, AWAIT_INTEREST)
    question = asked("interventional radiology", ("interventional_radiology",), intent=intent)

    assert guide(question, INTERESTS, person, desk) is None


def test_a_few_words_are_a_reply_to_what_was_asked(desk) -> None:
    person = Person("medical_student", None, AWAIT_INTEREST)
    question = asked("interventional please", ("interventional_radiology",), ask_route=0.4)

    guided = guide(question, INTERESTS, person, desk)

    assert guided.answer.closing == ("<sum 4 + 3 + 3 10>",)
    assert guided.person == Person("medical_student", "interventional_radiology")


def test_a_place_among_the_choices_is_a_reply(desk) -> None:
    person = Person("medical_student", None, AWAIT_INTEREST)
    guided = guide(asked("the first one", (), pick_item=1.0), INTERESTS, person, desk)
    assert guided.person == Person("medical_student", "clinical_radiology")

    stages = Topic(options=("one", "two", "three"))
    guided = guide(
        asked("the second one", (), pick_item=1.0), stages, Person(None, None, AWAIT_NEXT), desk
    )
    assert guided.person == Person("core_training")


@pytest.mark.parametrize(
    "text", ["what is training?", "training?", "training is a long word in a long sentence here"]
)
def test_a_question_is_not_a_reply(desk, text: str) -> None:
    question = asked(text, ("medical_student",), ask_definition=0.9)
    assert guide(question, Topic(), Person(None, None, AWAIT_STAGE), desk) is None
