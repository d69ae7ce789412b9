"""The assistant in front of PostgreSQL and Redis."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.rasa_runtime.training import current_model
from bot.settings import ROOT
from tests.scenarios.served import TO_START, TO_TRAIN, Served
from tests.services.servers import PostgresServer, RedisServer, Shared


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """PostgreSQL."""
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def shared(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    """A database and a Redis server for all tests that leave them as they are."""
    redis = RedisServer(tmp_path_factory.mktemp("redis"))
    yield Shared(postgres.database(), redis)
    redis.kill()


@pytest.fixture(scope="session")
def two(
    shared: Shared, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, Served]]:
    """Two assistants of one process each, which share the database and Redis."""
    folders = [tmp_path_factory.mktemp("assistant") for _ in range(2)]
    patience = TO_START if current_model(ROOT).is_file() else TO_TRAIN + TO_START
    first = Served(ROOT, folders[0], settings=shared.settings)
    try:
        first.wait_until_it_answers(patience)
        second = Served(ROOT, folders[1], settings=shared.settings)
        try:
            yield first, second.wait_until_it_answers()
        finally:
            second.stop()
    finally:
        first.stop()


@pytest.fixture
def start(tmp_path: Path, shared: Shared) -> Iterator[Callable[..., Served]]:
    """Starts assistants that share the database and Redis with the others."""
    started: list[Served] = []

    def start_with(**settings: str) -> Served:
        kept = tmp_path / f"kept_{len(started)}"
        kept.mkdir()
        started.append(Served(ROOT, kept, settings={**shared.settings, **settings}))
        return started[-1]

    yield start_with
    for each in started:
        each.stop()
