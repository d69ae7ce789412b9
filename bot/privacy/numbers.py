"""Finds numbers of one person: NHS, National Insurance, cards, accounts, postcodes."""

from __future__ import annotations

from collections.abc import Iterator

import regex
from presidio_analyzer import EntityRecognizer, Pattern
from presidio_analyzer.predefined_recognizers import CreditCardRecognizer, NhsRecognizer

from bot.privacy.births import Births
from bot.privacy.finder import Cued, Finder, Span, after, one_of
from bot.privacy.registrations import Registrations
from bot.privacy.words import Words

TEN_DIGITS = r"(?<![\d£$€])(?<!\d[.,])[1-9](?:[ .\-]{0,2}\d){9}(?![\d%])"
CARD_DIGITS = r"(?<![\d£$€])\d(?:[ \-]{0,2}\d){12,18}(?!\d)"
INSURANCE = r"[A-Z]\s?[A-Z][ .\-]{0,2}\d\s?\d[ .\-]{0,2}\d\s?\d[ .\-]{0,2}\d\s?\d[ .\-]{0,2}"

NAMED_AFTER = r"[^\w£$€]{0,9}(?:(?:is|was|being|as)\s{1,3})?(?:(?:my|the|her|his|their|a)\s{1,3})?"
"""What may stand between a value and the word that tells what it is."""

CARDS = ("card", "card number", "card no", "visa", "mastercard", "amex", "debit", "credit")
"""Cues of payment cards; other cues of that list announce accounts, passports and licences."""

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
        Registrations(words),
        Births(words),
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
