"""Tests of leaving of a text what a person sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.visible_text import visible


@pytest.mark.parametrize(
    "text",
    [
        *("What is CT?", " a \n\tb\u00a0c\u3000", "café", "ریڈیو", "放射線", "🦴 👍🏽"),
        *("\U0001fae8 shaking face, of Unicode 15", "\U0001fae9 of Unicode 16", ""),
    ],
)
def test_what_is_seen_stays(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("kind", "hidden"),
    [
        ("control", "\x00\x07\x1b\x7f\x9b"),
        ("surrogate", "\ud800\udfff"),
        ("private", "\ue000\U000f0000\U0010fffd"),
        ("direction", "\u200e\u200f\u061c\u202a\u202e\u2066\u2069"),
        ("joiner", "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f"),
        ("tag", "\U000e0001\U000e0041\U000e007f"),
        ("unassigned beside the tags", "\U000e0000\U000e0080\U000e0fff"),
        ("variation", "\ufe00\ufe0f\U000e0100\U000e01ef"),
        ("filler", "\u115f\u1160\u3164\uffa0"),
    ],
)
def test_what_is_hidden_is_gone_and_hides_no_word(kind: str, hidden: str) -> None:
    for each in hidden:
        assert visible(f"ra{each}diology") == "radiology", f"{kind} U+{ord(each):04X}"


@given(st.text(st.characters(codec=None)))
def test_what_is_visible_stays_as_it_is_and_can_be_stored(text: str) -> None:
    seen = visible(text)

    assert visible(seen) == seen
    assert seen.encode("utf-8").decode("utf-8") == seen
    assert "\x00" not in seen
