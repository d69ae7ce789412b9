"""Tests of what a message tells beside its question: a stage, a plan, and "ok" after help."""

from __future__ import annotations

from actions.answer_question import AnswerQuestion
from actions.follow_up import FollowUp
from bot.answers import Outcome


def _message(intent: str, text: str, *subjects: str) -> dict:
    part = {"text": text, "subjects": list(subjects), "classes": {intent: 0.95}}
    return {"text": text, "intent": {"name": intent, "confidence": 0.9}, "parts": [part]}


def test_a_stage_told_in_passing_is_remembered(run) -> None:
    text = "I'm an F2, is radiology a good choice?"

    _, slots = run(AnswerQuestion(), _message("ask_benefits", text, "foundation_year_2"))

    assert slots["stage"] == "foundation_year_2"


def test_a_plan_asked_for_in_so_many_words_is_made(run) -> None:
    text = "I'm an F2, make me a plan for interventional radiology"
    named = ("foundation_year_2", "interventional_radiology")

    messages, slots = run(AnswerQuestion(), _message("ask_route", text, *named))

    assert "1 + 3 + 3 = 7" in messages[0]["text"]
    assert (slots["stage"], slots["interest"]) == named


def test_ok_after_help_was_named_is_no_wish_for_careers_questions(run) -> None:
    messages, slots = run(FollowUp(), _message("affirm", "ok"), outcome="signposted_distress")

    assert slots["outcome"] == Outcome.CONVERSED.value
    assert messages[0]["buttons"] == []
    assert messages[0]["answer"].get("facts") is None
