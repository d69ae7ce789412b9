"""Follows deletions from the command line, at once and without the console being served."""

from __future__ import annotations

import sys
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from bot.console.conversations.models import Conversation
from bot.console.deletions.overwriting import overwrite
from bot.console.deletions.sweeping import sweep_all
from bot.errors import AssistantError


class NotFollowedError(AssistantError):
    """The console still holds what the assistant has deleted."""


def sweep_now() -> int:
    """Take out what the assistant no longer keeps, and overwrite it.

    Raises:
        NotFollowedError: the console's database cannot be written.
    """
    try:
        count = sweep_all()
        overwrite()
    except DatabaseError as error:
        raise NotFollowedError(
            f"The console's database cannot be written ({error}): it follows the deletion when it "
            "runs; or try again: python -m bot.console sweep"
        ) from error
    print(f"The console let go of {count} conversations or parts of them.", file=sys.stderr)
    return 0


def has_tables() -> bool:
    """Whether there ever was a console here."""
    own = settings.ENVIRONMENT.own
    if own["ENGINE"].endswith("sqlite3") and not Path(own["NAME"]).is_file():
        return False
    return Conversation._meta.db_table in connection.introspection.table_names()
