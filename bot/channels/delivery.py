"""Deliveries: that an answer was posted is kept, so that no redelivery posts it again."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from typing import Any, Optional

from rasa.core.agent import Agent
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.conversations import PATIENCE, own_store
from bot.channels.posting import beside

logger = logging.getLogger(__name__)

DELIVERED = "delivered"
"""The slot that keeps, among the events of a conversation, which messages' answers were posted."""

SURE = 2.0
"""Seconds for which a message that was our own is still so; others take it over after five."""

LONGEST_DELIVERY = 600.0
"""Seconds that answering and posting may take before a redelivery may try in its place."""


def one_at_a_time(agent: Agent, key: str, message_id: str) -> AbstractAsyncContextManager[Any]:
    """Makes equal deliveries of a message wait for each other; other messages go on."""
    return agent.lock_store.lock(f"{key} {message_id}", LONGEST_DELIVERY, PATIENCE)


def inbox_of(agent: Agent) -> Optional[Any]:
    """What keeps messages until they are answered (bot/storage/inbox.py), if there is anything."""
    return getattr(own_store(agent), "inbox", None)


async def _look_nowhere() -> bool:
    return False


async def post_once(
    agent: Agent,
    key: str,
    message_id: str,
    post: Callable[[], Awaitable[None]],
    look: Callable[[], Awaitable[bool]] = _look_nowhere,
) -> bool:
    """Post an answer, unless another process has taken the message over; whether it is posted.

    Between the moment at which the platform takes the post and the note of it, nothing is waited
    for but the platform's reply. A process that ends just there has its post repeated, unless
    the platform can be looked at. One that stood still before it posts makes sure once more that
    the message is its own.

    Args:
        look: tells whether the platform has the answer already.
    """
    inbox = inbox_of(agent)
    if inbox is None:
        await beside(_done(post))
        return True
    sure_at, held = time.monotonic(), inbox.hold(key, message_id)
    is_ours = await _is_ours(agent, held, key, message_id)
    is_there = is_ours and inbox.is_taken_over(key, message_id) and await beside(_done(look))

    async def post_and_note() -> bool:
        # The clock goes on while a process stands still.
        if held and time.monotonic() - sure_at > SURE and not inbox.hold(key, message_id):
            return False
        await (_look_nowhere if is_there else post)()
        with _told_in_the_log():
            inbox.note_posted(key, message_id)
        return True

    if is_ours and await beside(post_and_note()):
        return True
    logger.warning("An answer was left to another process, which has taken its message over.")
    return False


async def is_left_to_others(agent: Agent, key: str, message_id: str) -> bool:
    """Whether another process has taken a message over, or answered it; not if nobody can tell."""
    inbox = inbox_of(agent)
    with suppress(Exception):
        held = inbox is None or await asyncio.to_thread(inbox.hold, key, message_id)
        return not await _is_ours(agent, held, key, message_id)
    return False


async def _is_ours(agent: Agent, held: Optional[bool], key: str, message_id: str) -> bool:
    """Whether a message is ours to answer; what is not kept any more is, if nobody answered it."""
    return not await is_delivered(agent, key, message_id) if held is None else held


async def _done(work: Callable[[], Awaitable[Any]]) -> Any:
    return await work()


async def is_delivered(agent: Agent, key: str, message_id: str) -> bool:
    """Whether the answer to a message was posted."""
    store = own_store(agent)
    inbox = inbox_of(agent)
    if inbox is not None and inbox.is_posted(key, message_id):
        return True
    if hasattr(store, "retrieve_values"):
        return message_id in await store.retrieve_values(key, DELIVERED)
    return _is_noted(await store.retrieve(key), message_id)


async def note_delivered(agent: Agent, key: str, message_id: str) -> None:
    """Keep that the answer to a message was posted."""
    with _told_in_the_log():
        async with agent.lock_store.lock(key, wait_time_in_seconds=PATIENCE):
            tracker = await agent.tracker_store.retrieve(key)
            if tracker is not None:
                tracker.update(SlotSet(DELIVERED, message_id))
                await agent.tracker_store.save(tracker)


@contextmanager
def _told_in_the_log() -> Iterator[None]:
    """Nobody in the conversation is told that a note failed: their answer is there."""
    try:
        yield
    except Exception:
        logger.exception("An answer was posted, and no note of it could be kept.")


def _is_noted(tracker: Optional[DialogueStateTracker], message_id: str) -> bool:
    events = tracker.events if tracker else ()
    return any(
        isinstance(each, SlotSet) and each.key == DELIVERED and each.value == message_id
        for each in events
    )
