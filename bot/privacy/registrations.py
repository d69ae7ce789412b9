"""Finds numbers of registers of doctors and other professions: the GMC's have seven digits."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from bot.privacy.finder import BETWEEN, NO_MASK, Finder, Span, one_of
from bot.privacy.words import Words

SEVEN = regex.compile(
    r"(?<!\d)(?<![£$€]\s?)(?<!\d[.,])(?<!\+\d[\d \-]{1,8})(?<!\b0\d{2,4}[ \-])"
    r"[A-Z]?(?P<value>\d{7})(?!\d|[.,]\d|%)",
    regex.I,
)
"""Seven digits that are no part of a sum, of a longer number or of a telephone number."""

SPREAD = regex.compile(r"(?<![\w£$€])(?<!\d[ .,/\-])\d(?:[ .\-]?\d){6}(?!\w|[ .,/\-]\d|%)")
YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
NEAR_DIGITS = (
    r"[A-Z]?(?<!\d)\d(?:[ .\-]?\d){6}(?![ .\-]?\d)"
    r"|(?!\d{3,5}000\b)\d{6,8}|\d(?:/?\d){6}(?![/\d])(?<!/\d{4})"
)
SAID = (
    r"(?:(?:zero|oh|o|nought|one|two|three|four|five|six|seven|eight|nine|double|treble|triple)"
    r"[\s,\-]{1,3}){4,7}(?:zero|oh|o|nought|one|two|three|four|five|six|seven|eight|nine)"
)
OTHER_REGISTERS = r"[A-Z]{2}\s?\d{5,6}|\d\d[A-L]\s?\d{4}[A-Z]"
AFTER = r"[^\w£$€]{0,9}(?:(?:is|was|being|as|my|the|her|his|their|a)\s{1,3}){0,3}"

COUNCIL_BEFORE, COUNCIL_AFTER = 120, 80
"""Characters around seven digits in which the council may be named: a sentence away."""

WORD_BEFORE, WORD_AFTER = 60, 30
"""The same for words like "registered", which say less, and for digits with spaces."""

OTHER_NUMBER = 24
"""Characters before seven digits in which a word may say that they are a job's or a sum."""


class Registrations(Finder):
    """Numbers of registers, in the context of one."""

    def __init__(self, words: Words) -> None:
        super().__init__("gmc_number")
        numbers = words.numbers
        councils, registers = numbers["council_cues"], numbers["register_words"]
        cue = (
            rf"(?<![^\W_]){one_of((*numbers['registration_cues'], *councils))}(?![^\W\d_]){NO_MASK}"
        )
        self._near = [regex.compile(each, regex.I) for each in _near(cue)]
        self._council = regex.compile(rf"(?<![^\W_]){one_of(councils)}", regex.I)
        self._register = regex.compile(rf"(?<!\w){one_of(registers)}(?!\w){NO_MASK}", regex.I)
        self._sevens = Sevens(words)

    def find(self, text: str) -> Iterator[Span]:
        """Every number with a register near it."""
        for pattern in self._near:
            for match in pattern.finditer(text):
                if not self._sevens.is_counted(text, match.end("value")):
                    yield match.span("value")
        for start, end in self._sevens.find(text):
            is_named = self._is_near(text, start, end, COUNCIL_BEFORE, COUNCIL_AFTER)
            if is_named or self._tells(text, start, end):
                yield start, end
        for match in SPREAD.finditer(text):
            start, end = match.span()
            is_near = self._is_near(text, start, end, WORD_BEFORE, WORD_AFTER)
            is_other = YEAR.search(match[0]) or self._sevens.is_counted(text, end)
            if is_near and not is_other:
                yield start, end

    def _is_near(self, text: str, start: int, end: int, before: int, then: int) -> bool:
        said = text[max(0, start - before) : start], text[end : end + then]
        return any(self._council.search(each) for each in said)

    def _tells(self, text: str, start: int, end: int) -> bool:
        said = text[max(0, start - WORD_BEFORE) : start], text[end : end + WORD_AFTER]
        return any(self._register.search(each) for each in said)


class Sevens:
    """Seven digits that are no sum, no count and no number of a job."""

    def __init__(self, words: Words) -> None:
        numbers = words.numbers
        self._counted = regex.compile(rf"\s{{1,3}}{one_of(numbers['counted'])}(?!\w)", regex.I)
        self._other = regex.compile(
            rf"(?<!\w){one_of(numbers['other_number_words'])}(?!\w)[^\d]*$", regex.I
        )

    def find(self, text: str) -> Iterator[Span]:
        """Every number that may be somebody's, by its digits and the words beside it."""
        for match in SEVEN.finditer(text):
            start, end = match.span("value")
            is_other = self._other.search(text[max(0, start - OTHER_NUMBER) : start])
            if not is_other and not self.is_counted(text, end):
                yield start, end

    def is_counted(self, text: str, end: int) -> bool:
        """Whether the word after a number says what is counted: "1234567 doctors"."""
        return bool(self._counted.match(text, end))


def _near(cue: str) -> list[str]:
    return [
        rf"{cue}{BETWEEN}(?<!\d)(?P<value>{NEAR_DIGITS}|{SAID})(?!\w)",
        rf"{cue}{BETWEEN}(?<!\w)(?P<value>{OTHER_REGISTERS})(?!\w)",
        rf"(?<!\w)(?P<value>{OTHER_REGISTERS})(?={AFTER}{cue})",
    ]
