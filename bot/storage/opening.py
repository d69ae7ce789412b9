"""Opens the database of the conversations for programs beside the assistant, without Rasa."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Engine

from bot.errors import AssistantError
from bot.storage.postgresql import PATIENCE, letting_go

WAITING = 30
"""Seconds that SQLite waits for the assistant."""


class UnreachableError(AssistantError):
    """The database of the conversations cannot be read or written."""


def open_database(place: Mapping[str, Any]) -> Engine:
    """The database at a place told as Django does: `ENGINE`, `NAME`, `USER`, `HOST` and others.

    SQLite overwrites what is deleted by it. No connection is kept, for few are needed.
    """
    if not place["ENGINE"].endswith("postgresql"):
        return sa.create_engine(
            "sqlite://", creator=lambda: _sqlite(place["NAME"]), poolclass=sa.pool.NullPool
        )
    url = URL.create(
        "postgresql+psycopg2",
        place.get("USER") or None,
        place.get("PASSWORD") or None,
        place.get("HOST") or None,
        int(place["PORT"]) if place.get("PORT") else None,
        place["NAME"],
    )
    arguments = {**PATIENCE, **place.get("OPTIONS", {})}
    return letting_go(sa.create_engine(url, connect_args=arguments, poolclass=sa.pool.NullPool))


def _sqlite(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, uri=True, timeout=WAITING)
    connection.execute("PRAGMA secure_delete = ON")
    return connection


@contextmanager
def reaching() -> Iterator[None]:
    """Tell in plain words that the database is away.

    Raises:
        UnreachableError: it is.
    """
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        raise UnreachableError(
            f"The conversations cannot be reached ({getattr(error, 'orig', error)}): see that the "
            "assistant runs, and try again"
        ) from error
