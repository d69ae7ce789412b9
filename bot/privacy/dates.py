"""How dates are written: in digits, with names of months, with ordinals and years in words."""

from __future__ import annotations

import regex

MONTH = (
    r"(?:jan[uary]{0,6}|feb[ruary]{0,6}|mar[ch]{0,2}|m[äa]rz|apr[il]{0,3}|arpil|may|june?|july?"
    r"|aug[ust]{0,4}|agust|sep[tembr]{0,7}|setpember|spetember|oct[ober]{0,5}|nov[embr]{0,6}"
    r"|dec[embr]{0,6})(?![^\W\d_])\.?"
)
UNITS = "one|two|three|four|five|six|seven|eight|nine"
TEENS = (
    "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty"
    "|forty|fifty|sixty|seventy|eighty|ninety"
)
ORDINALS = (
    r"(?:(?:twenty|thirty)[\s\-]{1,2})?(?:first|second|third|fourth|fifth|sixth|seventh|eighth"
    r"|nine?th|tenth|eleventh|twelf?th|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth"
    r"|thirtieth)"
)
YEAR = r"(?:19|20)\d\d"
YEAR_IN_WORDS = (
    r"(?:nineteen|twenty|two\s+thousand)"
    rf"(?:(?:\s+|-)(?:and|oh?|hundred|{UNITS}|{TEENS})(?!\w)){{0,4}}"
)
SHORT = r"['’‘]?\d\d(?![\d:%])"
NUMBERED = r"\d{1,2}\s?(?:st|nd|rd|th)"
DAY = rf"(?:{NUMBERED}|\d{{1,2}}|{ORDINALS})"
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
SIGN = r"\s{0,2}(?:[./\-–—‑\\|_]|//)\s{0,2}"
GAP = r"[\s,./\-–—‑_]{0,3}"
TO_YEAR = r"[\s,./\-–—‑_]{0,3}(?:(?:of|in)\s+)?(?:the\s+year\s+(?:of\s+)?)?"
TIME = r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?"
YEARS = rf"(?:(?P<year>{YEAR})(?!\d)|(?P<said>{YEAR_IN_WORDS})|(?P<short>{SHORT}))"
NUMERIC_YEARS = rf"(?:(?P<year>{YEAR})(?!\d)|(?P<short>{SHORT}))"
OF = r"(?:\s+day)?(?:\s+of)?"

DATE_WITH_YEAR = (
    rf"\d{{1,2}}{SIGN}\d{{1,2}}{SIGN}{NUMERIC_YEARS}"
    rf"|\d{{1,2}} \d{{1,2}} (?P<year>{YEAR})(?!\d)"
    rf"|(?P<year>{YEAR}){SIGN}\d{{1,2}}{SIGN}\d{{1,2}}(?!\d){TIME}"
    rf"|(?P<year>{YEAR})[\s,./\-]{{1,3}}(?:{MONTH}[\s,./\-]{{1,3}}{DAY}|\d\d \d\d(?!\d))"
    rf"|{WEEKDAY}(?:the\s+)?{DAY}{OF}{GAP}{MONTH}{TO_YEAR}{YEARS}"
    rf"|{WEEKDAY}{MONTH}{GAP}(?:the\s+)?{DAY}(?!\d){TO_YEAR}{YEARS}"
    rf"|(?:the\s+)?{NUMBERED}\s+(?:of\s+)?(?:the\s+)?{NUMBERED}{TO_YEAR}{NUMERIC_YEARS}"
    rf"|\d{{1,2}}{SIGN}[IVX]{{1,4}}{SIGN}(?P<year>{YEAR})(?!\d)"
)
WITHOUT_YEAR = (
    rf"{WEEKDAY}(?:the\s+)?{DAY}{OF}{GAP}{MONTH}"
    rf"|{WEEKDAY}{MONTH}{GAP}(?:the\s+)?{DAY}(?!\d)"
    rf"|(?:the\s+)?{NUMBERED}\s+(?:of\s+)?(?:the\s+)?{NUMBERED}"
)
DATE = rf"(?:{DATE_WITH_YEAR}|{WITHOUT_YEAR}|\d{{1,2}}[./\-]\d{{1,2}})"
"""A day, with or without its year."""

