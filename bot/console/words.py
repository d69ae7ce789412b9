"""Template filters: values as people read them."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Optional

from django import template

from bot.console import vocabulary
from bot.console.conversations.models import Look

register = template.Library()
register.filter("outcome", vocabulary.outcome_label)
register.filter("intent", vocabulary.intent_label)
register.filter("subject", vocabulary.subject_label)


@register.filter
def percent(value: Optional[float]) -> str:
    """A share as a percentage."""
    return "–" if value is None else f"{100 * value:.0f} %"


@register.filter
def seconds(value: Optional[float]) -> str:
    """A time in seconds."""
    return "–" if value is None else f"{value:.1f} s" if value >= 1 else f"{1000 * value:.0f} ms"


@register.filter
def moment(value: Any) -> str:
    """A moment, in UTC, as short as it is clear."""
    if isinstance(value, (int, float)):
        value = datetime.fromtimestamp(value, timezone.utc)
    return f"{value:%-d %b %Y, %H:%M}" if value else "–"


@register.filter
def reason(value: str) -> str:
    """Why a turn needs a look."""
    return dict(Look.choices).get(value, "")


@register.filter
def tone(outcome: str) -> str:
    """The class of an outcome's mark: good, partly, bad, grave or none."""
    if outcome == "answered":
        return "good"
    if outcome.startswith(("unanswered", "error")) or not outcome:
        return "bad"
    if outcome in ("answered_partly", "answered_nearest", "clarified"):
        return "partly"
    return "grave" if outcome.startswith("signposted") else ""


@register.filter
def item(values: dict, name: Any) -> Any:
    """A value of a dictionary."""
    return values.get(name)
