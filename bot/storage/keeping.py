"""Keeps conversations no longer than is promised: at start, then every day, or by command."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any

from rasa.core.tracker_store import TrackerStore
from sqlalchemy.engine import Engine

from bot.storage.deletions import (
    AGE,
    THE_ASSISTANT,
    Deleted,
    before,
    delete,
    is_to_scrub,
    scrub,
)
from bot.storage.inbox import drop_stale
from bot.storage.tracker_store import ConversationStore

logger = logging.getLogger(__name__)

DAY = 24 * 3600
SOON = 3600
"""Seconds until it is tried again after a failure."""


def open_store(endpoint: Any) -> ConversationStore:
    """The store that endpoints.yml names."""
    store = TrackerStore.create(endpoint)
    return getattr(store, "_tracker_store", store)


def keep(engine: Engine, days: int) -> Deleted:
    """Delete what is older than a number of days, and clear what any deletion has left behind."""
    now = time.time()
    with engine.begin() as connection:
        drop_stale(connection, now)
    with engine.begin() as connection:
        deleted = delete(connection, before(now - days * DAY), AGE, THE_ASSISTANT)
        is_left = is_to_scrub(connection)
    if is_left:
        scrub(engine)
    return deleted


class Keeper(threading.Thread):
    """Deletes what is too old, at once and then every day, beside the server.

    It is a thread with a connection of its own, so that no answer waits for it; several processes
    may each run one.

    Args:
        open_engine: opens the database; called in the thread.
    """

    def __init__(self, open_engine: Callable[[], Engine], days: int) -> None:
        super().__init__(name="keeper", daemon=True)
        self._open_engine = open_engine
        self._days = days
        self._stopped = threading.Event()

    def run(self) -> None:
        """Delete, and wait for a day; after a failure, for an hour."""
        pause = 0
        while not self._stopped.wait(pause):
            pause = DAY if self._keep() else SOON

    def stop(self) -> None:
        """End after the deletion under way."""
        self._stopped.set()

    def _keep(self) -> bool:
        try:
            engine = self._open_engine()
            try:
                keep(engine, self._days)
            finally:
                engine.dispose()
        except Exception:
            reference = secrets.token_hex(4)
            logger.exception("Old conversations were not deleted. reference=%s", reference)
            return False
        return True
