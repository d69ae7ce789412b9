"""Rasa's SQL tracker store: quick however long a conversation is, masked, and forgetful."""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import Any, Optional

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses
from sqlalchemy.exc import IntegrityError, ProgrammingError

from bot.errors import UnansweredError
from bot.storage.deletions import THE_VISITOR, VISITOR, delete, make_tables, of_key
from bot.storage.in_order import insert_after, newest_known
from bot.storage.inbox import Inbox
from bot.storage.masked_events import masked_event
from bot.storage.postgresql import keep_no_samples, sturdy
from bot.storage.recent_events import INDEXES, RecentEvents
from bot.storage.switches import Switches

LONGEST_NAME = 255
"""Characters that a name may have in Rasa's table."""

PATIENCE = 30
"""Seconds that SQLite waits for others; to write a file of a gigabyte anew takes about so long."""

# The number of a deleted event is not given again: whoever follows the table goes by the numbers.
# That holds for files made from now on; SQLite does not change a table that is there.
SQLTrackerStore.SQLEvent.__table__.dialect_options["sqlite"]["autoincrement"] = True


class ConversationStore(SQLTrackerStore):
    """Keeps conversations in a database, with personal data masked, and sends events so as well.

    What is forgotten is overwritten there, not only unlinked, and counted in a log of deletions.
    `endpoints.yml` names it as `type: bot.storage.tracker_store.ConversationStore`, with the
    parameters of Rasa's own SQL store.

    Rasa's store reads and replays the whole session for every message, and counts it before every
    write. Here `retrieve` gives the newest turns, after the last value of each slot before them:
    whatever else reads a tracker in the course of a message sees the same state. The whole
    conversation is what `retrieve_full_tracker` gives, as before. Nothing is kept in memory, so
    several processes may serve one conversation. One that stood still for longer than its lock was
    held for it may not go on as if nothing had happened: what it read must still be the newest.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.engine.dialect.name == "sqlite":
            self._keep_open()
        if self.engine.dialect.name == "postgresql":
            self.engine = sturdy(self.engine)
            self.sessionmaker.configure(bind=self.engine)
            keep_no_samples(self.engine)
        with contextlib.suppress(IntegrityError, ProgrammingError), self.engine.begin() as database:
            # Suppressed: another process makes them at the same time.
            for index in INDEXES:
                database.execute(sa.text(index))
        make_tables(self.engine)
        self.inbox = Inbox(self.engine)
        self._table = self.SQLEvent.__table__
        types = {each.type_name for each in all_subclasses(Event)}
        self._recent = RecentEvents(self._table, types)
        self._handed_on: ContextVar[Optional[DialogueStateTracker]] = ContextVar(
            "handed_on", default=None
        )
        self._answering = ContextVar("answering", default=False)
        self.switches = Switches(self.engine)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The newest turns of the present session, with every slot as it is now."""
        handed = self._handed_on.get()
        if handed is not None and handed.sender_id == sender_id:
            self._handed_on.set(None)
            return handed
        with self.engine.connect() as database:
            recent = self._recent.read(database, sender_id, self._slot_names())
        tracker = self._tracker(sender_id, recent.events)
        if tracker is not None:
            tracker.newest_stored = recent.newest
        return tracker

    def init_tracker(self, sender_id: str) -> DialogueStateTracker:
        """A tracker of a conversation that has not begun."""
        tracker = super().init_tracker(sender_id)
        tracker.stored_events, tracker.newest_stored = 0, None
        return tracker

    @contextlib.contextmanager
    def answering(self, key: str, tracker: Optional[DialogueStateTracker]) -> Iterator[None]:
        """Meanwhile a message is answered in this task, or nothing is kept of it.

        When an action fails, or its server is away, Rasa goes on and keeps a turn without an
        answer; the message that comes again would stand there twice.

        Args:
            tracker: what was just read of the conversation. Rasa goes on from it, also if that was
                nothing: what another process writes meanwhile is noticed when this is written.
        """
        handed = self._handed_on.set(tracker or self.init_tracker(key))
        answering = self._answering.set(True)
        try:
            yield
        finally:
            self._handed_on.reset(handed)
            self._answering.reset(answering)

    async def retrieve_turn(
        self, sender_id: str, message_id: str
    ) -> Optional[DialogueStateTracker]:
        """The one turn that a message began, of whatever session."""
        with self.engine.connect() as database:
            events = self._recent.read_turn(database, sender_id, _as_name(message_id))
        return self._tracker(sender_id, events)

    async def retrieve_values(self, sender_id: str, slot: str) -> list[Any]:
        """The newest values that a slot was given, newest first: more than a tracker holds."""
        with self.engine.connect() as database:
            events = self._recent.read_values(database, sender_id, slot)
        return [json.loads(each)["value"] for each in events]

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the events that a tracker has gained since it was read or saved.

        Raises:
            OvertakenError: somebody else has written since, or has deleted the conversation.
            UnansweredError: a message is being answered, and nothing was said to it.
        """
        events = [masked_event(each) for each in await self._new_events(tracker)]
        if self._answering.get() and _is_unanswered(events):
            raise UnansweredError("conversations: an action said nothing: see above in the log")
        if events:
            rows = [_row(tracker.sender_id, each) for each in events]
            with self.engine.begin() as database:
                newest = insert_after(database, self._table, rows, newest_known(tracker))
            tracker.newest_stored = newest
        if self.event_broker is not None:
            await self._stream_new_events(self.event_broker, events, tracker.sender_id)
        _note_stored(tracker)

    async def forget(self, sender_id: str) -> None:
        """Delete every event of a conversation, as its visitor asked."""
        with self.engine.begin() as connection:
            delete(connection, of_key(sender_id), VISITOR, THE_VISITOR)
        if self.engine.dialect.name == "sqlite":
            # Into the file itself, over what was there: until then it stands in the log beside it.
            # The keeper writes the file anew within a day.
            with self.engine.connect() as database:
                database.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))

    async def _new_events(self, tracker: DialogueStateTracker) -> list[Event]:
        """What is not stored yet; of a tracker that is not from here, what Rasa takes for that."""
        stored = getattr(tracker, "stored_events", None)
        if stored is not None:
            return list(tracker.events)[stored:]
        with self.session_scope() as session:
            return list(self._additional_events(session, tracker))

    def _tracker(self, sender_id: str, events: Iterable[str]) -> Optional[DialogueStateTracker]:
        read = [json.loads(each) for each in events]
        if not read:
            return None
        tracker = DialogueStateTracker.from_dict(sender_id, read, self.domain.slots)
        _note_stored(tracker)
        return tracker

    def _slot_names(self) -> list[str]:
        return [each.name for each in self.domain.slots]

    def _keep_open(self) -> None:
        """Keep connections to SQLite open; SQLAlchemy 1.4 opens the file anew for every use.

        Writes go to a log beside the file, which takes a fifth of the time and lets others read
        meanwhile; when the power fails, the last turns may be lost, never the file.
        """
        self.engine.dispose()
        arguments = {"check_same_thread": False, "timeout": PATIENCE}
        self.engine = sa.create_engine(
            self.engine.url, poolclass=sa.pool.QueuePool, connect_args=arguments
        )
        sa.event.listen(self.engine, "connect", _set_up)
        self.sessionmaker.configure(bind=self.engine)
        # Closed last, SQLite puts the log into the file: whoever copies the file has it all.
        atexit.register(self.engine.dispose)


def _is_unanswered(events: Iterable[Event]) -> bool:
    """Whether the last message among some events got no answer."""
    kinds = [type(each) for each in events if isinstance(each, (UserUttered, BotUttered))]
    return kinds[-1:] == [UserUttered]


def _note_stored(tracker: DialogueStateTracker) -> None:
    tracker.stored_events = len(tracker.events)


def _row(sender_id: str, event: Event) -> dict[str, Any]:
    """An event as Rasa stores it; a user's message has its id for a name, to be found by it."""
    data = event.as_dict()
    name = data.get("name")
    if isinstance(event, UserUttered):
        name = _as_name(event.message_id)
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": name,
        "data": json.dumps(data),
    }


def _as_name(message_id: Optional[str]) -> Optional[str]:
    if message_id is None or len(message_id) <= LONGEST_NAME:
        return message_id
    return hashlib.sha256(message_id.encode()).hexdigest()


def _set_up(connection: Any, _record: Any) -> None:
    for setting in ("secure_delete = ON", "journal_mode = WAL", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {setting}")
