"""Deletes conversations for good, and keeps a log of deletions that holds none of their content."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.errors import AssistantError
from bot.storage import inbox
from bot.storage.postgresql import take_time

SQLITE, POSTGRESQL = "sqlite", "postgresql"
SESSION_STARTED = "session_started"

EVENTS = sa.table(
    "events",
    sa.column("id", sa.Integer),
    sa.column("sender_id", sa.String),
    sa.column("type_name", sa.String),
    sa.column("timestamp", sa.Float),
)
"""Rasa's table, as far as it matters here; so the console, which is free of Rasa, deletes by the
same rules."""

LOG = sa.Table(
    "deletions",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("conversations", sa.Integer, nullable=False),
    sa.Column("events", sa.Integer, nullable=False),
    sa.Column("why", sa.String(20), nullable=False),
    sa.Column("who", sa.String(150), nullable=False, server_default=""),
    sa.Column("is_scrubbed", sa.Boolean, nullable=False, server_default=sa.false()),
)
"""When, how much, by which rule, who, and whether the files were written anew since: no key, no
text."""

ADDED = {
    "who": "ALTER TABLE deletions ADD COLUMN who VARCHAR(150) NOT NULL DEFAULT ''",
    "is_scrubbed": "ALTER TABLE deletions ADD COLUMN is_scrubbed BOOLEAN NOT NULL DEFAULT FALSE",
}
"""What the table of the log had not at first."""

VISITOR, AGE, KEY, PERSON, DATE = "visitor", "age", "key", "person", "date"
"""The rules by which something is deleted."""

THE_VISITOR, THE_ASSISTANT = "a visitor", "the assistant"
"""Who deletes without an account: a visitor their own, and the assistant what is too old."""


@dataclass(frozen=True)
class Condition:
    """What a deletion takes: of what was said, and of what waits for an answer."""

    events: sa.sql.ColumnElement
    waiting: sa.sql.ColumnElement


class ScrubError(AssistantError):
    """What was deleted may still stand in the files of the database."""


@dataclass(frozen=True)
class Deleted:
    """How much was deleted; conversations count if all or a part of them was.

    Attributes:
        keys: whose conversations they were; never kept.
    """

    conversations: int
    events: int
    keys: frozenset[str] = field(default=frozenset(), repr=False, compare=False)


@dataclass(frozen=True)
class Line:
    """A line of the log; `at` in seconds since 1970, `is_scrubbed` if the files are without it."""

    at: float
    who: str
    why: str
    conversations: int
    events: int
    is_scrubbed: bool


def make_tables(engine: Engine) -> None:
    """Make the tables of the log and of the inbox, with the columns the log had not at first."""
    for table in (LOG, inbox.TABLE):
        try:
            table.create(engine, checkfirst=True)
        except sa.exc.DBAPIError:
            # Another process may have made it in the same moment.
            if not sa.inspect(engine).has_table(table.name):
                raise
    try:
        for name in _missing(engine):
            with engine.begin() as connection:
                connection.execute(sa.text(ADDED[name]))
    except sa.exc.DBAPIError:
        if _missing(engine):
            raise


def _missing(engine: Engine) -> set[str]:
    return set(ADDED) - {each["name"] for each in sa.inspect(engine).get_columns(LOG.name)}


def of_key(key: str) -> Condition:
    """One conversation."""
    return Condition(EVENTS.c.sender_id == key, inbox.COLUMN.key == key)


def of_person(person: str) -> Condition:
    """Every conversation of a person: those whose key ends with the person's part."""
    end = f":{person}"
    return Condition(_ends_with(EVENTS.c.sender_id, end), _ends_with(inbox.COLUMN.key, end))


def _ends_with(column: sa.sql.ColumnElement, end: str) -> sa.sql.ColumnElement:
    start = sa.func.length(column) - (len(end) - 1)
    return sa.func.substr(column, start) == end


def before(moment: float) -> Condition:
    """What is older than a moment, in seconds since 1970.

    Conversations that ended before it go altogether; of others the sessions before the last one,
    as far as they are older. The last session stays whole, for Rasa counts its events.
    """
    other = EVENTS.alias()
    same = other.c.sender_id == EVENTS.c.sender_id
    last = sa.select(sa.func.max(other.c.timestamp)).where(same).scalar_subquery()
    opened = (
        sa.select(sa.func.max(other.c.timestamp))
        .where(same, other.c.type_name == SESSION_STARTED)
        .scalar_subquery()
    )
    is_old = sa.or_(last < moment, EVENTS.c.timestamp < opened)
    return Condition(sa.and_(EVENTS.c.timestamp < moment, is_old), inbox.COLUMN.at < moment)


