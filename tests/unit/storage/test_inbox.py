"""Tests of what is kept until it is answered: by one process at a time, masked, for a while."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from bot.storage import deletions
from bot.storage import inbox as module
from bot.storage.deletions import DATE, PERSON, before, delete, of_key, of_person
from bot.storage.deletions import KEY as BY_KEY
from bot.storage.inbox import FIRST_PAUSE, LEASE, MOST_TRIES, OLDEST, TABLE
from bot.storage.keeping import keep
from bot.storage.opening import open_database
from bot.storage.postgresql import sturdy

# Rasa warns about every domain with slots of its own.
pytestmark = pytest.mark.filterwarnings("ignore:Slot auto-fill has been removed:UserWarning")
KEY = "slack:T1:C1:1.1:UADA"
SECRET = "a secret of the channel"
BODY = {"text": "What is CT?", "place": {"thread": "1700000001.000100"}}


@pytest.fixture(autouse=True)
def emptied(make_store: Any) -> None:
    """PostgreSQL is shared by the tests."""
    with make_store().engine.begin() as database:
        database.execute(TABLE.delete())


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets time pass, or moves the clock."""
    moved = 0.0

    def move(seconds: float) -> None:
        nonlocal moved
        moved += seconds
        now = time.time
        monkeypatch.setattr(module.time, "time", lambda: now() + seconds)

    return move


def kept(store: Any) -> list[Any]:
    with store.engine.connect() as database:
        return database.execute(sa.select(TABLE)).all()


def test_a_message_is_accepted_by_one_process_and_by_another_when_that_ended(
    make_store, later
) -> None:
    first, second = make_store().inbox, make_store().inbox

    assert first.accept(KEY, "m1", "slack", BODY, SECRET)
    assert not first.accept(KEY, "m1", "slack", BODY, SECRET)
    assert not second.accept(KEY, "m1", "slack", BODY, SECRET)
    assert second.claim("slack", 9, SECRET) == []
    later(LEASE + 1)
    assert second.claim("teams", 9, SECRET) == []
    assert second.claim("slack", 9, SECRET) == [BODY]
    assert (first.hold(KEY, "m1"), second.hold(KEY, "m1")) == (False, True)
    assert second.is_taken_over(KEY, "m1")
    assert not first.remove(KEY, "m1")
    assert second.hold(KEY, "m1")
    assert second.remove(KEY, "m1")
    assert second.hold(KEY, "m1") is None


def test_a_process_that_tells_that_it_lives_keeps_its_messages(make_store, later) -> None:
    first, second = make_store().inbox, make_store().inbox
    first.accept(KEY, "m1", "slack", BODY, SECRET)

    for _ in range(3):
        later(LEASE - 1)
        first.renew([(KEY, "m1")])

    assert second.claim("slack", 9, SECRET) == []


def test_of_many_who_claim_at_once_each_message_has_one(make_store, later) -> None:
    stores = [make_store() for _ in range(4)]
    for number in range(20):
        stores[0].inbox.accept(KEY, f"m{number}", "slack", {"text": f"question {number}"}, SECRET)
    later(LEASE + 1)

    with ThreadPoolExecutor(4) as pool:
        claimed = list(pool.map(lambda store: store.inbox.claim("slack", 20, SECRET), stores))

    texts = [each["text"] for some in claimed for each in some]
    assert sorted(texts) == sorted(f"question {number}" for number in range(20))


def test_no_engine_lets_its_locks_outlast_a_process_that_stands_still(postgresql) -> None:
    place = make_url(postgresql)
    names = {"NAME": place.database, "USER": place.username, "PASSWORD": place.password}
    host = place.host or place.query["host"]
    told = {"ENGINE": "django.db.backends.postgresql", **names, "HOST": host, "PORT": place.port}

    for engine in (sturdy(sa.create_engine(postgresql)), open_database(told)):
        with engine.connect() as database:
            shown = database.execute(sa.text("SHOW idle_in_transaction_session_timeout"))
            assert shown.scalar() == "5s"
        engine.dispose()


@pytest.mark.parametrize("make_store", ["postgresql"], indirect=True)
def test_a_deletion_of_very_much_may_pause_for_longer(make_store) -> None:
    shown = sa.text("SHOW idle_in_transaction_session_timeout")

    with make_store().engine.connect() as database:
        with database.begin():
            delete(database, before(0.0), "a rule", "somebody")
            assert database.execute(shown).scalar() == "10min"
        assert database.execute(shown).scalar() == "5s"


@pytest.mark.parametrize("make_store", ["postgresql"], indirect=True)
def test_who_stands_still_in_the_middle_of_writing_keeps_nobody_waiting(make_store, later) -> None:
    first, second = make_store(), make_store()
    first.inbox.accept(KEY, "m1", "slack", BODY, SECRET)
    later(LEASE + 1)

    with first.engine.connect() as database:
        transaction = database.begin()
        database.execute(sa.update(TABLE).values(until=0.0))
        claimed = ThreadPoolExecutor(1).submit(second.inbox.claim, "slack", 9, SECRET)
        assert claimed.result(LEASE + 4) == [BODY]
        with pytest.raises(sa.exc.DBAPIError):
            transaction.commit()

    assert first.inbox.hold(KEY, "m1") is False


