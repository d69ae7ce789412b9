"""The text of a Teams message as it was meant: without mentions of the bot and without mark-up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "blockquote",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "tr",
        "hr",
    ]
)
INLINE = frozenset(
    [
        "at",
        "a",
        "b",
        "i",
        "u",
        "s",
        "em",
        "strong",
        "span",
        "font",
        "code",
        "td",
        "th",
        "tbody",
        "emoji",
        "img",
        "attachment",
    ]
)
AT = re.compile(r"<at\b[^<>]*>(.*?)</at\s*>", re.IGNORECASE | re.DOTALL)


class _Words(HTMLParser):
    """Collects what a reader sees; a `<` that begins no known tag is a `<`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """Keep what is no mark-up of Teams."""
        if tag in BLOCKS:
            self.seen.append("\n")
        elif tag not in INLINE:
            self.seen.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """End a block."""
        if tag in BLOCKS:
            self.seen.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.seen.append(data)


def plain_words(text: str, entities: Iterable[Any], bot_id: str, bot_name: str) -> str:
    """The words of a message.

    Args:
        text: as Teams sends it.
        entities: of the activity; those of type `mention` tell who is mentioned.
        bot_id: whose mentions are left out; other people keep their names.
        bot_name: the name of the bot, for mentions that no entity tells of.
    """
    for entity in entities:
        if _mentions(entity, bot_id):
            text = text.replace(entity["text"], " ")
    text = AT.sub(lambda at: " " if at[1].strip() == bot_name.strip() else at[1], text)
    reader = _Words()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.seen).splitlines())
    return "\n".join(line for line in lines if line)


def _mentions(entity: Any, bot_id: str) -> bool:
    if not isinstance(entity, dict) or entity.get("type") != "mention":
        return False
    mentioned = entity.get("mentioned")
    is_bot = isinstance(mentioned, dict) and mentioned.get("id") == bot_id
    return is_bot and isinstance(entity.get("text"), str) and bool(entity["text"])
