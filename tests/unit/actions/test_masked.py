"""Tests of telling the visitor that personal data was masked."""

from __future__ import annotations

from actions.answer_question import AnswerQuestion
from actions.signpost_help import SignpostHelp


def _message(*masked: str, intent: str = "ask_definition") -> dict:
    part = {"text": "What is CT?", "subjects": ["ct"], "classes": {intent: 0.95}}
    message = {"text": "What is CT?", "intent": {"name": intent, "confidence": 0.9}}
    return {**message, "parts": [part], **({"masked": list(masked)} if masked else {})}


def test_the_visitor_is_told_once_and_that_is_remembered(run, domain) -> None:
    notice = domain["responses"]["utter_masked"][0]["text"]

    first, slots = run(AnswerQuestion(), _message("email"))
    second, _ = run(AnswerQuestion(), _message("email"), told_masked=slots["told_masked"])

    assert first[0]["answer"]["closing"][-1] == notice
    assert notice in first[0]["text"]
    assert notice not in second[0]["text"]


def test_nothing_is_told_of_a_message_without_personal_data(run, domain) -> None:
    messages, slots = run(AnswerQuestion(), _message())

    assert domain["responses"]["utter_masked"][0]["text"] not in messages[0]["text"]
    assert "told_masked" not in slots


def test_who_needs_help_is_not_told_of_masking(run, domain) -> None:
    messages, slots = run(SignpostHelp(), _message("phone", intent="distress"))

    assert domain["responses"]["utter_masked"][0]["text"] not in messages[0]["text"]
    assert "told_masked" not in slots
