"""Connections to PostgreSQL that outlive a restart of the server."""

from __future__ import annotations

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


def sturdy(engine: Engine) -> Engine:
    """An engine for the same database, which takes up again when the server is back."""
    engine.dispose()
    return sa.create_engine(engine.url, connect_args=PATIENCE, **POOL)
