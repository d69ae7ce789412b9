"""Tests of what actions remember between turns."""

from __future__ import annotations

from actions.answer_question import AnswerQuestion
from actions.follow_up import FollowUp
from actions.make_small_talk import MakeSmallTalk
from actions.plan_path import PlanPath
from actions.start_again import StartAgain
from actions.tell_next_step import TellNextStep
from bot.facts import read_facts

OF_CT = {"subjects": ["ct"], "aspect": "definition", "shown": [], "told": [], "options": []}


def _message(intent: str, text: str, *subjects: str) -> dict:
    part = {"text": text, "subjects": list(subjects), "classes": {intent: 0.95}}
    return {"text": text, "intent": {"name": intent, "confidence": 0.9}, "parts": [part]}


def test_the_planner_waits_for_the_stage_and_then_for_the_interest(run) -> None:
    _, first = run(PlanPath(), _message("ask_plan", "plan my path"))
    _, second = run(
        TellNextStep(), _message("tell_stage", "I'm an F2", "foundation_year_2"), **first
    )
    messages, third = run(
        PlanPath(), _message("ask_plan", "interventional", "interventional_radiology"), **second
    )

    assert [first["awaiting"], second["awaiting"]] == ["plan_stage", "plan_interest"]
    assert (third["stage"], third["interest"], third["awaiting"]) == (
        "foundation_year_2",
        "interventional_radiology",
        None,
    )
    assert messages[0]["answer"]["steps"]


def test_an_answer_ends_the_waiting_and_keeps_the_stage(run) -> None:
    _, slots = run(
        AnswerQuestion(),
        _message("ask_definition", "What is CT?", "ct"),
        awaiting="plan_stage",
        stage="st4",
    )

    assert slots["awaiting"] is None
    assert "stage" not in slots


def test_starting_again_forgets_everything(run) -> None:
    _, slots = run(StartAgain(), _message("start_again", "start again"), topic=OF_CT, stage="st4")

    assert (slots["stage"], slots["interest"], slots["awaiting"]) == (None, None, None)
    assert {name for name, value in slots["topic"].items() if value} == {"options"}


def test_each_follow_up_goes_its_own_way(run) -> None:
    texts = {
        intent: run(FollowUp(), _message(intent, "x"), topic=OF_CT)[0][0]["text"]
        for intent in ("ask_more", "ask_why")
    }

    assert texts["ask_more"] != texts["ask_why"]


def test_a_suggestion_is_answered_word_for_word_whatever_it_was_understood_as(run) -> None:
    fact = read_facts().fact("ir_definition")

    messages, _ = run(FollowUp(), _message("out_of_scope", fact.asks))

    assert [each["id"] for each in messages[0]["answer"]["facts"]] == [fact.id]


def test_right_after_help_was_named_small_talk_offers_no_careers_questions(run) -> None:
    greeting = _message("greet", "hello")

    before, _ = run(MakeSmallTalk(), greeting)
    after, _ = run(MakeSmallTalk(), greeting, outcome="signposted_distress")

    assert before[0]["buttons"]
    assert after[0]["buttons"] == []
    assert after[0]["text"] == before[0]["text"]
