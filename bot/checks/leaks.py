"""Finds held-out questions that stand, nearly or wholly, among the training questions."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Optional

from bot.checks.problem import Problem, quote
from bot.checks.project import Project
from bot.checks.training import Example
from bot.checks.words import likeness, squeezed, words

NEAR = 0.85
"""From this likeness of their words on, two questions are copies of each other."""

SHORTEST_NEAR = 6
"""Words; shorter questions are copies only when all their words are the same."""


def check_leaks(project: Project) -> Iterator[Problem]:
    """Each training question that a held-out question repeats."""
    training = TrainingWords(project.examples)
    for path, line, fields in project.held_out_questions:
        question = str(fields.get("question") or "")
        example = training.copy_of(question) if question else None
        if example:
            yield Problem(
                example.block.path,
                example.line,
                f"{quote(example.text)} is held out at {path}:{line} ({quote(question)})",
                "remove it here: held-out questions are never trained on",
            )


class TrainingWords:
    """The training questions by their words, rare words first, so that few are compared."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self._whole: dict[str, Example] = {}
        self._sets: list[tuple[Example, frozenset[str]]] = []
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, example in enumerate(examples):
            self._whole.setdefault(squeezed(example.text), example)
            found = frozenset(words(example.text))
            self._sets.append((example, found))
            for word in found:
                self._places[word].append(place)

    def copy_of(self, question: str) -> Optional[Example]:
        """The training question that has the same words, or nearly."""
        whole = self._whole.get(squeezed(question))
        asked = words(question)
        if whole or len(asked) < SHORTEST_NEAR:
            return whole
        return self._near(frozenset(asked))

    def _near(self, asked: frozenset[str]) -> Optional[Example]:
        # A likeness of NEAR leaves room for so few other words that one of these must be shared.
        room = len(asked) - math.ceil(NEAR * len(asked)) + 1
        rare = sorted(asked, key=lambda word: (len(self._places.get(word, ())), word))[:room]
        shared = Counter(place for word in rare for place in self._places.get(word, ()))
        near = (self._sets[place] for place in sorted(shared))
        return next((example for example, found in near if likeness(asked, found) >= NEAR), None)
