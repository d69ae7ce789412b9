"""Conversations as every channel handles them: answered once, read back, judged, forgotten."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Optional

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.refusals import Refusal
from bot.errors import AssistantError, OvertakenError
from bot.monitoring.turns import failure_reference, watched

logger = logging.getLogger(__name__)

FEEDBACK = "feedback"
"""The slot that keeps feedback among the events of a conversation, for the trainers."""

PATIENCE = 0.05
"""Seconds between two looks at the lock of a conversation that is being answered."""


class NoAnswerError(AssistantError):
    """The assistant gave no answer to a message."""


@dataclass(frozen=True)
class Reply:
    """One thing said: as text that is whole, and as the parts of an answer to lay out."""

    text: str
    suggestions: tuple[str, ...] = ()
    answer: Optional[dict[str, Any]] = None

    def to_data(self) -> dict[str, Any]:
        """The reply as plain JSON data."""
        data = {"text": self.text, "suggestions": list(self.suggestions)}
        return {**data, "answer": self.answer} if self.answer else data


@dataclass(frozen=True)
class Turn:
    """A message and its replies; `at` in seconds since 1970, `helpful` as the visitor judged."""

    id: str
    text: str
    at: float
    replies: tuple[Reply, ...] = ()
    helpful: Optional[bool] = None

    def to_data(self) -> dict[str, Any]:
        """The turn as plain JSON data."""
        at = datetime.fromtimestamp(self.at, timezone.utc).isoformat(timespec="seconds")
        data = {"id": self.id, "text": self.text, "at": at.replace("+00:00", "Z")}
        data["replies"] = [each.to_data() for each in self.replies]
        return data if self.helpful is None else {**data, "helpful": self.helpful}


class WholeAnswers(CollectingOutputChannel):
    """Collects each answer as one message: text, buttons and the neutral answer together."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep a message whole."""
        kept = {
            "recipient_id": recipient_id,
            "text": message.get("text"),
            "buttons": message.get("buttons"),
            "answer": message.get("answer"),
        }
        await self._persist_message({name: value for name, value in kept.items() if value})


Admission = Callable[[Optional[DialogueStateTracker]], None]
"""Raises unless a conversation, None if there is none yet, may be gone on with."""


def admit_all(_tracker: Optional[DialogueStateTracker]) -> None:
    """Admit every conversation, also one that begins with this message."""


async def answer_once(
    agent: Agent, message: UserMessage, admit: Admission = admit_all
) -> tuple[Turn, bool]:
    """Answer a message, or find the turn in which it was answered, by its `message_id`.

    The conversation is locked meanwhile, across processes if the lock store is; so of two equal
    messages at once the second finds the turn of the first. A message that failed left nothing,
    and is answered when it comes again.

    Returns:
        The turn, and whether it is new.

    Raises:
        NoAnswerError: the assistant said nothing.
    """
    with watched(str(message.input_channel)) as turn:
        try:
            answered, is_new = await _answer_once(agent, message, admit)
        except OvertakenError as error:
            logger.warning("%s", error)
            answered, is_new = await _answer_once(agent, message, admit)
        turn.outcome = outcome_of(answered.replies) if is_new else "repeated"
    return answered, is_new


async def _answer_once(agent: Agent, message: UserMessage, admit: Admission) -> tuple[Turn, bool]:
    key = message.sender_id
    async with agent.lock_store.lock(key, wait_time_in_seconds=PATIENCE):
        tracker = await agent.tracker_store.retrieve(key)
        admit(tracker)
        known = find_turn(tracker, message.message_id) or await _earlier_turn(agent, message)
        if known:
            return known, False
        message.output_channel = output = WholeAnswers()
        with _answering(agent, key, tracker):
            await agent.processor.handle_message(message)
        replies = tuple(collected(each) for each in output.messages)
    if not replies:
        raise NoAnswerError(f"{message.input_channel}: a message got no answer")
    return Turn(message.message_id, message.text, time.time(), replies), True


def outcome_of(replies: Iterable[Reply]) -> str:
    """How a turn ended, as its last answer tells."""
    told = [each.answer.get("outcome", "") for each in replies if each.answer]
    return told[-1] if told else "error_action"


def check_in_service(agent: Agent, channel: str) -> None:
    """Make sure that a channel was not taken out of service.

    Raises:
        Refusal: it was.
    """
    switches = getattr(own_store(agent), "switches", None)
    if switches is not None and not switches.is_on(channel):
        raise Refusal("out_of_service", 503)


def _answering(
    agent: Agent, key: str, tracker: Optional[DialogueStateTracker]
) -> AbstractContextManager[None]:
    """Keep the message with its answer or not at all, where the store can do that."""
    store = own_store(agent)
    return store.answering(key, tracker) if hasattr(store, "answering") else nullcontext()


async def _earlier_turn(agent: Agent, message: UserMessage) -> Optional[Turn]:
    """The turn of a message that was answered longer ago than a tracker reaches back."""
    store = own_store(agent)
    if not hasattr(store, "retrieve_turn"):
        return None
    return find_turn(
        await store.retrieve_turn(message.sender_id, message.message_id), message.message_id
    )


