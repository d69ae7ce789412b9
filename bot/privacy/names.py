"""Finds names: after words that announce one, in signatures, and given names with a surname."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Optional

import regex

from bot.privacy.finder import Finder, Span, one_of
from bot.privacy.words import Words, plain

WORD = regex.compile(r"(?:[OoDd]['’])?[^\W\d_]+(?:[-‐‑][^\W\d_]+|['’](?!s\b|S\b)[^\W\d_]+)*")
GAP = regex.compile(r"[ \t\u00a0]{1,3}|\.[ \t]{0,2}")
AFTER_CUE = r"(?!\w)[ \t\"'“(*:,–—-]{0,9}"
AFTER_LIKELY = r"(?!\w)[ \t\"'“(*:]{0,9}"
NO_PERSON_AFTER = frozenset(("in", "at", "near", "around", "outside", "across", "within"))
"""After these words a name is a place's."""

LONGEST = 5
"""Words that one name may have."""

JOINED = regex.compile(r"[ \t]{0,3},?[ \t]{0,3}(?:and|&|or)[ \t]{1,3}|,[ \t]{0,3}")
DASHED = regex.compile(r"(?:^|(?<=\s))[–—~-]{1,2}[ \t]?(?=[^\W\d_])|\n\s{0,9}(?=[^\W\d_])")
GREETED = regex.compile(r"(?:^|[.!?\n]|\b(?:hi|hello|hey|hiya|its|it's|is))$", regex.I)
LINE_END = regex.compile(r"[ \t.!)*]{0,9}(?:\b[xX]{1,3}\b)?[ \t.!🙂😊👍🙏]{0,9}(?:$|[,(|\n–—-])")
OF_ONESELF = regex.compile(r"i ?['’]?m|i am|this is|it'?s|called|named", regex.I)
ALONE = regex.compile(r"[ \t]{0,2}(?:[,.!]|$|and (?:i|im|i'm|my)\b|from\b|here\b)", regex.I)
SENTENCE_END = regex.compile(r"[.!?]\s{0,3}$")

CERTAIN, LIKELY, SURE = "certain", "likely", "sure"
"""How much a cue says: a name follows; perhaps one does; a name with a capital or known follows."""


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