def test_what_is_kept_is_masked_and_can_be_read_with_the_secret_alone(make_store, later) -> None:
    store = make_store()
    body = {**BODY, "text": "I am ada@example.org, what is CT?"}

    store.inbox.accept(KEY, "m1", "slack", body, SECRET)
    later(LEASE + 1)

    (row,) = kept(store)
    assert all(each not in row.body for each in ("ada@example.org", "what is CT", "1700000001"))
    assert store.inbox.claim("slack", 9, "another secret") == []
    (read,) = store.inbox.claim("slack", 9, SECRET)
    assert read["text"] == "I am [email], what is CT?"
    assert read["place"] == BODY["place"]


def test_what_has_another_secret_keeps_nothing_else_waiting(make_store, later) -> None:
    first, second = make_store().inbox, make_store().inbox
    for number in range(4):
        first.accept(KEY, f"old{number}", "slack", BODY, "another secret")
    for number in range(3):
        first.accept(KEY, f"m{number}", "slack", {"text": f"question {number}"}, SECRET)
    later(LEASE + 1)

    claimed = second.claim("slack", 2, SECRET)

    assert [each["text"] for each in claimed] == ["question 0", "question 1"]
    assert [each["text"] for each in second.claim("slack", 2, SECRET)] == ["question 2"]


def test_what_was_released_is_taken_when_it_comes_again_or_after_a_pause(make_store, later) -> None:
    first, second = make_store().inbox, make_store().inbox
    first.accept(KEY, "m1", "slack", BODY, SECRET)
    first.release(KEY, "m1")

    assert second.claim("slack", 9, SECRET) == []
    assert second.accept(KEY, "m1", "slack", BODY, SECRET)
    second.release(KEY, "m1")
    later(FIRST_PAUSE + 1)
    assert first.claim("slack", 9, SECRET) == [BODY]
    first.release(KEY, "m1", at_once=True)
    assert second.claim("slack", 9, SECRET) == [BODY]


def test_a_note_of_a_post_is_seen_by_who_takes_over(make_store) -> None:
    first, second = make_store().inbox, make_store().inbox
    first.accept(KEY, "m1", "slack", BODY, SECRET)

    assert not second.is_posted(KEY, "m1")
    first.note_posted(KEY, "m1")
    assert second.is_posted(KEY, "m1")
    assert not second.is_posted(KEY, "m2")


def test_what_ends_every_process_is_given_up(make_store, later, caplog) -> None:
    inbox = make_store().inbox
    inbox.accept(KEY, "m1", "slack", BODY, SECRET)

    for _ in range(MOST_TRIES):
        later(LEASE + 1)
        assert inbox.claim("slack", 9, SECRET) == [BODY]
    later(LEASE + 1)

    assert inbox.claim("slack", 9, SECRET) == []
    assert kept(make_store()) == []
    assert "1 acknowledged messages were given up" in caplog.text


@pytest.mark.parametrize("by_the_keeper", [False, True])
def test_what_is_too_old_is_given_up_also_of_a_channel_that_is_off(
    make_store, later, caplog, by_the_keeper
) -> None:
    store = make_store()
    store.inbox.accept(KEY, "m1", "teams", BODY, SECRET)
    later(OLDEST + 1)

    if by_the_keeper:
        keep(store.engine, 90)
    else:
        store.inbox.claim("slack", 9, SECRET)

    assert kept(store) == []
    assert "given up" in caplog.text


def test_a_clock_that_is_put_back_keeps_nobody_waiting(make_store, later) -> None:
    first, second = make_store().inbox, make_store().inbox
    first.accept(KEY, "m1", "slack", BODY, SECRET)

    later(-4 * 3600)

    assert second.claim("slack", 9, SECRET) == [BODY]


DELETIONS = {
    "key": lambda database: delete(database, of_key(KEY), BY_KEY, "ada"),
    "person": lambda database: delete(database, of_person("UADA"), PERSON, "ada"),
    "date": lambda database: delete(database, before(time.time() + 1), DATE, "ada"),
}


@pytest.mark.parametrize("way", DELETIONS)
def test_every_deletion_reaches_what_waits(make_store, way) -> None:
    store = make_store()
    store.inbox.accept(KEY, "m1", "slack", BODY, SECRET)
    store.inbox.accept("slack:T1:C1:1.1:UBEA", "m1", "slack", BODY, SECRET)

    with store.engine.begin() as database:
        DELETIONS[way](database)

    assert [each.key for each in kept(store)] == ([] if way == "date" else ["slack:T1:C1:1.1:UBEA"])


@pytest.mark.parametrize("make_store", ["sqlite"], indirect=True)
def test_nothing_is_added_while_a_deletion_in_sqlite_reads(make_store, monkeypatch) -> None:
    store, other = make_store(), sqlite3.connect(make_store().engine.url.database, timeout=0)
    tried = []
    read = deletions._rows

    def write_and_read(*arguments: Any) -> list[Any]:
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("DELETE FROM inbox")
        tried.append(True)
        return read(*arguments)

    monkeypatch.setattr(deletions, "_rows", write_and_read)

    with store.engine.begin() as database:
        delete(database, of_key(KEY), BY_KEY, "ada")

    other.close()
    assert tried


async def test_who_forgets_a_conversation_forgets_what_waits_in_it(make_store) -> None:
    store = make_store()
    store.inbox.accept(KEY, "m1", "slack", BODY, SECRET)

    await store.forget(KEY)

    assert kept(store) == []
