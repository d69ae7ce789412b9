"""Writes conversations to files that spreadsheets and programs read."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from bot.console.conversations.models import Conversation, Turn

MOST = 10_000
"""Conversations in one file; the filter gets at the others."""

COLUMNS = (
    *("conversation", "channel", "at", "question", "reply", "outcome", "understood_as"),
    *("confidence", "helpful", "seconds", "review"),
)


class _Line:
    """What csv writes to: it gives back the line."""

    def write(self, line: str) -> str:
        return line


def csv_lines(found: QuerySet[Conversation]) -> Iterator[str]:
    """A table with a line for each turn; no cell is a formula to a spreadsheet."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for turn in _turns(found):
        yield writer.writerow([_harmless(value) for value in turn.values()])


def json_lines(found: QuerySet[Conversation]) -> Iterator[str]:
    """A list of turns."""
    between = "[\n"
    for turn in _turns(found):
        yield between + _script_free(json.dumps(turn, ensure_ascii=False))
        between = ",\n"
    yield "\n]\n" if between != "[\n" else "[]\n"


def _script_free(text: str) -> str:
    """JSON in which no tag can begin, should a browser take it for a page after all."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _turns(found: QuerySet[Conversation]) -> Iterator[dict[str, Any]]:
    ids = list(found.order_by("-last_at", "-id").values_list("id", flat=True)[:MOST])
    for start in range(0, len(ids), 200):
        chunk = ids[start : start + 200]
        turns = Turn.objects.filter(conversation__in=chunk).select_related("conversation")
        for turn in turns.order_by("conversation__last_at", "first_event"):
            yield dict(zip(COLUMNS, _values(turn), strict=True))


def _values(turn: Turn) -> tuple[Any, ...]:
    return (
        *(turn.conversation.key, turn.channel, turn.at.isoformat(timespec="seconds")),
        *(turn.question, turn.reply, turn.outcome, turn.intent),
        *(turn.confidence, turn.helpful, turn.seconds, turn.state),
    )


def _harmless(value: Any) -> Any:
    """A spreadsheet takes what begins with one of these for a formula, after blanks too."""
    if isinstance(value, str) and value.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value
