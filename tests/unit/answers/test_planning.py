"""Tests of what comes next for a person, and of the plan with its sum."""

from __future__ import annotations

import pytest

from bot.answers import Outcome, Topic
from bot.answers.answer import Step
from bot.answers.person import Person, find_interest, find_stage
from bot.answers.planning import plan_path, take_up, tell_next_step
from tests.unit.answers.asked import asked

SCHOOL = Step("School", 4, "By bus.", "A degree.")
CORE = Step("Core", 3, "By train.", "A pass.")
HIGHER = Step("Higher", 2, "On foot.", "A certificate.")
INTERVENTIONAL = Step("Interventional", 3, "By wire.", "A certificate.", is_alternative=True)
WORK = Step("Work", None, "At last.", "A pension.")


@pytest.mark.parametrize(
    ("text", "subjects", "stage"),
    [
        ("I'm an ST2", (), "core_training"),
        ("st 3 here", (), "core_training"),
        ("I am in ST4", (), "st4"),
        ("ST6", (), "st4"),
        ("I'm at medical school", ("imaging", "medical_student"), "medical_student"),
        ("I want to do this at first", ("imaging",), None),
    ],
)
def test_a_message_tells_a_stage_by_its_number_or_its_subject(text, subjects, stage) -> None:
    assert find_stage(asked(text, subjects)) == stage


@pytest.mark.parametrize(
    ("subjects", "interest"),
    [
        (("interventional_radiology", "clinical_radiology"), "interventional_radiology"),
        (("clinical_radiology",), "clinical_radiology"),
        (("ct",), None),
    ],
)
def test_interventional_wins_when_both_kinds_are_named(subjects, interest) -> None:
    assert find_interest(asked("x", subjects)) == interest


def test_the_next_step_is_the_present_stage_and_the_one_after(desk) -> None:
    question = asked("I'm a medical student", ("medical_student",), intent="tell_stage")

    guided = tell_next_step(question, Topic(), Person(), desk)

    answer = guided.answer
    assert guided.person == Person("medical_student")
    assert answer.outcome is Outcome.ANSWERED
    assert answer.opening == ("<stage_noted student>", "<next_now student>")
    assert (answer.steps, answer.closing) == ((SCHOOL, CORE), ())
    assert [each.id for each in answer.facts] == ["ct_good"]
    assert [each.id for each in answer.sources] == ["website", "handbook"]
    assert answer.suggestions == ("What is CT?", "How long is training?")
    assert answer.topic.shown == ("ct_good", "ct_what", "training_five")


def test_a_stage_told_earlier_is_remembered(desk) -> None:
    question = asked("what comes next for me?", intent="ask_next_step")

    guided = tell_next_step(question, Topic(), Person("st4"), desk)

    assert guided.answer.steps == (HIGHER, WORK)


def test_without_a_stage_it_asks_with_the_stages_as_buttons(desk) -> None:
    guided = tell_next_step(asked("what is next?"), Topic(("ct",)), Person(), desk)

    choices = ("<stage_button student>", "<stage_button trainee>", "<stage_button senior>")
    assert (guided.answer.outcome, guided.answer.opening) == (Outcome.CLARIFIED, ("<ask_stage>",))
    assert guided.answer.suggestions == choices
    assert guided.answer.topic == Topic(("ct",), options=choices)
    assert guided.person == Person(awaiting="next_stage")


def test_the_planner_asks_for_stage_then_interest_then_gives_steps_and_sum(desk) -> None:
    plan = asked("plan my path", intent="ask_plan")
    stage = asked("I am a student", ("medical_student",), intent="tell_stage")
    interest = asked("clinical radiology", ("clinical_radiology",), intent="ask_definition")

    first = plan_path(plan, Topic(), Person(), desk)
    second = take_up(stage, first.answer.topic, first.person, desk)
    third = take_up(interest, second.answer.topic, second.person, desk)

    assert [first.answer.opening, second.answer.opening] == [("<ask_stage>",), ("<ask_interest>",)]
    assert second.answer.suggestions == ("clinical radiology", "interventional radiology")
    assert third.answer.opening == ("<plan student clinical radiology>",)
    assert third.answer.steps == (SCHOOL, CORE, HIGHER, WORK)
    assert third.answer.closing == ("<sum 4 + 3 + 2 9>",)
    assert third.person == Person("medical_student", "clinical_radiology")


def test_an_interest_takes_its_own_stage_in_place_of_the_usual_one(desk) -> None:
    question = asked("plan for IR", ("interventional_radiology",), intent="ask_plan")

    answer = plan_path(question, Topic(), Person("core_training"), desk).answer

    assert answer.steps == (CORE, INTERVENTIONAL, WORK)
    assert answer.closing == ("<sum 3 + 3 6>",)


def test_a_single_stage_with_years_is_a_sum_of_one(desk) -> None:
    person = Person("st4", "clinical_radiology")

    answer = plan_path(asked("plan", intent="ask_plan"), Topic(), person, desk).answer

    assert answer.closing == ("<sum_one 2>",)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("What is a medical student paid?", "ask_pay"),
        ("How do medical students apply", "ask_application"),
        ("thanks, a medical student would like that", "thank"),
        ("imaging", "ask_definition"),
    ],
)
def test_what_is_no_reply_does_not_go_on_with_the_plan(desk, text: str, intent: str) -> None:
    subjects = ("medical_student",) if "student" in text else ("imaging",)
    question = asked(text, subjects, intent=intent)

    assert take_up(question, Topic(), Person(awaiting="plan_stage"), desk) is None
    assert take_up(question, Topic(), Person(), desk) is None


def test_a_stage_can_be_picked_from_the_list_by_its_place(desk) -> None:
    first = plan_path(asked("plan", intent="ask_plan"), Topic(), Person(), desk)

    second = take_up(
        asked("the second one", intent="pick_item"), first.answer.topic, first.person, desk
    )

    assert second.person == Person("core_training", awaiting="plan_interest")
