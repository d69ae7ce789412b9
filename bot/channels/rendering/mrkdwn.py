"""Plain text and simple Markdown as Slack's mrkdwn, and its division at good places."""

from __future__ import annotations

import re

MARKED = re.compile(
    r"\[(?P<label>[^\]\n]+)\]\((?P<to>https?://[^\s)]+)\)"
    r"|\*\*(?P<bold>[^*\n]+)\*\*"
    r"|(?P<address>https?://[^\s<>()]+(?<![.,;:!?'\"]))"
    r"|(?m:^)(?P<bullet>[-*] )(?=\S)"
)
"""What Markdown we know: links, bold, bare addresses, and items of lists."""

WORD = re.compile(r"(?:<[^<>\n]*>|[^\s<])+|<|\s+")
"""A word or a space; a link with its label is one word, as half of it would be lost."""

ELLIPSIS = "…"


def mrkdwn(text: str) -> str:
    """A text, which may hold simple Markdown, as mrkdwn: nothing in it can call or mention."""
    made, end = [], 0
    for found in MARKED.finditer(text):
        made += [escape(text[end : found.start()]), _translated(found)]
        end = found.end()
    return "".join((*made, escape(text[end:])))


def _translated(found: re.Match[str]) -> str:
    if found["to"]:
        return link(found["to"], found["label"])
    if found["bold"]:
        return f"*{escape(found['bold'])}*"
    if found["address"]:
        return link(found["address"])
    return "• "


def escape(text: str) -> str:
    """A text in which Slack finds no links, mentions or commands."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def link(address: str, label: str = "") -> str:
    """A link in mrkdwn; the label alone if the address is none of the web."""
    if not re.match(r"https?://", address):
        return escape(label or address)
    target = escape(address).replace("|", "%7C")
    return f"<{target}|{escape(label).replace('|', '/')}>" if label else f"<{target}>"


def clip(text: str, longest: int) -> str:
    """A text of at most `longest` characters, cut behind a word and marked as cut."""
    if len(text) <= longest:
        return text
    return pieces(text, longest - len(ELLIPSIS))[0] + ELLIPSIS


def pieces(text: str, longest: int) -> list[str]:
    """A text in pieces of at most `longest` characters, divided behind a line, or else a word."""
    found = []
    while len(text) > longest:
        cut = _place_to_cut(text, longest)
        if text[:cut].strip():
            found.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*found, text] if text or not found else found


def _place_to_cut(text: str, longest: int) -> int:
    line = text.rfind("\n", 0, longest + 1)
    if line > longest // 2:
        return line
    cut = 0
    for word in WORD.finditer(text):
        if word.end() > longest:
            break
        cut = word.end()
    return cut or longest
