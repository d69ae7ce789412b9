"""Hostile input at every way in: a few hundred here, ten thousand by `make hostile`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.hostile.attack import attack, inputs
from tests.hostile.servers import Target, running, untouched
from tests.hostile.ways import KINDS

EACH = 200
WAYS = ("REST", "web", "Slack", "Teams", "console")


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """The assistant and the console, up; whatever the tests do leaves the other visitor alone."""
    with running(tmp_path_factory.mktemp("hostile")) as target:
        yield target
        assert untouched(target) == []


@pytest.mark.parametrize("name", WAYS)
def test_every_input_gets_an_answer_or_a_typed_refusal_and_nothing_else(
    target: Target, name: str
) -> None:
    (way,) = (each for each in target.ways if each.name == name)

    asyncio.run(attack(way, inputs(EACH)))

    assert way.tally.faults == []
    assert set(way.tally.fired) == set(KINDS)
    assert way.tally.fired.total() == EACH


def test_the_inputs_are_the_same_in_every_run() -> None:
    assert repr(inputs(100)) == repr(inputs(100))
