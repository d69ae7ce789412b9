"""Rasa's SQL tracker store, able to forget a conversation."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore

from bot.storage.postgresql import sturdy
from bot.storage.switches import Switches


class ConversationStore(SQLTrackerStore):
    """Keeps conversations in a database; what is forgotten is overwritten there, not only unlinked.

    `endpoints.yml` names it as `type: bot.storage.tracker_store.ConversationStore`, with the
    parameters of Rasa's own SQL store.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _overwrite_deleted)
            self.engine.dispose()
        if self.engine.dialect.name == "postgresql":
            self.engine = sturdy(self.engine)
            self.sessionmaker.configure(bind=self.engine)
        self.switches = Switches(self.engine)

    async def forget(self, sender_id: str) -> None:
        """Delete every event of a conversation."""
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id).delete()
            session.commit()


def _overwrite_deleted(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA secure_delete = ON")
