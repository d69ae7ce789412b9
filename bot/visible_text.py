"""Leaves of a typed text what a person sees: hidden characters hide words, or carry others."""

from __future__ import annotations

import re
import unicodedata

HIDDEN_KINDS = frozenset({"Cc", "Cf", "Cs", "Co"})
"""Control, format (directions, tags, joiners, soft hyphens), surrogate and private characters.

Not "Cn", unassigned: to this Python those are the emoji that are younger than it is."""

BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2065\u3164\ufe00-\ufe0f\uffa0"
    "\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
"""What Unicode has left to ignore (Default_Ignorable_Code_Point) beside the format characters."""


def visible(text: str) -> str:
    """The text without hidden characters; spaces and ends of lines stay."""
    seen = (
        each
        for each in BLANK.sub("", text)
        if each.isspace() or unicodedata.category(each) not in HIDDEN_KINDS
    )
    return "".join(seen)
