"""Finds dates of birth: dates beside a word about birth, an age or a person, however written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from bot.privacy.dates import ANY_DATE, COMPACT, DATE, FEAST, MONTH, TEENS, WHOLE_DATE, year_of
from bot.privacy.finder import BETWEEN, NO_MASK, Finder, Span, one_of
from bot.privacy.words import Words

NAMED_AFTER = (
    r"[^\w£$€]{0,9}(?:(?:(?:that|this|which|it)['’]?(?:s|ll)?|is|was|be|being|as|on|when)\s{1,3}){0,3}"
    r"(?:(?:my|the|her|his|their|a|i|was|he|she|own|real|full|actual|correct)\s{1,3}){0,3}"
)
"""What may stand between a value and the word that tells what it is."""

BEFORE, AFTER = 70, 45
"""Characters around a whole date in which a word may tell that it is somebody's birth."""

CLOSE = 25
"""A word about birth in so few characters after a date is about that date."""

NEAR = 40
"""Characters before a whole old date in which a person or an age may stand."""

EARLIEST_BIRTH, LATEST_BIRTH = 1920, 2012
"""An old date between these, next to a person or other personal data, is a date of birth."""

LATEST_TOLD = 2021
"""The same for dates with a word about birth near them: children are told about too."""

ALONE = 12
"""A message with fewer characters than this beside an old date is an answer: a date of birth."""

PERSON = regex.compile(
    r"(?<!\w)(?:i['’]?m|i am|me|mine|my(?:self)?|aged?|years? old|y/?o|yrs?|male|female|man|woman"
    r"|[mf](?=\W{1,4}$)|id|identification|verif(?:y|ication)|security|details|patient|pt)(?!\w)",
    regex.I,
)
NUMBER = rf"(?:\d\d(?:th|st|nd|rd)?|(?:{TEENS})(?:th)?)"
AGED = (
    r"(?<!\w)(?:(?:i|he|she|we|they|(?:my|our) \w{2,12})(?:['’]?(?:m|ll|ve|d|s|re))?\s+"
    r"(?:(?:will|shall|have|has|had|just|only|now|be|been|am|was|is|are|were|turn(?:s|ed|ing)?|became|become|hit"
    r"|reach(?:ed)?|celebrated?)\s+){0,4}|(?:turn(?:s|ed|ing)?|my)\s+(?:my\s+)?)"
    rf"{NUMBER}(?:['’]?s)?(?:\s+years?(?:\s+old)?|\s+birthday)?\s+"
)
TURNS = (
    r"(?:i|he|she|we|they)(?:['’]?(?:m|ll|ve|d|s|re))?\s+(?:(?:will|shall|have|had|just|be|been|turn(?:s|ed|ing)?"
    rf"|become|became)\s+){{1,3}}{NUMBER}"
)
TOLD_AFTER = r"(?<!\w)(?:turn(?:s|ed|ing)?|be|been|become|became|baby|babe|kid|child|born)(?!\w)"
"""Without such a word, or a cue, no date can be told by what follows it."""

NO_OLD = r"(?!,?\s1[0-8]\d\d)"
"""After a date: no year in which nobody alive was born."""

SHORT_YEAR = (
    r"(?:['’]\s?\d\d|[4-9]\d|0\d)(?![\d:/.%-])(?!\s*(?:years?|yrs?|miles?|km|m|days?|weeks?|h)\b)"
)


class Births(Finder):
    """Dates of birth, and birthdays."""

    def __init__(self, words: Words) -> None:
        super().__init__("date_of_birth")
        numbers = words.numbers
        things = one_of(numbers["things_born"])
        thing = rf"(?<={things}(?:['’]s)?\s{{1,2}}(?:(?:was|were|is|are)\s{{1,2}})?)"
        no_thing = rf"(?!{thing}(?:born|birth))"
        cue = rf"(?<![^\W_]){no_thing}{one_of(numbers['birth_cues'])}(?![^\W\d_]){NO_MASK}"
        self._cue = regex.compile(cue, regex.I)
        self._event = _events(numbers["event_words"])
        self._first = [regex.compile(each, regex.I) for each in _first(cue)]
        self._told = regex.compile(rf"{cue}|{TOLD_AFTER}", regex.I)
        self._near = [regex.compile(each, regex.I) for each in _near(cue, thing)]
        self._loose = [regex.compile(each, regex.I) for each in _loose(cue)]

    def find(self, text: str) -> Iterator[Span]:
        """Every date that is told, by a word near it, to be somebody's birth."""
        patterns = [*self._near, *self._first] if self._told.search(text) else self._near
        for pattern in patterns:
            for match in pattern.finditer(text):
                yield match.span("value")
        for pattern in self._loose:
            for match in pattern.finditer(text):
                start, end = match.span("value")
                if not self._event.search(text, match.end("cue"), start):
                    yield start, end
        last = None
        for match in WHOLE_DATE.finditer(text):
            is_next = last is not None and self._is_more(text[last : match.start()])
            if is_next or self._tells(text, match):
                last = match.end()
                yield match.span()

    def _is_more(self, gap: str) -> bool:
        """Whether a date follows that is another birth: "born 1/1/15 and 2/2/17"."""
        return len(gap) < AFTER // 2 and "\n" not in gap and not self._event.search(gap)

    def _tells(self, text: str, match: regex.Match) -> bool:
        year = year_of(match)
        if not EARLIEST_BIRTH <= year <= LATEST_TOLD:
            return False
        before, then = _around(text, match)
        cues = list(self._cue.finditer(before))
        if cues and not self._event.search(before, cues[-1].end()):
            return True
        cue = self._cue.search(then)
        if cue and (cue.start() < CLOSE or not self._event.search(then[: cue.start()])):
            return not self._event.search(before[-NEAR:])
        if year > LATEST_BIRTH or is_of_event(self._event, before, then):
            return False
        if match.start() + len(text) - match.end() < ALONE:
            return True
        return bool(PERSON.search(before[-NEAR:]) or PERSON.match(then.lstrip(" ,;(-–")))


