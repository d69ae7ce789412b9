"""Carries a deletion out: at the assistant, then in the console, then in the files of both."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import DatabaseError, transaction

from bot.console.conversations.store import conversations_engine
from bot.console.deletions.overwriting import overwrite
from bot.console.deletions.sweeping import sweep_keys
from bot.storage import deletions
from bot.storage.deletions import Deleted, Line, ScrubError
from bot.storage.opening import reaching

if TYPE_CHECKING:
    from bot.storage.deletions import Condition

logger = logging.getLogger(__name__)


def count(condition: Condition) -> Deleted:
    """How much a deletion would take.

    Raises:
        UnreachableError: the database of the conversations is away.
    """
    with reaching(), conversations_engine().connect() as connection:
        return deletions.count(connection, condition)


def carry_out(condition: Condition, why: str, who: str, senders: frozenset[str]) -> Deleted:
    """Delete, here and at the assistant, and overwrite what was deleted.

    Args:
        why: the rule, for the log.
        who: the account, for the log.
        senders: whose conversations the console may know, though the assistant has none of them.

    Raises:
        UnreachableError: the database of the conversations is away.
    """
    engine = conversations_engine()
    with reaching():
        deletions.make_tables(engine)
        with engine.begin() as connection:
            deleted = deletions.delete(connection, condition, why, who)
    sweep_keys(deleted.keys | senders)
    transaction.on_commit(_overwrite)
    return deleted


def _overwrite() -> None:
    """In the files of both; what fails now, the assistant and the follower try again later."""
    try:
        deletions.scrub(conversations_engine())
        overwrite()
    except (ScrubError, DatabaseError) as error:
        logger.warning("The files could not be written anew yet: %s", error)


def log(most: int) -> list[Line]:
    """What was deleted, the last first.

    Raises:
        UnreachableError: the database of the conversations is away.
    """
    engine = conversations_engine()
    with reaching():
        deletions.make_tables(engine)
        with engine.connect() as connection:
            return deletions.history(connection, most)
