"""Writes the console's own database anew, so that no deleted word is left in its files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.db import OperationalError, connection
from django.utils import timezone

from bot.console.conversations.models import Progress
from bot.console.conversations.search import compact

PAUSE = timedelta(hours=1)
"""What visitors delete is overwritten no oftener than this: nothing else is written meanwhile."""


def overwrite_if_due() -> bool:
    """Write it anew if something was let go, unless that was done of late."""
    progress = Progress.objects.filter(id=1).first()
    if progress is None or progress.let_go <= progress.overwritten:
        return False
    last = progress.overwritten_at
    if last is not None and timezone.now() - last < PAUSE:
        return False
    overwrite()
    return True


def overwrite() -> None:
    """Write it anew now.

    SQLite overwrites what is deleted where it stood last, but copies of rows that were moved stay
    in the unused part of pages, and older pages in the log beside the file.

    Raises:
        OperationalError: others read or wrote for so long that it could not be done.
    """
    progress, _ = Progress.objects.get_or_create(id=1)
    compact()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0]:
                raise OperationalError("others are reading")
        else:
            for table in _tables():
                cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(table)}")
    Progress.objects.filter(id=1).update(overwritten=progress.let_go, overwritten_at=timezone.now())


def _tables() -> Iterator[str]:
    """The console's own tables."""
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("bot.console.") and model._meta.managed:
            yield model._meta.db_table
