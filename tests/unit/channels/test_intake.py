"""Tests of accepting messages: kept until they are settled, and taken over from others."""

from __future__ import annotations

import asyncio
import threading
import time
from types import SimpleNamespace
from typing import Any

import pytest

from bot.channels import delivery, posting
from bot.channels import intake as module
from bot.channels.delivery import post_once
from bot.channels.intake import Errand, Intake
from bot.channels.rendering.slack import Offer
from bot.channels.slack_kept import from_kept, to_kept
from bot.channels.slack_reading import Asked, Clicked, Opened, Place
from bot.channels.teams_activity import Activity
from bot.channels.teams_kept import from_kept as activity_from_kept
from bot.channels.teams_kept import to_kept as activity_to_kept

PLACE = Place("T1", "C1", "1.1", "UADA", "https://hooks.slack.com/1")
ACTIVITY = Activity("message", "1", "https://smba.example", "a:1", "personal", "t", "29:1", "28:1")


class Inbox:
    """In the place of the real one: notes what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []
        self.left_behind: list[dict[str, Any]] = []
        self.fault: Exception | None = None
        self.is_ours: bool | None = True
        self.seconds = 0.0
        self.threads: set[int] = set()

    def accept(self, key: str, message_id: str, *_: Any) -> bool:
        if self.fault:
            raise self.fault
        self.told.append(("accept", message_id))
        return True

    def claim(self, *_: Any) -> list[dict[str, Any]]:
        self.threads.add(threading.get_ident())
        time.sleep(self.seconds)
        if self.fault:
            raise self.fault
        claimed, self.left_behind = self.left_behind, []
        return claimed

    def renew(self, messages: Any) -> None:
        self.threads.add(threading.get_ident())
        self.told += [("renew", each) for _, each in messages]

    def remove(self, _key: str, message_id: str) -> bool:
        self.told.append(("remove", message_id))
        return bool(self.is_ours)

    def release(self, _key: str, message_id: str, at_once: bool = False) -> None:
        self.told.append(("at once" if at_once else "release", message_id))

    def hold(self, *_: Any) -> bool | None:
        return self.is_ours

    def is_taken_over(self, *_: Any) -> bool:
        return True

    def note_posted(self, _key: str, message_id: str) -> None:
        self.told.append(("posted", message_id))


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def agent(inbox: Inbox) -> Any:
    return SimpleNamespace(tracker_store=SimpleNamespace(inbox=inbox))


def errand(settled: bool = True, seconds: float = 0, done: list[str] | None = None) -> Errand:
    async def work() -> bool:
        await asyncio.sleep(seconds)
        (done if done is not None else []).append("m1")
        return settled

    return Errand("k", "m1", {"text": ""}, work)


def intake(revived: Errand | None = None) -> Intake:
    return Intake("slack", "secret", lambda _agent, _body: revived or errand())


@pytest.mark.parametrize(("settled", "then"), [(True, "remove"), (False, "release")])
async def test_a_message_is_kept_until_it_is_settled(agent, inbox, settled, then) -> None:
    works = intake()

    works.accept(agent, errand(settled))
    assert inbox.told == [("accept", "m1")]
    await works.finish(agent, 1)

    assert inbox.told == [("accept", "m1"), (then, "m1")]


async def test_a_message_that_cannot_be_kept_is_answered_all_the_same(agent, inbox, caplog) -> None:
    works, done = intake(), []
    inbox.fault = RuntimeError("planted")

    works.accept(agent, errand(done=done))
    await works.finish(agent, 1)

    assert done == ["m1"]
    assert "planted" in caplog.text


async def test_what_was_left_behind_is_taken_over_once(agent, inbox, monkeypatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.01)
    done: list[str] = []
    works = intake(errand(seconds=0.05, done=done))

    works.watch(agent)
    for _ in range(3):
        inbox.left_behind = [{}]
        await asyncio.sleep(0.03)
    await works.finish(agent, 1)

    assert done == ["m1"]
    assert ("renew", "m1") in inbox.told


async def test_what_a_stop_cannot_finish_is_left_to_others_at_once(agent, inbox) -> None:
    works, done = intake(), []
    works.accept(agent, errand(seconds=0.2, done=done))

    await works.finish(agent, 0.01)

    assert inbox.told == [("accept", "m1"), ("at once", "m1")]
    await asyncio.sleep(0.3)
    assert done == []


@pytest.mark.parametrize(("seconds", "is_posted"), [(0.1, True), (0.6, False)])
async def test_a_post_under_way_ends_or_is_cut_off_before_its_message_is_left(
    agent, inbox, monkeypatch, seconds, is_posted
) -> None:
    monkeypatch.setattr(posting, "TO_END", 0.3)
    made: list[str] = []

    async def post() -> None:
        await asyncio.sleep(seconds)
        made.append("post")

    async def look() -> bool:
        return False

    works = intake()
    works.accept(agent, Errand("k", "m1", {}, lambda: post_once(agent, "k", "m1", post, look)))
    await works.finish(agent, 0.05)

    assert inbox.told[-1] == ("at once", "m1")
    await asyncio.sleep(0.5)
    assert bool(made) is (("posted", "m1") in inbox.told) is is_posted
    assert inbox.told[-1] == ("at once", "m1")


async def test_a_message_that_another_process_took_over_is_worked_on_when_it_comes_back(
    agent, inbox, monkeypatch
) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.01)
    done: list[str] = []
    works = intake(errand(done=done))
    inbox.is_ours = False
    works.accept(agent, errand())
    await asyncio.sleep(0.05)

    inbox.is_ours, inbox.left_behind = True, [{}]
    works.watch(agent)
    await asyncio.sleep(0.1)
    await works.finish(agent, 1)

    assert done == ["m1"]


async def test_what_was_settled_and_could_not_be_removed_is_not_done_again(
    agent, inbox, monkeypatch
) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.01)
    done: list[str] = []
    works, remove = intake(errand(done=done)), inbox.remove

    def fail(*_: Any) -> bool:
        raise RuntimeError("planted")

    monkeypatch.setattr(inbox, "remove", fail)
    works.accept(agent, errand(done=done))
    await asyncio.sleep(0.05)
    monkeypatch.setattr(inbox, "remove", remove)
    inbox.left_behind = [{}]
    works.watch(agent)
    await asyncio.sleep(0.1)
    await works.finish(agent, 1)

    assert done == ["m1"]
    assert inbox.told[-1] == ("remove", "m1")


async def test_a_database_that_does_not_answer_keeps_nothing_else_waiting(agent, inbox) -> None:
    inbox.seconds = 0.3
    works = intake()

    works.watch(agent)
    began = time.monotonic()
    await asyncio.sleep(0.05)
    took = time.monotonic() - began
    await works.finish(agent, 1)

    assert took < 0.25
    assert inbox.threads
    assert threading.get_ident() not in inbox.threads


async def test_what_is_taken_over_while_a_stop_begins_is_left_again(agent, inbox) -> None:
    inbox.seconds, inbox.left_behind = 0.2, [{}]
    works = intake()

    works.watch(agent)
    await asyncio.sleep(0.05)
    await works.finish(agent, 1)

    assert inbox.told == [("at once", "m1")]


async def test_that_nothing_can_be_taken_over_is_logged_once_until_it_works_again(
    agent, inbox, monkeypatch, caplog
) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.01)
    works = intake()

    works.watch(agent)
    for _ in range(2):
        inbox.fault = RuntimeError("planted")
        await asyncio.sleep(0.1)
        inbox.fault = None
        await asyncio.sleep(0.1)
    await works.finish(agent, 1)

    assert caplog.text.count("RuntimeError: planted") == 2
    assert caplog.text.count("can be seen again") == 2
    assert "a request failed" not in caplog.text


@pytest.mark.parametrize(
    ("is_ours", "is_there", "posts"), [(True, False, 1), (True, True, 0), (False, False, 0)]
)
async def test_an_answer_is_posted_by_who_has_its_message_unless_it_is_there(
    agent, inbox, is_ours, is_there, posts
) -> None:
    inbox.is_ours = is_ours
    made: list[str] = []

    async def post() -> None:
        made.append("post")

    async def look() -> bool:
        return is_there

    assert await post_once(agent, "k", "m1", post, look) is is_ours

    assert len(made) == posts
    assert (("posted", "m1") in inbox.told) is is_ours


async def test_a_process_that_stood_still_before_it_posts_leaves_the_answer_to_others(
    agent, inbox, monkeypatch
) -> None:
    monkeypatch.setattr(delivery, "SURE", -1.0)
    made: list[str] = []

    async def post() -> None:
        made.append("post")

    async def look() -> bool:
        inbox.is_ours = False
        return False

    assert not await delivery.post_once(agent, "k", "m1", post, look)

    assert made == []
    assert ("posted", "m1") not in inbox.told


@pytest.mark.parametrize(
    "arrival",
    [
        Asked(PLACE, "1.2", "What is CT?", True, False),
        Clicked(PLACE, "click-1", "helpful", Offer("slack:T1:C1:1.1:UADA", "1.1", "")),
        Opened(PLACE),
    ],
)
def test_what_arrived_from_slack_is_read_back_as_it_was(arrival) -> None:
    assert from_kept({**to_kept(arrival), "text": getattr(arrival, "text", "")}) == arrival


@pytest.mark.parametrize(
    "value",
    [
        None,
        {"asker": "a1", "suggestion": "What is CT?"},
        {"asker": "a1", "feedback": {"turn": "1", "helpful": False}},
    ],
)
def test_an_activity_is_read_back_as_it_was(value) -> None:
    text = "What is CT?" if value is None or "suggestion" in value else ""
    activity = Activity(**{**vars(ACTIVITY), "text": text, "value": value})

    assert activity_from_kept(activity_to_kept(activity, "issuer")) == (activity, "issuer")


def test_only_what_is_read_of_a_button_is_kept() -> None:
    value = {"asker": 5, "other": "ada@example.org", "feedback": {"turn": [], "helpful": "yes"}}

    kept = activity_to_kept(Activity(**{**vars(ACTIVITY), "value": value}), "issuer")

    assert kept["value"] == {"asker": "", "feedback": {"turn": "", "helpful": False}}


def test_what_is_too_long_stays_too_long_and_hidden_characters_go() -> None:
    kept = to_kept(Asked(PLACE, "1.2", "a\u200bb" + "x" * 40_000))

    assert kept["text"].startswith("abx")
    assert 1000 < len(kept["text"]) <= 2000
