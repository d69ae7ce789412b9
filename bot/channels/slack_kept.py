"""What is kept of something that arrived from Slack until it is answered, and reads it back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.channels.refusals import cut
from bot.channels.rendering.slack import Offer
from bot.channels.slack_reading import Arrival, Asked, Clicked, Opened, Place


def to_kept(arrival: Arrival) -> dict[str, Any]:
    """An arrival as JSON data; what a person typed is its `text`."""
    kept = {**asdict(arrival), "kind": type(arrival).__name__}
    return {**kept, "text": cut(arrival.text)} if isinstance(arrival, Asked) else kept


def from_kept(kept: dict[str, Any]) -> Arrival:
    """The arrival again.

    Raises:
        LookupError: it is none that this version knows.
        TypeError: it has other parts than this version knows.
    """
    kinds = {each.__name__: each for each in (Asked, Clicked, Opened)}
    parts = {**kept, "place": Place(**kept["place"])}
    kind = kinds[parts.pop("kind")]
    if kind is Clicked:
        parts["offer"] = Offer(**parts["offer"])
    if kind is not Asked:
        parts.pop("text")
    return kind(**parts)
