"""A message as words: which have capitals, which begin a sentence, which end a line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Optional

import regex

from bot.privacy.words import plain

WORD = regex.compile(r"(?:[OoDd]['’])?[^\W\d_]+(?:[-‐‑][^\W\d_]+|['’](?!s\b|S\b)[^\W\d_]+)*")
LONGEST = 5
"""Words that one name may have."""
LINE_END = regex.compile(r"[ \t.!)*]{0,9}(?:\b[xX]{1,3}\b)?[ \t.!🙂😊👍🙏]{0,9}(?:$|[,(|\n–—-])")
SENTENCE_END = regex.compile(r"[.!?]\s{0,3}$")


@dataclass(frozen=True)
class Token:
    """A word of a message; `plain` in small letters without accents."""

    text: str
    start: int
    end: int
    plain: str

    @property
    def is_initial(self) -> bool:
        """Whether it is a single capital letter."""
        return len(self.text) == 1 and self.text.isupper()


class Page:
    """A message as words."""

    def __init__(self, text: str, public: frozenset[str]) -> None:
        self.text = text
        self.tokens = [
            Token(each[0], each.start(), each.end(), plain(each[0])) for each in WORD.finditer(text)
        ]
        self.starts = [each.start for each in self.tokens]
        self.is_loud = sum(each.text.isupper() for each in self.tokens) > 0.7 * len(self.tokens)
        self.public = self._places_of(public)

    def _places_of(self, phrases: frozenset[str]) -> frozenset[int]:
        """The words that are part of one of some phrases."""
        words = [each.plain for each in self.tokens]
        return frozenset(
            place
            for at in range(len(words))
            for length in range(1, LONGEST)
            if " ".join(words[at : at + length]) in phrases
            for place in range(at, at + length)
        )

    def index_at(self, place: int) -> Optional[int]:
        """The word that begins at or after a place."""
        at = bisect_left(self.starts, place)
        return at if at < len(self.tokens) else None

    def between(self, start: int, end: int) -> Iterable[Token]:
        """The words of a span."""
        return self.tokens[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def has_capital(self, token: Token) -> bool:
        """Whether a word is written as names are: in a message of capitals that says nothing."""
        if self.is_loud or not token.text[0].isupper():
            return False
        return not token.text[1:2].isupper()

    def begins_sentence(self, token: Token) -> bool:
        """Whether a capital may only stand for the beginning of a sentence."""
        before = self.text[max(0, token.start - 4) : token.start]
        return not before.strip(" \t\"'(") or bool(SENTENCE_END.search(before))

    def ends_line(self, end: int) -> bool:
        """Whether nothing but a kiss, a role after a comma, or an end follows on the line."""
        return bool(LINE_END.match(self.text, end))
