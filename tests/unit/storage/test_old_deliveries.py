"""Tests that a delivery is remembered for longer than a tracker reaches back."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.events import BotUttered, UserUttered

from bot.channels.delivery import is_delivered, note_delivered
from bot.storage.recent_events import NEWEST

pytestmark = pytest.mark.filterwarnings("ignore:Slot auto-fill has been removed:UserWarning")
KEY = "slack:T1:C1:U1"


async def test_an_old_message_that_comes_again_is_known_to_have_been_delivered(make_store) -> None:
    store = make_store()
    agent = SimpleNamespace(
        tracker_store=FailSafeTrackerStore(store), lock_store=InMemoryLockStore()
    )
    for number in range(NEWEST):
        tracker = await store.get_or_create_tracker(KEY)
        tracker.update(UserUttered("question", message_id=f"m{number}"))
        tracker.update(BotUttered("answer"))
        await store.save(tracker)
        await note_delivered(agent, KEY, f"m{number}")

    assert await is_delivered(agent, KEY, "m0")
    assert await is_delivered(agent, KEY, f"m{NEWEST - 1}")
    assert not await is_delivered(agent, KEY, "never")
