"""Reads the words by which personal data is recognised: data/privacy/."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.errors import DataFileError

FOLDER = Path(__file__).resolve().parents[2] / "data" / "privacy"
RULES = "masking.yml"

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C takes a tenth of the time, where it was built with PyYAML."""

LISTS = {
    "names": (
        *("certain_before", "certain_labels", "likely_before", "titles", "farewells", "after"),
        *("not_titles_in_capitals", "titles_before_capitals", "particles", "between", "never"),
        *("places", "places_before", "public", "also_words", "also_adjectives"),
    ),
    "numbers": (
        *("phone_cues", "not_phone_before", "public_prefixes", "own_cues", "nhs_cues"),
        *("registration_cues", "insurance_cues", "birth_cues", "card_cues", "postcode_cues"),
        *("not_inward", "stages", "event_words", "council_cues", "register_words", "counted"),
        *("other_number_words", "things_born", "patient_cues", "account_cues", "organisations"),
    ),
    "links": ("secret_parameters", "profiles", "password_cues", "secret_cues", "public_pages"),
    "emails": ("roles", "providers"),
}
"""The lists that the file of rules must hold, by part."""

KINDS = (
    *("link", "secret", "email", "card_number", "nhs_number", "national_insurance_number"),
    *("gmc_number", "phone", "date_of_birth", "postcode", "name"),
)
"""The kinds of personal data; of two that overlap the first gives the mask."""


@dataclass(frozen=True)
class Words:
    """The words of all rules, and the lists of names."""

    shown: dict[str, str]
    names: dict[str, tuple[str, ...]] = field(repr=False)
    numbers: dict[str, tuple[str, ...]] = field(repr=False)
    links: dict[str, tuple[str, ...]] = field(repr=False)
    emails: dict[str, tuple[str, ...]] = field(repr=False)
    given_names: frozenset[str] = field(repr=False)
    surnames: frozenset[str] = field(repr=False)
    common: frozenset[str] = field(repr=False)


@lru_cache(maxsize=1)
def known_words() -> Words:
    """The words of this project, read once."""
    return read_words(FOLDER)


def read_words(folder: Path) -> Words:
    """Read and check a folder of rules.

    Raises:
        DataFileError: naming every fault in it.
    """
    path = folder / RULES
    try:
        content = _Loader(path.read_text(encoding="utf-8")).get_single_data()
    except (OSError, yaml.YAMLError) as error:
        raise DataFileError([f"{path.name}: cannot be read ({error}): mend it"]) from error
    problems = _problems(content)
    if problems:
        raise DataFileError([f"{path.name}: {each}" for each in problems])
    parts = {part: {name: tuple(content[part][name]) for name in LISTS[part]} for part in LISTS}
    return Words(
        shown=content["shown"],
        **parts,
        given_names=_read_list(folder / "given_names.txt"),
        surnames=_read_list(folder / "surnames.txt"),
        common=_read_list(folder / "common_words.txt"),
    )


def _problems(content: Any) -> list[str]:
    if not isinstance(content, dict):
        return ["is not a mapping: write `part:` and its lists"]
    shown = content.get("shown")
    shown = shown if isinstance(shown, dict) else {}
    found = [
        f"shown: '{kind}' is missing or no text: say what stands in its place"
        for kind in KINDS
        if not isinstance(shown.get(kind), str)
    ]
    for part, names in LISTS.items():
        lists = content.get(part)
        lists = lists if isinstance(lists, dict) else {}
        found += [
            f"{part}: '{name}' is missing or no list of texts: write `- word` lines"
            for name in names
            if not _are_texts(lists.get(name))
        ]
        found += [f"{part}: '{name}' is unknown: remove it" for name in lists if name not in names]
    return found


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and value and all(isinstance(each, str) for each in value)


def _read_list(path: Path) -> frozenset[str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise DataFileError([f"{path.name}: cannot be read ({error}): put it back"]) from error
    return frozenset(line for line in lines if line and not line.startswith("#"))


def plain(word: str) -> str:
    """A word in small letters, without accents, with a straight apostrophe."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFD", word.replace("’", "'").lower())
    return "".join(each for each in parts if not unicodedata.combining(each))
