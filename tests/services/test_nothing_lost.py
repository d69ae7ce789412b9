"""Two processes on one database: when one ends or stands still, the other answers for it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.scenarios.microsoft import wait_until
from tests.scenarios.served import Served
from tests.scenarios.slack_workspace import (
    POST,
    SlackApi,
    Workspace,
    mention,
    settings_for,
    slack_api,
)

QUESTION = "What is interventional radiology?"
PEOPLE = 50
TO_RECOVER = 10
"""Seconds from the end of a process to the last answer that it owed."""

WHILE = 8
"""Seconds in which a second answer would come."""


@pytest.fixture
def api() -> Iterator[SlackApi]:
    """Slack's API."""
    with slack_api() as api:
        yield api


@pytest.fixture
def pair(start: Callable[..., Served], api: SlackApi) -> tuple[Served, Served]:
    """Two assistants, connected to Slack."""
    first = start(**settings_for(api)).wait_until_it_answers()
    return first, start(**settings_for(api)).wait_until_it_answers()


@pytest.mark.parametrize("fault", ["kill", "stand_still"])
def test_the_other_process_answers_what_one_has_acknowledged_and_none_twice(
    pair: tuple[Served, Served], api: SlackApi, fault: str
) -> None:
    spaces = [Workspace(each.address, api) for each in pair]
    asked = [mention(QUESTION, f"UPAIR{each}", channel="C6") for each in range(PEOPLE)]
    for space, some in zip(spaces, (asked[::2], asked[1::2]), strict=True):
        space.deliver_at_once(some, workers=25)
        space.close()
    wait_until(lambda: len(api.of(POST)) >= 5)

    getattr(pair[0], fault)()

    on_their_way = pair[0].connections_to(api.server_port) if fault == "stand_still" else 0
    began = time.monotonic()
    before = len(api.of(POST))
    wait_until(lambda: len(answers(api)) == PEOPLE)
    took = time.monotonic() - began
    if fault == "stand_still":
        pair[0].go_on()
    time.sleep(WHILE)
    twice = sum(answers(api).values()) - PEOPLE
    print(f"{fault}: {before} answered before, the rest within {took:.1f} s, {twice} twice")
    assert sorted(answers(api)) == sorted(each["event"]["ts"] for each in asked)
    # What it had begun to send when it came to stand still, it goes on to send: decision 0012.
    assert twice <= on_their_way
    assert took < TO_RECOVER


def answers(api: SlackApi) -> Counter[str]:
    """How often each message was answered."""
    return Counter(each.body["thread_ts"] for each in api.of(POST))
