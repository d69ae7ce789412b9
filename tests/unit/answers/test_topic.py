"""Tests of what a conversation is about, kept in a slot."""

from __future__ import annotations

import json

import pytest

from bot.answers.topic import Topic, read_topic

TOPIC = Topic(("ct",), "pay", ("ct_what",), ("ct_what", "ct_pay"), ("What is MRI?",))


def test_a_topic_survives_the_slot_as_json() -> None:
    assert read_topic(json.loads(json.dumps(TOPIC.to_slot()))) == TOPIC


@pytest.mark.parametrize("slot", [None, "ct", [], 5, {}, {"subjects": None, "aspect": None}])
def test_an_empty_or_unknown_slot_is_an_empty_topic(slot) -> None:
    assert read_topic(slot) == Topic()
    assert read_topic(slot).is_empty


@pytest.mark.parametrize("topic", [Topic(("ct",)), Topic(aspect="pay"), Topic(shown=("ct_what",))])
def test_a_topic_with_anything_talked_about_is_not_empty(topic) -> None:
    assert not topic.is_empty


def test_options_alone_are_not_something_talked_about() -> None:
    assert Topic(options=("What is MRI?",)).is_empty
