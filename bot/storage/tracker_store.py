"""Rasa's SQL tracker store, able to forget a conversation, and without personal data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.orm import Session

from bot.storage.deletions import SQLITE, VISITOR, delete_key, make_log, overwrite_deleted
from bot.storage.masked_events import masked_event


class ConversationStore(SQLTrackerStore):
    """Keeps conversations in a database, with personal data masked, and sends events so as well.

    What is forgotten is overwritten there, not only unlinked, and counted in a log of deletions.
    `endpoints.yml` names it as `type: bot.storage.tracker_store.ConversationStore`, with the
    parameters of Rasa's own SQL store.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.engine.dialect.name == SQLITE:
            sa.event.listen(self.engine, "connect", overwrite_deleted)
            self.engine.dispose()
        make_log(self.engine)

    async def forget(self, sender_id: str) -> None:
        """Delete every event of a conversation, as its visitor asked."""
        with self.engine.begin() as connection:
            delete_key(connection, sender_id, VISITOR)

    def _additional_events(
        self, session: Session, tracker: DialogueStateTracker
    ) -> Iterator[Event]:
        """The events to store, masked."""
        return map(masked_event, super()._additional_events(session, tracker))

    async def _stream_new_events(
        self, event_broker: EventBroker, new_events: list[Event], sender_id: str
    ) -> None:
        """Send events to a broker, masked."""
        masked = [masked_event(each) for each in new_events]
        await super()._stream_new_events(event_broker, masked, sender_id)
