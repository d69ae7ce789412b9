"""Keeps what was acknowledged until it is answered, so that the end of a process loses nothing.

A message is written before its acknowledgement and removed when its answer was posted. Meanwhile
one process has it on lease; when that process died or stands still, another takes the message over.
It is encrypted, for it tells where to answer: ids and addresses that are kept nowhere else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import time
import uuid
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import Any, Optional

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.privacy import mask

logger = logging.getLogger(__name__)

LEASE = 5.0
"""Seconds after its last sign of life for which a process keeps what it works on."""

OLDEST = 3600.0
"""Seconds after which nobody waits for an answer any more, and a message is given up."""

MOST_TRIES = 3
"""Processes that may end over a message, before it is taken for the reason."""

FIRST_PAUSE = 30.0
"""Seconds until what could not be posted is tried again; each time as long as it took so far."""

TABLE = sa.Table(
    "inbox",
    sa.MetaData(),
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("key", sa.String(255), nullable=False),
    sa.Column("channel", sa.String(20), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("owner", sa.String(32), nullable=False),
    sa.Column("until", sa.Float, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("posted", sa.Boolean, nullable=False),
)
"""`name` tells the message from all others, `key` is that of its conversation; `owner` is empty
while nobody works on it."""

COLUMN = TABLE.c
MANY = 500
"""Messages that one statement names at most."""


class Inbox:
    """The messages of the channels that acknowledge first and answer after.

    Args:
        engine: the database of the conversations; several processes may share it.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._owner = uuid.uuid4().hex

    def accept(
        self, key: str, message_id: str, channel: str, body: dict[str, Any], secret: str
    ) -> bool:
        """Keep a message, to work on it; False if somebody does so already.

        Args:
            body: all that is needed to answer; what a person typed is its `text`, which is masked.
            secret: of the channel; it is encrypted with that.
        """
        name = _name(key, message_id)
        masked = {**body, "text": mask(body.get("text", "")).text}
        kept = _lock(secret).encrypt(json.dumps(masked).encode()).decode()
        now = time.time()
        row = {"name": name, "key": key, "channel": channel, "body": kept, "at": now}
        lease = {"owner": self._owner, "until": now + LEASE, "tries": 0, "posted": False}
        try:
            with self._engine.begin() as database:
                database.execute(TABLE.insert(), {**row, **lease})
            return True
        except IntegrityError:
            is_waiting = sa.or_(COLUMN.owner == "", _is_free(now))
            return self._lease(name, is_waiting, now)

    def claim(self, channel: str, most: int, secret: str) -> list[dict[str, Any]]:
        """Take over what nobody works on, oldest first: the bodies, with masked texts.

        What was kept with another secret is left to those who have that, and passed over.
        """
        now = time.time()
        wanted = sa.and_(_is_free(now), sa.or_(COLUMN.channel == channel, _is_stale(now)))
        chosen = sa.select(TABLE).where(wanted).order_by(COLUMN.at).limit(most + MANY)
        with self._engine.connect() as database:
            rows = database.execute(chosen).all()
        if any(_is_given_up(row, now) for row in rows):
            with self._engine.begin() as database:
                drop_stale(database, now)
        read = ((row, _read(row.body, secret)) for row in rows if not _is_given_up(row, now))
        readable = ((row, body) for row, body in read if body is not None)
        return [
            body
            for row, body in islice(readable, most)
            if self._lease(row.name, _is_free(now), now)
        ]

    def renew(self, messages: Iterable[tuple[str, str]]) -> None:
        """Tell that this process still works on some messages, by key and id."""
        names = [_name(*each) for each in messages]
        for at in range(0, len(names), MANY):
            is_ours = sa.and_(COLUMN.name.in_(names[at : at + MANY]), self._is_ours())
            self._update(is_ours, until=time.time() + LEASE)

    def hold(self, key: str, message_id: str) -> Optional[bool]:
        """Whether a message is still ours to answer; None if it is not kept any more."""
        name = _name(key, message_id)
        if self._update(self._is_ours(name), until=time.time() + LEASE):
            return True
        with self._engine.connect() as database:
            found = database.execute(sa.select(COLUMN.owner).where(COLUMN.name == name)).scalar()
        return None if found is None else False

    def is_taken_over(self, key: str, message_id: str) -> bool:
        """Whether somebody has worked on a message before, who may have posted an answer."""
        chosen = sa.select(COLUMN.tries).where(COLUMN.name == _name(key, message_id))
        with self._engine.connect() as database:
            return bool(database.execute(chosen).scalar())

    def note_posted(self, key: str, message_id: str) -> None:
        """Keep that an answer was posted."""
        with self._engine.begin() as database:
            is_it = COLUMN.name == _name(key, message_id)
            database.execute(sa.update(TABLE).where(is_it).values(posted=True))

    def is_posted(self, key: str, message_id: str) -> bool:
        """Whether the answer to a message that is still kept was posted."""
        chosen = sa.select(COLUMN.posted).where(COLUMN.name == _name(key, message_id))
        with self._engine.connect() as database:
            return bool(database.execute(chosen).scalar())

    def release(self, key: str, message_id: str, *, at_once: bool = False) -> None:
        """Leave a message to whoever comes next, after a while that grows with its age."""
        now = time.time()
        longer = sa.case((COLUMN.at < now - FIRST_PAUSE, now - COLUMN.at), else_=FIRST_PAUSE)
        pause = 0.0 if at_once else longer
        self._update(self._is_ours(_name(key, message_id)), owner="", until=now + pause, tries=0)

    def remove(self, key: str, message_id: str) -> bool:
        """Keep a message no longer: it is settled; False if it was not ours any more."""
        is_it = self._is_ours(_name(key, message_id))
        with self._engine.begin() as database:
            _hasten(database)
            return database.execute(sa.delete(TABLE).where(is_it)).rowcount > 0

    def _lease(self, name: str, condition: sa.sql.ColumnElement, now: float) -> bool:
        """Make a message ours, if a condition still holds; of several processes one can."""
        is_it = sa.and_(COLUMN.name == name, condition)
        lease = {"owner": self._owner, "until": now + LEASE, "tries": COLUMN.tries + 1}
        return self._update(is_it, **lease) == 1

    def _is_ours(self, name: Optional[str] = None) -> sa.sql.ColumnElement:
        is_ours = COLUMN.owner == self._owner
        return is_ours if name is None else sa.and_(COLUMN.name == name, is_ours)

    def _update(self, condition: sa.sql.ColumnElement, **values: Any) -> int:
        with self._engine.begin() as database:
            _hasten(database)
            return database.execute(sa.update(TABLE).where(condition).values(**values)).rowcount


