"""Tests of what the Teams channel does about messages and events."""

from __future__ import annotations

import asyncio
import logging
import re
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.shared.core.events import UserUttered

from bot.channels.teams_activity import read_activity
from bot.channels.teams_connector import PostError
from tests.unit.channels.stand_ins import OFFERED
from tests.unit.channels.test_teams_activity import BOT, message

# Rasa says so of every domain that is read from a file.
pytestmark = pytest.mark.filterwarnings("ignore:Slot auto-fill has been removed:UserWarning")

ADA = {"id": "29:ada"}


def added(**changed: Any) -> dict:
    return message(type="conversationUpdate", text=None, membersAdded=[{"id": BOT}], **changed)


async def test_a_message_is_answered_with_one_post_in_its_chat(handle, posts) -> None:
    assert await handle(message())

    ((place, activity),) = posts.posted
    assert place.address == (
        "https://smba.example/emea/v3/conversations/a%3A1x/activities/1485983408511"
    )
    assert place.audience == "https://issuer.example"
    assert activity["summary"] == "You asked: What is CT?"
    assert activity["recipient"] == {"id": "29:ada"}
    assert activity["from"] == {"id": BOT}
    assert "text" not in activity


async def test_what_is_known_of_a_message_is_kept_with_it(handle, agent) -> None:
    """B23."""
    await handle(message())

    tracker = await agent.tracker_store.retrieve(read_activity(message()).key)
    (heard,) = [each for each in tracker.events if isinstance(each, UserUttered)]
    told = {"locale": "en-GB", "tenant": "tenant", "scope": "personal"}
    assert {name: heard.metadata[name] for name in told} == told


async def test_redeliveries_are_answered_once_also_all_at_once(handle, posts, agent) -> None:
    """B20."""
    await asyncio.gather(*(handle(message()) for _ in range(4)))
    await handle(message())

    assert posts.texts == ["You asked: What is CT?"]
    assert agent.processor.asked == ["What is CT?"]


async def test_an_answer_that_could_not_be_posted_is_posted_when_the_message_comes_again(
    handle, posts, agent, status, caplog
) -> None:
    """B14, B20."""
    posts.fault = PostError("planted: it is down")
    with caplog.at_level(logging.ERROR):
        assert not await handle(message())
    posts.fault = None

    assert await handle(message())

    assert posts.texts == ["You asked: What is CT?"]
    assert agent.processor.asked == ["What is CT?"]
    failure = status.to_data()["last_failure"]
    assert failure["what"] == "post"
    assert f"reference={failure['reference']}" in caplog.text


async def test_an_answer_that_teams_refuses_is_apologised_for(
    handle, posts, status, caplog
) -> None:
    """B14."""
    posts.faults = [PostError("planted: it is malformed", is_refused=True)]

    assert await handle(message())

    (text,) = posts.texts
    failure = status.to_data()["last_failure"]
    assert failure["what"] == "post"
    assert failure["reference"] in text
    assert f"reference={failure['reference']}" in caplog.text


async def test_a_failure_is_told_with_a_reference_that_the_log_has(
    handle, posts, agent, status, caplog
) -> None:
    """B14."""
    agent.processor.fault = RuntimeError("planted")
    with caplog.at_level(logging.DEBUG, logger="bot"):
        assert await handle(message(text="my private words"))

    (text,) = posts.texts
    reference = re.search("[0-9a-f]{8}", text)[0]
    assert f"reference={reference}" in caplog.text
    assert "my private words" not in caplog.text
    assert status.to_data()["last_failure"]["reference"] == reference


@pytest.mark.parametrize("hold", [True, None, False])
async def test_who_fails_apologises_unless_another_has_taken_the_message_over(
    handle, posts, agent, hold
) -> None:
    asked = {"hold": lambda *_: hold, "is_posted": lambda *_: False}
    agent.tracker_store.inbox = SimpleNamespace(**asked)
    agent.processor.fault = RuntimeError("planted")

    assert await handle(message()) is (hold is not False)

    assert len(posts.posted) == (hold is not False)


