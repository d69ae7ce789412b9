"""Adds to a conversation only what follows from the newest that stands there.

A lock is held for a process that lives. One that stood still for longer, and then goes on, holds
nothing any more without knowing it, and another may have answered meanwhile. So the database is
asked, in the same transaction as the writing: what was read must still be the newest.
"""

from __future__ import annotations

from typing import Any, Union

import sqlalchemy as sa
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Connection

from bot.errors import OvertakenError

UNKNOWN = "unknown"
"""Of a tracker that was not read here nobody knows what was the newest then."""

Newest = Union[int, None, str]

ONE_BY_ONE = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
"""Whoever writes to the same conversation in PostgreSQL waits; SQLite has one writer at all."""


def newest_known(tracker: DialogueStateTracker) -> Newest:
    """The place of the newest event as the tracker was read; None if there was none."""
    newest: Newest = getattr(tracker, "newest_stored", UNKNOWN)
    return newest


def insert_after(
    database: Connection, table: sa.Table, rows: list[dict[str, Any]], newest: Newest
) -> int:
    """Store the rows of one conversation, and give the place of the last.

    Written first and looked at then: SQLite begins a transaction with what is written.

    Raises:
        OvertakenError: what was the newest is not so any more; nothing may be committed.
    """
    key = rows[0]["sender_id"]
    if database.dialect.name == "postgresql":
        database.execute(ONE_BY_ONE, {"key": key})
    database.execute(table.insert(), rows)
    of_key = sa.select(table.c.id).where(table.c.sender_id == key).order_by(table.c.id.desc())
    places = list(database.execute(of_key.limit(len(rows) + 1)).scalars())
    before = places[len(rows)] if len(places) > len(rows) else None
    if newest not in (UNKNOWN, before):
        raise OvertakenError(
            "conversations: one was gone on with while this process stood still: answer anew"
        )
    return int(places[0])
