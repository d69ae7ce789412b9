"""Chooses the facts that answer a question: by meaning, aspect and subject together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from bot.facts import Fact, Library

MEANING_WEIGHT = 1.0
ASPECT_WEIGHT = 0.1
SUBJECT_WEIGHT = 0.1
"""Weights of the sum, chosen by cross-validation: docs/decisions/0002-answer-selection.md."""

ALSO_SHARE = 0.8
"""How much a second aspect of a fact counts beside its main one."""

LATER_SHARE = 0.85
"""How much a subject that a fact names later counts beside its main one."""


class Ranked(NamedTuple):
    """A fact with its score and the shares it is made of, each 0 to 1."""

    fact: Fact
    score: float
    meaning: float
    aspect: float
    subject: float


@dataclass(frozen=True)
class Weights:
    """How much meaning, aspect and subject count."""

    meaning: float = MEANING_WEIGHT
    aspect: float = ASPECT_WEIGHT
    subject: float = SUBJECT_WEIGHT


def rank(
    library: Library,
    meaning: Mapping[str, float],
    aspects: Mapping[str, float],
    subjects: tuple[str, ...],
    weights: Weights = Weights(),
) -> list[Ranked]:
    """Every askable fact, the one that answers best first.

    Args:
        meaning: nearness of facts to the question, 0 to 1; missing ones count as 0.
        aspects: probability of each aspect, 0 to 1.
        subjects: what the question is about.
    """
    asked = [
        (weight, _shares(subject, library))
        for subject, weight in _weighted(subjects, library).items()
    ]
    by_aspects = {each: _aspect_share(*each, aspects) for each in _kinds_of_aspects(library)}
    ranked = []
    for fact in library.askable:
        near = meaning.get(fact.id, 0.0)
        aspect = by_aspects[fact.aspect, fact.also]
        subject = sum([weight * shares[fact.id] for weight, shares in asked])
        score = weights.meaning * near + weights.aspect * aspect + weights.subject * subject
        ranked.append(Ranked(fact, score, near, aspect, subject))
    return sorted(ranked, key=lambda each: -each.score)


def aspect_share(fact: Fact, aspects: Mapping[str, float]) -> float:
    """How likely it is that the question asks for this fact's aspect, 0 to 1."""
    return _aspect_share(fact.aspect, fact.also, aspects)


def _aspect_share(aspect: str, also: tuple[str, ...], aspects: Mapping[str, float]) -> float:
    main = aspects.get(aspect, 0.0)
    second = max((aspects.get(each, 0.0) for each in also), default=0.0)
    return max(main, ALSO_SHARE * second)


@lru_cache(maxsize=1)
def _kinds_of_aspects(library: Library) -> frozenset[tuple[str, tuple[str, ...]]]:
    """Every pair of a main aspect and others that facts have: a few for hundreds of facts."""
    return frozenset((fact.aspect, fact.also) for fact in library.askable)


def subject_share(fact: Fact, asked: Mapping[str, float], library: Library) -> float:
    """How far a fact is about what was asked, 0 to 1; `asked` holds weights that sum to 1."""
    return sum(weight * _shares(subject, library)[fact.id] for subject, weight in asked.items())


@lru_cache(maxsize=256)
def _shares(subject: str, library: Library) -> dict[str, float]:
    """How far each fact is about a subject; worked out once, as every answer asks it of all."""
    return {
        fact.id: max(
            library.closeness(subject, told) * (1.0 if place == 0 else LATER_SHARE)
            for place, told in enumerate(fact.subjects)
        )
        for fact in library.facts
    }


def about(library: Library, subjects: tuple[str, ...], fact: Fact) -> float:
    """How far a fact is about these subjects, 0 to 1."""
    return subject_share(fact, _weighted(subjects, library), library)


def _weighted(subjects: tuple[str, ...], library: Library) -> dict[str, float]:
    """Subjects with few facts tell more of what is asked: weight by one over the root."""
    weights = {
        each: 1 / sqrt(1 + len(library.by_subject.get(each, ())))
        for each in subjects
        if each in library.subjects and not library.is_outside(each)
    }
    total = sum(weights.values())
    return {each: weight / total for each, weight in weights.items()}