async def open_conversation(agent: Agent, key: str, greeting: Reply) -> None:
    """Begin a conversation with a greeting, so that it is known and its suggestions are offered."""
    tracker = await agent.tracker_store.get_or_create_tracker(key, append_action_listen=False)
    buttons = [{"title": each, "payload": each} for each in greeting.suggestions]
    # In this order: an event that is older than the start of the session is not read again.
    for event in (
        ActionExecuted(ACTION_SESSION_START_NAME),
        SessionStarted(),
        BotUttered(greeting.text, {"buttons": buttons}, {"answer": greeting.answer}),
        ActionExecuted(ACTION_LISTEN_NAME),
    ):
        tracker.update(event, agent.domain)
    await agent.tracker_store.save(tracker)


async def read_back(
    agent: Agent, key: str, admit: Admission
) -> tuple[Optional[Reply], tuple[Turn, ...]]:
    """The greeting and the turns of a conversation, oldest first."""
    tracker = await agent.tracker_store.retrieve_full_tracker(key)
    admit(tracker)
    events = tracker.events if tracker else ()
    return _greeting(events), tuple(_turns(events))


async def judge(
    agent: Agent, key: str, turn_id: str, helpful: bool, remark: Optional[str], admit: Admission
) -> bool:
    """Keep a visitor's feedback on a turn; False if the conversation has no such turn."""
    async with agent.lock_store.lock(key, wait_time_in_seconds=PATIENCE):
        whole = await agent.tracker_store.retrieve_full_tracker(key)
        admit(whole)
        if whole is None or find_turn(whole, turn_id) is None:
            return False
        tracker = await agent.tracker_store.retrieve(key)
        value = {"turn": turn_id, "helpful": helpful}
        tracker.update(SlotSet(FEEDBACK, {**value, "remark": remark} if remark else value))
        await agent.tracker_store.save(tracker)
    return True


async def forget(agent: Agent, key: str, admit: Admission) -> None:
    """Delete every trace of a conversation."""
    async with agent.lock_store.lock(key, wait_time_in_seconds=PATIENCE):
        admit(await agent.tracker_store.retrieve(key))
        await own_store(agent).forget(key)


def own_store(agent: Agent) -> Any:
    """Our store, which Rasa wraps into one that falls back to memory when a database fails."""
    store: TrackerStore = agent.tracker_store
    return getattr(store, "_tracker_store", store)


def find_turn(tracker: Optional[DialogueStateTracker], turn_id: str) -> Optional[Turn]:
    """The turn that a message with this id has got, if it got replies."""
    turns = _turns(tracker.events if tracker else ())
    return next((each for each in turns if each.id == turn_id and each.replies), None)


async def has_offered(agent: Agent, key: str, text: str, admit: Admission) -> bool:
    """Whether a conversation has ever offered a text as a suggestion; mostly it was of late."""
    tracker = await agent.tracker_store.retrieve(key)
    admit(tracker)
    if is_offered(tracker, text):
        return True
    return is_offered(await agent.tracker_store.retrieve_full_tracker(key), text)


def is_offered(tracker: Optional[DialogueStateTracker], text: str) -> bool:
    """Whether the events of a tracker offer a text as a suggestion."""
    said = (each for each in tracker.events if isinstance(each, BotUttered)) if tracker else ()
    return any(text in _suggestions(each.data.get("buttons")) for each in said)


def last_active(tracker: DialogueStateTracker) -> float:
    """When something last happened in a conversation, in seconds since 1970."""
    return tracker.events[-1].timestamp


def log_failure(channel: str) -> str:
    """Log the exception in hand under a new reference, and return that reference."""
    reference = failure_reference(channel)
    logger.exception("%s: a request failed. reference=%s", channel, reference)
    return reference


def _greeting(events: Iterable[Event]) -> Optional[Reply]:
    said = (each for each in events if isinstance(each, (UserUttered, BotUttered)))
    first = next(said, None)
    return _said(first) if isinstance(first, BotUttered) else None


def _turns(events: Iterable[Event]) -> list[Turn]:
    asked: list[UserUttered] = []
    replies: list[list[Reply]] = []
    judged: dict[str, bool] = {}
    for event in events:
        if isinstance(event, UserUttered):
            asked.append(event)
            replies.append([])
        elif isinstance(event, BotUttered) and asked:
            replies[-1].append(_said(event))
        elif isinstance(event, SlotSet) and event.key == FEEDBACK and event.value:
            judged[event.value["turn"]] = event.value["helpful"]
    return [
        Turn(each.message_id, each.text, each.timestamp, tuple(said), judged.get(each.message_id))
        for each, said in zip(asked, replies, strict=True)
    ]


def _said(event: BotUttered) -> Reply:
    return Reply(
        event.text or "", _suggestions(event.data.get("buttons")), event.metadata.get("answer")
    )


def collected(message: dict[str, Any]) -> Reply:
    """What was said, as the output channel has collected it."""
    return Reply(
        message.get("text", ""), _suggestions(message.get("buttons")), message.get("answer")
    )


def _suggestions(buttons: Optional[list[dict[str, Any]]]) -> tuple[str, ...]:
    return tuple(each["title"] for each in buttons or ())
