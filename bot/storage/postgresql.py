"""Connections to PostgreSQL that outlive a restart of the server, and what it is not to keep."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

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


LONGEST_HOLD = "SET idle_in_transaction_session_timeout = '5s'"
"""PostgreSQL gives us up as well, where we stand still in the middle of writing.

Our locks would keep whoever takes our messages over waiting, for as long as that lasts; others do
so after as many seconds (`LEASE` of bot/storage/inbox.py)."""


def sturdy(engine: Engine) -> Engine:
    """An engine for the same database, which takes up again when the server is back."""
    engine.dispose()
    return letting_go(sa.create_engine(engine.url, connect_args=PATIENCE, **POOL))


def letting_go(engine: Engine) -> Engine:
    """The engine, with connections that hold no lock while its process stands still."""

    @sa.event.listens_for(engine, "connect")
    def set_longest_hold(connection: Any, _: object) -> None:
        # Not when connecting: a pool in between may refuse what it does not know there.
        with connection.cursor() as cursor:
            cursor.execute(LONGEST_HOLD)
        connection.commit()

    return engine


def keep_no_samples(engine: Engine) -> None:
    """Keep PostgreSQL from taking samples of what was said for its planner.

    They would stay in a table of its own, whatever is deleted; no plan needs them.
    """
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE events ALTER COLUMN data SET STATISTICS 0"))
