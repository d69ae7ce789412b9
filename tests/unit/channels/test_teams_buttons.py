"""Tests of the buttons of a card in Teams: suggestions and feedback."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.channels.conversations import read_back
from bot.channels.teams_activity import read_activity
from bot.channels.teams_desk import shown
from bot.channels.teams_refusals import Refused
from tests.unit.channels.stand_ins import OFFERED, Posts
from tests.unit.channels.test_teams_activity import message

# Rasa says so of every domain that is read from a file.
pytestmark = pytest.mark.filterwarnings("ignore:Slot auto-fill has been removed:UserWarning")

ADA, BOB = {"id": "29:ada"}, {"id": "29:bob"}


def group(who: dict, **changed: Any) -> dict:
    chat = {"id": "19:g@thread.v2", "conversationType": "groupChat", "tenantId": "tenant"}
    return message(**{"from": who, "conversation": chat, **changed})


def pressed(data: Any, name: str = "adaptiveCard/action", **changed: Any) -> dict:
    return message(type="invoke", name=name, value={"action": {"data": data}}, **changed)


def feedback(posts: Posts, helpful: bool = True) -> dict:
    return posts.cards[0]["actions"][0 if helpful else 1]["data"]


async def test_a_suggestion_that_is_pressed_is_asked(handle, posts, agent) -> None:
    """B15, B16."""
    await handle(message())
    (button,) = [each for each in posts.cards[0]["body"] if each["type"] == "ActionSet"]
    pressed = button["actions"][0]["data"]["msteams"]

    await handle(message(id="2", text=pressed["text"], value=pressed["value"]))

    assert agent.processor.asked == ["What is CT?", OFFERED]


async def test_somebody_else_in_the_chat_may_press_a_suggestion_and_goes_on_alone(
    handle, posts, agent
) -> None:
    """B15, B19."""
    await handle(group(ADA))
    value = {"suggestion": OFFERED, "asker": read_activity(group(ADA)).person_key}

    await handle(group(BOB, id="2", value=value))
    await handle(message(**{"from": BOB, "id": "3", "value": value}))

    assert agent.processor.asked == ["What is CT?", OFFERED]
    for who in (ADA, BOB):
        key = read_activity(group(who)).key
        _, turns = await read_back(agent, key, lambda _tracker: None)
        assert len(turns) == 1


@pytest.mark.parametrize("helpful", [True, False])
async def test_feedback_is_kept_and_thanked_for_without_a_post(
    handle, desk, posts, agent, phrases, helpful
) -> None:
    """B15, B17."""
    await handle(message())

    said = await desk.press(handle.visit(pressed(feedback(posts, helpful))))

    assert said == phrases.say("feedback_thanks")
    _, (turn,) = await read_back(agent, read_activity(message()).key, lambda _tracker: None)
    assert turn.helpful is helpful
    assert len(posts.posted) == 1


async def test_older_clients_send_feedback_as_a_message(handle, posts, agent) -> None:
    """B16."""
    await handle(message())

    await handle(message(id="2", text="", value=feedback(posts)))

    _, (turn,) = await read_back(agent, read_activity(message()).key, lambda _tracker: None)
    assert turn.helpful is True
    assert len(posts.posted) == 1


async def test_only_who_asked_can_rate_an_answer(handle, desk, posts, phrases) -> None:
    await handle(group(ADA))
    data = feedback(posts)
    chat = group(BOB)["conversation"]

    said = await desk.press(handle.visit(pressed(data, **{"from": BOB, "conversation": chat})))

    assert said == phrases.say("feedback_not_yours")


async def test_feedback_on_no_turn_of_this_conversation_is_told_so(handle, desk, phrases) -> None:
    asker = read_activity(message()).person_key
    for turn in ("made-up", None, 5):
        data = {"feedback": {"turn": turn, "helpful": True}, "asker": asker}
        assert await desk.press(handle.visit(pressed(data))) == phrases.say("unknown_turn")


async def test_feedback_that_fails_is_apologised_for(handle, desk, posts, agent) -> None:
    """B14."""
    await handle(message())
    agent.lock_store = None

    said = await desk.press(handle.visit(pressed(feedback(posts))))

    assert re.search("[0-9a-f]{8}", said)


@pytest.mark.parametrize(
    "content", [pressed({}, name="task/fetch"), pressed(None), pressed([]), pressed({}, name="")]
)
async def test_buttons_that_are_none_of_ours_are_refused(handle, desk, content) -> None:
    sentence = await desk.press(handle.visit(content))

    with pytest.raises(Refused):
        shown(sentence)
