"""Patterns of words: places in a row, each with the phrases that may stand there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

GAP_WORDS = 4
"""Words that a gap may skip."""

Phrase = tuple[str, ...]
Tokens = list[frozenset]
"""For each typed word all that it may be read as."""


class Slot:
    """One place of a pattern: the phrases that may stand there, or a gap."""

    def __init__(self, phrases: Iterable[Phrase] = (), is_optional: bool = False) -> None:
        self.is_gap = not phrases
        self.is_optional = is_optional
        self.by_first: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in dict.fromkeys(phrases):
            self.by_first[phrase[0]].append(phrase)

    def after(self, places: set[int], tokens: Tokens) -> set[int]:
        """Where a match may go on, having come to any of `places`."""
        if self.is_gap:
            last = len(tokens) - 1
            return {to for at in places for to in range(at, min(at + GAP_WORDS, last) + 1)}
        found = set(places) if self.is_optional else set()
        for place in places:
            for word in tokens[place] if place < len(tokens) else ():
                for phrase in self.by_first.get(word, ()):
                    if _stands(phrase, tokens, place):
                        found.add(place + len(phrase))
        return found


def _stands(phrase: Phrase, tokens: Tokens, place: int) -> bool:
    return len(phrase) == 1 or (
        len(tokens) - place >= len(phrase)
        and all(word in tokens[place + step] for step, word in enumerate(phrase))
    )


@dataclass(frozen=True, eq=False)
class Pattern:
    """A pattern as written, the class or list of exceptions it belongs to, and its places."""

    text: str
    group: str
    slots: tuple[Slot, ...]
    needs_person: bool = False
    is_whole: bool = False

    def first_words(self) -> set[str]:
        """The words a match can begin with."""
        words = set()
        for slot in self.slots:
            words |= set(slot.by_first)
            if not slot.is_optional:
                break
        return words

    def matches(self, tokens: Tokens, start: int) -> bool:
        """Whether the pattern stands in `tokens` from `start` on."""
        if self.is_whole and start:
            return False
        places = {start}
        for slot in self.slots:
            places = slot.after(places, tokens)
            if not places:
                return False
        return not self.is_whole or len(tokens) - 1 in places