class OldDates:
    """Dates on which somebody may have been born who writes today."""

    def __init__(self, words: Words) -> None:
        self._event = _events(words.numbers["event_words"])

    def find(self, text: str) -> Iterator[Span]:
        """Every old date of which no word says that something else happened then."""
        for match in WHOLE_DATE.finditer(text):
            is_old = EARLIEST_BIRTH <= year_of(match) <= LATEST_BIRTH
            if is_old and not is_of_event(self._event, *_around(text, match)):
                yield match.span()
        for match in COMPACT.finditer(text):
            if not is_of_event(self._event, *_around(text, match)):
                yield match.span()


def is_of_event(event: regex.Pattern, before: str, then: str) -> bool:
    """Whether a date is an exam's, a document's or the like by the words around it."""
    clause = regex.split(r"[,.;!?\n)]", then, maxsplit=1)[0]
    return bool(event.search(before[-NEAR:]) or event.search(clause))


def _around(text: str, match: regex.Match) -> tuple[str, str]:
    start, end = match.span()
    return text[max(0, start - BEFORE) : start], text[end : end + AFTER]


def _events(words: Iterable[str]) -> regex.Pattern:
    return regex.compile(rf"(?<!\w){one_of(words)}(?:s|ed|d|ing)?(?!\w)", regex.I)


def _near(cue: str, thing: str) -> list[str]:
    """Patterns of dates, even parts of one, close to a cue."""
    some = rf"(?P<value>{ANY_DATE})(?![^\W_]){NO_OLD}"
    whole = rf"(?P<value>{DATE})(?![^\W_]){NO_OLD}"
    aged = rf"(?!{thing}turn){AGED}"
    return [
        rf"{cue}{BETWEEN}(?<![\d£$€]){some}",
        rf"(?<!\w)born\s(?:(?:back|in|the|year|of|class)\s+){{0,4}}(?P<value>{SHORT_YEAR})",
        rf"(?<!\w)\(?b\.?[ \t]{{0,3}}(?P<value>{DATE})(?!\w)",
        r"(?:(?<!\w)b\.|[,(]\s?b)\s?(?P<value>(?:19|20)\d\d)(?!\w)",
        rf"{aged}(?:(?:last|this|next)\s+year\s+)?(?:(?:on|since|until|till|from|come|by|this|last|next|is|was)"
        rf"\s+)?{whole}",
        rf"{aged.replace('will|shall', 'did')}in\s+(?P<value>(?:{MONTH}\s+)?(?:19|20)\d\d)(?!\w)",
    ]


def _first(cue: str) -> list[str]:
    """Patterns of dates that stand before the word that tells what they are."""
    return [
        rf"(?<![\w/])(?P<value>{ANY_DATE})(?={NAMED_AFTER}{cue})",
        rf"(?<!\w)(?P<value>{DATE})(?=,?\s+(?:is\s+|that['’]?s\s+)?(?:when\s+)?{TURNS}(?!\w))",
        rf"(?<!\w)(?P<value>{ANY_DATE})[\s\-]+(?:baby|babe|kid|child|born)(?!\w)",
        r"(?<!\w)(?P<value>['’]?[4-9]\d)[\s\-]+(?:baby|born)(?!\w)",
    ]


def _loose(cue: str) -> list[str]:
    """Patterns of dates farther from a cue, with no event between."""
    whole = rf"(?P<value>{DATE}|{FEAST})(?![^\W_]){NO_OLD}"
    return [
        # "My birthday this year falls on 4 July", "born in a small town near Lahore in 1996".
        rf"(?P<cue>{cue})[^\d\n.!?]{{0,24}}?(?<!\w){whole}",
        rf"(?<!\w)(?P<cue>born)\s[^\d\n.!?]{{0,40}}?\b(?:on|in)\s+(?P<value>{ANY_DATE})(?![^\W_]){NO_OLD}",
        r"(?<!\w)(?P<cue>born)[\s:][^\d\n.!?]{0,30}?(?<!\w)(?P<value>(?:19[2-9]|20[01])\d)(?![\w%])",
        rf"(?<!\w)(?P<cue>baby|babe)\W{{1,3}}(?P<value>(?:19|20)\d\d|{DATE})(?!\w)",
    ]
