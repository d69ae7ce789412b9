"""Tests of making typed text plain."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.typed_text import TypedText, plain


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("What is CT?", "What is CT?"),
        ("  What \n\t is\u00a0CT? ", "What is CT?"),
        ("/restart", "restart"),
        ('//ask_pay{"x": 1}', 'ask_pay{"x": 1}'),
        (" / / session_start", "session_start"),
        ("\u200b/restart", "restart"),
        ("CT/MRI", "CT/MRI"),
        ("and/or", "and/or"),
        ("\u202eTC\u202c \u2066x\u2069", "TC x"),
        ("C\u200bT\ufeff \u00adscan", "CT scan"),
        ("bell\x07 null\x00 escape\x1b[0m", "bell null escape[0m"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("cafe\u0301", "café"),
        ("🦴", "🦴"),
        ("a \U0001fae8 younger than this Python", "a \U0001fae8 younger than this Python"),
        ("tags\U000e0068\U000e0069 hide", "tags hide"),
        ("ریڈیو", "ریڈیو"),
        ("", ""),
        ("/", ""),
        (" \n ", ""),
    ],
)
def test_hidden_characters_and_commands_are_gone_and_words_stay(typed: str, text: str) -> None:
    assert plain(typed) == text


@pytest.mark.parametrize("typed", ["/ /x", "a\u200b b", "//", "e\u0301\u202e", "e\u200b\u0301"])
def test_what_is_plain_stays_as_it_is(typed: str) -> None:
    assert plain(plain(typed)) == plain(typed)


def test_the_plain_text_is_tokenized_by_spacy_without_spaces() -> None:
    component = TypedText(TypedText.get_default_config())
    message = Message({"text": "/What's  a CT-scan?"})

    component.process([message])

    tokens = message.get("text_tokens")
    assert message.get("text") == "What's a CT-scan?"
    assert [token.text for token in tokens] == ["What", "'s", "a", "CT", "-", "scan", "?"]
    assert [message.get("text")[t.start : t.end] for t in tokens] == [t.text for t in tokens]
