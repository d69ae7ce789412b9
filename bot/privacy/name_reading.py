"""Tells where a name ends that a word may begin, and whether it is a person's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Optional

import regex

from bot.privacy.finder import Span
from bot.privacy.page import LONGEST, Page, Token
from bot.privacy.words import Words, plain

GAP = regex.compile(r"[ \t\u00a0]{1,3}|\.[ \t]{0,2}")

NO_PERSON_AFTER = frozenset(("in", "at", "near", "around", "outside", "across", "within"))
"""After these words a name is a place's."""

CERTAIN, LIKELY, SURE = "certain", "likely", "sure"
"""How much a cue says: a name follows; perhaps one does; a name with a capital or known follows."""

POSSESSIVE = regex.compile(r"(?:['’]s?)?[ \t]{1,5}")


class NameReader:
    """Reads names in a message by lists of names and of words that are none."""

    def __init__(self, words: Words) -> None:
        names = words.names
        self.given, self.surnames, self.common = words.given_names, words.surnames, words.common
        sets = ("never", "particles", "between", "also_words", "places", "places_before")
        self.never, self._particles, self._between, self.also, self._places, self._before = (
            frozenset(plain(each) for each in names[name]) for name in sets
        )
        self.public = frozenset(plain(each) for each in names["public"])
        self.mere_words = self.common - self.surnames
        self.no_first = self.common | self._between
        self.pure_surnames = self.surnames - self.common
        self.ordinary = self.common | self._particles

    def is_given(self, token: Token) -> bool:
        """Whether a word is a given name, or two with a hyphen."""
        if token.plain in self.given:
            return True
        parts = token.plain.split("-") if "-" in token.plain else ()
        return any(len(part) > 2 and part in self.given for part in parts)

    def is_pair(self, page: Page, token: Token, follows: Token) -> bool:
        """Whether two words are a given name and a surname, or look so."""
        capitals = page.has_capital(token) and page.has_capital(follows)
        if capitals and token.plain in self.also and self.is_given(follows):
            return True
        if follows.plain in self.common or len(follows.plain) < 2:
            return capitals and token.plain in self.also and follows.plain in self.surnames
        if self.is_given(token) and follows.plain in self.surnames:
            return True
        if not capitals or follows.plain in self.never or self._is_compound(follows.plain):
            return False
        dotted = token.is_initial and page.text[token.end : token.end + 1] == "."
        is_unknown = token.plain not in self.no_first and token.plain not in self.never
        is_word = self._is_compound(token.plain) or len(token.text) < 2
        return token.plain in self.also or dotted or (is_unknown and not is_word)

    def read(self, page: Page, at: Optional[int], strength: str, begin: int) -> Iterator[Span]:
        """The name that begins with a word, if one does."""
        if at is None or page.tokens[at].start != begin:
            return
        first = self._skipped(page, at) if strength != LIKELY or begin else at
        last = self._last(page, first, strength)
        if last is None:
            return
        start, end = page.tokens[first].start, page.tokens[last].end
        if strength == CERTAIN or not self._is_no_person(page, first, last):
            yield start, end

    def _skipped(self, page: Page, at: int) -> int:
        """Past "is", "called", "Dr" and the like between a cue and a name."""
        for _ in range(LONGEST):
            if at + 1 >= len(page.tokens) or page.tokens[at].plain not in self._between:
                break
            gap = page.text[page.tokens[at].end : page.tokens[at + 1].start]
            if len(gap) > 3 or gap.strip(" \t.:,"):
                break
            at += 1
        return at

    def _last(self, page: Page, first: int, strength: str) -> Optional[int]:
        token = page.tokens[first]
        dot = page.text[token.end : token.end + 1] == "."
        is_small_initial = dot and len(token.text) == 1 and token.text != "s"
        if token.is_initial or is_small_initial or token.plain in self._particles:
            last = self._continued(page, first, strength)
            return last if last > first else None
        if not self.may_begin(page, token, strength):
            return None
        return self._continued(page, first, strength)

    def may_begin(self, page: Page, token: Token, strength: str) -> bool:
        """Whether a name may begin with a word, after a cue of some strength."""
        word = token.plain
        if self.is_given(token):
            return True
        if len(word) < 2:
            return False
        capital = page.has_capital(token)
        if word.startswith("i'"):
            return False
        if strength == CERTAIN and (capital or word in self.also):
            return True
        if word in self.also and capital:
            return not page.begins_sentence(token)
        if word in self.never:
            return False
        if strength == SURE and capital and word in self.surnames:
            return True
        if word in self.common or self._is_compound(word):
            return False
        return capital or strength != LIKELY

    def _is_compound(self, word: str) -> bool:
        """Whether it is made of common words or letters with hyphens, as in A-Z or full-time."""
        parts = word.split("-")
        has_letter = any(len(part) < 2 for part in parts)
        return len(parts) > 1 and (has_letter or all(part in self.common for part in parts))

    @staticmethod
    def _is_written_alike(page: Page, one: Token, other: Token) -> bool:
        return page.has_capital(one) or not page.has_capital(other)

    def _continued(self, page: Page, first: int, strength: str) -> int:
        last = at = first
        while at + 1 < len(page.tokens) and at + 1 - first < LONGEST:
            token, follows = page.tokens[at], page.tokens[at + 1]
            gap = page.text[token.end : follows.start]
            is_dotted = "." in gap and len(token.text) > 2
            if not GAP.fullmatch(gap) or is_dotted:
                break
            at += 1
            is_second = at == first + 1
            is_letter = len(follows.text) == 1 and follows.plain not in "aisx"
            has_initial = is_second and is_letter and self.is_given(token)
            if has_initial or self._may_continue(page, follows, strength, is_second):
                last = at
            elif follows.plain not in self._particles and not self._is_initial(page, follows):
                break
            elif follows.is_initial and follows.text != "I":
                last = at
        return last

    @staticmethod
    def _is_initial(page: Page, token: Token) -> bool:
        is_dotted = page.text[token.end : token.end + 1] == "."
        return token.is_initial and (token.text not in "AI" or is_dotted)

    def _may_continue(self, page: Page, token: Token, strength: str, is_second: bool) -> bool:
        word = token.plain
        if len(word) < 2 or word in self.never or word in self._particles:
            return False
        capital = page.has_capital(token)
        if word in self.common:
            known = word in self.surnames or word in self.also
            return (known or is_second) if capital else known and (is_second or strength == CERTAIN)
        return True

    def _is_no_person(self, page: Page, first: int, last: int) -> bool:
        """Whether a hospital, a street or a unit is named after somebody, or a public person."""
        if page.public & set(range(first, last + 1)):
            return True
        before = page.tokens[first - 1] if first else None
        if before and before.plain in NO_PERSON_AFTER and not page.is_loud:
            return True
        if (
            before
            and before.plain in self._before
            and self._is_written_alike(page, before, page.tokens[first])
        ):
            gap = page.text[before.end : page.tokens[first].start]
            if not gap.strip(". \t"):
                return True
        if any(each.plain in self._places for each in page.tokens[first : last + 1]):
            return True
        return self._names_a_place(page, last)

    def _names_a_place(self, page: Page, last: int) -> bool:
        at = last
        for _ in range(2):
            if at + 1 >= len(page.tokens):
                return False
            token, follows = page.tokens[at], page.tokens[at + 1]
            if not POSSESSIVE.fullmatch(page.text, token.end, follows.start):
                return False
            if follows.plain in self._places:
                return True
            if not page.has_capital(follows):
                return False
            at += 1
        return False
