"""Tests of the REST channel: reading a request, keeping an answer whole, and never silence."""

from __future__ import annotations

import json
import logging
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.channels.channel import UserMessage

from bot.answers import Phrases
from bot.channels.conversations import WholeAnswers
from bot.channels.refusals import LONGEST_BODY, LONGEST_TEXT, Refusal
from bot.channels.rest import (
    LONGEST_SENDER,
    _handle,
    read_message,
)

CODES = {"too_long": 413, "not_json": 400, "wrong_type": 400, "empty": 400}
PHRASES = Phrases({"utter_error": [{"text": "It failed: {reference}"}]})


def body(sender="visitor", message="hello") -> bytes:
    return json.dumps({"sender": sender, "message": message}).encode()


def refused(content: bytes) -> tuple[str, int]:
    with pytest.raises(Refusal) as refusal:
        read_message(content)
    return refusal.value.code, refusal.value.status


def test_sender_and_text_are_read_and_nothing_else() -> None:
    content = b'{"sender": "ada", "message": " What is CT? ", "input_channel": "slack", "x": 1}'

    assert read_message(content) == ("ada", " What is CT? ")


@pytest.mark.parametrize("text", ["x" * LONGEST_TEXT, "🩻", "/restart", "ریڈیو", "a\nb"])
def test_any_text_up_to_the_longest_is_read(text: str) -> None:
    assert read_message(body(message=text)) == ("visitor", text)


def test_what_nobody_sees_or_no_store_can_encode_is_left_out() -> None:
    content = b'{"sender": "ada", "message": "a\\ud800b\\u0000c\\u202ed"}'

    assert read_message(content) == ("ada", "abcd")


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00", "\ud800", "\u3000", "\u200b"])
def test_a_message_with_nothing_in_it_is_empty(text: str) -> None:
    assert refused(body(message=text)) == ("empty", 400)


@pytest.mark.parametrize("content", [body(message="x" * (LONGEST_TEXT + 1)), b" " * 20_001])
def test_a_text_or_a_body_beyond_the_longest_is_too_long(content: bytes) -> None:
    assert refused(content) == ("too_long", 413)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b'{"sender":', b"\xff\xfe", b"[" * LONGEST_BODY, b'{"x": \xc3\x28}']
)
def test_what_is_no_json_is_told_so(content: bytes) -> None:
    assert refused(content) == ("not_json", 400)


@pytest.mark.parametrize("content", [b"null", b"[]", b"5", b'"hello"', b"NaN", b"{}"])
def test_json_of_another_shape_is_a_wrong_type(content: bytes) -> None:
    assert refused(content) == ("wrong_type", 400)


@pytest.mark.parametrize(
    "sender", [None, 5, True, [], {}, "", "a\nb", "a\x00", "x" * (LONGEST_SENDER + 1), "x\ud800"]
)
def test_a_sender_is_a_short_printable_text(sender) -> None:
    assert refused(body(sender=sender)) == ("wrong_type", 400)


@pytest.mark.parametrize("message", [None, 5, 1e300, True, ["hello"], {"text": "hello"}])
def test_a_message_is_a_text(message) -> None:
    assert refused(body(message=message)) == ("wrong_type", 400)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@settings(max_examples=50, deadline=None)
@given(
    st.binary()
    | JSON.map(lambda each: json.dumps(each).encode())
    | st.builds(lambda s, m: json.dumps({"sender": s, "message": m}).encode(), JSON, JSON)
)
def test_any_body_is_read_or_refused(content: bytes) -> None:
    sender, text, refusal = "visitor", "hello", None
    try:
        sender, text = read_message(content)
    except Refusal as raised:
        refusal = raised

    assert refusal is None or CODES[refusal.code] == refusal.status
    assert sender.isprintable()
    assert text.strip()
    assert b"\x00" not in (sender + text).encode("utf-8")


async def test_an_answer_stays_one_message_with_all_its_parts() -> None:
    output = WholeAnswers()
    buttons = [{"title": "Why?", "payload": "Why?"}]
    answer = {"outcome": "answered"}

    await output.send_response(
        "ada",
        {"text": "One.\n\nTwo.", "buttons": buttons, "answer": answer, "custom": {}, "image": None},
    )

    assert output.messages == [
        {"recipient_id": "ada", "text": "One.\n\nTwo.", "buttons": buttons, "answer": answer}
    ]


async def test_a_failure_is_told_with_a_reference_and_logged_without_what_was_written(
    caplog,
) -> None:
    async def fail(message: UserMessage) -> None:
        raise RuntimeError("planted")

    with caplog.at_level(logging.ERROR):
        output = await _handled(fail)

    (message,) = output.messages
    reference = re.fullmatch("It failed: ([0-9a-f]{8})", message["text"]).group(1)
    assert f"reference={reference}" in caplog.text
    assert "planted" in caplog.text
    assert "my private words" not in caplog.text


async def test_silence_is_told_as_a_failure(caplog) -> None:
    async def say_nothing(message: UserMessage) -> None:
        return None

    with caplog.at_level(logging.ERROR):
        output = await _handled(say_nothing)

    assert re.fullmatch("It failed: [0-9a-f]{8}", output.messages[0]["text"])
    assert "A message got no answer. reference=" in caplog.text


async def test_an_answer_before_a_failure_is_kept_without_an_apology(caplog) -> None:
    async def answer_and_fail(message: UserMessage) -> None:
        await message.output_channel.send_response("ada", {"text": "CT is a scan."})
        raise RuntimeError("planted")

    output = await _handled(answer_and_fail)

    assert [each["text"] for each in output.messages] == ["CT is a scan."]
    assert "reference=" in caplog.text


async def _handled(on_new_message) -> WholeAnswers:
    output = WholeAnswers()
    message = UserMessage("my private words", output, "ada", input_channel="rest")
    await _handle(message, output, on_new_message, PHRASES)
    return output
