"""Judges whether a question is one the facts can answer, nearly can, or cannot."""

from __future__ import annotations

from enum import Enum

from bot.answers.question import Part
from bot.facts import Library

CAREERS_SURE = 0.6
"""Share of the aspects among all classes from which a question counts as about careers."""

MEANING_SURE = 0.3
"""Meaning of the best fact from which it answers; below, it is the nearest there is."""

MEANING_NEAR = 0.18
"""Meaning of the best fact from which it is worth showing as the nearest."""

MEANING_CERTAIN = 0.75
"""Meaning from which a fact answers though the classes waver."""

OFF_TOPIC_SHARE = 0.7
"""A question is off topic when that share exceeds this much of the other shares."""

STRANGE = 0.5
"""Similarity below which a question that names no subject is taken for off topic when in doubt."""

FAMILIAR_MEANING = 0.4
FAMILIAR_SIMILARITY = 0.7
"""From these on, a question that names a subject is shown the nearest fact, not turned away."""

OFF_TOPIC = ("out_of_scope", "manipulation", "other_language")


class Scope(Enum):
    """How far the facts reach."""

    ANSWERS = "answers"
    NEAREST = "nearest"
    NO_FACT = "no_fact"
    OUTSIDE = "outside"


def judge(part: Part, library: Library, meaning: float) -> Scope:
    """How far the facts reach for one question, `meaning` being that of the best fact.

    The thresholds were chosen by cross-validation: docs/decisions/0002-answer-selection.md.
    """
    known = [each for each in part.subjects if each in library.subjects]
    inside = any(not library.is_outside(each) for each in known)
    outside = any(library.is_outside(each) for each in known)
    careers = sum(part.aspects.values()) + part.classes.get("ask_comparison", 0.0)
    off_topic = sum(part.classes.get(each, 0.0) for each in OFF_TOPIC)
    no_fact = part.classes.get("no_fact", 0.0)
    if meaning >= MEANING_CERTAIN and careers >= 0.5:
        return Scope.ANSWERS
    if off_topic > max(careers, no_fact) * OFF_TOPIC_SHARE:
        familiar = meaning >= FAMILIAR_MEANING and part.similarity >= FAMILIAR_SIMILARITY
        honest = part.classes.get("manipulation", 0.0) < off_topic / 2
        return Scope.NEAREST if inside and not outside and familiar and honest else Scope.OUTSIDE
    if not inside and _is_strange(part, off_topic + no_fact, outside, careers):
        return Scope.OUTSIDE
    if no_fact >= careers:
        return Scope.NEAREST if meaning >= MEANING_SURE else Scope.NO_FACT
    if careers >= CAREERS_SURE and meaning >= MEANING_SURE:
        return Scope.ANSWERS
    if meaning >= MEANING_NEAR:
        return Scope.NEAREST
    return Scope.NO_FACT if inside else Scope.OUTSIDE


def _is_strange(part: Part, doubt: float, names_other_work: bool, careers: float) -> bool:
    if names_other_work and careers < 0.9:
        return True
    return part.similarity < STRANGE and doubt > 0.15
