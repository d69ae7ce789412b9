"""The replies of the trained assistant to every held-out question, asked once for all tests."""

from __future__ import annotations

import datetime

import pytest

from bot.answers import Desk, Phrases
from bot.facts import read_facts
from bot.settings import ROOT
from bot.starting import quieten, trained_model
from tests.evaluate.asking import Reply, ask_all
from tests.evaluate.questions import read_held_out
from tests.evaluate.sentences import Sayable, read_responses


@pytest.fixture(scope="session")
def replies() -> list[Reply]:
    """The reply to each held-out question, by the model of the present data."""
    quieten()
    return ask_all(trained_model(), read_held_out(ROOT))


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    """The sentences of domain.yml."""
    return Phrases(read_responses(ROOT))


@pytest.fixture(scope="session")
def desk(phrases: Phrases) -> Desk:
    """What answers are made from today."""
    return Desk(read_facts(), phrases, datetime.date.today())


@pytest.fixture(scope="session")
def sayable() -> Sayable:
    """What may be said today."""
    return Sayable(read_facts(), read_responses(ROOT), datetime.date.today())
