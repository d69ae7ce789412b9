"""Finds telephone numbers, in all the ways in which people write them.

libphonenumber calls the numbers that Ofcom keeps for fiction invalid and misses many real ways of
writing, so the rules of the numbering plan that matter here are written out: a zero (or +44), then
1, 2, 7 for people; 03, 08 and 09 belong to organisations.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from bot.privacy.finder import Finder, Span, after, one_of
from bot.privacy.words import Words

SEPARATORS = r"[ \t\u00a0().\[\]*_–—‑\-]{0,3}"
DIGITS = regex.compile(
    rf"(?:(?<![\w£$€@/])|(?<=\b(?:tel|mob|mobile|phone|ph|no|number|m|t)))(?<!\d[.,:/])(?P<plus>\(?\+\s?)?\(?[\dO](?:(?:{SEPARATORS}|(?<=\d{{4,5}})/)\d|"
    rf"(?<=[\dO]{SEPARATORS})O){{6,24}}(?:(?![\w%])|(?=x{{1,3}}\b|or\b|and\b))(?!,\d)",
)
WITH_LETTERS = regex.compile(r"(?<![\w£$€@/])[0o]7(?:[ \-]?[\do]){9}(?!\w)", regex.I)
"""A mobile number with the letter o for some noughts."""

WITH_STROKES = regex.compile(r"(?<![\w£$€@/])0[17]\d{2,4}(?:[/,]\d{3,4}){2}(?![\w/,])")
EXTENSION = regex.compile(r"[ ,]{0,2}(?:ext\.?|extension|x)[ :]{0,2}\d{1,6}\b", regex.I)
DATED = regex.compile(r"\(?\d{1,2}([./\-])\d{1,2}\1\d{2,4}(?!\d)|(?:19|20)\d\d[./\-]\d\d[./\-]\d\d")
TIMES = regex.compile(r"(?:[012]\d[0-5]\d)(?:[^\d]+[012]\d[0-5]\d)+")
UK = regex.compile(r"(?:(?:00)?440?|0)(?:7\d{9}|[12389]\d{8,9}|5[56]\d{8})")
NO_ZERO = regex.compile(r"7[1-9]\d{8}")
ABROAD = regex.compile(r"\d{8,15}")
AMERICAN = regex.compile(r"(?<![\w.])(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}(?![\d\w])")
WORD = "zero|oh|o|nought|naught|one|two|three|four|five|six|seven|eight|nine"
SPOKEN = regex.compile(
    rf"(?<!\w)(?:plus\s+)?(?:(?:{WORD}|double|triple|treble|hundred|\d{{1,5}})(?:[\s,\-]+|(?!\w)))"
    rf"{{5,14}}(?<=\w)|(?<!\w)(?:(?:{WORD}|double|triple|treble|hundred|\d{{1,5}})[\s,\-]+){{4,13}}"
    rf"(?:{WORD}|hundred|\d{{1,5}})(?!\w)",
    regex.I,
)
SPOKEN_DIGIT = regex.compile(rf"\b(?:{WORD}|double|triple|treble|hundred)\b|\d", regex.I)
FEWEST_SPOKEN = 8
REACH = 28
"""Characters before a number in which a word may say whose it is."""


class Phones(Finder):
    """Telephone numbers of people; those of organisations only if they are called one's own."""

    def __init__(self, words: Words) -> None:
        super().__init__("phone")
        numbers = words.numbers
        self._public = tuple(numbers["public_prefixes"])
        self._own = regex.compile(rf"(?<!\w){one_of(numbers['own_cues'])}(?!\w)", regex.I)
        organisations = one_of(numbers["organisations"])
        self._public_before = regex.compile(
            rf"(?<!\w){organisations}(?!\w)(?:['’]s)?[^\d]{{0,16}}$", regex.I
        )
        self._other = regex.compile(
            rf"(?<!\w){one_of(numbers['not_phone_before'])}(?!\w)[^\d]{{0,12}}$", regex.I
        )
        cued = after(numbers["phone_cues"], rf"\+?\(?\d(?:{SEPARATORS}\d){{5,14}}")
        self._cued = regex.compile(cued, regex.I)

    def find(self, text: str) -> Iterator[Span]:
        """Every telephone number."""
        for match in DIGITS.finditer(text):
            yield from self._numbers(text, match)
        for pattern in (AMERICAN, WITH_LETTERS, WITH_STROKES):
            for match in pattern.finditer(text):
                yield match.start(), _with_extension(text, match.end())
        for match in self._cued.finditer(text):
            start, end = match.span("value")
            if not self._is_other(text, start, match["value"]):
                yield start, _with_extension(text, end)
        for match in SPOKEN.finditer(text):
            spoken = SPOKEN_DIGIT.findall(match[0])
            has_words = sum(not each.isdigit() for each in spoken) > 1
            if len(spoken) >= FEWEST_SPOKEN and has_words:
                yield match.span()

    def _is_other(self, text: str, start: int, number: str) -> bool:
        """Whether a number is a bleep, a date or times, or an organisation's."""
        before = text[max(0, start - REACH) : start]
        digits = "".join(each for each in number if each.isdigit())
        is_mobile = digits.startswith(("07", "447", "4407", "00447"))
        is_public = digits.startswith(self._public) or (
            not is_mobile and bool(self._public_before.search(before))
        )
        then = text[start + len(number) :][:REACH]
        is_public = is_public and not (self._own.search(before) or self._own.search(then))
        is_date = DATED.match(number) or TIMES.fullmatch(number)
        return bool(is_public or is_date or self._other.search(before))

    def _numbers(self, text: str, match: regex.Match) -> Iterator[Span]:
        places = [match.start() + at for at, sign in enumerate(match[0]) if sign in "0123456789O"]
        digits = "".join(text[at] for at in places).replace("O", "0")
        at = 0
        while at < len(digits):
            length = _length(digits[at:], bool(match["plus"]) and at == 0)
            start = match.start() if at == 0 else places[at]
            if not length or self._is_other(text, start, text[start : match.end()]):
                return
            yield start, _with_extension(text, places[at + length - 1] + 1)
            at += length


def _length(digits: str, has_plus: bool) -> int:
    """How many of some digits are a telephone number, 0 if they are none."""
    whole = UK.match(digits)
    if whole:
        # Ten and eleven digits are both in use: what is left over must not be one digit.
        rest = len(digits) - whole.end()
        return whole.end() + 1 if rest == 1 else whole.end()
    if has_plus or digits.startswith("00"):
        abroad = ABROAD.match(digits)
        return abroad.end() if abroad else 0
    return len(digits) if NO_ZERO.fullmatch(digits) else 0


def _with_extension(text: str, end: int) -> int:
    found = EXTENSION.match(text, end)
    return found.end() if found else end
