"""What is kept of an activity from Teams until it is answered, and reads it back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.channels.refusals import cut
from bot.channels.teams_activity import Activity


def to_kept(activity: Activity, audience: str) -> dict[str, Any]:
    """An activity as JSON data; what a person typed, or pressed, is its `text`.

    Of what a button carries only that is kept which is read.

    Args:
        audience: for whom its signer lets us answer.
    """
    kept = {**asdict(activity), "text": cut(activity.text), "audience": audience}
    value = activity.value
    if value is None:
        return kept
    suggestion, feedback = value.get("suggestion"), value.get("feedback")
    kept["value"] = {"asker": _text(value.get("asker"))}
    if isinstance(feedback, dict):
        turn, helpful = feedback.get("turn"), feedback.get("helpful")
        kept["value"]["feedback"] = {"turn": _text(turn), "helpful": helpful is True}
    if isinstance(suggestion, str):
        return {**kept, "text": cut(suggestion), "is_pressed": True}
    return kept


def from_kept(kept: dict[str, Any]) -> tuple[Activity, str]:
    """The activity again, and for whom its signer lets us answer.

    Raises:
        LookupError: it is none that this version knows.
        TypeError: it has other parts than this version knows.
    """
    parts = dict(kept)
    audience = parts.pop("audience")
    if parts.pop("is_pressed", False):
        parts["value"] = {**parts["value"], "suggestion": parts["text"]}
    return Activity(**parts), audience


def _text(value: Any) -> str:
    return value[:500] if isinstance(value, str) else ""
