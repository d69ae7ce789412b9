"""Tracker stores on a fresh database: SQLite, and PostgreSQL where its driver is installed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.slots import AnySlot

from bot.storage.tracker_store import ConversationStore

MAPPINGS = [{"type": "custom"}]
SLOTS = [AnySlot(name, MAPPINGS) for name in ("topic", "stage", "outcome")]

MakeStore = Callable[..., SQLTrackerStore]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server of these tests.

    Its folder is not one of pytest's, which are closed to the user that the server runs as.
    """
    pytest.importorskip("psycopg2")
    pgserver = pytest.importorskip("pgserver")
    with tempfile.TemporaryDirectory() as folder:
        server = pgserver.get_server(folder)
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeStore]:
    """Makes stores of one database, as several processes would; each is another's witness."""
    made: list[SQLTrackerStore] = []
    address = request.getfixturevalue("postgresql") if request.param == "postgresql" else None

    def make(kind: type[SQLTrackerStore] = ConversationStore) -> SQLTrackerStore:
        where = {"host": address} if address else {"db": str(tmp_path / "kept.db")}
        domain = Domain.empty()
        domain.slots = SLOTS
        made.append(kind(domain=domain, **where))
        return made[-1]

    yield make
    if address:
        make().SQLEvent.metadata.drop_all(made[-1].engine)
    for each in made:
        each.engine.dispose()
