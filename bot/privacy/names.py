"""Finds names: after words that announce one, in signatures, and given names with a surname."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Optional

import regex

from bot.privacy.finder import Finder, Span, one_of
from bot.privacy.name_reading import CERTAIN, GAP, LIKELY, SURE, NameReader
from bot.privacy.page import Page, Token
from bot.privacy.words import Words

AFTER_CUE = r"(?!\w)[ \t\"'“(*:,–—-]{0,9}"
AFTER_LIKELY = r"(?!\w)[ \t\"'“(*:]{0,9}"
JOINED = regex.compile(r"[ \t]{0,3},?[ \t]{0,3}(?:and|&|or)[ \t]{1,3}|,[ \t]{0,3}")
DASHED = regex.compile(r"(?:^|(?<=\s))[–—~-]{1,2}[ \t]?(?=[^\W\d_])|\n\s{0,9}(?=[^\W\d_])")
LAST_WORD = regex.compile(r",[ \t]{0,3}(?=[^\W\d_]{2,15}[.!]?\s{0,5}\Z)")
GREETED = regex.compile(r"(?:^|[.!?\n]|\b(?:hi|hello|hey|hiya|its|it's|is))$", regex.I)
STOPPED = regex.compile(r"[ \t]{0,3}(?:[,.!?:;(–—-]|$)")
OF_ONESELF = regex.compile(r"i ?['’]?m|i am|this is|it'?s|called|named", regex.I)
ALONE = regex.compile(r"[ \t]{0,2}(?:[,.!]|$|and (?:i|im|i'm|my)\b|from\b|here\b)", regex.I)


class Names(Finder):
    """Names of people."""

    def __init__(self, words: Words) -> None:
        super().__init__("name")
        names = words.names
        self._reader = NameReader(words)
        self._also_small = frozenset(names["also_words"]) - frozenset(names["also_adjectives"])
        self._capital_titles = frozenset(names["titles_before_capitals"])
        self._no_titles = frozenset(names["not_titles_in_capitals"])
        self._certain = _cue(names["certain_before"], AFTER_CUE)
        self._name_is = regex.compile(rf"(?<!\w)(?P<cue>name['’]s){AFTER_CUE}", regex.I)
        self._labels = _cue(names["certain_labels"], r"[ \t]{0,5}(?::|=|[ \t][–—-])[ \t]{0,5}")
        self._likely = _cue(names["likely_before"], AFTER_LIKELY)
        self._titles = _cue(names["titles"], r"(?:\.[ \t]?|[ \t]{1,5})(?=[^\W\d_])")
        self._farewells = regex.compile(
            rf"(?:^|(?<=[\s.,!?;:)]))(?<cue>{one_of(names['farewells'])})(?!\w)"
            r"[ \t,.!:;–—~-]{0,9}\s{0,9}",
            regex.I | regex.M,
        )
        self._after = regex.compile(
            rf"(?<=[^\W\d_])[ \t]{{0,3}},?[ \t]{{1,3}}{one_of(names['after'])}(?!\w)", regex.I
        )

    def find(self, text: str) -> Iterator[Span]:
        """Every name, and every further mention of a part of it."""
        page = Page(text, self._reader.public)
        spans = set(self._announced(page))
        spans |= set(self._signed(page))
        spans |= set(self._alone(page))
        yield from spans
        told = {
            each.plain
            for start, end in spans
            for each in page.between(start, end)
            if len(each.plain) > 2 and each.plain not in self._reader.ordinary
        }
        yield from ((each.start, each.end) for each in page.tokens if each.plain in told)

    def _announced(self, page: Page) -> Iterator[Span]:
        for cue, strength in (
            *((self._certain, CERTAIN), (self._name_is, CERTAIN)),
            *((self._labels, SURE), (self._likely, LIKELY)),
        ):
            for match in cue.finditer(page.text):
                at = page.index_at(match.end())
                if not self._is_month(page, match, at):
                    yield from self._reader.read(page, at, strength, match.end())
                    yield from self._small(page, match, at)
        for match in self._titles.finditer(page.text):
            yield from self._titled(page, match)

    def _is_month(self, page: Page, match: regex.Match, at: Optional[int]) -> bool:
        """Whether the cue is "it's", and a month or a day follows."""
        is_it = at is not None and match["cue"].lower().startswith("it")
        return is_it and page.tokens[at].plain in self._reader.never

    def _small(self, page: Page, match: regex.Match, at: Optional[int]) -> Iterator[Span]:
        """Small letters after "I am", as in "i'm grace, can I" and "im chidi okonkwo"."""
        if at is None or not OF_ONESELF.fullmatch(match["cue"]):
            return
        token = page.tokens[at]
        if (
            token.start != match.end()
            or token.plain in self._reader.never
            or page.has_capital(token)
        ):
            return
        is_surname = token.plain in self._reader.pure_surnames
        if (token.plain in self._also_small or is_surname) and ALONE.match(page.text, token.end):
            yield token.start, token.end
        follows = page.tokens[at + 1] if at + 1 < len(page.tokens) else None
        if follows and token.plain not in self._reader.no_first:
            is_next = GAP.fullmatch(page.text, token.end, follows.start)
            if is_next and follows.plain in self._reader.pure_surnames:
                yield token.start, follows.end

    def _titled(self, page: Page, match: regex.Match) -> Iterator[Span]:
        title = match["cue"]
        if title in self._no_titles and not page.is_loud:
            return
        at = page.index_at(match.end())
        if at is None or page.tokens[at].start != match.end():
            return
        token = page.tokens[at]
        known = token.plain in self._reader.surnames or token.plain in self._reader.given
        needs_capital = title.lower() in self._capital_titles and not page.has_capital(token)
        if needs_capital and (not known or token.plain in self._reader.common):
            return
        spans = list(self._reader.read(page, at, SURE, match.end()))
        is_public = at in page.public
        if (
            not spans
            and not is_public
            and ((token.is_initial and token.text != "I") or (known and page.has_capital(token)))
        ):
            spans = [(token.start, token.end)]
        yield from spans
        for _start, end in spans:
            joined = JOINED.match(page.text, end)
            if joined:
                next_at = page.index_at(joined.end())
                if next_at is not None and page.has_capital(page.tokens[next_at]):
                    yield from self._reader.read(page, next_at, LIKELY, joined.end())

    def _signed(self, page: Page) -> Iterator[Span]:
        for match in self._farewells.finditer(page.text):
            at = page.index_at(match.end())
            for start, end in self._reader.read(page, at, SURE, match.end()):
                if page.ends_line(end):
                    yield start, end
        for match in DASHED.finditer(page.text):
            at = page.index_at(match.end())
            for start, end in self._reader.read(page, at, LIKELY, match.end()):
                if page.ends_line(end):
                    yield start, end
        for match in LAST_WORD.finditer(page.text):
            at = page.index_at(match.end())
            word = page.tokens[at].plain if at is not None else ""
            if word in self._reader.also and page.has_capital(page.tokens[at]):
                yield page.tokens[at].start, page.tokens[at].end
        for match in self._after.finditer(page.text):
            yield from self._before_cue(page, match)

    def _before_cue(self, page: Page, match: regex.Match) -> Iterator[Span]:
        """Before "here", at the beginning of a message or a sentence, or after a greeting."""
        at = bisect_left(page.starts, match.start()) - 1
        first = at
        while first > 0 and at - first < 2 and self._joins_before(page, first):
            first -= 1
        if at < 0 or page.tokens[at].end != match.start():
            return
        token = page.tokens[first]
        is_known = self._reader.is_given(token)
        if not is_known and not STOPPED.match(page.text, match.end()):
            return
        if page.tokens[at].plain in self._reader.mere_words:
            return
        opening = page.text[: token.start].rstrip(" ,\t")
        greets = GREETED.search(opening[-8:])
        if greets and self._reader.may_begin(page, token, LIKELY):
            yield token.start, match.start()

    def _joins_before(self, page: Page, at: int) -> bool:
        before, token = page.tokens[at - 1], page.tokens[at]
        is_next = GAP.fullmatch(page.text, before.end, token.start)
        return bool(is_next) and self._reader.may_begin(page, before, LIKELY)

    def _alone(self, page: Page) -> Iterator[Span]:
        """Given names, of four letters or with a capital; and what looks like a whole name."""
        for at, token in enumerate(page.tokens):
            follows = page.tokens[at + 1] if at + 1 < len(page.tokens) else None
            is_next = follows and self._is_next(page, token, follows)
            is_given = self._reader.is_given(token)
            is_plain = len(token.plain) > 3 and token.plain in self._reader.given
            if is_plain or (is_given and page.has_capital(token)):
                yield from self._reader.read(page, at, LIKELY, token.start)
            elif is_next and self._reader.is_pair(page, token, follows):
                # A word like Jean or Mark begins a name here, even where it begins a sentence.
                spans = list(self._reader.read(page, at, LIKELY, token.start))
                rest = self._reader.read(page, at + 1, SURE, follows.start)
                is_word = token.plain in self._reader.also and page.begins_sentence(token)
                yield from spans or ((token.start, end) for _, end in rest if is_word)

    @staticmethod
    def _is_next(page: Page, token: Token, follows: Token) -> bool:
        """Whether two words stand side by side, with a full stop only after an initial."""
        is_near = bool(GAP.fullmatch(page.text, token.end, follows.start))
        return is_near and (len(token.text) < 3 or page.text[token.end] != ".")


def _cue(words: Iterable[str], then: str) -> regex.Pattern:
    return regex.compile(rf"(?<!\w)(?P<cue>{one_of(words)}){then}", regex.I)
