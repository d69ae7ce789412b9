"""Keeps the index up to date in a process of its own, so that pages stay quick."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import DatabaseError, connections

from bot.console.conversations.indexing import index_new_events
from bot.console.conversations.models import Progress
from bot.console.deletions.overwriting import overwrite_if_due
from bot.console.deletions.sweeping import sweep
from bot.console.gaps.grouping import group_new_gaps
from bot.console.parent import end_with_parent
from bot.errors import AssistantError
from bot.storage.opening import UnreachableError

logger = logging.getLogger(__name__)


class UnreadableError(AssistantError):
    """The database of the conversations cannot be read."""


PAUSE = 2.0
"""Seconds between two looks for new events."""

MANY_EVENTS, MANY_QUESTIONS = 10_000, 100
"""Read or grouped in one look: then more waits, and the next look follows without a pause."""


def index_once() -> int:
    """Index all there is, and tell how much that was."""
    count, began = 0, time.monotonic()
    told = began
    try:
        while new := index_new_events():
            count += new
            if time.monotonic() - told > PAUSE:
                told = time.monotonic()
                print(f"{count} events so far ...", file=sys.stderr, flush=True)
        while group_new_gaps():
            pass
    except DatabaseError as error:
        raise UnreadableError(
            f"The conversations cannot be read ({error}): start the assistant, which makes them"
        ) from None
    print(f"Indexed {count} events in {time.monotonic() - began:.1f} s.", file=sys.stderr)
    return 0


def follow() -> int:
    """Index new events until whoever started this is gone."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    while True:
        if not step():
            time.sleep(PAUSE)


def step() -> bool:
    """One look: whether so much waits that the next should follow at once.

    What has just come is read again until it is settled, so looking without a pause costs more than
    answering. A fault of a database is kept for the pages to show, and tried again.
    """
    try:
        if not has_begun(connections.databases["conversations"]):
            return False
        if index_new_events() >= MANY_EVENTS:
            return True
        sweep()
        grouped = group_new_gaps()
        overwrite_if_due()
        return grouped >= MANY_QUESTIONS
    except (DatabaseError, UnreachableError) as error:
        # The first line alone: PostgreSQL's others tell the row that it was about.
        problem = str(error).partition("\n")[0]
        logger.warning("The index could not go on: %s", problem)
        _keep_problem(problem)
        return False


def has_begun(place: Mapping[str, Any]) -> bool:
    """Whether the assistant has made its database; a server's may be anywhere.

    Args:
        place: `ENGINE`, `NAME` and others, as Django has them.
    """
    return "sqlite" not in place["ENGINE"] or Path(unquote(urlsplit(place["NAME"]).path)).exists()


def _keep_problem(problem: str) -> None:
    try:
        Progress.objects.update_or_create(id=1, defaults={"problem": problem[:300]})
    except DatabaseError:
        logger.exception("The console's own tables cannot be written.")
