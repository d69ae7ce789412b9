"""A process that stood still while another went on with a conversation writes nothing out of turn.

Its lock has run out meanwhile, so that both believe to hold it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.lock import TicketLock
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from sqlalchemy.engine import make_url

from bot.channels.conversations import answer_once, find_turn
from bot.errors import OvertakenError, UnansweredError
from bot.storage.tracker_store import ConversationStore
from tests.services.servers import PostgresServer

# Rasa warns about every domain with slots of its own.
pytestmark = pytest.mark.filterwarnings("ignore:Slot auto-fill has been removed:UserWarning")
KEY = "web:visitor"

Store = Callable[[], ConversationStore]


@pytest.fixture(params=["sqlite", "postgresql"])
def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Opens one database, each time as a process of its own would."""
    if request.param == "sqlite":
        place = {"dialect": "sqlite", "db": str(tmp_path / "kept.db")}
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        place = {"dialect": "postgresql", "host": str(make_url(server.database()))}
    return lambda: ConversationStore(Domain.empty(), **place)


class Process:
    """An assistant of one process, which may stand still between reading and writing."""

    def __init__(self, store: ConversationStore, name: str) -> None:
        self.tracker_store = store
        self.lock_store = SimpleNamespace(lock=_run_out)
        self.processor = self
        self.before: Callable[[], object] | None = None
        self.meanwhile: Callable[[], object] | None = None
        self.is_mute = False
        self._name = name

    async def handle_message(self, message: UserMessage) -> None:
        """Answer as Rasa does: read, say something, write all at once."""
        store = self.tracker_store
        if self.before:
            before, self.before = self.before, None
            await before()
        tracker = await store.get_or_create_tracker(message.sender_id, append_action_listen=False)
        tracker.update(UserUttered(message.text, message_id=message.message_id))
        if not self.is_mute:
            text = f"{self._name} answers {message.text}"
            await message.output_channel.send_response(message.sender_id, {"text": text})
            tracker.update(BotUttered(text))
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            await meanwhile()
        await store.save(tracker)


@contextlib.asynccontextmanager
async def _run_out(key: str, **_: object) -> AsyncIterator[TicketLock]:
    yield TicketLock(key)


def _message(text: str) -> UserMessage:
    return UserMessage(text, sender_id=KEY, input_channel="web", message_id=f"id-of-{text}")


async def _texts(store: ConversationStore) -> list[str]:
    tracker = await store.retrieve_full_tracker(KEY)
    return [each.text for each in tracker.events if isinstance(each, (UserUttered, BotUttered))]


@pytest.fixture
async def frozen(make_store: Store) -> Process:
    """The process that stands still, after a first turn."""
    process = Process(make_store(), "frozen")
    await answer_once(process, _message("zero"))
    return process


async def test_a_message_that_another_answered_gets_that_answer_and_no_second(
    frozen: Process, make_store: Store
) -> None:
    other = Process(make_store(), "other")
    frozen.meanwhile = lambda: answer_once(other, _message("one"))

    turn, is_new = await answer_once(frozen, _message("one"))

    assert (turn.replies[0].text, is_new) == ("other answers one", False)
    assert (await _texts(make_store()))[2:] == ["one", "other answers one"]


async def test_a_message_comes_after_those_that_another_answered_meanwhile(
    frozen: Process, make_store: Store
) -> None:
    other = Process(make_store(), "other")
    frozen.meanwhile = lambda: answer_once(other, _message("two"))

    _, is_new = await answer_once(frozen, _message("one"))

    assert is_new
    said = ["two", "other answers two", "one", "frozen answers one"]
    assert (await _texts(make_store()))[2:] == said


async def test_nothing_is_written_into_a_conversation_that_was_deleted_meanwhile(
    frozen: Process, make_store: Store
) -> None:
    store = make_store()
    tracker = await frozen.tracker_store.retrieve(KEY)
    await store.forget(KEY)
    tracker.update(UserUttered("one", message_id="id-of-one"))

    with pytest.raises(OvertakenError):
        await frozen.tracker_store.save(tracker)

    assert await make_store().retrieve_full_tracker(KEY) is None


async def test_of_two_first_messages_at_once_none_writes_over_the_other(make_store: Store) -> None:
    frozen, other = Process(make_store(), "frozen"), Process(make_store(), "other")
    frozen.meanwhile = lambda: answer_once(other, _message("one"))

    _, is_new = await answer_once(frozen, _message("one"))

    assert not is_new
    assert await _texts(make_store()) == ["one", "other answers one"]


async def test_a_first_message_that_another_answers_before_it_is_read_again_is_answered_once(
    make_store: Store,
) -> None:
    frozen, other = Process(make_store(), "frozen"), Process(make_store(), "other")
    frozen.before = lambda: answer_once(other, _message("one"))

    _, is_new = await answer_once(frozen, _message("one"))

    assert not is_new
    assert await _texts(make_store()) == ["one", "other answers one"]


async def test_a_message_to_which_nothing_was_said_is_not_kept_and_can_be_answered_later(
    frozen: Process, make_store: Store
) -> None:
    frozen.is_mute = True
    with pytest.raises(UnansweredError):
        await answer_once(frozen, _message("one"))
    frozen.is_mute = False

    await answer_once(frozen, _message("one"))

    assert (await _texts(make_store()))[2:] == ["one", "frozen answers one"]


async def test_of_many_who_write_at_once_each_message_is_written_once(make_store: Store) -> None:
    stores = [make_store() for _ in range(4)]

    def write(store: ConversationStore) -> None:
        async def try_all() -> None:
            for number in range(8):
                with contextlib.suppress(OvertakenError):
                    process = Process(store, "one of many")
                    await answer_once(process, _message(f"message {number}"))

        asyncio.run(try_all())

    await asyncio.gather(*(asyncio.to_thread(write, each) for each in stores))

    texts = await _texts(make_store())
    asked = [each for each in texts if each.startswith("message")]
    assert len(asked) == len(set(asked))
    assert texts[1::2] == [f"one of many answers {each}" for each in asked]
    tracker = await make_store().retrieve_full_tracker(KEY)
    assert all(find_turn(tracker, f"id-of-{each}") for each in asked)