ABOUT = (
    r"(?:(?:the\s+)?(?:late|early|mid|end|beginning|about|around|circa|approx(?:imately)?|roughly"
    r"|spring|summer|autumn|winter|year)[\s\-.]{1,3}(?:(?:in|of|the)\s+){0,2}){0,2}"
)
FEAST = (
    rf"(?:christmas|xmas|boxing|new\s+year['’]?s?|valentine['’]?s?|st\s+\w{{5,8}}['’]?s)"
    rf"\s+(?:day|eve)(?:[\s,]{{1,3}}(?:in\s+|of\s+)?{YEAR})?"
)
LIKE_DIGIT = r"[\dOol]"
FREE_SIGN = r"[^\w£$€\n]{1,3}"
FREE_DATE = (
    rf"{LIKE_DIGIT}{{1,2}}{FREE_SIGN}{LIKE_DIGIT}{{1,2}}{FREE_SIGN}{LIKE_DIGIT}{{2,4}}(?!\w)"
    rf"|\d\d[^\w£$€]?\d\d[^\w£$€]?(?:\d{{4}}|\d\d)(?!\d)"
    rf"|{DAY}\.?[\s\-]{{1,2}}(?:de\s+)?[^\W\d_]{{3,10}}[.,]?[\s\-]{{1,2}}(?:de\s+|of\s+)?{YEAR}(?!\d)"
    rf"|{MONTH}\d{{6,8}}(?!\d)|(?P<year>{YEAR})[,\s]{{1,2}}{DAY}{OF}\s+{MONTH}"
    rf"|{MONTH},?\s+(?P<year>{YEAR}),?\s+{NUMBERED}"
    rf"|(?:the\s+)?{ORDINALS}\s+(?:of\s+)?(?:the\s+)?{ORDINALS}(?:\s+(?:{YEAR}|{YEAR_IN_WORDS}|{SHORT}))?"
    rf"|{NUMBERED}\s+(?:of\s+)?(?:the\s+)?{ORDINALS}(?:\s+(?:{YEAR}|{YEAR_IN_WORDS}|{SHORT}))?"
    rf"|(?:(?:oh?|zero|hundred|thousand|and|{UNITS}|{TEENS})[\s\-]{{1,3}}){{2,7}}"
    rf"(?:hundred|thousand|{UNITS}|{TEENS})(?!\w)"
)
"""A date as it is written only beside a word that tells that it is one."""

ANY_DATE = (
    rf"(?:{DATE_WITH_YEAR}|{FREE_DATE}|{WITHOUT_YEAR}|{FEAST}"
    rf"|{ABOUT}{MONTH}[\s,./\-]{{0,3}}(?:of\s+)?{NUMERIC_YEARS}"
    rf"|\d{{1,2}}{SIGN}(?:{YEAR})(?!\d)|{YEAR}[/\-]\d\d(?!\d)|\d{{1,2}}[./\-]\d{{1,2}}(?![./\-]?\d)"
    rf"|\d{{8}}|\d{{6}}|{ABOUT}(?:19[2-9]|20[01])\d(?!\d)|['’]\d\d(?!\d))"
)
"""A date or a part of one that a word close to it may tell to be a birth."""

WHOLE_DATE = regex.compile(
    rf"(?<![\w/.£$€])(?<!\d[,:\-])(?:{DATE_WITH_YEAR})(?![^\W_])(?![/.\-]\d)", regex.I
)
"""A day with its year, standing alone."""

COMPACT = regex.compile(
    r"(?<![\w/.,£$€+\-])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:(?:19)?[4-9]\d|(?:20)?0\d)"
    r"(?![\w/\-]|[.,]\d)"
)
"""A day, a month and an old year in six or eight digits."""

TURN = 30
"""Years of two digits from here on are of the last century."""


def year_of(date: regex.Match) -> int:
    """The year of a whole date, as four digits."""
    if date["year"]:
        return int(date["year"])
    if date["said"]:
        return 1999 if date["said"].lower().startswith("nineteen") else 2001
    short = int(date["short"].lstrip("'’‘"))
    return short + (1900 if short >= TURN else 2000)
