"""Rasa's table of events, read where it is; nothing is ever written to it here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db import DatabaseError, models

DATABASE = "conversations"


class Event(models.Model):
    """One row of Rasa's `events`, of which only some columns matter here."""

    id = models.BigIntegerField(primary_key=True)
    sender_id = models.CharField(max_length=255)
    type_name = models.CharField(max_length=255)
    timestamp = models.FloatField(null=True)
    data = models.TextField(null=True)

    class Meta:
        """The table is Rasa's own."""

        managed = False
        db_table = "events"


class Router:
    """Events are in the database of the conversations, all else in the console's own."""

    _PLACES: ClassVar[dict[type, str]] = {Event: DATABASE}

    def db_for_read(self, model: type, **_hints: Any) -> str:
        """The database that holds a model."""
        return self._PLACES.get(model, "default")

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        """Rasa makes its table itself."""
        return db == "default"


@dataclass(frozen=True)
class Read:
    """An event as it could be read; `fault` says what could not."""

    id: int
    sender: str
    kind: str
    at: float
    data: dict[str, Any] = field(default_factory=dict)
    fault: str = ""


KNOWN = frozenset(
    {
        *("action", "session_started", "user", "bot", "slot", "user_featurization", "entities"),
        *(
            "active_loop",
            "loop_interrupted",
            "action_execution_rejected",
            "followup",
            "reset_slots",
        ),
        *("undo", "rewind", "restart", "pause", "resume", "reminder", "cancel_reminder", "export"),
        *("agent", "story", "session_ended", "form", "form_validation"),
    }
)
"""The events of Rasa 3.6, and of older versions, that mean no fault."""

WANTED = ("user", "bot", "slot", "session_started")
"""The events that make turns: the others are not even read from the database."""


def read_event(row: Event) -> Read:
    """A row as an event, with what is wrong with it where it cannot be read."""
    at = row.timestamp or 0.0
    if row.type_name not in KNOWN:
        return Read(row.id, row.sender_id, row.type_name, at, fault=f"unknown: {row.type_name}")
    try:
        data = json.loads(row.data or "")
    except ValueError:
        return Read(row.id, row.sender_id, row.type_name, at, fault="not JSON")
    if not isinstance(data, dict):
        return Read(row.id, row.sender_id, row.type_name, at, fault="not an object")
    return Read(row.id, row.sender_id, row.type_name, at, data)


def read_events(rows: Iterable[Event]) -> Iterator[Read]:
    """Rows as events, in order."""
    return (read_event(row) for row in rows)


def events_of(sender: str) -> list[Read]:
    """All events of one conversation, in order; none where the assistant's table is not there."""
    try:
        rows = Event.objects.filter(sender_id=sender).order_by("id")
        return list(read_events(rows))
    except DatabaseError:
        return []
