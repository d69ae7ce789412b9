"""Deletes conversations for good, and keeps a log of deletions that holds none of their content."""

from __future__ import annotations

import time
from dataclasses import dataclass

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import SessionStarted
from sqlalchemy.engine import Connection, Engine

from bot.storage import inbox

Event = SQLTrackerStore.SQLEvent
SQLITE, POSTGRESQL = "sqlite", "postgresql"

LOG = sa.Table(
    "deletions",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("conversations", sa.Integer, nullable=False),
    sa.Column("events", sa.Integer, nullable=False),
    sa.Column("why", sa.String(20), nullable=False),
)
"""When, how much and why: no key, no text."""

VISITOR, AGE, KEY, PERSON, DATE = "visitor", "age", "key", "person", "date"
"""Why something was deleted."""


@dataclass(frozen=True)
class Deleted:
    """How much was deleted; conversations count if all or a part of them was."""

    conversations: int
    events: int


def make_tables(engine: Engine) -> None:
    """Make the tables of the log and of the inbox if they are not there."""
    for table in (LOG, inbox.TABLE):
        try:
            table.create(engine, checkfirst=True)
        except sa.exc.DBAPIError:
            # Another process may have made it in the same moment.
            if not sa.inspect(engine).has_table(table.name):
                raise


def delete_key(connection: Connection, key: str, why: str = KEY) -> Deleted:
    """Delete one conversation, with what waits for an answer in it."""
    connection.execute(sa.delete(inbox.TABLE).where(inbox.COLUMN.key == key))
    return _delete(connection, Event.sender_id == key, why)


def delete_person(connection: Connection, person: str) -> Deleted:
    """Delete every conversation of a person: those whose key ends with the person's part."""
    is_theirs = _ends_with(connection, inbox.COLUMN.key, f":{person}")
    connection.execute(sa.delete(inbox.TABLE).where(is_theirs))
    return _delete(connection, _ends_with(connection, Event.sender_id, f":{person}"), PERSON)


def delete_before(connection: Connection, moment: float, why: str = AGE) -> Deleted:
    """Delete what is older than a moment, in seconds since 1970.

    Conversations that ended before it go altogether; of others the sessions before the last one,
    as far as they are older. The last session stays whole, for Rasa counts its events.
    """
    connection.execute(sa.delete(inbox.TABLE).where(inbox.COLUMN.at < moment))
    other = sa.orm.aliased(Event)
    same = other.sender_id == Event.sender_id
    last = sa.select(sa.func.max(other.timestamp)).where(same).scalar_subquery()
    opened = (
        sa.select(sa.func.max(other.timestamp))
        .where(same, other.type_name == SessionStarted.type_name)
        .scalar_subquery()
    )
    is_old = sa.and_(Event.timestamp < moment, sa.or_(last < moment, Event.timestamp < opened))
    return _delete(connection, is_old, why)


def _ends_with(
    connection: Connection, column: sa.sql.ColumnElement, ending: str
) -> sa.sql.ColumnElement:
    if connection.dialect.name == POSTGRESQL:
        return sa.func.right(column, len(ending)) == ending
    return sa.func.substr(column, -len(ending)) == ending


def deleted_since(connection: Connection, moment: float) -> int:
    """How many events were deleted since a moment, in seconds since 1970."""
    counted = sa.select(sa.func.coalesce(sa.func.sum(LOG.c.events), 0)).where(LOG.c.at >= moment)
    return int(connection.execute(counted).scalar_one())


def _delete(connection: Connection, condition: sa.sql.ColumnElement, why: str) -> Deleted:
    rows = connection.execute(sa.select(Event.id, Event.sender_id).where(condition)).all()
    numbers = [row.id for row in rows]
    for at in range(0, len(numbers), 500):
        some = numbers[at : at + 500]
        connection.execute(sa.delete(Event).where(Event.id.in_(some)))
    deleted = Deleted(len({row.sender_id for row in rows}), len(rows))
    if deleted.events:
        values = {"conversations": deleted.conversations, "events": deleted.events, "why": why}
        connection.execute(LOG.insert().values(at=time.time(), **values))
    return deleted


def scrub(engine: Engine, *, is_thorough: bool = False) -> None:
    """See to it that no deleted word is left in the files of the database.

    SQLite has overwritten what was deleted, but its write-ahead log may hold older pages.
    PostgreSQL only marks rows as deleted until the table is written anew, which locks it for as
    long as that takes.

    Args:
        is_thorough: write SQLite's file anew as well, as after deletions that did not overwrite.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == SQLITE:
            connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
            if is_thorough:
                connection.execute(sa.text("VACUUM"))
        elif engine.dialect.name == POSTGRESQL:
            connection.execute(sa.text("VACUUM (FULL) events"))
            connection.execute(sa.text("VACUUM (FULL) inbox"))
