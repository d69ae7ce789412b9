"""Which turns need a look, and why: the rules by which the queue is filled."""

from __future__ import annotations

import zlib
from typing import Optional

from bot.answers import Outcome
from bot.console.conversations.models import PARTLY, UNANSWERED, Look
from bot.console.conversations.turns import Asked

UNSURE = 0.6
"""Below this confidence a turn is looked at; half of the wrong aspects lie there."""

ONE_IN = 20
"""Of the confident answers, one in so many is looked at: else such mistakes never surface."""


def reason_to_look(asked: Asked, helpful: Optional[bool]) -> str:
    """Why a turn needs a look, or ''; the sample depends on the message id alone."""
    outcome, confidence = asked.outcome, asked.confidence
    if outcome.startswith("error") or not asked.replies or asked.is_broken:
        return Look.ERROR
    if helpful is False:
        return Look.UNHELPFUL
    if outcome in UNANSWERED:
        return Look.UNANSWERED
    if outcome in PARTLY:
        return Look.PARTLY
    if confidence is not None and confidence < UNSURE:
        return Look.UNSURE
    is_sampled = zlib.crc32(asked.message.encode("utf-8", "replace")) % ONE_IN == 0
    return Look.SAMPLE if outcome == Outcome.ANSWERED and is_sampled else ""
