"""Tests of masking between the understanding and the tracker."""

from __future__ import annotations

import inspect

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from bot.rasa_runtime import masked_messages, reading_ahead, rules

EMAIL = "zebra@example.org"


def parse(monkeypatch, message: UserMessage) -> tuple[dict, list[str]]:
    """The parsed message as Rasa goes on with it, and what the components read."""
    read: list[str] = []

    def components(_self, message, _tracker, _only_output_properties=True):
        read.append(message.text)
        part = {"text": message.text, "subjects": ["ct"]}
        return {"text": message.text, "intent": {"name": "greet"}, "parts": [part], "entities": []}

    monkeypatch.setattr(masked_messages, "_parse_with_graph", components)
    return masked_messages._parse(None, message, None), read


def test_the_components_read_what_was_written_and_the_rest_does_not(monkeypatch) -> None:
    message = UserMessage(f"what is CT? I am at {EMAIL}", metadata={"quoted": EMAIL})

    parsed, read = parse(monkeypatch, message)

    assert read == [f"what is CT? I am at {EMAIL}"]
    assert message.text == "what is CT? I am at [email]"
    assert message.metadata == {"quoted": "[email]"}
    assert EMAIL not in str(parsed)
    assert parsed["masked"] == ["email"]
    assert parsed["parts"][0]["subjects"] == ["ct"]


@pytest.mark.parametrize("text", ["what is CT?", "", None])
def test_a_message_without_personal_data_is_left_alone(monkeypatch, text) -> None:
    message = UserMessage(text)

    parsed, _ = parse(monkeypatch, message)

    assert "masked" not in parsed
    assert message.text == UserMessage(text).text


def test_rasa_still_parses_in_the_method_that_is_adjusted() -> None:
    assert rules.mask_messages
    assert MessageProcessor._parse_message_with_graph is masked_messages._parse
    assert list(inspect.signature(masked_messages._parse_with_graph).parameters) == [
        *("self", "message", "tracker", "only_output_properties"),
    ]
    assert "self._parse_message_with_graph(" in inspect.getsource(reading_ahead._rasa_parse)
    # The event is made of the message as it is after parsing.
    handled = inspect.getsource(MessageProcessor._handle_message_with_tracker)
    assert handled.index("self.parse_message") < handled.index("message.text")
