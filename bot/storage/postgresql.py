"""Connections to PostgreSQL that outlive a restart of the server, and what it is not to keep."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

POOL = {"pool_size": 4, "max_overflow": 4, "pool_pre_ping": True, "pool_recycle": 1800}
"""A process asks one thing at a time, so few connections do; each is tried before it is used.

Rasa keeps fifty for each process, where PostgreSQL has a hundred in all, and never tries them."""

PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 8000,
}
"""A server that went away without a word is given up after some seconds."""


LONGEST_PAUSE = 5
"""Seconds between two statements of a transaction after which PostgreSQL gives us up as well.

If we stood still there for longer, our locks would keep whoever takes our messages over waiting;
others do so after as many seconds (`LEASE` of bot/storage/inbox.py)."""

PAUSE_OF_DELETIONS = 600
"""The same where much is read that is then deleted."""


def sturdy(engine: Engine) -> Engine:
    """An engine for the same database, which takes up again when the server is back."""
    engine.dispose()
    return letting_go(sa.create_engine(engine.url, connect_args=PATIENCE, **POOL))


def letting_go(engine: Engine) -> Engine:
    """The engine, with connections that hold no lock while its process stands still."""

    @sa.event.listens_for(engine, "connect")
    def set_longest_pause(connection: Any, _: object) -> None:
        # Not when connecting: a pool in between may refuse what it does not know there.
        with connection.cursor() as cursor:
            cursor.execute(f"SET idle_in_transaction_session_timeout = '{LONGEST_PAUSE}s'")
        connection.commit()

    return engine


def take_time(connection: Connection) -> None:
    """Let the transaction that is open pause for longer between its statements."""
    if connection.dialect.name == "postgresql":
        limit = f"SET LOCAL idle_in_transaction_session_timeout = '{PAUSE_OF_DELETIONS}s'"
        connection.execute(sa.text(limit))


def keep_no_samples(engine: Engine) -> None:
    """Keep PostgreSQL from taking samples of what was said for its planner.

    They would stay in a table of its own, whatever is deleted; no plan needs them.
    """
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE events ALTER COLUMN data SET STATISTICS 0"))