class Names(Finder):
    """Names of people."""

    def __init__(self, words: Words) -> None:
        super().__init__("name")
        names = words.names
        self._rarely = frozenset(names["also_adjectives"])
        self._given, self._surnames, self._common = words.given_names, words.surnames, words.common
        sets = ("never", "particles", "between", "also_words", "places", "places_before")
        self._never, self._particles, self._between, self._also, self._places, self._before = (
            frozenset(plain(each) for each in names[name]) for name in sets
        )
        self._mere_words = self._common - self._surnames
        self._no_first = self._common | self._between
        self._pure_surnames = self._surnames - self._common
        self._also_small = self._also - self._rarely
        self._ordinary = self._common | self._particles
        self._public = frozenset(plain(each) for each in names["public"])
        self._capital_titles = frozenset(names["titles_before_capitals"])
        self._no_titles = frozenset(names["not_titles_in_capitals"])
        self._certain = _cue(names["certain_before"], AFTER_CUE)
        self._labels = _cue(names["certain_labels"], r"[ \t]{0,5}(?::|=|[ \t][–—-])[ \t]{0,5}")
        self._likely = _cue(names["likely_before"], AFTER_LIKELY)
        self._titles = _cue(names["titles"], r"(?:\.[ \t]?|[ \t]{1,5})(?=[^\W\d_])")
        self._farewells = regex.compile(
            rf"(?:^|(?<=[\s.,!?;:)]))(?<cue>{one_of(names['farewells'])})(?!\w)[ \t,.!:;–—~-]{{0,9}}\s{{0,9}}",
            regex.I | regex.M,
        )
        self._after = regex.compile(rf"(?<=[^\W\d_])[ \t]{{0,3}},?[ \t]{{1,3}}{one_of(names['after'])}(?!\w)", regex.I)

    def find(self, text: str) -> Iterator[Span]:
        """Every name, and every further mention of a part of it."""
        page = _Page(text, self._public)
        spans = set(self._announced(page))
        spans |= set(self._signed(page))
        spans |= set(self._alone(page))
        yield from spans
        told = {
            each.plain
            for start, end in spans
            for each in page.between(start, end)
            if len(each.plain) > 2 and each.plain not in self._ordinary
        }
        yield from ((each.start, each.end) for each in page.tokens if each.plain in told)

    def _announced(self, page: _Page) -> Iterator[Span]:
        for cue, strength in (
            *((self._certain, CERTAIN), (self._labels, SURE), (self._likely, LIKELY)),
        ):
            for match in cue.finditer(page.text):
                at = page.index_at(match.end())
                if not self._is_month(page, match, at):
                    yield from self._run(page, at, strength, match.end())
                    yield from self._small(page, match, at)
        for match in self._titles.finditer(page.text):
            yield from self._titled(page, match)

    def _is_month(self, page: _Page, match: regex.Match, at: Optional[int]) -> bool:
        """Whether the cue is "it's", and a month or a day follows."""
        is_it = at is not None and match["cue"].lower().startswith("it")
        return is_it and page.tokens[at].plain in self._never

    def _small(self, page: _Page, match: regex.Match, at: Optional[int]) -> Iterator[Span]:
        """ "i'm grace, ..." and "im chidi okonkwo": small letters after "I am"."""
        if at is None or not OF_ONESELF.fullmatch(match["cue"]):
            return
        token = page.tokens[at]
        if token.start != match.end() or token.plain in self._never or page.has_capital(token):
            return
        if token.plain in self._also_small and ALONE.match(page.text, token.end):
            yield token.start, token.end
        follows = page.tokens[at + 1] if at + 1 < len(page.tokens) else None
        if follows and token.plain not in self._no_first:
            is_next = GAP.fullmatch(page.text, token.end, follows.start)
            if is_next and follows.plain in self._pure_surnames:
                yield token.start, follows.end

    def _titled(self, page: _Page, match: regex.Match) -> Iterator[Span]:
        title = match["cue"]
        if title in self._no_titles and not page.is_loud:
            return
        at = page.index_at(match.end())
        if at is None or page.tokens[at].start != match.end():
            return
        token = page.tokens[at]
        known = token.plain in self._surnames or token.plain in self._given
        if title.lower() in self._capital_titles and not page.has_capital(token):
            if not known or token.plain in self._common:
                return
        spans = list(self._run(page, at, SURE, match.end()))
        is_public = at in page.public
        if not spans and not is_public and ((token.is_initial and token.text != "I") or (known and page.has_capital(token))):
            spans = [(token.start, token.end)]
        yield from spans
        for _start, end in spans:
            joined = JOINED.match(
                page.text, end
            )
            if joined:
                next_at = page.index_at(joined.end())
                if next_at is not None and page.has_capital(page.tokens[next_at]):
                    yield from self._run(page, next_at, LIKELY, joined.end())

    def _signed(self, page: _Page) -> Iterator[Span]:
        for match in self._farewells.finditer(page.text):
            at = page.index_at(match.end())
            for start, end in self._run(page, at, SURE, match.end()):
                if page.ends_line(end):
                    yield start, end
        for match in DASHED.finditer(page.text):
            at = page.index_at(match.end())
            for start, end in self._run(page, at, LIKELY, match.end()):
                if page.ends_line(end):
                    yield start, end
        for match in self._after.finditer(page.text):
            yield from self._before_cue(page, match)

    def _before_cue(self, page: _Page, match: regex.Match) -> Iterator[Span]:
        """ "Priya Sharma here" at the beginning of a message or a sentence, after a greeting."""
        at = bisect_left(page.starts, match.start()) - 1
        first = at
        while first > 0 and at - first < 2 and self._joins_before(page, first):
            first -= 1
        if at < 0 or page.tokens[at].end != match.start():
            return
        token = page.tokens[first]
        if page.tokens[at].plain in self._mere_words:
            return
        opening = page.text[: token.start].rstrip(" ,\t")
        greets = GREETED.search(opening[-8:])
        if greets and self._may_begin(page, token, LIKELY):
            yield token.start, match.start()

    def _joins_before(self, page: _Page, at: int) -> bool:
        before, token = page.tokens[at - 1], page.tokens[at]
        is_next = GAP.fullmatch(page.text, before.end, token.start)
        return bool(is_next) and self._may_begin(page, before, LIKELY)

    def _alone(self, page: _Page) -> Iterator[Span]:
        """Given names with a capital, and a given name with a surname in any letters."""
        for at, token in enumerate(page.tokens):
            follows = page.tokens[at + 1] if at + 1 < len(page.tokens) else None
            is_next = follows and GAP.fullmatch(page.text, token.end, follows.start)
            is_given = token.plain in self._given
            if is_given and page.has_capital(token) or (
                is_next and self._is_pair(page, token, follows)
            ):
                yield from self._run(page, at, LIKELY, token.start)

    def _is_pair(self, page: _Page, token: Token, follows: Token) -> bool:
        if follows.plain in self._common or follows.plain not in self._surnames:
            return page.has_capital(token) and page.has_capital(follows) and (
                token.plain in self._also and follows.plain in self._surnames
            )
        if token.plain in self._given:
            return True
        if not (page.has_capital(token) and page.has_capital(follows)):
            return False
        unknown = token.plain not in self._common and token.plain not in self._never
        dotted = token.is_initial and page.text[token.end : token.end + 1] == "."
        return token.plain in self._also or dotted or (unknown and len(token.text) > 1)

    def _run(
        self, page: _Page, at: Optional[int], strength: str, begin: int
    ) -> Iterator[Span]:
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

    def _skipped(self, page: _Page, at: int) -> int:
        """Past "is", "called", "Dr" and the like between a cue and a name."""
        for _ in range(LONGEST):
            if at + 1 >= len(page.tokens) or page.tokens[at].plain not in self._between:
                break
            gap = page.text[page.tokens[at].end : page.tokens[at + 1].start]
            if not regex.fullmatch(r"[ \t.:,]{1,3}", gap):
                break
            at += 1
        return at

    def _last(self, page: _Page, first: int, strength: str) -> Optional[int]:
        token = page.tokens[first]
        is_dotted = len(token.text) == 1 and page.text[token.end : token.end + 1] == "."
        if token.is_initial or is_dotted or token.plain in self._particles:
            last = self._continued(page, first, strength)
            return last if last > first else None
        if not self._may_begin(page, token, strength):
            return None
        return self._continued(page, first, strength)

    def _may_begin(self, page: _Page, token: Token, strength: str) -> bool:
        word = token.plain
        if word in self._given:
            return True
        if len(word) < 2:
            return False
        capital = page.has_capital(token)
        if strength == CERTAIN and (capital or word in self._also):
            return True
        if word in self._also and capital:
            return not page.begins_sentence(token)
        if word in self._never:
            return False
        if strength == SURE and capital and word in self._surnames:
            return True
        if word in self._common:
            return False
        return capital or strength != LIKELY

    def _continued(self, page: _Page, first: int, strength: str) -> int:
        last = at = first
        while at + 1 < len(page.tokens) and at + 1 - first < LONGEST:
            token, follows = page.tokens[at], page.tokens[at + 1]
            gap = page.text[token.end : follows.start]
            is_dotted = "." in gap and len(token.text) > 2
            if not GAP.fullmatch(gap) or is_dotted:
                break
            at += 1
            if self._may_continue(page, follows, strength, is_second=at == first + 1):
                last = at
            elif follows.plain not in self._particles and not self._is_initial(page, follows):
                break
            elif follows.is_initial and follows.text != "I":
                last = at
        return last

    @staticmethod
    def _is_initial(page: _Page, token: Token) -> bool:
        is_dotted = page.text[token.end : token.end + 1] == "."
        return token.is_initial and (token.text not in "AI" or is_dotted)

    def _may_continue(
        self, page: _Page, token: Token, strength: str, is_second: bool
    ) -> bool:
        word = token.plain
        if len(word) < 2 or word in self._never or word in self._particles:
            return False
        capital = page.has_capital(token)
        if word in self._common:
            known = word in self._surnames or word in self._also
            return (known or is_second) if capital else known and (is_second or strength == CERTAIN)
        return True

    def _is_no_person(self, page: _Page, first: int, last: int) -> bool:
        """Whether a hospital, a street or a unit is named after somebody, or a public person."""
        if page.public & set(range(first, last + 1)):
            return True
        if first and page.tokens[first - 1].plain in NO_PERSON_AFTER and not page.is_loud:
            return True
        if first and page.tokens[first - 1].plain in self._before:
            if regex.fullmatch(r"\.?[ \t]*", page.text, pos=page.tokens[first - 1].end,
                               endpos=page.tokens[first].start) and page.has_capital(
                                   page.tokens[first - 1]):
                return True
        if any(each.plain in self._places for each in page.tokens[first : last + 1]):
            return True
        return self._names_a_place(page, last)

    def _names_a_place(self, page: _Page, last: int) -> bool:
        at = last
        for _ in range(2):
            if at + 1 >= len(page.tokens):
                return False
            token, follows = page.tokens[at], page.tokens[at + 1]
            if not regex.fullmatch(r"(?:['’]s?)?[ \t-]+", page.text[token.end : follows.start]):
                return False
            if follows.plain in self._places:
                return True
            if not page.has_capital(follows):
                return False
            at += 1
        return False


class _Page:
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
        return not (token.text.isupper() and len(token.text) > 1)

    def begins_sentence(self, token: Token) -> bool:
        """Whether a capital may only stand for the beginning of a sentence."""
        before = self.text[max(0, token.start - 4) : token.start]
        return not before.strip(" \t\"'(") or bool(SENTENCE_END.search(before))

    def ends_line(self, end: int) -> bool:
        """Whether nothing but a kiss, a role after a comma, or an end follows on the line."""
        return bool(LINE_END.match(self.text, end))


def _cue(words: Iterable[str], then: str) -> regex.Pattern:
    return regex.compile(rf"(?<!\w)(?P<cue>{one_of(words)}){then}", regex.I)
