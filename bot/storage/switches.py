"""Which channels are out of service: kept with the conversations, so that every process sees it."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Optional

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.monitoring import metrics
from bot.privacy import mask

logger = logging.getLogger(__name__)

FRESH = 2.0
"""Seconds for which a look at the switches is good."""

CHANNELS = ("web", "slack", "teams", "rest")
"""What can be switched."""

TABLE = sa.Table(
    "channel_switches",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("channel", sa.String(40), nullable=False),
    sa.Column("is_on", sa.Boolean, nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("why", sa.String(500), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)
"""One row for each time that somebody switched; rows are never changed, so the table is the log."""


@dataclass(frozen=True)
class Switching:
    """Somebody took a channel out of service, or back; `at` in UTC."""

    channel: str
    is_on: bool
    who: str
    why: str
    at: str


class Switches:
    """The switches in a database.

    Args:
        engine: the database of the conversations.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._off: frozenset[str] = frozenset()
        self._looked_at: Optional[float] = None
        self._is_there = False

    def is_on(self, channel: str) -> bool:
        """Whether a channel is in service, as it was at most some seconds ago.

        A database that fails changes nothing: what was off stays off, and the rest goes on.
        """
        now = time.monotonic()
        if self._looked_at is None or now - self._looked_at > FRESH:
            self._looked_at = now
            try:
                latest = self._latest()
            except sa.exc.SQLAlchemyError:
                logger.exception("The switches of the channels could not be read.")
            else:
                self._off = frozenset(each.channel for each in latest if not each.is_on)
                for each in latest:
                    metrics.IN_SERVICE.labels(each.channel).set(each.is_on)
        return channel not in self._off

    def switch(self, channel: str, is_on: bool, who: str, why: str) -> Switching:
        """Take a channel out of service, or back."""
        self._make_table()
        at = datetime.now(timezone.utc).isoformat(timespec="seconds")
        switching = Switching(channel, is_on, who[:200], mask(why).text[:500], at)
        with self._engine.begin() as database:
            database.execute(TABLE.insert(), vars(switching))
        self._looked_at = None
        return switching

    def history(self) -> list[Switching]:
        """Every switching, the oldest first."""
        self._make_table()
        columns = [each for each in TABLE.c if each.name != "id"]
        with self._engine.connect() as database:
            rows = database.execute(sa.select(*columns).order_by(TABLE.c.id)).all()
        return [Switching(*row) for row in rows]

    def _latest(self) -> list[Switching]:
        return list({each.channel: each for each in self.history()}.values())

    def _make_table(self) -> None:
        """Make the table if it is not there; another process may do so at the same time."""
        if self._is_there:
            return
        try:
            TABLE.create(self._engine, checkfirst=True)
        except sa.exc.SQLAlchemyError:
            if not sa.inspect(self._engine).has_table(TABLE.name):
                raise
        self._is_there = True
