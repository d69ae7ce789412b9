"""Tests of what is left of a message of Slack's: what the person meant, and nothing else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.slack_text import mentioned, plain

WRITTEN = {
    "<@UBOT> what is CT?": "what is CT?",
    "<@UBOT|radiology> what is CT?": "what is CT?",
    "hey <@UBOT>, what is CT?": "hey , what is CT?",
    "ask <@U2|Ada Lovelace> about it": "ask @Ada Lovelace about it",
    "ask <@U2> about it": "ask about it",
    "in <#C1|general> they say": "in #general they say",
    "<!here> what is MRI": "what is MRI",
    "<!subteam^S1|@registrars> what now": "@registrars what now",
    "<!date^1392734382^{date}^https://example.org|18 February> or later": "18 February or later",
    "see <https://example.org/a|the page> and <https://example.org/b>": (
        "see the page and https://example.org/b"
    ),
    "from <https://example.org/a> to <https://example.org/b>, what is MRI?": (
        "from https://example.org/a to https://example.org/b, what is MRI?"
    ),
    "write to <mailto:ada@example.org|ada@example.org>": "write to ada@example.org",
    "write to <mailto:ada@example.org>": "write to ada@example.org",
    "Q&amp;A: is 5 &lt; 6 &amp;&amp; 7 &gt; 6?": "Q&A: is 5 < 6 && 7 > 6?",
    "&amp;lt;b&amp;gt;": "&lt;b&gt;",
    "*what* is _interventional radiology_?": "what is interventional radiology?",
    "what is *_CT_*?": "what is CT?",
    "~no~ `CT`": "no CT",
    "5*4*3 and snake_case_name and a*b": "5*4*3 and snake_case_name and a*b",
    "_snake_case_ and *a*b c* and *a *b*": "snake_case and a*b c and *a b",
    "&gt; what is CT?": "what is CT?",
    "&gt;&gt;&gt; what is CT?": "what is CT?",
    "what is CT? :thinking_face: :+1::skin-tone-2:": "what is CT?",
    "at 10:30:15 or :ratio: 1:2:3": "at 10:30:15 or 1:2:3",
    "```what is CT?```": "what is CT?",
    "/restart": "/restart",
    "one\n\n\ntwo   three": "one\ntwo three",
    "a\u200bb\ud800": "ab",
    "<@UBOT>": "",
}


@pytest.mark.parametrize("written", WRITTEN)
def test_the_words_are_left_without_mark_up_mentions_and_escapes(written: str) -> None:
    """S18."""
    assert plain(written, "UBOT") == WRITTEN[written]


def test_everybody_who_is_mentioned_is_found() -> None:
    assert mentioned("<@U1> and <@U2|ada>, not &lt;@U3&gt; or @U4") == {"U1", "U2"}


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="<>@#!|&;*_~`: \nabUC1ltgamp"))
def test_any_text_is_cleaned_and_only_shrinks(text: str) -> None:
    assert len(plain(text, "U1")) <= len(text)


@pytest.mark.parametrize("piece", ["*a ", " *a", "*a*b ", "_", " _a_b", "<@U|", "<", ":a", "*_~`a"])
def test_a_text_made_to_take_long_does_not_stop_everybody_else(piece: str) -> None:
    began = time.process_time()

    plain(piece * (40_000 // len(piece)), "UBOT")

    assert time.process_time() - began < 1
