"""What the Teams channel does about each kind of activity, after the request was acknowledged."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, NamedTuple, Optional

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.answers import Phrases, greet, plain_text
from bot.channels import conversations, delivery
from bot.channels.conversations import PATIENCE, Reply, admit_all, is_offered, log_failure
from bot.channels.posting import beside
from bot.channels.refusals import Refusal, read_text
from bot.channels.rendering.teams import Asked, card, summary
from bot.channels.teams_activity import NAME, Activity
from bot.channels.teams_connector import Connector, Place, PostError
from bot.channels.teams_refusals import Refused
from bot.channels.teams_status import Status

logger = logging.getLogger(__name__)

CARD = "application/vnd.microsoft.card.adaptive"
SHOWN = "application/vnd.microsoft.activity.message"
PRESSED = "adaptiveCard/action"
JUST_NOW = 60
"""Seconds in which a chat is greeted once: Teams tells of an installation in two activities."""


class Visit(NamedTuple):
    """An activity, who answers it, in which words, and for whom its signer lets us answer."""

    activity: Activity
    agent: Agent
    phrases: Phrases
    audience: str


class TeamsDesk:
    """Answers messages, greets, and keeps feedback."""

    def __init__(self, connector: Connector, status: Status) -> None:
        self._connector = connector
        self._status = status

    def asks_for_something(self, activity: Activity) -> bool:
        """Whether anything is to be done about an activity."""
        return self._action(activity) is not None

    async def handle(self, visit: Visit) -> bool:
        """Do what an activity asks for; a failure is told with a reference, and logged.

        Returns:
            Whether it is settled; if not, nobody was told anything here, and it is tried again, or
            another process has taken it over. What was perhaps posted is not tried again: better
            that than to say it twice.
        """
        act = self._action(visit.activity)
        if act is None:
            return True
        try:
            name = message_id(visit.activity)
            async with delivery.one_at_a_time(visit.agent, visit.activity.key, name):
                await act(visit)
            return True
        except PostError as error:
            if error.is_refused:
                return await self._apologise(visit, "post")
            self._status.note_failure("post", log_failure(NAME))
            return error.may_have_arrived
        except Exception:
            return await self._apologise(visit, "answer")

    async def press(self, visit: Visit) -> Optional[str]:
        """Keep the feedback that a button gave at once; the sentence to show, None if unknown."""
        action = (visit.activity.value or {}).get("action")
        data = action.get("data") if isinstance(action, dict) else None
        if visit.activity.name != PRESSED or not isinstance(data, dict):
            return None
        try:
            return await self._judge(visit, data) or visit.phrases.say("feedback_thanks")
        except Exception:
            reference = log_failure(NAME)
            self._status.note_failure("feedback", reference)
            return visit.phrases.say("error", reference=reference)

    def _action(self, activity: Activity) -> Optional[Callable[[Visit], Awaitable[None]]]:
        """What is done about an activity.

        Edits, deletions, reactions, typing and people who come and go ask for nothing: an edit
        is of a message that has its answer.
        """
        if activity.is_installed:
            return self._greet
        if activity.kind != "message" or activity.is_by_bot:
            return None
        if activity.value and "feedback" in activity.value:
            return self._judge_quietly
        return self._answer

    async def _answer(self, visit: Visit) -> None:
        activity = visit.activity
        if await delivery.is_delivered(visit.agent, activity.key, activity.id):
            return None
        try:
            text = await self._read(visit)
        except Refusal as refusal:
            notice = Reply(visit.phrases.say(refusal.code, **refusal.values))
            return await self._post_once(visit, (notice,), None)
        message = UserMessage(
            text,
            sender_id=activity.key,
            input_channel=NAME,
            message_id=activity.id,
            metadata=activity.metadata,
        )
        turn, _ = await conversations.answer_once(visit.agent, message)
        asked = Asked(activity.id, activity.person_key)
        return await self._post_once(visit, turn.replies, asked)

    async def _post_once(
        self, visit: Visit, replies: tuple[Reply, ...], asked: Optional[Asked]
    ) -> None:
        key, name = visit.activity.key, visit.activity.id
        post = partial(self._post, visit, replies, asked)
        if await delivery.post_once(visit.agent, key, name, post):
            await delivery.note_delivered(visit.agent, key, name)

    async def _read(self, visit: Visit) -> str:
        """What was typed, or the suggestion that was pressed.

        Raises:
            Refusal: it cannot be read, or was not offered in this chat.
        """
        activity = visit.activity
        conversations.check_in_service(visit.agent, NAME)
        if activity.value is not None:
            return await self._read_suggestion(visit, activity.value)
        if not activity.text.strip() and activity.has_files:
            raise Refusal("files_unread", 400)
        return read_text(activity.text)

    async def _read_suggestion(self, visit: Visit, value: dict[str, Any]) -> str:
        """A suggestion may have been offered to somebody else in the same chat, who sees it too."""
        if not isinstance(value.get("suggestion"), str):
            raise Refusal("not_offered", 409)
        text, asker = read_text(value["suggestion"]), value.get("asker")
        keys = [visit.activity.key]
        if isinstance(asker, str) and asker.isalnum():
            keys.append(f"{visit.activity.chat_key}:{asker}")
        for key in dict.fromkeys(keys):
            tracker = await visit.agent.tracker_store.retrieve_full_tracker(key)
            if is_offered(tracker, text):
                return text
        raise Refusal("not_offered", 409)

    async def _greet(self, visit: Visit) -> None:
        """Greet where the bot was added, and once only."""
        agent, key, name = visit.agent, visit.activity.key, message_id(visit.activity)
        async with delivery.one_at_a_time(agent, key, "greeting"):
            tracker = await agent.tracker_store.retrieve(key)
            is_used = tracker is not None and bool(tracker.events)
            if is_used and time.time() - conversations.last_active(tracker) < JUST_NOW:
                return
            if await delivery.is_delivered(agent, key, name):
                return
            answer = greet(visit.phrases)
            text = plain_text(answer, visit.phrases)
            greeting = Reply(text, answer.suggestions, answer.to_data())
            post = partial(self._post, visit, (greeting,), None)
            if not await delivery.post_once(agent, key, name, post):
                return
            async with agent.lock_store.lock(key, wait_time_in_seconds=PATIENCE):
                await conversations.open_conversation(agent, key, greeting)
            await delivery.note_delivered(agent, key, name)

    async def _judge_quietly(self, visit: Visit) -> None:
        """Keep feedback from an older client, which shows by itself that it was sent."""
        fault = await self._judge(visit, visit.activity.value or {})
        if fault:
            await self._notify(visit, fault)

    async def _judge(self, visit: Visit, data: dict[str, Any]) -> Optional[str]:
        """Keep feedback; the sentence that says why not, if it is not kept."""
        feedback = data.get("feedback")
        fields = feedback if isinstance(feedback, dict) else {}
        turn, helpful = fields.get("turn"), fields.get("helpful")
        if not isinstance(turn, str) or not isinstance(helpful, bool):
            return visit.phrases.say("unknown_turn")
        if data.get("asker") != visit.activity.person_key:
            return visit.phrases.say("feedback_not_yours")
        key = visit.activity.key
        found = await conversations.judge(visit.agent, key, turn, helpful, None, admit_all)
        return None if found else visit.phrases.say("unknown_turn")

    async def _notify(self, visit: Visit, sentence: str) -> None:
        """Post a sentence that is not part of the conversation."""
        await beside(self._post(visit, (Reply(sentence),), None))

    async def _apologise(self, visit: Visit, what: str) -> bool:
        reference = log_failure(NAME)
        self._status.note_failure(what, reference)
        activity = visit.activity
        if await delivery.is_left_to_others(visit.agent, activity.key, message_id(activity)):
            return False
        try:
            await self._notify(visit, visit.phrases.say("error", reference=reference))
        except Exception:
            self._status.note_failure("post", log_failure(NAME))
            return False
        return True

    async def _post(self, visit: Visit, replies: tuple[Reply, ...], asked: Optional[Asked]) -> None:
        """Post replies as one message."""
        activity = visit.activity
        said = [each.to_data() for each in replies]
        attachment = {"contentType": CARD, "content": card(said, visit.phrases, asked)}
        reply_to = activity.id if activity.kind == "message" else None
        place = Place(activity.service_url, visit.audience, activity.chat, reply_to)
        made = {
            "type": "message",
            "from": {"id": activity.bot},
            "conversation": {"id": activity.chat},
            "recipient": {"id": activity.person},
            "summary": summary(said),
            "attachments": [attachment],
        }
        if reply_to:
            made["replyToId"] = reply_to
        await self._connector.post(place, made)


def message_id(activity: Activity) -> str:
    """Tells an activity from the others of its conversation; not all have an id."""
    return activity.id or activity.kind


def shown(sentence: Optional[str]) -> dict[str, Any]:
    """The reply to a pressed button that shows a sentence to who pressed it.

    Raises:
        Refused: the button is none of ours.
    """
    if sentence is None:
        raise Refused("unknown_invoke", 501)
    return {"statusCode": 200, "type": SHOWN, "value": sentence}
