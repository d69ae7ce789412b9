"""The Teams channel's desk, with stand-ins for the trained model and the Bot Connector."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain

from bot.answers import Phrases
from bot.channels.teams_activity import read_activity
from bot.channels.teams_desk import TeamsDesk, Visit
from bot.channels.teams_status import Status
from bot.settings import ROOT
from tests.unit.channels.stand_ins import Posts, StandIn


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.from_file(str(ROOT / "domain.yml"))


@pytest.fixture(scope="module")
def phrases(domain: Domain) -> Phrases:
    return Phrases(domain.responses)


@pytest.fixture
def agent(domain: Domain) -> SimpleNamespace:
    stores = {"tracker_store": InMemoryTrackerStore(domain), "lock_store": InMemoryLockStore()}
    made = SimpleNamespace(domain=domain, **stores)
    made.processor = StandIn(made)
    return made


@pytest.fixture
def posts() -> Posts:
    return Posts()


@pytest.fixture
def status() -> Status:
    return Status()


@pytest.fixture
def desk(posts: Posts, status: Status) -> TeamsDesk:
    return TeamsDesk(posts, status)


@pytest.fixture
def handle(desk, agent, phrases):
    async def handle_activity(content: dict) -> bool:
        return await desk.handle(visit(content))

    def visit(content: dict) -> Visit:
        return Visit(read_activity(content), agent, phrases, "https://issuer.example")

    handle_activity.visit = visit
    return handle_activity
