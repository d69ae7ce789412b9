"""Makes a database of events as Rasa keeps them: ten events, some two turns, a conversation."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.answers import Outcome
from bot.facts import read_facts

Row = tuple[str, str, float, str | None, str | None, str]

TABLE = """CREATE TABLE IF NOT EXISTS events (
    id {key}, sender_id VARCHAR(255) NOT NULL, type_name VARCHAR(255) NOT NULL,
    timestamp FLOAT, intent_name VARCHAR(255), action_name VARCHAR(255), data TEXT)"""
INDEX = "CREATE INDEX IF NOT EXISTS ix_events_sender_id ON events (sender_id)"
COLUMNS = "(sender_id, type_name, timestamp, intent_name, action_name, data)"
LAST = 1_795_000_000.0
DAYS = 90
PER_CONVERSATION = 10

_OUTCOMES = [each.value for each in Outcome]
_WEIGHTS = [60, 5, 8, 2, 2, 5, 6, 2, 1, 1, 7, 0.5, 0.5]


def rows(conversations: int, seed: int = 1) -> Iterator[Row]:
    """The events of so many conversations, in the order of time."""
    chance = random.Random(seed)
    facts = read_facts().askable
    words = sorted({word for fact in facts for word in fact.says.split()})
    for number in range(conversations):
        began = LAST - DAYS * 86_400 * (1 - number / conversations)
        sender = f"visitor-{number:07d}"
        channel = chance.choices(["web", "slack", "teams"], [7, 2, 1])[0]
        yield _row(sender, began, "action", action="action_session_start")
        yield _row(sender, began, "session_started")
        for turn in range(2):
            at = began + 40 * turn
            fact = chance.choice(facts)
            text = f"{fact.asks} {' '.join(chance.choices(words, k=4))}"
            outcome = chance.choices(_OUTCOMES, _WEIGHTS)[0]
            subjects, intent = list(fact.subjects[:2]), f"ask_{fact.aspect}"
            message = f"{number:07d}-{turn}"
            yield _user(
                sender, at, text, intent, chance.betavariate(6, 1), subjects, channel, message
            )
            told = {"outcome": outcome, "facts": [{"id": fact.id, "says": fact.says}]}
            yield _bot(sender, at + chance.lognormvariate(-1.5, 0.5), fact.says, told)
            yield _row(sender, at + 1, "slot", action="outcome", name="outcome", value=outcome)
            if turn == 1 and chance.random() < 0.2:
                value = {"turn": message, "helpful": chance.random() < 0.7}
                yield _row(sender, at + 2, "slot", action="feedback", name="feedback", value=value)
            else:
                yield _row(sender, at + 2, "action", action="action_listen")


def _row(sender: str, at: float, kind: str, action: str | None = None, **more: Any) -> Row:
    data = {"event": kind, "timestamp": at, "name": action, "metadata": {}, **more}
    return sender, kind, at, None, action, json.dumps(data)


def _user(
    sender: str,
    at: float,
    text: str,
    intent: str,
    confidence: float,
    subjects: list[str],
    channel: str,
    message: str,
) -> Row:
    part = {"text": text, "subjects": subjects, "classes": {intent: confidence}, "meaning": {}}
    parse = {"intent": {"name": intent, "confidence": confidence}, "parts": [part]}
    data = {
        **{"event": "user", "timestamp": at, "text": text, "parse_data": parse},
        **{"input_channel": channel, "message_id": message},
    }
    return sender, "user", at, intent, None, json.dumps(data)


def _bot(sender: str, at: float, text: str, answer: dict[str, Any]) -> Row:
    data = {"event": "bot", "timestamp": at, "text": text, "metadata": {"answer": answer}}
    return sender, "bot", at, None, None, json.dumps({**data, "data": {"buttons": []}})


def fill_sqlite(path: Path, conversations: int) -> None:
    """Make the database as an SQLite file."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(TABLE.format(key="INTEGER NOT NULL PRIMARY KEY"))
        insert = f"INSERT INTO events {COLUMNS} VALUES (?, ?, ?, ?, ?, ?)"
        connection.executemany(insert, rows(conversations))
        connection.execute(INDEX)


def fill_postgresql(address: str, conversations: int) -> None:
    """Make the table in a PostgreSQL database."""
    import psycopg

    with psycopg.connect(address) as connection:
        connection.execute(TABLE.format(key="SERIAL PRIMARY KEY"))
        with connection.cursor().copy(f"COPY events {COLUMNS} FROM STDIN") as copy:
            for row in rows(conversations):
                copy.write_row(row)
        connection.execute(INDEX)
