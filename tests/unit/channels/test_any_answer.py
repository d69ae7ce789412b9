"""Answers of any shape and length: each gives a valid post, and nothing is lost in silence."""

from __future__ import annotations

import re

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.answers import Answer, Outcome
from bot.answers.answer import Cited, Step, Told
from bot.channels.rendering.mrkdwn import ELLIPSIS
from tests.unit.channels.adaptive_card import check_card
from tests.unit.channels.channels import by_channel, slack_of, teams_of
from tests.unit.channels.slack_limits import within_limits
from tests.unit.channels.thirty_answers import PHRASES

LONG = st.sampled_from(["word " * 700, "w" * 3500, "é&<*" * 900, "a\n" * 99, "\U0001f600" * 1500])
TEXTS = st.text(max_size=30) | LONG
NAMES = st.text("abc", min_size=1, max_size=3)
FACTS = st.builds(
    Told,
    id=NAMES,
    says=TEXTS,
    items=st.lists(TEXTS, max_size=4).map(tuple),
    as_of=st.none() | st.sampled_from(["2025", "2025-04", "2025-04-01"]),
    is_overdue=st.booleans(),
)
TUPLES = st.lists(TEXTS, max_size=4).map(tuple)
LEADS = st.sampled_from([(PHRASES.say("yes"),), ("A start.", PHRASES.say("no"))])
ANY_ANSWER = st.builds(
    Answer,
    outcome=st.sampled_from(list(Outcome)),
    opening=TUPLES | LEADS,
    facts=st.lists(FACTS, max_size=8, unique_by=lambda each: each.id).map(tuple),
    steps=st.lists(
        st.builds(Step, TEXTS, st.none() | st.integers(1, 9), TEXTS, TEXTS), max_size=4
    ).map(tuple),
    closing=TUPLES,
    sources=st.lists(
        st.builds(Cited, NAMES, TEXTS, TEXTS, st.just("https://example.org/") | TEXTS),
        max_size=6,
        unique_by=lambda each: each.id,
    ).map(tuple),
    suggestions=st.lists(TEXTS, max_size=9).map(tuple),
    compared=st.sampled_from([(), ("CT", "MRI"), ("CT",)]),
    columns=st.sampled_from([(), (("a",), ("b", "c")), (("a",),)]),
)
MANY = settings(max_examples=150, deadline=None, phases=(Phase.explicit, Phase.generate))


@MANY
@given(ANY_ANSWER)
def test_any_answer_gives_a_valid_post(answer: Answer) -> None:
    within_limits(slack_of(answer))
    check_card(teams_of(answer))


@MANY
@given(ANY_ANSWER)
def test_what_is_left_out_of_an_answer_is_shown_to_be_left_out(answer: Answer) -> None:
    marked = ELLIPSIS in "".join(_texts(answer))
    for channel, text in by_channel(answer).items():
        lost = [each for each in _texts(answer) if _letters(each) not in _letters(text)]
        assert not lost or ELLIPSIS in text or marked, channel


def _texts(answer: Answer) -> list[str]:
    """What is told, but for sources and suggestions."""
    facts = [text for each in answer.facts for text in (each.says, *each.items)]
    steps = [text for each in answer.steps for text in (each.name, each.enter, each.leave_with)]
    return [*answer.opening, *facts, *steps, *answer.closing]


def _letters(text: str) -> str:
    """A text without spaces, and without the signs that are mark-up in one of the channels."""
    return re.sub(r"[\s*•\\-]", "", text)
