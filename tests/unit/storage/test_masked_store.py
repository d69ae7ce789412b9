"""Tests of the store: nothing personal is kept or sent, and what is forgotten is gone."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.storage.deletions import (
    DATE,
    KEY,
    LOG,
    PERSON,
    THE_VISITOR,
    Deleted,
    before,
    count,
    delete,
    history,
    is_to_scrub,
    make_tables,
    of_key,
    of_person,
    scrub,
)
from bot.storage.keeping import DAY, Keeper, keep
from bot.storage.tracker_store import ConversationStore

SECRET = "QuixoticZebra"
EMAIL = "zebra@example.org"
INSERT = "INSERT INTO events (sender_id, type_name, timestamp, data) VALUES (:s, 'user', 1, :d)"


class Broker:
    """Keeps what is published."""

    def __init__(self) -> None:
        self.published: list[dict] = []

    def publish(self, event: dict) -> None:
        """Keep an event."""
        self.published.append(event)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept.db"


@pytest.fixture
def store(path: Path) -> ConversationStore:
    return ConversationStore(Domain.empty(), dialect="sqlite", db=str(path))


async def said(store: ConversationStore, key: str, *events: Event) -> None:
    """Keep a conversation of these events."""
    tracker = await store.retrieve(key) or DialogueStateTracker(key, [])
    for event in events:
        tracker.update(event)
    await store.save(tracker)


def session(*texts: str, at: float) -> list[Event]:
    """A session of messages, each a second after the one before."""
    opening = [ActionExecuted("action_session_start", timestamp=at), SessionStarted(at)]
    return opening + [
        UserUttered(text, timestamp=at + number) for number, text in enumerate(texts, 1)
    ]


def files(path: Path) -> bytes:
    """All that stands in the files of a database."""
    return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))


def log(store: ConversationStore) -> list[tuple[int, int, str]]:
    """The log of deletions."""
    with store.engine.connect() as connection:
        return [
            (row.conversations, row.events, row.why) for row in connection.execute(LOG.select())
        ]


async def test_a_message_a_remark_and_what_was_understood_are_kept_without_personal_data(
    store: ConversationStore, path: Path
) -> None:
    parse = {"text": f"write to {EMAIL}", "parts": [{"text": EMAIL}], "intent": {}, "entities": []}
    remark = {"turn": "t", "helpful": False, "remark": f"I am at {EMAIL}"}

    await said(
        store,
        "a",
        UserUttered(f"write to {EMAIL}", parse_data=parse, metadata={"quoted": EMAIL}),
        SlotSet("feedback", remark),
    )

    kept = await store.retrieve_full_tracker("a")
    assert EMAIL.encode() not in files(path)
    assert kept.events[0].text == "write to [email]"
    assert kept.events[1].value == {**remark, "remark": "I am at [email]"}


async def test_a_broker_is_sent_no_personal_data(path: Path) -> None:
    broker = Broker()
    store = ConversationStore(Domain.empty(), event_broker=broker, dialect="sqlite", db=str(path))

    await said(store, "a", UserUttered(f"write to {EMAIL}"), SlotSet("topic", "ct"))

    assert [each["event"] for each in broker.published] == ["user", "slot"]
    assert EMAIL not in str(broker.published)
    assert broker.published[0]["text"] == "write to [email]"


async def test_the_event_in_hand_stays_as_it_was(store: ConversationStore) -> None:
    event = UserUttered(f"write to {EMAIL}")
    await said(store, "a", event)

    assert event.text == f"write to {EMAIL}"


async def test_what_a_visitor_forgets_is_gone_from_the_file(
    store: ConversationStore, path: Path
) -> None:
    now = time.time()
    await said(store, "web:a", *session(*[f"{SECRET} {each}" for each in range(200)], at=now))
    await said(store, "web:b", *session("what is CT?", at=now))
    assert SECRET.encode() in files(path)

    await store.forget("web:a")

    assert SECRET.encode() not in files(path)
    assert await store.keys() == ["web:b"]
    assert log(store) == [(1, 202, "visitor")]


async def test_sqlite_overwrites_on_every_connection(store: ConversationStore) -> None:
    for _ in range(2):
        with store.engine.connect() as connection:
            assert connection.execute(sa.text("PRAGMA secure_delete")).scalar_one() == 1
        store.engine.dispose()


async def test_deleting_what_is_not_there_leaves_no_line_in_the_log(
    store: ConversationStore,
) -> None:
    await store.forget("web:nobody")

    assert log(store) == []


async def test_old_conversations_and_old_sessions_go_and_the_last_session_stays_whole(
    store: ConversationStore, path: Path
) -> None:
    now = time.time()
    await said(store, "old", *session(SECRET, "two", at=now - 91 * DAY))
    await said(store, "both", *session(f"{SECRET} again", at=now - 100 * DAY))
    await said(store, "both", *session("new", at=now - 5 * DAY))
    await said(store, "new", *session("hello", at=now - 89 * DAY))

    deleted = keep(store.engine, 90)

    assert deleted == Deleted(2, 7)
    assert sorted(await store.keys()) == ["both", "new"]
    assert SECRET.encode() not in files(path)
    kept = await store.retrieve_full_tracker("both")
    assert [each.text for each in kept.events if isinstance(each, UserUttered)] == ["new"]
    assert log(store) == [(2, 7, "age")]


async def test_a_conversation_goes_on_after_its_old_sessions_went(
    store: ConversationStore,
) -> None:
    now = time.time()
    await said(store, "a", *session("old", at=now - 100 * DAY))
    await said(store, "a", *session("new", at=now - 5 * DAY))
    keep(store.engine, 90)

    tracker = await store.retrieve("a")
    tracker.update(UserUttered("newest"))
    await store.save(tracker)

    kept = await store.retrieve_full_tracker("a")
    texts = [each.text for each in kept.events if isinstance(each, UserUttered)]
    assert texts == ["new", "newest"]


async def test_a_person_is_deleted_in_every_chat_and_nobody_else(store: ConversationStore) -> None:
    now = time.time()
    for key in ("teams:one:abc", "teams:two:abc", "teams:two:xabc", "teams:abc:def"):
        await said(store, key, *session("hello", at=now))

    with store.engine.begin() as connection:
        much = count(connection, of_person("abc"))
        deleted = delete(connection, of_person("abc"), PERSON, "ada")

    assert deleted == much
    assert deleted.conversations == 2
    assert sorted(await store.keys()) == ["teams:abc:def", "teams:two:xabc"]


async def test_a_key_is_no_pattern(store: ConversationStore) -> None:
    await said(store, "web:a", *session("hello", at=time.time()))

    with store.engine.begin() as connection:
        assert delete(connection, of_key("web:%"), KEY, "ada").events == 0
        assert delete(connection, of_person("%"), PERSON, "ada").events == 0
        assert delete(connection, before(0.0), DATE, "ada").events == 0
        assert history(connection, 10) == []
        assert not is_to_scrub(connection)


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
async def test_nothing_is_left_in_the_journal_or_of_deletions_before_ours(
    path: Path, mode: str
) -> None:
    # A plain engine deletes without overwriting, as other programs might have done.
    ConversationStore(Domain.empty(), dialect="sqlite", db=str(path)).engine.dispose()
    plain = sa.create_engine(f"sqlite:///{path}")
    rows = [{"s": "a", "d": f"{SECRET} {each}" * 20} for each in range(100)]
    with plain.connect() as connection:
        connection.execute(sa.text("PRAGMA secure_delete = OFF"))
        connection.execute(sa.text(f"PRAGMA journal_mode={mode}"))
        columns = "INSERT INTO events (sender_id, type_name, timestamp, data)"
        connection.execute(sa.text(f"{columns} VALUES (:s, 'x', 1, :d)"), rows)
        connection.execute(sa.text("DELETE FROM events"))
    assert SECRET.encode() in files(path)

    scrub(plain)

    assert SECRET.encode() not in files(path)


async def test_the_log_tells_who_and_by_what_rule_and_when_the_files_are_without_it(
    store: ConversationStore,
) -> None:
    await said(store, "web:a", *session(SECRET, at=time.time()))
    await said(store, "web:b", *session(SECRET, at=time.time()))
    await store.forget("web:a")
    with store.engine.begin() as connection:
        delete(connection, of_key("web:b"), KEY, "ada")
        lines = history(connection, 10)

    assert [(each.who, each.why, each.events) for each in lines] == [
        ("ada", "key", 3),
        (THE_VISITOR, "visitor", 3),
    ]
    assert [each.is_scrubbed for each in lines] == [False, False]
    keep(store.engine, 90)

    with store.engine.connect() as connection:
        assert [each.is_scrubbed for each in history(connection, 10)] == [True, True]
        assert not is_to_scrub(connection)


async def test_a_log_of_before_is_given_what_it_lacks(path: Path) -> None:
    plain = sa.create_engine(f"sqlite:///{path}")
    old = "id INTEGER PRIMARY KEY, at FLOAT, conversations INTEGER, events INTEGER, why VARCHAR"
    with plain.begin() as connection:
        connection.execute(sa.text(f"CREATE TABLE deletions ({old})"))
        connection.execute(sa.text("INSERT INTO deletions VALUES (1, 5, 1, 2, 'visitor')"))

    make_tables(plain)
    make_tables(plain)

    with plain.connect() as connection:
        assert [(each.who, each.is_scrubbed) for each in history(connection, 10)] == [("", False)]


async def test_no_copy_is_left_where_rows_were_moved_from_page_to_page(
    store: ConversationStore, path: Path
) -> None:
    """With these deletions in between, SQLite's own overwriting leaves copies of three."""
    chance, here = random.Random(4), list(range(40))
    for number in range(1_500):
        sender = number if number < 40 else chance.choice(here)
        text = f"{SECRET}{sender}. " * chance.choice([1, 3, 10, 40, 100, 600])
        with store.engine.begin() as connection:
            connection.execute(sa.text(INSERT), {"s": f"web:{sender}", "d": text})
        if number % 50 == 49:
            sender = here.pop(chance.randrange(len(here)))
            await store.forget(f"web:{sender}")

    keep(store.engine, 36_500)

    kept = files(path)
    assert [n for n in range(40) if f"{SECRET}{n}.".encode() in kept] == here


async def test_the_keeper_deletes_at_once_and_ends_when_told(store: ConversationStore) -> None:
    await said(store, "old", *session("old", at=time.time() - 91 * DAY))
    keeper = Keeper(lambda: store.engine, 90)

    keeper.start()
    for _ in range(100):
        if not await store.keys():
            break
        time.sleep(0.02)
    keeper.stop()
    keeper.join(5)

    assert await store.keys() == []
    assert not keeper.is_alive()


async def test_a_keeper_that_fails_tells_a_reference_and_tries_again(caplog) -> None:
    def fail():
        raise OSError("the database is away")

    keeper = Keeper(fail, 90)

    assert keeper._keep() is False
    assert "reference=" in caplog.text
