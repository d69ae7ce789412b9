"""Keeps PostgreSQL from taking samples of words for its planner: they would outlive deletion."""

from __future__ import annotations

from typing import Any

from django.db import connection

from bot.console.changes.models import Change
from bot.console.conversations.models import SavedFilter, Turn
from bot.console.gaps.models import Gap
from bot.console.replays.models import Difference
from bot.console.reviews.models import Review, Tag

WORDS = {
    Turn: ("question", "reply", "remark"),
    Review: ("remark",),
    Tag: ("name",),
    Change: ("content", "reason"),
    Gap: ("label", "vector"),
    Difference: ("old", "new"),
    SavedFilter: ("name", "query"),
}
"""The columns that hold words of conversations, or may."""


def keep_no_samples(**_signal: Any) -> None:
    """Tell PostgreSQL so; after each migration, so always."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model, columns in WORDS.items():
            table = connection.ops.quote_name(model._meta.db_table)
            for column in columns:
                named = connection.ops.quote_name(column)
                cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {named} SET STATISTICS 0")
