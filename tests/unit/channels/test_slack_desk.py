"""Tests of answering in Slack when something breaks: never silence, never twice."""

from __future__ import annotations

import asyncio
import copy
import logging
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered

from bot.channels.rendering.slack import SHARE, Offer
from bot.channels.slack_desk import SlackDesk
from bot.channels.slack_health import Health
from bot.channels.slack_reading import COMMAND, Asked, Clicked, Place
from bot.channels.slack_sending import SlackError, SlackSender
from bot.settings import SlackSettings

KEPT = {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}
SENTENCES = {
    "error": "It failed: {reference}",
    "helpful": "Helpful",
    "not_helpful": "Not helpful",
    "slack_share": "Share",
    "slack_asked": "{person} asked: {question}",
}
DOMAIN = {
    "slots": {"delivered": KEPT},
    "responses": {f"utter_{name}": [{"text": text}] for name, text in SENTENCES.items()},
}
pytestmark = pytest.mark.filterwarnings("ignore:Slot auto-fill has been removed:UserWarning")
"""Rasa says so of every domain with slots."""

ASKED = Asked(Place("T1", "C1", "1.0", "UADA"), "1.0", "my private words")


class Processor:
    """Answers as it is told; counts how often it was asked."""

    def __init__(self, store: InMemoryTrackerStore) -> None:
        self.store = store
        self.asked = 0
        self.fault: Exception | None = None
        self.is_silent = False

    async def handle_message(self, message: UserMessage) -> None:
        self.asked += 1
        if self.fault:
            raise self.fault
        tracker = await self.store.get_or_create_tracker(message.sender_id)
        tracker.update(UserUttered(message.text, message_id=message.message_id))
        if not self.is_silent:
            tracker.update(BotUttered("An answer."))
            await message.output_channel.send_response(message.sender_id, {"text": "An answer."})
        await self.store.save(tracker)


class Sender:
    """Keeps what is posted; refuses as often as it is told."""

    def __init__(self) -> None:
        self.posts: list[str] = []
        self.shared: list[str] = []
        self.refusals = 0

    async def share(self, _place: Place, message: dict[str, Any]) -> None:
        self.shared.append(message["text"])

    async def has_posted(self, _place: Place, _message_id: str) -> bool:
        return False

    async def take_back(self, _place: Place) -> None:
        raise SlackError("http_404")

    async def post(self, _place: Place, message: dict[str, Any]) -> None:
        await asyncio.sleep(0)
        if self.refusals:
            self.refusals -= 1
            raise SlackError("restricted_action")
        self.posts.append(message["text"])


@pytest.fixture
def agent() -> SimpleNamespace:
    domain = Domain.from_dict(copy.deepcopy(DOMAIN))
    store = InMemoryTrackerStore(domain)
    parts = {"tracker_store": store, "lock_store": InMemoryLockStore(), "domain": domain}
    return SimpleNamespace(**parts, processor=Processor(store))


@pytest.fixture
def sender() -> Sender:
    return Sender()


@pytest.fixture
def desk(sender: Sender) -> SlackDesk:
    async def look() -> str:
        return "ok"

    return SlackDesk(sender, Health(look))


async def test_an_answer_is_posted_and_then_known_as_delivered(desk, agent, sender) -> None:
    assert await desk.settle(agent, ASKED)
    assert await desk.settle(agent, ASKED)

    assert sender.posts == ["An answer."]
    assert agent.processor.asked == 1


async def test_what_breaks_is_told_with_a_reference_and_without_the_words(
    desk, agent, sender, caplog
) -> None:
    """S6."""
    agent.processor.fault = RuntimeError("planted")

    with caplog.at_level(logging.ERROR):
        assert await desk.settle(agent, ASKED)

    (apology,) = sender.posts
    assert f"reference={apology.removeprefix('It failed: ')}" in caplog.text
    assert "planted" in caplog.text
    assert "my private words" not in caplog.text


@pytest.mark.parametrize(("hold", "is_posted"), [(False, False), (None, True)])
async def test_who_fails_over_what_another_has_taken_over_does_not_apologise(
    desk, agent, sender, hold, is_posted
) -> None:
    looks = iter([False, is_posted])
    asked = {"hold": lambda *_: hold, "is_posted": lambda *_: next(looks)}
    agent.tracker_store.inbox = SimpleNamespace(**asked)
    agent.processor.fault = RuntimeError("planted")

    assert not await desk.settle(agent, ASKED)

    assert sender.posts == []


def _raise(*_: Any) -> None:
    raise OSError("planted")


@pytest.mark.parametrize("hold", [lambda *_: True, lambda *_: None, _raise])
async def test_who_fails_over_what_nobody_else_answers_apologises(
    desk, agent, sender, hold
) -> None:
    agent.tracker_store.inbox = SimpleNamespace(hold=hold, is_posted=lambda *_: False)
    agent.processor.fault = RuntimeError("planted")

    assert await desk.settle(agent, ASKED)

    assert sender.posts[0].startswith("It failed: ")


async def test_silence_is_told_as_a_failure(desk, agent, sender) -> None:
    """S6."""
    agent.processor.is_silent = True

    assert await desk.settle(agent, ASKED)

    assert sender.posts[0].startswith("It failed: ")


async def test_who_was_told_nothing_at_all_is_answered_when_the_message_comes_again(
    desk, agent, sender
) -> None:
    """S3."""
    sender.refusals = 2

    assert not await desk.settle(agent, ASKED)
    assert await desk.settle(agent, ASKED)

    assert sender.posts == ["An answer."]
    assert agent.processor.asked == 1


async def test_two_processes_with_one_store_answer_once(agent, sender) -> None:
    """S4."""

    async def look() -> str:
        return "ok"

    desks = [SlackDesk(sender, Health(look)) for _ in range(4)]

    assert all(await asyncio.gather(*(each.settle(agent, ASKED) for each in desks)))

    assert sender.posts == ["An answer."]


async def test_a_failure_shows_in_the_status_and_the_look_at_slack_is_not_repeated() -> None:
    looks = []

    async def look() -> str:
        looks.append(1)
        return "invalid_auth"

    health = Health(look)
    health.failed(SlackError("not_in_channel"), "abc")

    for _ in range(2):
        status = await health.to_data()

    assert status["slack"] == "invalid_auth"
    failure = status["last_failure"]
    assert (failure["why"], failure["reference"]) == ("not_in_channel", "abc")
    assert len(looks) == 1


async def test_an_answer_is_shared_once_though_it_cannot_be_taken_from_who_asked(
    desk, agent, sender
) -> None:
    place = Place("T1", "C1", COMMAND, "UADA")
    offer = Offer(place.key, "command-1")
    await desk.settle(agent, Asked(place, offer.turn, "What is CT?"))

    for click in ("click-1", "click-2"):
        await desk.settle(agent, Clicked(place, click, SHARE, offer))

    assert sender.shared == ["An answer."]


@pytest.mark.parametrize(
    "url", ["", "http://hooks.slack.com/actions/1", "https://slack.com.evil/1"]
)
async def test_what_is_to_be_shared_is_not_shown_to_one_person_instead(url) -> None:
    place = Place("T1", "C1", COMMAND, "UADA", url)

    with pytest.raises(SlackError, match="no_response_url"):
        await SlackSender(SlackSettings("token", "secret")).share(place, {"text": "x"})
