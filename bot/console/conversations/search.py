"""Full-text search over questions and replies, by what each database offers for it."""

from __future__ import annotations

import re

from django.db import connection

MOST = 2_000
"""The newest turns with the words; a trainer who finds more narrows the search."""

# The statements are whole, so that nothing is ever put into one; what is sought is a parameter.
SQLITE_MAKE = (
    """CREATE VIRTUAL TABLE conversations_turn_text USING fts5(
        question, reply, content='conversations_turn', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER turn_text_add AFTER INSERT ON conversations_turn BEGIN
        INSERT INTO conversations_turn_text(rowid, question, reply)
            VALUES (new.id, new.question, new.reply);
        END""",
    """CREATE TRIGGER turn_text_drop AFTER DELETE ON conversations_turn BEGIN
        INSERT INTO conversations_turn_text(conversations_turn_text, rowid, question, reply)
            VALUES ('delete', old.id, old.question, old.reply);
        END""",
    """CREATE TRIGGER turn_text_change AFTER UPDATE OF question, reply ON conversations_turn BEGIN
        INSERT INTO conversations_turn_text(conversations_turn_text, rowid, question, reply)
            VALUES ('delete', old.id, old.question, old.reply);
        INSERT INTO conversations_turn_text(rowid, question, reply)
            VALUES (new.id, new.question, new.reply);
        END""",
)
POSTGRESQL_MAKE = (
    """CREATE INDEX conversations_turn_text ON conversations_turn
        USING gin (to_tsvector('english', question || ' ' || reply))""",
)
SQLITE_FIND = """SELECT rowid FROM conversations_turn_text
    WHERE conversations_turn_text MATCH %s ORDER BY rowid DESC LIMIT %s"""
POSTGRESQL_FIND = """SELECT id FROM conversations_turn
    WHERE to_tsvector('english', question || ' ' || reply) @@ websearch_to_tsquery('english', %s)
    ORDER BY id DESC LIMIT %s"""
SQLITE_COMPACT = "INSERT INTO conversations_turn_text(conversations_turn_text) VALUES ('optimize')"


def make_search(_apps: object, editor: object) -> None:
    """Make what the search needs; a step of the migrations."""
    vendor = editor.connection.vendor  # type: ignore[attr-defined]
    for statement in POSTGRESQL_MAKE if vendor == "postgresql" else SQLITE_MAKE:
        editor.execute(statement)  # type: ignore[attr-defined]


def find_turns(words: str) -> list[int]:
    """The newest turns that hold all the words, in question or reply, the newest first."""
    if connection.vendor == "postgresql":
        statement, sought = POSTGRESQL_FIND, words
    else:
        statement, sought = SQLITE_FIND, _quoted(words)
    if not sought.strip():
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, [sought, MOST + 1])
        return [row[0] for row in cursor.fetchall()]


def compact() -> None:
    """Write the index anew without what was deleted, so that no deleted word stays in it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(SQLITE_COMPACT)


def _quoted(words: str) -> str:
    """The words as FTS5 takes them literally; "quoted words" are a phrase, the last may go on."""
    parts = re.findall(r'"([^"]+)"|(\S+)', words.replace("\0", ""))
    terms = [phrase or word.replace('"', "") for phrase, word in parts]
    quoted = [f'"{term}"' for term in terms if re.search(r"\w", term)]
    return " ".join(quoted)
