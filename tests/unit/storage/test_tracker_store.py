"""Tests of the tracker store: as Rasa's own in what it tells, and flat in what it costs."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from itertools import cycle

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import (
    ActionExecuted,
    AgentUttered,
    AllSlotsReset,
    BotUttered,
    ConversationPaused,
    DefinePrevUserUtteredFeaturization,
    EntitiesAdded,
    Event,
    ReminderCancelled,
    ReminderScheduled,
    Restarted,
    SessionStarted,
    SlotSet,
    StoryExported,
    UserUttered,
)
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from bot.errors import OvertakenError
from bot.storage import recent_events
from bot.storage.recent_events import FORGOTTEN, NEWEST

# Rasa warns about every domain with slots of its own.
pytestmark = pytest.mark.filterwarnings("ignore:Slot auto-fill has been removed:UserWarning")
KEY = "web:visitor"
STATE = ("latest_action_name", "active_loop", "followup_action")


def opening() -> list[Event]:
    return [
        *(ActionExecuted("action_session_start"), SessionStarted(), BotUttered("hello")),
        ActionExecuted("action_listen"),
    ]


def turn(number: int) -> list[Event]:
    return [
        UserUttered(f"question {number}", {"name": "ask"}, message_id=f"m{number}"),
        *(ActionExecuted("action_answer"), BotUttered(f"answer {number}")),
        *(SlotSet("outcome", f"outcome {number}"), ActionExecuted("action_listen")),
    ]


def talk(turns: int, first: int = 0) -> list[Event]:
    return [event for number in range(first, first + turns) for event in turn(number)]


async def add(store: SQLTrackerStore, *events: Event, key: str = KEY) -> None:
    tracker = await store.get_or_create_tracker(key, append_action_listen=False)
    for event in events:
        tracker.update(event)
    await store.save(tracker)


def texts(tracker: DialogueStateTracker) -> list[str]:
    return [each.text for each in tracker.events if isinstance(each, UserUttered)]


async def assert_same_state(make_store) -> None:
    ours, theirs = await make_store().retrieve(KEY), await make_store(SQLTrackerStore).retrieve(KEY)
    assert ours.current_slot_values() == theirs.current_slot_values()
    assert ours.latest_message == theirs.latest_message
    assert ours.events[-1] == theirs.events[-1]
    assert ours.is_paused() == theirs.is_paused()
    assert [getattr(ours, each) for each in STATE] == [getattr(theirs, each) for each in STATE]


CONVERSATIONS = {
    "no turn yet": opening(),
    "one turn": [*opening(), *talk(1)],
    "no session": talk(30),
    "as many events as are read": [*opening(), *talk((NEWEST - 4) // 5)],
    "a long one": [*opening(), *talk(60)],
    "an early slot": [*opening(), SlotSet("stage", "st4"), *talk(60)],
    "a slot set and unset": [
        *(*opening(), SlotSet("stage", "st4"), *talk(9), SlotSet("stage", None), *talk(20, 9)),
    ],
    "a second session, short": [*opening(), SlotSet("stage", "f2"), *talk(60), *opening()],
    "a second session, long": [
        *(*opening(), SlotSet("stage", "f2"), *talk(40), *opening(), *talk(40)),
    ],
    "an early restart": [*opening(), SlotSet("stage", "f2"), *talk(5), Restarted(), *talk(40)],
    "an early reset of slots": [
        *(*opening(), SlotSet("stage", "f2"), *talk(5), AllSlotsReset(), *talk(40)),
    ],
    "an early pause": [*opening(), *talk(5), ConversationPaused(), *talk(40)],
    "one turn of very many events": [
        *(*opening(), *talk(20), turn(20)[0], *(SlotSet("topic", at) for at in range(90))),
    ],
    "feedback between turns": [*opening(), *talk(20), SlotSet("topic", "x"), *talk(2, 20)],
}


@pytest.mark.parametrize("name", CONVERSATIONS)
async def test_a_tracker_is_in_the_state_that_the_whole_session_would_bring_it_to(
    make_store, name: str
) -> None:
    await add(make_store(), *CONVERSATIONS[name])

    await assert_same_state(make_store)


@pytest.mark.parametrize("name", CONVERSATIONS)
async def test_conversations_that_rasa_has_stored_are_gone_on_with(make_store, name: str) -> None:
    await add(make_store(SQLTrackerStore), *CONVERSATIONS[name])

    await assert_same_state(make_store)


@pytest.mark.parametrize("name", CONVERSATIONS)
async def test_what_is_stored_turn_by_turn_is_the_whole_conversation_in_order(
    make_store, name: str
) -> None:
    events = CONVERSATIONS[name]
    stores = cycle([make_store(), make_store()])
    for start in range(0, len(events), 17):
        await add(next(stores), *events[start : start + 17])

    whole = await make_store(SQLTrackerStore).retrieve_full_tracker(KEY)
    assert list(whole.events) == events
    assert list((await make_store().retrieve_full_tracker(KEY)).events) == events


async def test_a_tracker_of_a_long_conversation_holds_the_newest_turns_alone(make_store) -> None:
    await add(make_store(), *opening(), *talk(100))

    tracker = await make_store().retrieve(KEY)

    assert len(tracker.events) <= NEWEST + 4
    assert texts(tracker) == [f"question {number}" for number in range(96, 100)]


async def test_the_newest_turns_begin_with_the_assistant_listening(make_store) -> None:
    await add(make_store(), *opening(), *talk(100))

    started, outcome, first, asked, *_ = (await make_store().retrieve(KEY)).events

    assert isinstance(started, SessionStarted)
    assert outcome == SlotSet("outcome", "outcome 95")
    assert first == ActionExecuted("action_listen")
    assert isinstance(asked, UserUttered)


async def test_what_another_process_has_stored_is_seen_and_kept(make_store) -> None:
    here, there = make_store(), make_store()
    await add(here, *opening(), *talk(10))
    stale = await here.retrieve(KEY)
    await add(there, SlotSet("stage", "st1"), *talk(1, 10))
    tracker = await here.retrieve(KEY)

    tracker.update(SlotSet("topic", "ct"))
    await here.save(tracker)
    stale.update(SlotSet("topic", "mri"))
    with pytest.raises(OvertakenError):
        await here.save(stale)

    for store in (here, there):
        seen = await store.retrieve(KEY)
        assert (seen.get_slot("stage"), seen.get_slot("topic")) == ("st1", "ct")
        assert len((await store.retrieve_full_tracker(KEY)).events) == len(opening()) + 57
    assert texts(seen)[-1] == "question 10"


async def test_a_tracker_that_is_saved_twice_is_stored_once(make_store) -> None:
    store = make_store()
    tracker = await store.get_or_create_tracker(KEY)
    for event in (*opening(), *talk(8)):
        tracker.update(event)
        await store.save(tracker)
    await store.save(tracker)

    whole = await store.retrieve_full_tracker(KEY)
    assert list(whole.events) == list(tracker.events)


async def test_a_tracker_from_elsewhere_is_stored_as_rasa_would(make_store) -> None:
    await add(make_store(), *opening(), *talk(3))
    session = [*opening()[1:], *talk(3)]

    await make_store().save(
        DialogueStateTracker.from_events(KEY, [*session, *talk(1, 3)], make_store().domain.slots)
    )

    whole = await make_store().retrieve_full_tracker(KEY)
    assert texts(whole) == [f"question {number}" for number in range(4)]


async def test_a_forgotten_conversation_is_gone_everywhere_at_once_and_may_begin_anew(
    make_store,
) -> None:
    here, there = make_store(), make_store()
    await add(here, *opening(), SlotSet("stage", "st4"), *talk(30))
    await add(here, *opening(), *talk(1), key="another")
    assert await there.retrieve(KEY)

    await here.forget(KEY)

    for store in (here, there):
        assert await store.retrieve(KEY) is None
        assert await store.retrieve_full_tracker(KEY) is None
        assert await store.retrieve_turn(KEY, "m3") is None
    assert texts(await there.retrieve("another")) == ["question 0"]
    await add(there, *opening(), *talk(1, 7))
    assert (await here.retrieve(KEY)).get_slot("stage") is None


@pytest.mark.parametrize("make_store", ["sqlite"], indirect=True)
async def test_what_is_forgotten_cannot_be_read_in_the_file(make_store, tmp_path) -> None:
    store = make_store()
    secret = UserUttered("Unmistakable", {"name": "ask"})
    await add(store, *opening(), secret, *talk(50))
    assert any(b"Unmistakable" in each.read_bytes() for each in tmp_path.glob("kept.db*"))

    await store.forget(KEY)

    assert not any(b"Unmistakable" in each.read_bytes() for each in tmp_path.glob("kept.db*"))


async def test_the_number_of_a_deleted_event_is_not_given_again(make_store) -> None:
    store = make_store()
    newest = sa.select(sa.func.max(store.SQLEvent.id))
    await add(store, *opening(), *talk(1))
    with store.engine.connect() as database:
        deleted = database.execute(newest).scalar_one()
    await store.forget(KEY)

    await add(store, ActionExecuted("action_listen"), key="another")

    with store.engine.connect() as database:
        assert database.execute(newest).scalar_one() > deleted


async def test_a_message_answered_long_ago_is_found_by_its_id(make_store) -> None:
    store = make_store()
    await add(store, *opening(), *talk(60), *opening(), *talk(60, 60))
    await add(store, *opening(), *talk(1), key="another")

    found = await store.retrieve_turn(KEY, "m5")

    assert list(found.events) == turn(5)
    assert await store.retrieve_turn(KEY, "m120") is None
    assert await store.retrieve_turn("another", "m5") is None


async def test_what_a_slot_noted_long_ago_is_still_told(make_store) -> None:
    store = make_store()
    for number in (0, 20):
        await add(store, *talk(20, number), SlotSet("topic", f"m{number}"))
    await add(store, *opening(), *talk(20, 40))
    await add(store, SlotSet("topic", "m7"), key="another")

    assert await store.retrieve_values(KEY, "topic") == ["m20", "m0"]
    assert await store.retrieve_values(KEY, "stage") == []


async def test_an_id_of_any_length_is_found(make_store) -> None:
    store = make_store()
    long = "1" * 300
    await add(store, *opening(), UserUttered("hello", {"name": "greet"}, message_id=long))

    assert texts(await store.retrieve_turn(KEY, long)) == ["hello"]
    assert await store.retrieve_turn(KEY, "1" * 299) is None


async def test_every_new_event_goes_to_the_broker_once(make_store) -> None:
    published = []

    class Broker:
        def publish(self, event: dict) -> None:
            published.append(event)

    store = make_store()
    store.event_broker = Broker()
    for number in range(40):
        await add(store, *turn(number))

    assert [each["event"] for each in published] == [each.type_name for each in talk(40)]


def statements(store: SQLTrackerStore) -> list[str]:
    """What a store asks its database, from now on."""
    asked: list[str] = []
    sa.event.listen(
        store.engine, "before_cursor_execute", lambda *called: asked.append(called[2:4])
    )
    return asked


def steps(store: SQLTrackerStore, asked: list[tuple]) -> int:
    """How many steps SQLite's machine takes to read what was asked: no clock is as steady."""
    taken = 0

    def count() -> None:
        nonlocal taken
        taken += 1

    with sqlite3.connect(store.engine.url.database) as database:
        database.set_progress_handler(count, 1)
        for statement, values in asked:
            if statement.startswith("SELECT"):
                database.execute(statement, values).fetchall()
    return taken


