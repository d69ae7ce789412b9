"""The newest events of a conversation: enough to go on with it, however long it has become."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Optional

import sqlalchemy as sa
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet, UserUttered
from sqlalchemy.engine import Connection, Row

NEWEST = 24
"""Events read of a conversation: two to three turns. No rule looks further back than one."""

NEWEST_VALUES = 200
"""Values read of a slot that notes something about each of many turns."""

FORGOTTEN = frozenset(
    {
        *("user", "user_featurization", "entities", "bot", "action", "session_started"),
        *("slot", "reminder", "cancel_reminder", "export", "agent"),
    }
)
"""Types of events that no later turn depends on, slots apart, whose last values are read.

After any other (a restart, a pause, an active form ...) the whole session is read, as Rasa does.
"""

INDEXES = (
    "CREATE INDEX IF NOT EXISTS events_by_place ON events (sender_id, id)",
    "CREATE INDEX IF NOT EXISTS events_by_name ON events (sender_id, type_name, action_name, id)",
)
"""With these, nothing that is read for a message takes longer as a conversation grows."""


class Recent(NamedTuple):
    """Events of the present session as JSON, in order; `is_whole` if they are all of it.

    `newest` is the place of the last one in the table, None if the conversation has none.
    """

    events: list[str]
    is_whole: bool
    newest: Optional[int] = None


class RecentEvents:
    """Reads the events that a conversation goes on with.

    Args:
        table: the table of events, as Rasa defines it.
        types: the types of all events that there are.
    """

    def __init__(self, table: sa.Table, types: Iterable[str]) -> None:
        column = table.c
        of_sender = column.sender_id == sa.bindparam("sender")
        since = sa.and_(of_sender, column.id >= sa.bindparam("since"))
        of_slot = sa.and_(since, column.type_name == SlotSet.type_name)
        self._columns = sa.select(column.id, column.type_name, column.action_name, column.data)
        self._newest = self._columns.where(of_sender).order_by(column.id.desc()).limit(NEWEST)
        self._since = self._columns.where(since).order_by(column.id)
        self._session = (
            sa.select(column.id)
            .where(of_sender, column.type_name == SessionStarted.type_name)
            .where(column.action_name.is_(None))
            .order_by(column.id.desc())
            .limit(1)
        )
        rare = sorted(set(types) - FORGOTTEN)
        # Without a limit to recent ids, which would make the database walk along them.
        self._rare = sa.select(column.id).where(of_sender, column.type_name.in_(rare))
        self._last_slot = sa.select(sa.func.max(column.id)).where(
            of_slot, column.id < sa.bindparam("before")
        )
        self._values = (
            sa.select(column.data)
            .where(of_sender, column.type_name == SlotSet.type_name)
            .where(column.action_name == sa.bindparam("slot"))
            .order_by(column.id.desc())
            .limit(NEWEST_VALUES)
        )
        self._message = sa.select(sa.func.max(column.id)).where(
            of_sender,
            column.type_name == UserUttered.type_name,
            column.action_name == sa.bindparam("message"),
        )
        self._column = column
        self._of_slots: dict[tuple[str, ...], Any] = {}

    def read(self, connection: Connection, sender_id: str, slots: Iterable[str]) -> Recent:
        """The newest turns of a conversation, after the last value of each slot before them."""
        rows = connection.execute(self._newest, {"sender": sender_id}).all()[::-1]
        started = _last(rows, SessionStarted.type_name)
        if started is not None or len(rows) < NEWEST:
            return _whole(rows[started or 0 :])
        session = connection.execute(self._session, {"sender": sender_id}).scalar() or 0
        values = {"sender": sender_id, "since": session}
        turn = _first_turn(rows)
        rare = connection.execute(self._rare, values).scalars()
        if turn is None or any(place >= session for place in rare):
            return _whole(connection.execute(self._since, values).all())
        kept = rows[turn:]
        values["before"] = kept[0].id
        earlier = connection.execute(self._earlier(tuple(slots)), values).all()
        return Recent([each.data for each in (*earlier, *kept)], False, rows[-1].id)

    def read_values(self, connection: Connection, sender_id: str, slot: str) -> list[str]:
        """The events that gave a slot its newest values, of whatever session, newest first."""
        values = {"sender": sender_id, "slot": slot}
        return list(connection.execute(self._values, values).scalars())

    def read_turn(self, connection: Connection, sender_id: str, message_id: str) -> list[str]:
        """The events of the turn that began with a message; none if there was no such message."""
        values = {"sender": sender_id, "message": message_id}
        values["since"] = connection.execute(self._message, values).scalar()
        if values["since"] is None:
            return []
        rows = connection.execute(self._since.limit(NEWEST), values).all()
        places = [place for place, row in enumerate(rows) if row.type_name == UserUttered.type_name]
        return [each.data for each in rows[: places[1] if len(places) > 1 else None]]

    def _earlier(self, slots: tuple[str, ...]) -> Any:
        """Selects the start of the session and the last value that each slot had before a place."""
        if slots not in self._of_slots:
            ids = [self._last_slot.where(self._column.action_name == each) for each in slots]
            chosen = sa.or_(
                self._column.id == sa.bindparam("since"),
                *(self._column.id == each.scalar_subquery() for each in ids),
            )
            self._of_slots[slots] = self._columns.where(chosen).order_by(self._column.id)
        return self._of_slots[slots]


def _whole(rows: Sequence[Row]) -> Recent:
    return Recent([each.data for each in rows], True, rows[-1].id if rows else None)


def _last(rows: Sequence[Row], type_name: str) -> Optional[int]:
    places = (place for place in reversed(range(len(rows))) if rows[place].type_name == type_name)
    return next(places, None)


def _first_turn(rows: Sequence[Row]) -> Optional[int]:
    """Where the first turn begins: as Rasa has it, with the assistant listening."""
    listens = (ActionExecuted.type_name, ACTION_LISTEN_NAME)
    places = (at for at, row in enumerate(rows) if (row.type_name, row.action_name) == listens)
    return next(places, None)
