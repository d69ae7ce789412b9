"""The way from where a person stands to consultant: the stages left, and the sum of their years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from bot.facts.library import Library
from bot.facts.model import Stage


@dataclass(frozen=True)
class Leg:
    """A stage still to be done, and the years left of it (None where it has no usual length)."""

    stage: Stage
    years: Optional[int]


def remaining(library: Library, start: str, interest: Optional[str] = None) -> tuple[Leg, ...]:
    """The legs from a person's place to consultant.

    Args:
        start: a key of the pathway's `starts`.
        interest: a subject; a stage with this interest is taken in place of the usual one.
    """
    stages = {stage.id: stage for stage in library.pathway.stages}
    place = library.pathway.starts[start]
    chosen = {each.instead_of: each.id for each in stages.values() if each.interest == interest}
    if interest is None:
        chosen = {}
    legs = []
    name: Optional[str] = place.stage
    while name:
        stage = stages[chosen.get(name, name)]
        done = place.years_done if not legs else 0
        legs.append(Leg(stage, stage.years - done if stage.years else None))
        name = stage.next
    return tuple(legs)


def total_years(legs: tuple[Leg, ...]) -> int:
    """The sum of the years left, if nothing is repeated, deferred or part-time."""
    return sum(leg.years or 0 for leg in legs)
