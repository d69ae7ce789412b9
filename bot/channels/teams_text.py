"""The text of a Teams message as it was meant: without mentions of the bot and without mark-up."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
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
AT = re.compile(r"<at\b[^<>]*>((?:(?!<at\b).)*?)</at\s*>", re.IGNORECASE | re.DOTALL)
"""A mention; it holds no other one, so that no text takes longer than its length."""

TAG = re.compile(r"</?([a-z][a-z0-9]*)\b[^<>]*>|<!--(?:(?!<!--).)*?-->", re.IGNORECASE | re.DOTALL)
"""A tag or a remark. Python's own reader of HTML needs seconds for some texts of this length."""


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
    seen = html.unescape(TAG.sub(_seen, text))
    lines = (" ".join(line.split()) for line in seen.splitlines())
    return "\n".join(line for line in lines if line)


def _seen(tag: re.Match[str]) -> str:
    """What a reader sees of a tag; one that Teams does not know is no tag."""
    name = (tag[1] or "").lower()
    if name in BLOCKS:
        return "\n"
    return "" if not name or name in INLINE else tag[0]


def _mentions(entity: Any, bot_id: str) -> bool:
    if not isinstance(entity, dict) or entity.get("type") != "mention":
        return False
    mentioned = entity.get("mentioned")
    is_bot = isinstance(mentioned, dict) and mentioned.get("id") == bot_id
    return is_bot and isinstance(entity.get("text"), str) and bool(entity["text"])
