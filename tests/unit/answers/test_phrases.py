"""Tests of the fixed sentences."""

from __future__ import annotations

import pytest

from bot.answers import Phrases
from bot.errors import AssistantError

PHRASES = Phrases({"utter_hello": [{"text": " Hello {who}. \n"}]})


def test_a_sentence_is_said_with_its_placeholders_filled() -> None:
    assert PHRASES.say("hello", who="Ada") == "Hello Ada."


def test_braces_in_a_value_stay_as_they_are() -> None:
    assert PHRASES.say("hello", who="{who} {0}") == "Hello {who} {0}."


@pytest.mark.parametrize(("name", "lacks"), [("goodbye", "utter_goodbye"), ("hello", "'who'")])
def test_a_missing_sentence_or_value_is_an_error_that_names_it(name: str, lacks: str) -> None:
    with pytest.raises(AssistantError, match=f"responses: utter_{name} lacks .*{lacks}"):
        PHRASES.say(name)


def test_one_can_ask_whether_a_sentence_exists() -> None:
    assert PHRASES.has("hello")
    assert not PHRASES.has("goodbye")
