"""Hostile input at every way in: a few hundred here, ten thousand by `make hostile`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.attack import attack, inputs
from tests.hostile.servers import Target, running, untouched
from tests.hostile.ways import KINDS

EACH = 200
WAYS = ("REST", "web", "Slack", "Teams", "console")


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """The assistant and the console, attacked by every way in at once."""
    with running(tmp_path_factory.mktemp("hostile")) as target:
        asyncio.run(_attack(target))
        yield target


async def _attack(target: Target) -> None:
    fired = inputs(EACH)
    await asyncio.gather(*(attack(way, fired) for way in target.ways))


@pytest.mark.parametrize("name", WAYS)
def test_every_input_gets_an_answer_or_a_typed_refusal_and_nothing_else(
    target: Target, name: str
) -> None:
    (way,) = (each for each in target.ways if each.name == name)

    assert way.tally.faults == []
    assert set(way.tally.fired) == set(KINDS)
    assert way.tally.fired.total() == EACH


def test_another_visitor_and_the_logs_are_as_if_nothing_had_come(target: Target) -> None:
    assert untouched(target) == []


def test_no_list_of_processes_shows_a_secret(target: Target) -> None:
    lists = [
        path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if path.exists()
    ]

    assert any("bot.run" in each for each in lists)
    assert any("bot.console" in each for each in lists)
    assert [each for each in lists for secret in target.judge.secrets if secret in each] == []


def test_the_inputs_are_the_same_in_every_run() -> None:
    assert repr(inputs(100)) == repr(inputs(100))
