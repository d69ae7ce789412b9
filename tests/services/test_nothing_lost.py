"""Two processes on one database: when one ends or stands still, the other answers for it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from bot.channels.slack_sending import MARK
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

TO_ARRIVE = 0.5
"""Seconds for what was sent to arrive, be replied to, and its connection be closed."""


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
def test_the_other_process_answers_what_one_has_acknowledged(
    pair: tuple[Served, Served], api: SlackApi, fault: str
) -> None:
    spaces = [Workspace(each.address, api) for each in pair]
    asked = [mention(QUESTION, f"UPAIR{each}", channel="C6") for each in range(PEOPLE)]
    for space, some in zip(spaces, (asked[::2], asked[1::2]), strict=True):
        space.deliver_at_once(some, workers=25)
        space.close()
    wait_until(lambda: len(api.of(POST)) >= 5)

    getattr(pair[0], fault)()

    began = time.monotonic()
    before = len(api.of(POST))
    most_twice = 0
    if fault == "stand_still":
        # What it had begun to send it goes on to send (decision 0012): over the connections that
        # are there, and one that it may be about to make.
        time.sleep(TO_ARRIVE)
        most_twice = pair[0].connections_to(api.server_port) + 1
    wait_until(lambda: len(answers(api)) == PEOPLE)
    took = time.monotonic() - began
    if fault == "stand_still":
        pair[0].go_on()
    time.sleep(WHILE)
    twice = sum(answers(api).values()) - PEOPLE
    print(f"{fault}: {before} answered before, the rest within {took:.1f} s, {twice} twice")
    assert sorted(answers(api)) == sorted(MARK + each["event"]["ts"] for each in asked)
    assert twice <= most_twice
    assert took < TO_RECOVER


def answers(api: SlackApi) -> Counter[str]:
    """How often each mark of an answer was posted; an apology has none."""
    return Counter(each.body["blocks"][0].get("block_id") for each in api.of(POST))