def count(connection: Connection, condition: Condition) -> Deleted:
    """How much a deletion would take."""
    return _counted(_rows(connection, condition))


def delete(connection: Connection, condition: Condition, why: str, who: str) -> Deleted:
    """Delete, and note that in the log.

    Args:
        why: the rule.
        who: an account, or the visitor or the assistant.
    """
    take_time(connection)
    # SQLite begins a transaction with what is written: nothing is added while this reads.
    connection.execute(sa.delete(inbox.TABLE).where(sa.false()))
    rows = _rows(connection, condition)
    numbers = [row.id for row in rows]
    for at in range(0, len(numbers), 500):
        some = numbers[at : at + 500]
        connection.execute(sa.delete(EVENTS).where(EVENTS.c.id.in_(some)))
    # Last, as whoever takes messages over waits for these rows.
    connection.execute(sa.delete(inbox.TABLE).where(condition.waiting))
    deleted = _counted(rows)
    if deleted.events:
        much = {"conversations": deleted.conversations, "events": deleted.events}
        connection.execute(LOG.insert().values(at=time.time(), why=why, who=who[:150], **much))
    return deleted


def _rows(connection: Connection, condition: Condition) -> list[sa.engine.Row]:
    chosen = sa.select(EVENTS.c.id, EVENTS.c.sender_id).where(condition.events)
    return connection.execute(chosen).all()


def _counted(rows: list[sa.engine.Row]) -> Deleted:
    keys = frozenset(row.sender_id for row in rows)
    return Deleted(len(keys), len(rows), keys)


def history(connection: Connection, most: int) -> list[Line]:
    """The log, the last deletion first."""
    columns = (LOG.c.at, LOG.c.who, LOG.c.why, LOG.c.conversations, LOG.c.events)
    lines = sa.select(*columns, LOG.c.is_scrubbed).order_by(LOG.c.id.desc()).limit(most)
    return [Line(*row) for row in connection.execute(lines)]


def scrub(engine: Engine) -> None:
    """Write the database anew, so that no deleted word is left in its files.

    SQLite overwrites what it deletes where it stood last; but whenever rows were moved from page
    to page before, copies of them stay in the unused part of pages, and its write-ahead log holds
    older pages. PostgreSQL only marks rows as deleted. Either locks the table for as long as it
    takes.

    Raises:
        ScrubError: others read or wrote for so long that it could not be done.
    """
    try:
        make_tables(engine)
        with engine.begin() as connection:
            last = connection.execute(sa.select(sa.func.max(LOG.c.id))).scalar_one() or 0
        _write_anew(engine)
        with engine.begin() as connection:
            connection.execute(sa.update(LOG).where(LOG.c.id <= last).values(is_scrubbed=True))
    except sa.exc.DBAPIError as error:
        raise ScrubError(LEFT.format(error.orig)) from error


SCRUBBING = 7_266_223
"""The number of PostgreSQL's lock that one process holds while it writes the tables anew."""

LEFT = "What was deleted may still stand in the files of the conversations ({}): try again"


def _write_anew(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == SQLITE:
            connection.execute(sa.text("VACUUM"))
            is_busy = connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)")).first()[0]
            if is_busy:
                raise ScrubError(LEFT.format("others are reading"))
        elif engine.dialect.name == POSTGRESQL:
            if not connection.execute(sa.select(sa.func.pg_try_advisory_lock(SCRUBBING))).scalar():
                raise ScrubError(LEFT.format("another process is at it"))
            try:
                for table in (EVENTS, inbox.TABLE):
                    connection.execute(sa.text(f"VACUUM (FULL) {table.name}"))
            finally:
                connection.execute(sa.select(sa.func.pg_advisory_unlock(SCRUBBING)))


def is_to_scrub(connection: Connection) -> bool:
    """Whether something was deleted since the files were last written anew."""
    found = sa.select(LOG.c.id).where(LOG.c.is_scrubbed.is_(False)).limit(1)
    return connection.execute(found).first() is not None