def drop_stale(database: Connection, now: float) -> int:
    """Give up what waited too long or ended too many processes, and log how much that was."""
    is_over = sa.and_(_is_free(now), _is_stale(now))
    dropped: int = database.execute(sa.delete(TABLE).where(is_over)).rowcount
    if dropped:
        logger.error("%d acknowledged messages were given up without an answer.", dropped)
    return dropped


def _hasten(database: Connection) -> None:
    """Let PostgreSQL not wait for its disk: were this lost with the server, nothing would be."""
    if database.dialect.name == "postgresql":
        database.execute(sa.text("SET LOCAL synchronous_commit = off"))


def _name(key: str, message_id: str) -> str:
    return hashlib.sha256(json.dumps((key, message_id)).encode()).hexdigest()


@lru_cache(maxsize=4)
def _lock(secret: str) -> Fernet:
    key = hashlib.sha256(f"inbox {secret}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _read(kept: str, secret: str) -> Optional[dict[str, Any]]:
    try:
        return json.loads(_lock(secret).decrypt(kept.encode()))
    except InvalidToken:
        return None


def _is_free(now: float) -> sa.sql.ColumnElement:
    """Whether nobody works on it; a lease far ahead is from before the clock was put back."""
    is_owned = COLUMN.owner != ""
    return sa.or_(
        COLUMN.until < now,
        COLUMN.until > now + OLDEST,
        sa.and_(is_owned, COLUMN.until > now + 2 * LEASE),
    )


def _is_stale(now: float) -> sa.sql.ColumnElement:
    return sa.or_(COLUMN.at < now - OLDEST, COLUMN.tries >= MOST_TRIES)


def _is_given_up(row: Any, now: float) -> bool:
    return bool(row.at < now - OLDEST or row.tries >= MOST_TRIES)
