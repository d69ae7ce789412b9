"""The database of the conversations as the assistant's own storage opens it, to delete in it."""

from __future__ import annotations

from functools import lru_cache

from django.db import connections

from bot.console.conversations.events import DATABASE
from bot.storage.opening import Engine, open_database


@lru_cache(maxsize=1)
def conversations_engine() -> Engine:
    """The database; what it says and how it deletes is storage's, so the rules stand once."""
    return open_database(connections[DATABASE].settings_dict)
