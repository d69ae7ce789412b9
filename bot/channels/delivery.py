"""Deliveries: that an answer was posted is kept, so that no redelivery posts it again."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Any, Optional

from rasa.core.agent import Agent
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.conversations import PATIENCE, own_store

DELIVERED = "delivered"
"""The slot that keeps, among the events of a conversation, which messages' answers were posted."""

LONGEST_DELIVERY = 600.0
"""Seconds that answering and posting may take before a redelivery may try in its place."""


def one_at_a_time(agent: Agent, key: str, message_id: str) -> AbstractAsyncContextManager[Any]:
    """Makes equal deliveries of a message wait for each other; other messages go on."""
    return agent.lock_store.lock(f"{key} {message_id}", LONGEST_DELIVERY, PATIENCE)


async def is_delivered(agent: Agent, key: str, message_id: str) -> bool:
    """Whether the answer to a message was posted."""
    store = own_store(agent)
    if hasattr(store, "retrieve_values"):
        return message_id in await store.retrieve_values(key, DELIVERED)
    return _is_noted(await store.retrieve(key), message_id)


async def note_delivered(agent: Agent, key: str, message_id: str) -> None:
    """Keep that the answer to a message was posted."""
    async with agent.lock_store.lock(key, wait_time_in_seconds=PATIENCE):
        tracker = await agent.tracker_store.retrieve(key)
        if tracker is not None:
            tracker.update(SlotSet(DELIVERED, message_id))
            await agent.tracker_store.save(tracker)


def _is_noted(tracker: Optional[DialogueStateTracker], message_id: str) -> bool:
    events = tracker.events if tracker else ()
    return any(
        isinstance(each, SlotSet) and each.key == DELIVERED and each.value == message_id
        for each in events
    )