@pytest.mark.parametrize("make_store", ["sqlite"], indirect=True)
async def test_a_message_asks_no_more_of_the_database_as_a_conversation_grows(make_store) -> None:
    store = make_store()
    taken = []
    for first in (0, 40):
        await add(store, *(opening() if not first else ()), *talk(40 if not first else 960, first))
        asked = statements(store)
        tracker = await store.retrieve(KEY)
        tracker.update(SlotSet("topic", "mri"))
        await store.save(tracker)
        await store.retrieve_turn(KEY, "m3")
        taken.append(steps(store, asked))
        assert 5 <= len(asked) <= 8

    assert taken[1] <= 1.05 * taken[0]


async def test_a_short_conversation_is_read_with_one_statement(make_store) -> None:
    store = make_store()
    await add(store, *opening(), *talk(2))
    asked = statements(store)

    await store.retrieve(KEY)

    assert len(asked) == 1


def test_every_event_of_rasa_is_either_forgotten_or_has_the_whole_session_read() -> None:
    classes = [each for each in all_subclasses(Event) if each.__module__ == Event.__module__]
    known = {each.type_name for each in classes}

    assert known >= FORGOTTEN
    assert known - FORGOTTEN == {
        *("action_execution_rejected", "active_loop", "followup", "form"),
        *("form_validation", "loop_interrupted", "pause", "reset_slots", "restart", "resume"),
        *("rewind", "undo"),
    }


