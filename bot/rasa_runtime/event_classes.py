"""Adjustment: the class of a stored event is looked up once for each type.

Rasa 3.6.21 walks through all subclasses of Event, and theirs, for every event that it reads from
the database: 11 % of an answer.
"""

from __future__ import annotations

from typing import Optional

from rasa.shared.core.events import Event

_rasa_resolve = Event.resolve_by_type
_found: dict[str, type[Event]] = {}


def remember_event_classes() -> None:
    """Make Rasa find the class of an event in a table."""
    Event.resolve_by_type = staticmethod(_resolve)  # type: ignore[method-assign]


def _resolve(type_name: str, default: Optional[type[Event]] = None) -> Optional[type[Event]]:
    """As Rasa's; a type that it knows no class for is asked for anew each time."""
    if type_name in _found:
        return _found[type_name]
    event_class = _rasa_resolve(type_name, default)
    if event_class is not None and event_class.type_name == type_name:
        _found[type_name] = event_class
    return event_class
