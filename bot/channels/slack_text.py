"""Leaves of a message of Slack what the person wrote: no mark-up, no mentions, no escapes.

The mark-up is described at docs.slack.dev/messaging/formatting-message-text.
"""

from __future__ import annotations

import re

from bot.visible_text import visible

MARK_UP = re.compile(r"<(?P<sign>[@#!]?)(?P<to>[^<>|\n]+)(?:\|(?P<label>[^<>\n]*))?>")
"""A mention, a channel, a command or a link: what people typed as `<` comes as `&lt;`."""

EMOJI = re.compile(r"(?<![\w:]):(?:[a-z][a-z0-9_'+-]*|[+-]1)(?:::skin-tone-\d)?:(?![\w:])")
EMPHASIS = re.compile(
    r"(?<![^\W_])([*_~`])(?=\S)"
    r"(?P<inside>(?:(?!\1)[^\n]|(?<=[^\W_])\1(?=[^\W_]))*?(?<=\S))\1(?![^\W_])"
)
"""Words between two equal signs, outside of a word: `*CT*`, but not `5*4*3`.

Between them the sign stands only within words; so no text takes longer than its length."""

QUOTED = re.compile(r"^(?:>{3}|> ?)", re.MULTILINE)
MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>\n]*)?>")


def mentioned(text: str) -> frozenset[str]:
    """The ids of the people, and of the assistants, that a text mentions."""
    return frozenset(MENTION.findall(text))


def plain(text: str, assistant: str = "") -> str:
    """The text that the person meant.

    Args:
        assistant: the user id of the assistant, whose mention is only an address.
    """
    text = MARK_UP.sub(lambda found: _named(found, assistant), text)
    for sign, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(sign, character)
    text = QUOTED.sub("", EMOJI.sub(" ", text.replace("```", " ")))
    for _ in range(3):
        text = EMPHASIS.sub(lambda found: found["inside"], text)
    lines = (" ".join(line.split()) for line in visible(text).splitlines())
    return "\n".join(line for line in lines if line)


def _named(found: re.Match[str], assistant: str) -> str:
    """What people read in place of a piece of mark-up."""
    sign, to, label = found["sign"], found["to"], found["label"]
    if sign == "@":
        return f"@{label}" if label and to != assistant else " "
    if sign == "#":
        return f"#{label}" if label else " "
    if sign == "!":
        return label or " "
    return label or re.sub(r"^(?:mailto|tel):", "", to)
