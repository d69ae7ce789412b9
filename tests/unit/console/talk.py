"""Writes events as Rasa's tracker store does, and indexes them."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

from django.db import connection, connections

from bot.console.conversations.indexing import index_new_events
from bot.console.conversations.models import Turn

PASSWORD = "a long walk in the rain"


class Files:
    """The files in which the databases of these tests keep what they hold.

    Args:
        folder: where they are; of PostgreSQL the tables, and not its log of late writes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hold(self, word: str) -> list[str]:
        """The files that hold a word, with any beginning in capitals or small letters."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("CHECKPOINT")
        sought = re.compile(re.escape(word.encode()), re.IGNORECASE)
        return [each.name for each in self._paths() if sought.search(_content(each))]

    def _paths(self) -> list[Path]:
        if connection.vendor == "postgresql":
            return [each for each in (self._folder / "server/base").rglob("*") if each.is_file()]
        return [*self._folder.glob("console.db*"), *self._folder.glob("conversations.db*")]


def _content(path: Path) -> bytes:
    """The bytes of a file; none if the database has just done away with it."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


class Talk:
    """Conversations with the assistant, each turn some minutes ago unless told otherwise."""

    def __init__(self) -> None:
        self._count = 0

    def turn(
        self,
        text: str,
        sender: str = "ann",
        outcome: str = "answered",
        intent: str = "ask_definition",
        confidence: float = 0.97,
        subjects: tuple[str, ...] = ("ct",),
        facts: tuple[str, ...] = ("ct_what",),
        reply: str = "CT is a scan.",
        channel: str = "web",
        at: float | None = None,
        message: str = "",
    ) -> str:
        """Somebody asks and is answered; the id of the message."""
        self._count += 1
        at = time.time() - 1_000 + self._count if at is None else at
        message = message or f"message-{sender}-{self._count}"
        part = {"text": text, "subjects": list(subjects), "classes": {intent: confidence}}
        parse = {"intent": {"name": intent, "confidence": confidence}, "parts": [part]}
        user = {"text": text, "parse_data": parse, "input_channel": channel}
        self.event(sender, "user", at, {**user, "message_id": message})
        if reply:
            told = [{"id": each, "says": reply, "source": "s"} for each in facts]
            source = {
                "id": "s",
                "publisher": "College",
                "title": "Page",
                "address": "http://x.test",
            }
            answer = {"outcome": outcome, "facts": told, "sources": [source]}
            answer = answer if told else {"outcome": outcome}
            bot = {"text": reply, "metadata": {"answer": answer}, "data": {"buttons": []}}
            self.event(sender, "bot", at + 0.25, bot)
            self.event(sender, "slot", at + 0.3, {"name": "outcome", "value": outcome})
        return message

    def feedback(
        self, sender: str, message: str, helpful: bool, remark: str = "", at: float | None = None
    ) -> None:
        """The visitor judges a turn."""
        at = time.time() - 100 if at is None else at
        value = {"turn": message, "helpful": helpful, "remark": remark}
        self.event(sender, "slot", at, {"name": "feedback", "value": value})

    def event(self, sender: str, kind: str, at: float, data: dict[str, Any] | str) -> None:
        """Any event; a text is written as it is."""
        if not isinstance(data, str):
            data = json.dumps({"event": kind, "timestamp": at, **data})
        with connections["conversations"].cursor() as cursor:
            cursor.execute(
                "INSERT INTO events (sender_id, type_name, timestamp, data) "
                "VALUES (%s, %s, %s, %s)",
                [sender, kind, at, data],
            )

    def forget(self, sender: str) -> None:
        """The visitor deletes the conversation at the assistant."""
        with connections["conversations"].cursor() as cursor:
            cursor.execute("DELETE FROM events WHERE sender_id = %s", [sender])


def index() -> int:
    """Bring the index up to date; how many events were new."""
    count = 0
    while new := index_new_events():
        count += new
    return count


def turn_of(text: str) -> Turn:
    """The turn in which this was asked."""
    return Turn.objects.get(question=text)
