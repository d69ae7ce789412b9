"""Finds held-out questions that stand, nearly or wholly, among the training questions."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

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
        for example in training.copies_of(question):
            yield Problem(
                example.block.path,
                example.line,
                f"{quote(example.text)} is held out at {path}:{line} ({quote(question)})",
                "remove it here: held-out questions are never trained on",
            )


class TrainingWords:
    """The training questions by their words, so that each question is compared with few."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self._examples = [(example, frozenset(words(example.text))) for example in examples]
        self._whole: dict[str, set[int]] = defaultdict(set)
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, (example, found) in enumerate(self._examples):
            self._whole[squeezed(example.text)].add(place)
            for word in found:
                self._places[word].append(place)

    def copies_of(self, question: str) -> list[Example]:
        """The training questions that have the same words, or nearly."""
        places = self._whole.get(squeezed(question), set()) if question else set()
        asked = words(question)
        if len(asked) >= SHORTEST_NEAR:
            places = places | self._near(frozenset(asked))
        return [self._examples[place][0] for place in sorted(places)]

    def _near(self, asked: frozenset[str]) -> set[int]:
        # A likeness of NEAR leaves room for so few other words that one of these must be shared.
        room = len(asked) - math.ceil(NEAR * len(asked)) + 1
        rare = sorted(asked, key=lambda word: (len(self._places.get(word, ())), word))[:room]
        shared = {place for word in rare for place in self._places.get(word, ())}
        return {place for place in shared if likeness(asked, self._examples[place][1]) >= NEAR}
