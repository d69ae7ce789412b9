"""Masks personal data: what was found gives way to a word for its kind.

Presidio's engine runs its own recognisers of checked numbers and ours, without any language model:
all that is found is found by patterns, checks and lists of names.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.privacy.words import KINDS, known_words

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine

    from bot.privacy.births import OldDates
    from bot.privacy.registrations import Sevens

LANGUAGE = "en"
TELLING = frozenset(KINDS) - {"link", "secret", "postcode", "date_of_birth"}
"""Kinds next to which an old date is taken for a date of birth, seven digits for a doctor's."""

_CLEAN: deque[str] = deque(maxlen=64)
"""The newest texts in which nothing was found: each gate after the first asks for them again."""


@dataclass(frozen=True)
class Found:
    """A place of personal data in a text."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Masked:
    """A text without personal data, and the kinds that it had, in order."""

    text: str
    kinds: tuple[str, ...] = ()


def prepare() -> None:
    """Load all that masking needs, so that no visitor waits for it."""
    _engine()


def mask(text: str) -> Masked:
    """A text with every piece of personal data masked."""
    found = find_personal(text)
    if not found:
        return Masked(text)
    shown = known_words().shown
    pieces, at = [], 0
    for each in found:
        pieces += [text[at : each.start], shown[each.kind]]
        at = each.end
    return Masked("".join([*pieces, text[at:]]), tuple(dict.fromkeys(e.kind for e in found)))


def mask_all(value: Any, text: str) -> Any:
    """JSON data made from a text, without the personal data of that text; names of fields stay.

    A part of a text may have lost the words that announce a name, so all that is personal in the
    whole text is masked in each of its parts.
    """
    shown = known_words().shown
    pieces = {_plain_piece(text[e.start : e.end]): shown[e.kind] for e in find_personal(text)}
    if not pieces:
        return value
    longest_first = sorted(pieces, key=len, reverse=True)
    written = "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in longest_first)
    pattern = re.compile(rf"(?<!\w)(?:{written})(?!\w)", re.IGNORECASE)
    return _replaced(value, lambda said: pattern.sub(lambda m: pieces[_plain_piece(m[0])], said))


def _replaced(value: Any, replace: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return replace(value)
    if isinstance(value, dict):
        return {name: _replaced(each, replace) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_replaced(each, replace) for each in value]
    return value


def _plain_piece(piece: str) -> str:
    return " ".join(piece.split()).lower()


def find_personal(text: str) -> list[Found]:
    """The places of personal data in a text, in order; none overlaps another."""
    if text in _CLEAN or not any(each.isalnum() for each in text):
        return []
    results = _engine().analyze(text, language=LANGUAGE, entities=list(KINDS))
    found = [Found(each.entity_type, each.start, each.end) for each in results]
    if any(each.kind in TELLING for each in found):
        dates, sevens = _beside()
        found += [Found("date_of_birth", *span) for span in dates.find(text)]
        found += [Found("gmc_number", *span) for span in sevens.find(text)]
    if not found:
        _CLEAN.append(text)
    return _merged(found, text)


def _merged(found: Iterable[Found], text: str) -> list[Found]:
    """Overlapping places as one, of the kind that comes first in KINDS; names side by side too."""
    merged: list[Found] = []
    for each in sorted(found, key=lambda place: (place.start, -place.end)):
        last = merged[-1] if merged else None
        if last and (each.start < last.end or _is_one_name(last, each, text)):
            kind = min(last.kind, each.kind, key=KINDS.index)
            merged[-1] = Found(kind, last.start, max(last.end, each.end))
        else:
            merged.append(each)
    return merged


def _is_one_name(first: Found, second: Found, text: str) -> bool:
    gap = text[first.end : second.start]
    return first.kind == second.kind == "name" and len(gap) < 3 and not gap.strip(" .-")


@lru_cache(maxsize=1)
def _beside() -> tuple[OldDates, Sevens]:
    """What finds the numbers that are personal only beside other personal data."""
    from bot.privacy.births import OldDates
    from bot.privacy.registrations import Sevens

    return OldDates(known_words()), Sevens(known_words())


@lru_cache(maxsize=1)
def _engine() -> AnalyzerEngine:
    """Presidio's engine with the recognisers; importing it takes half a second, so not before."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NoOpNlpEngine

    from bot.privacy import links, numbers
    from bot.privacy.names import Names
    from bot.privacy.phones import Phones

    words = known_words()
    recognizers = [
        *numbers.recognisers(words),
        *links.recognisers(words),
        Phones(words),
        Names(words),
    ]
    registry = RecognizerRegistry(recognizers=recognizers, supported_languages=[LANGUAGE])
    nothing = NoOpNlpEngine(models=[{"lang_code": LANGUAGE, "model_name": "none"}])
    return AnalyzerEngine(registry=registry, nlp_engine=nothing, supported_languages=[LANGUAGE])
