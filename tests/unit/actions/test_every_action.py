"""Tests that all actions share: each in the domain has a class, answers, and never fails aloud."""

from __future__ import annotations

import json
import logging
import re

import pytest
from rasa_sdk.executor import ActionExecutor

import actions.turn
from actions.turn import Turn
from bot.answers import Outcome
from bot.settings import ROOT

SLOTS = {"topic", "stage", "interest", "awaiting", "outcome"}
EXECUTOR = ActionExecutor()
EXECUTOR.register_package("actions")
ACTIONS = sorted(EXECUTOR.actions)
OUTCOMES = {each.value for each in Outcome}


def _turn(name: str) -> Turn:
    return EXECUTOR.actions[name].__self__


def _message(intent: str, text: str = "What is CT?") -> dict:
    part = {
        "text": text,
        "subjects": ["ct"],
        "classes": {"ask_definition": 0.95},
        "meaning": {"ct_definition": 0.9},
        "similarity": 0.9,
        "premises": {},
    }
    return {"text": text, "intent": {"name": intent, "confidence": 0.9}, "parts": [part]}


INTENT_OF = {"action_signpost_help": "medical", "action_make_small_talk": "greet"}


def test_the_actions_of_the_domain_are_those_that_have_a_class(domain) -> None:
    assert sorted(domain["actions"]) == ACTIONS


def test_every_rule_names_an_action_that_has_a_class() -> None:
    rules = (ROOT / "data" / "rules.yml").read_text(encoding="utf-8")

    assert set(re.findall(r"action: (\w+)", rules)) == set(ACTIONS)


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_says_one_whole_message_and_keeps_what_it_was_about(run, name: str) -> None:
    messages, slots = run(_turn(name), _message(INTENT_OF.get(name, "ask_definition")))

    (message,) = messages
    assert message["text"].strip()
    assert message["custom"] == {}
    assert message["answer"]["outcome"] == slots["outcome"]
    assert slots["outcome"] in OUTCOMES - {Outcome.ERROR_ACTION.value}
    assert set(slots) <= SLOTS
    assert message["buttons"] == [
        {"title": each, "payload": each} for each in message["answer"].get("suggestions", [])
    ]
    json.dumps([message, slots])


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("message", [None, {}, {"text": "", "intent": {"name": None}, "parts": []}])
@pytest.mark.parametrize("topic", [None, {"subjects": ["gone"], "shown": ["gone"]}])
def test_a_turn_of_which_nothing_is_known_is_answered_all_the_same(
    run, name: str, message, topic
) -> None:
    if name == "action_signpost_help":
        message = {**(message or {}), "intent": {"name": "medical"}}

    messages, slots = run(_turn(name), message, topic=topic)

    assert messages[0]["text"].strip()
    assert slots["outcome"] != Outcome.ERROR_ACTION.value


@pytest.mark.parametrize("name", ACTIONS)
def test_whatever_fails_the_visitor_gets_a_sentence_and_the_log_its_reference(
    run, name: str, domain, caplog, monkeypatch
) -> None:
    def fail(*args, **kwargs):
        raise RuntimeError("planted")

    monkeypatch.setattr(_turn(name), "answer", fail)

    with caplog.at_level(logging.ERROR):
        messages, slots = run(_turn(name), _message("ask_definition", "my private words"))

    reference = re.fullmatch(
        r"An action failed\. reference=([0-9a-f]{8})", caplog.records[0].getMessage()
    ).group(1)
    expected = domain["responses"]["utter_error"][0]["text"].format(reference=reference)
    assert messages[0]["text"] == expected
    assert slots == {"outcome": "error_action"}
    assert "planted" in caplog.text
    assert "my private words" not in caplog.text


def test_a_failure_is_told_even_where_the_domain_lacks_the_sentence(run, monkeypatch, domain):
    monkeypatch.setitem(domain, "responses", {})

    messages, slots = run(_turn("action_answer_question"), _message("ask_definition"))

    assert re.fullmatch("[0-9a-f]{8}", messages[0]["text"])
    assert slots == {"outcome": "error_action"}


def test_facts_that_cannot_be_read_are_a_failure_that_is_told(run, monkeypatch) -> None:
    def fail():
        raise OSError("the disk is gone")

    monkeypatch.setattr(actions.turn, "known_facts", fail)

    _, slots = run(_turn("action_answer_question"), _message("ask_definition"))

    assert slots == {"outcome": "error_action"}
