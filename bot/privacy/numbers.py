"""Finds numbers of one person: NHS, GMC, National Insurance, cards, dates of birth, postcodes."""

from __future__ import annotations

from collections.abc import Iterator

import regex
from presidio_analyzer import EntityRecognizer, Pattern
from presidio_analyzer.predefined_recognizers import CreditCardRecognizer, NhsRecognizer

from bot.privacy.finder import Cued, Finder, Span, after, one_of
from bot.privacy.words import Words

TEN_DIGITS = r"(?<![\d£$€])(?<!\d[.,])[1-9](?:[ .\-]{0,2}\d){9}(?![\d%])"
CARD_DIGITS = r"(?<![\d£$€])\d(?:[ \-]{0,2}\d){12,18}(?!\d)"
SEVEN_DIGITS = r"[A-Z]?(?<!\d)\d(?:[ .\-]?\d){6}(?!\d)|\d{6,8}"
OTHER_REGISTERS = r"[A-Z]{2}\s?\d{5,6}|\d\d[A-L]\s?\d{4}[A-Z]"
INSURANCE = r"[A-Z]\s?[A-Z][ .\-]{0,2}\d\s?\d[ .\-]{0,2}\d\s?\d[ .\-]{0,2}\d\s?\d[ .\-]{0,2}"

MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
DAY = r"\d{1,2}(?:\s?st|\s?nd|\s?rd|\s?th)?"
YEAR = r"(?:19|20)\d\d"
FULL_DATE = (
    rf"\d{{1,2}}\s?[./\-]\s?\d{{1,2}}\s?[./\-]\s?(?P<year>{YEAR})"
    rf"|(?P<year>{YEAR})[./\-]\d{{1,2}}[./\-]\d{{1,2}}"
    rf"|{DAY}(?:\s+of)?[\s\-]+{MONTH},?[\s\-]+(?P<year>{YEAR})"
    rf"|{MONTH}[\s\-]+{DAY},?[\s\-]+(?P<year>{YEAR})"
)
DATE = (
    rf"\d{{1,2}}\s?[./\-]\s?\d{{1,2}}\s?[./\-]\s?(?:{YEAR}|\d\d)|{YEAR}[./\-]\d{{1,2}}[./\-]\d{{1,2}}"
    rf"|\d{{1,2}} \d{{1,2}} (?:{YEAR}|\d\d)|\d{{1,2}}[./\-]{MONTH}[./\-](?:{YEAR}|\d\d)"
    rf"|(?:the )?{DAY}(?:\s+(?:day )?of)?[\s\-]*{MONTH}(?:,?[\s\-]*(?:{YEAR}|['’]?\d\d(?![\d:])))?"
    rf"|{MONTH}[\s\-]+(?:the )?{DAY}(?:,?[\s\-]+(?:{YEAR}|['’]\d\d))?"
    rf"|{MONTH},?\s+(?:of )?{YEAR}|\d{{6}}|\d{{8}}|(?:19[2-9]|20[01])\d"
)
NAMED_AFTER = r"[\s,(\-–]{0,9}(?:(?:is|was|being|as)\s{1,3})?(?:(?:my|the|her|his|their|a)\s{1,3})?"
"""What may stand between a value and the word that tells what it is."""

CARDS = ("card", "card number", "card no", "visa", "mastercard", "amex", "debit", "credit")
"""Cues of payment cards; other cues of that list announce accounts, passports and licences."""

LATEST_BIRTH = 2012
"""A date up to this year, next to other personal data, is taken for a date of birth."""

OLD_DATE = regex.compile(rf"(?<![\w/]){'(?:' + FULL_DATE + ')'}(?!\w)", regex.I)

POSTCODE = regex.compile(
    r"(?<![\w\-/.])(?P<outward>GIR|[A-PR-UWYZ](?:[A-HK-Y]?\d[\dA-HJKMNP-Y]?))"
    r"[ \t\-]{0,2}(?P<inward>\d[ABD-HJLNP-UW-Z]{2})(?![\w])",
    regex.I,
)


class Checked(NhsRecognizer):
    """Ten digits, however grouped, that pass the check of an NHS number."""

    def __init__(self) -> None:
        pairs = [("-", ""), (" ", ""), (".", "")]
        super().__init__(
            patterns=[Pattern("ten digits", TEN_DIGITS, 0.5)],
            replacement_pairs=pairs,
            supported_entity="nhs_number",
        )


