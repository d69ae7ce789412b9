"""Finds numbers of one person: NHS, National Insurance, cards, accounts, postcodes."""

from __future__ import annotations

from collections.abc import Iterator

import regex
from presidio_analyzer import EntityRecognizer, Pattern
from presidio_analyzer.predefined_recognizers import CreditCardRecognizer, NhsRecognizer

from bot.privacy.births import Births
from bot.privacy.finder import BETWEEN, NO_MASK, Cued, Finder, Span, after, one_of
from bot.privacy.registrations import Registrations
from bot.privacy.words import Words

JOINS = r"[ \u00a0./_–—‑\-]{0,2}"
TEN_DIGITS = r"(?<![\d£$€])(?<!\d[.,])[1-9](?:[ .\-]{0,2}\d){9}(?![\d%])"
NHS_DIGITS = rf"(?:(?<![\w£$€+])|(?<=nhs|no|_))(?<!\d[.,\-/ ])\d(?:{JOINS}\d){{9}}(?![\d%])"
TIMES = r"(?![01]\d[0-5]\d\D[012]\d[0-5]\d\D)"
CARD_DIGITS = rf"(?<![\d£$€]){TIMES}\d(?:[ ./_\-]{{0,2}}\d){{12,18}}(?!\d)"
PARTS = r"[ \u00a0._–—‑\-]{0,2}"
INSURANCE = rf"[A-Z]\s?[A-Z]{PARTS}\d\s?\d{PARTS}\d\s?\d{PARTS}\d\s?\d{PARTS}"
STROKES = r"[A-Z]{2}/\d\d/\d\d/\d\d/[A-D](?!\w)"

BEGINS = r"(?:(?<![^\W_])|(?<=\bno))"
DIGIT_WORDS = "zero|oh|o|nought|one|two|three|four|five|six|seven|eight|nine|double|treble|triple"

NAMED_AFTER = r"[^\w£$€]{0,9}(?:(?:is|was|being|as)\s{1,3})?(?:(?:my|the|her|his|their|a)\s{1,3})?"
"""What may stand between a value and the word that tells what it is."""

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
            patterns=[Pattern("card", CARD_DIGITS, 0.5)],
            replacement_pairs=[(sign, "") for sign in " -./_"],
            supported_entity="card_number",
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
        Cued("nhs_number", _patients(numbers)),
        Cued(
            "national_insurance_number",
            [rf"{BEGINS}(?:{INSURANCE}[A-D](?![^\W_])|{STROKES})", insured],
        ),
        Luhn(),
        Cued("card_number", _cards(numbers["card_cues"], numbers["account_cues"])),
        Registrations(words),
        Births(words),
        Postcodes(words),
    ]


def _patients(numbers: dict[str, tuple[str, ...]]) -> list[str]:
    cues = numbers["nhs_cues"]
    counted = rf"(?!\s{{1,3}}{one_of(numbers['counted'])}(?!\w))"
    cue = rf"(?<![^\W_]){one_of(cues)}(?![^\W\d_]){NO_MASK}"
    return [
        after(cues, r"[1-9](?:[ .\-]{0,2}\d){8,9}"),
        # Ten digits begin with no nought, but for Scotland's, which begin with a date of birth.
        rf"{cue}[^\d\n]{{0,60}}?(?P<value>(?!0[1237]\d{{3}}\s)(?!0[38]00){NHS_DIGITS}){counted}",
        rf"(?P<value>(?!0){NHS_DIGITS})(?={NAMED_AFTER}{cue})",
        rf"{cue}{BETWEEN}(?P<value>(?:(?:{DIGIT_WORDS})[\s,\-]{{1,3}}){{7,9}}(?:{DIGIT_WORDS}))(?!\w)",
        after(numbers["patient_cues"], r"[A-Z]{0,2}\d{6,9}[A-Z]?"),
    ]


def _cards(cues: tuple[str, ...], account_cues: tuple[str, ...]) -> list[str]:
    # Six digits at least: "account for 50 posts" tells none.
    account = (
        r"(?=(?:[A-Z \-]{0,8}\d){6})(?:[A-Z]{2}\d\d[ ]?)?[A-Z]{0,6}[ ]?\d(?:[ \-]?[A-Z\d]){5,26}"
    )
    return [
        # Four groups of four that are no years, and sixteen digits: mistyped cards are cards.
        r"(?<!\d)(?!(?:(?:19|20)\d\d[ \-]){3})\d{4}([ ./_\-]{1,2})\d{4}\1\d{4}\1\d{4}(?!\d)",
        r"(?<![\d£.])[3-6]\d{15}(?!\d)",
        after((*cues, *account_cues), r"\d(?:[ \-]{0,2}\d){11,18}"),
        after(account_cues, account),
        after(("cvv", "cvc", "cvv2", "security code"), r"\d{3,4}"),
        rf"(?<!\w){one_of((*cues, *account_cues, 'digits'))}(?!\w)[^\d\n.]{{0,20}}?"
        r"(?<!\w)(?:end(?:s|ing)?(?: (?:in|with))?|digits)(?: (?:is|are))?[ :]{1,3}"
        r"(?P<value>\d{4})(?!\w)",
    ]