@pytest.mark.parametrize(
    "event",
    [
        *(UserUttered("and then?", {"name": "ask"}), DefinePrevUserUtteredFeaturization(True)),
        *(EntitiesAdded([]), BotUttered("well"), ActionExecuted("action_answer")),
        *(ReminderScheduled("ask", datetime(2100, 1, 1)), ReminderCancelled("ask")),
        *(StoryExported(), AgentUttered("well")),
    ],
    ids=lambda each: each.type_name,
)
def test_an_event_that_is_forgotten_still_changes_nothing_after_the_next_turn(event: Event) -> None:
    def after(*events: Event) -> dict:
        slots = [AnySlot("outcome", [{"type": "custom"}])]
        tracker = DialogueStateTracker.from_events(KEY, [*opening(), *events, *turn(1)], slots)
        return {key: value for key, value in vars(tracker).items() if key != "events"}

    assert event.type_name in FORGOTTEN
    before, since = after(), after(event)
    assert before.pop("slots")["outcome"].value == since.pop("slots")["outcome"].value
    assert before == since


async def test_rasa_would_still_read_the_whole_session(make_store) -> None:
    store = make_store(SQLTrackerStore)
    await add(store, *opening(), *talk(60))

    assert len(texts(await store.retrieve(KEY))) == 60


def test_the_events_read_hold_two_turns_of_the_longest_kind() -> None:
    assert recent_events.NEWEST >= 2 * 12