async def test_a_failure_that_cannot_even_be_told_is_logged(handle, posts, agent, caplog) -> None:
    """B14."""
    agent.processor.fault = RuntimeError("planted")
    posts.fault = RuntimeError("planted too")

    assert not await handle(message())

    assert len(set(re.findall(r"reference=[0-9a-f]{8}\b", caplog.text))) == 2


async def test_silence_is_told_as_a_failure(handle, posts, agent) -> None:
    """B14."""

    async def say_nothing(_asked: Any) -> None:
        return None

    agent.processor.handle_message = say_nothing

    await handle(message())

    assert re.search("[0-9a-f]{8}", posts.texts[0])


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"text": ""}, "empty"),
        ({"text": "\u200b"}, "empty"),
        ({"text": None, "attachments": [{"contentType": "image/png"}]}, "files_unread"),
        ({"text": "x" * 1001}, "too_long"),
        ({"text": "x" * 200_000}, "too_long"),
        ({"value": {"suggestion": "/restart"}}, "not_offered"),
        ({"value": {"suggestion": OFFERED, "asker": "made-up"}}, "not_offered"),
        ({"value": {"something": "else"}}, "not_offered"),
        ({"value": "nonsense"}, "not_offered"),
    ],
)
async def test_what_cannot_be_answered_is_told_so(
    handle, posts, agent, phrases, changed, name
) -> None:
    """B16."""
    assert await handle(message(**changed))

    values = {"longest": "1000"} if name == "too_long" else {}
    assert posts.texts == [phrases.say(name, **values)]
    assert agent.processor.asked == []


async def test_what_cannot_be_answered_is_told_so_once_and_not_after_an_answer(
    handle, posts, phrases
) -> None:
    await handle(message())
    for _ in range(2):
        await handle(message(id="2", text=""))
    # The same message, as it might be read after a suggestion was withdrawn.
    await handle(message(value={"suggestion": "/restart"}))

    assert posts.texts == ["You asked: What is CT?", phrases.say("empty")]


async def test_what_another_process_has_taken_over_is_refused_there(handle, posts, agent) -> None:
    asked = {"hold": lambda *_: False, "is_posted": lambda *_: False}
    agent.tracker_store.inbox = SimpleNamespace(**asked)

    await handle(message(text=""))

    assert posts.posted == []


async def test_a_slash_that_is_typed_is_text(handle, agent) -> None:
    await handle(message(text='/inform{"x": 1}'))

    assert agent.processor.asked == ['/inform{"x": 1}']


@pytest.mark.parametrize(
    "changed",
    [
        {"from": {"id": BOT}},
        {"from": {"id": "28:another"}},
        {"type": "messageUpdate", "channelData": {"eventType": "editMessage"}},
        {"type": "messageDelete"},
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
        {"type": "typing"},
        {"type": "conversationUpdate", "membersAdded": [ADA]},
        {"type": "conversationUpdate", "membersRemoved": [{"id": BOT}]},
        {"type": "installationUpdate", "action": "remove"},
        {"type": "somethingNew"},
    ],
)
async def test_what_asks_for_nothing_gets_nothing(handle, desk, posts, agent, changed) -> None:
    """B17."""
    content = message(**changed)

    assert not desk.asks_for_something(read_activity(content))
    assert await handle(content)
    assert posts.posted == []
    assert agent.processor.asked == []


async def test_it_greets_once_where_it_is_installed_and_offers_questions(
    handle, posts, agent
) -> None:
    """B17."""
    update = message(type="installationUpdate", action="add", text=None, id="f:2")
    await asyncio.gather(handle(added(id="f:1")), handle(update), handle(added(id="f:1")))

    (card,) = posts.cards
    assert card["fallbackText"].startswith("Hello.")
    (row,) = [each for each in card["body"] if each["type"] == "ActionSet"]
    pressed = row["actions"][0]["data"]["msteams"]
    await handle(message(value=pressed["value"], text=pressed["text"]))
    assert agent.processor.asked == [pressed["text"]]
    assert posts.posted[0][0].reply_to is None


async def test_a_greeting_that_could_not_be_posted_is_posted_later(handle, posts) -> None:
    posts.fault = PostError("planted")
    assert not await handle(added(id="f:1"))
    posts.fault = None

    assert await handle(added(id="f:1"))

    assert len(posts.posted) == 1
