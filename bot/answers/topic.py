"""What a conversation is about at the moment: kept in a slot between turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Optional


@dataclass(frozen=True)
class Topic:
    """The last subjects and aspect, the facts just shown, and what was offered to choose from.

    Attributes:
        shown: ids of the facts in the last answer, in order.
        told: ids of every fact shown since the subjects last changed.
        options: what "the second one" counts over: subject ids or questions, as shown.
    """

    subjects: tuple[str, ...] = ()
    aspect: Optional[str] = None
    shown: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been talked about yet."""
        return not (self.subjects or self.aspect or self.shown)

    def to_slot(self) -> dict[str, Any]:
        """The topic as plain data for a slot."""
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items()}


def read_topic(slot: Optional[Mapping[str, Any]]) -> Topic:
    """The topic from a slot; an empty one when nothing, or something unknown, is there."""
    if not isinstance(slot, Mapping):
        return Topic()
    lists = {
        name: tuple(str(each) for each in slot.get(name) or ())
        for name in ("subjects", "shown", "told", "options")
    }
    aspect = slot.get("aspect")
    return Topic(aspect=str(aspect) if aspect else None, **lists)
