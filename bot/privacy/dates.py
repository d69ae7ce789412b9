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
    rf"(?:nineteen|twenty|two\s+thousand)(?:(?:\s+|-)(?:and|oh?|hundred|{UNITS}|{TEENS})(?!\w)){{0,4}}"
)
SHORT = r"['’‘]?\d\d(?![\d:%])"
NUMBERED = r"\d{1,2}\s?(?:st|nd|rd|th)"
DAY = rf"(?:{NUMBERED}|\d{{1,2}}|{ORDINALS})"
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
SIGN = r"\s{0,2}[./\-–—‑\\|_]\s{0,2}"
GAP = r"[\s,./\-–—‑_]{0,3}"
TO_YEAR = r"[\s,./\-–—‑_]{0,3}(?:(?:of|in)\s+)?(?:the\s+year\s+(?:of\s+)?)?"
TIME = r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?Z?)?"
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

ANY_DATE = (
    rf"(?:{DATE_WITH_YEAR}|{WITHOUT_YEAR}|{MONTH}[\s,./\-]{{0,3}}(?:of\s+)?{NUMERIC_YEARS}"
    rf"|\d{{1,2}}{SIGN}(?:{YEAR})(?!\d)|\d{{1,2}} \d{{1,2}} \d\d(?!\d)|\d{{1,2}}[./\-]\d{{1,2}}(?![./\-]?\d)"
    rf"|\d{{8}}|\d{{6}}|(?:19[2-9]|20[01])\d(?!\d))"
)
"""A date or a part of one that a word close to it may tell to be a birth."""

WHOLE_DATE = regex.compile(
    rf"(?<![\w/.£$€])(?<!\d[,:\-])(?:{DATE_WITH_YEAR})(?![^\W_])(?![/.\-]\d)", regex.I
)
"""A day with its year, standing alone."""

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
