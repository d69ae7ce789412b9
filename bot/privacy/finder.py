"""A recogniser of Presidio's that yields spans, and how cues before a value are written."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import Optional

import regex
from presidio_analyzer import LocalRecognizer, RecognizerResult

Span = tuple[int, int]

BETWEEN = (
    r"(?:[^\w£$€\]]|_|\b(?:numbers?|no|num|nr|is|was|are|it's|its|my|the|ref|reference|"
    r"registration|registered|reg|id|on|at|in|as|of|a|your|her|his|their|to|date|day|me|by|via|you|u|can|be|"
    r"please|pls|for|born|phone|mobile|home|work|new|old|which|this|one|here|so|and|s)\b){0,14}?"
)
"""What may stand between a cue and its value: signs, and small words like "number is".

No bracket closes there: what was masked before, as in "[postcode]", is no cue.
"""


class Finder(LocalRecognizer):
    """Finds spans of one kind; subclasses say where."""

    def __init__(self, kind: str) -> None:
        super().__init__(supported_entities=[kind], supported_language="en", name=kind)

    def load(self) -> None:
        """Nothing: all is there from the start."""

    @abstractmethod
    def find(self, text: str) -> Iterable[Span]:
        """The places of this kind in a text."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: Optional[object] = None
    ) -> list[RecognizerResult]:
        """What was found, as Presidio wants it."""
        kind = self.supported_entities[0]
        return [RecognizerResult(kind, start, end, 1.0) for start, end in self.find(text)]


class Cued(Finder):
    """Finds values by patterns of their own; group `value` is masked, or else the whole match."""

    def __init__(self, kind: str, patterns: Iterable[str]) -> None:
        super().__init__(kind)
        self._patterns = [regex.compile(each, regex.I | regex.M) for each in patterns]

    def find(self, text: str) -> Iterator[Span]:
        """Every match of every pattern."""
        for pattern in self._patterns:
            for match in pattern.finditer(text):
                yield match.span("value") if "value" in pattern.groupindex else match.span()


def after(cues: Iterable[str], value: str) -> str:
    """The pattern of a value that stands after one of some cues."""
    return rf"(?<!\w){one_of(cues)}(?!\w){BETWEEN}(?<!\w)(?P<value>{value})(?!\w)"


NO_MASK = r"(?!(?: number)?\])"
"""After a cue: it is no word of what stands in place of masked data, as "[date of birth]"."""


def one_of(words: Iterable[str]) -> str:
    """The pattern of one of some words, the longest first; any space will do for a space."""
    longest_first = sorted(set(words), key=len, reverse=True)
    written = (regex.escape(each, literal_spaces=True) for each in longest_first)
    return (
        "(?:"
        + "|".join(each.replace(" ", r"\s{1,5}").replace("'", "['’]?") for each in written)
        + ")"
    )