class Luhn(CreditCardRecognizer):
    """Thirteen to nineteen digits, however grouped, that pass the check of card numbers."""

    def __init__(self) -> None:
        super().__init__(
            patterns=[Pattern("card", CARD_DIGITS, 0.5)], supported_entity="card_number"
        )


class Postcodes(Finder):
    """Whole postcodes, and beginnings of one after "postcode"; "ST4 2nd year" is none."""

    def __init__(self, words: Words) -> None:
        super().__init__("postcode")
        self._not_inward = frozenset(words.numbers["not_inward"])
        self._stages = frozenset(words.numbers["stages"])
        begun = after(words.numbers["postcode_cues"], r"[A-Z]{1,2}\d[A-Z\d]?(?:\s?\d[A-Z]{2})?")
        self._begun = regex.compile(begun, regex.I)

    def find(self, text: str) -> Iterator[Span]:
        """Every postcode."""
        for match in POSTCODE.finditer(text):
            if not self._is_stage(match["outward"], match["inward"]):
                yield match.span()
        for match in self._begun.finditer(text):
            yield match.span("value")

    def _is_stage(self, outward: str, inward: str) -> bool:
        is_odd = inward.lower() in self._not_inward
        return is_odd and (outward.lower() in self._stages or inward != inward.upper())


def recognisers(words: Words) -> list[EntityRecognizer]:
    """The recognisers of every kind of number but telephone numbers."""
    numbers = words.numbers
    insured = after(numbers["insurance_cues"], rf"{INSURANCE}[A-Z]?")
    return [
        Checked(),
        Cued("nhs_number", [after(numbers["nhs_cues"], r"[1-9](?:[ .\-]{0,2}\d){8,9}")]),
        Cued("national_insurance_number", [rf"(?<![^\W_]){INSURANCE}[A-D](?![^\W_])", insured]),
        Luhn(),
        Cued("card_number", _cards(numbers["card_cues"])),
        Cued("gmc_number", _registrations(numbers["registration_cues"])),
        Cued("date_of_birth", _births(numbers["birth_cues"])),
        Postcodes(words),
    ]


def _cards(cues: tuple[str, ...]) -> list[str]:
    account = r"(?:[A-Z]{2}\d\d[ ]?)?[A-Z]{0,4}\d(?:[ \-]?[A-Z\d]){5,26}"
    of_accounts = tuple(each for each in cues if each not in CARDS)
    return [
        # Four groups of four that are no years, and sixteen digits: mistyped cards are cards.
        r"(?<!\d)(?!(?:(?:19|20)\d\d[ \-]){3})\d{4}([ \-])\d{4}\1\d{4}\1\d{4}(?!\d)",
        r"(?<![\d£.])[3-6]\d{15}(?!\d)",
        after(cues, r"\d(?:[ \-]{0,2}\d){11,18}"),
        after(of_accounts, rf"(?=[^\s]*\d){account}"),
        after(("cvv", "cvc", "cvv2", "security code"), r"\d{3,4}"),
    ]


def _registrations(cues: tuple[str, ...]) -> list[str]:
    return [
        after(cues, SEVEN_DIGITS),
        after(cues, OTHER_REGISTERS),
        r"(?<!\w)gmc(?P<value>\d{7})(?!\d)",
        rf"(?<![\w.,£])(?P<value>[A-Z]?\d{{7}})(?={NAMED_AFTER}{one_of(cues)}(?!\w))",
    ]


def _births(cues: tuple[str, ...]) -> list[str]:
    return [
        after(cues, DATE),
        rf"(?<!\w)b\.\s{{0,3}}(?P<value>{DATE})(?!\w)",
        rf"(?<![\w/])(?P<value>{DATE})(?={NAMED_AFTER}{one_of(cues)}(?!\w))",
    ]


def old_dates(text: str) -> Iterator[Span]:
    """Whole dates on which somebody may have been born who writes today."""
    for match in OLD_DATE.finditer(text):
        if 1920 <= int(match["year"]) <= LATEST_BIRTH:
            yield match.span()
