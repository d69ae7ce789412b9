"""What to offer next: questions that the facts answer and that were not answered yet."""

from __future__ import annotations

from functools import lru_cache

from bot.facts import Fact, Library

MOST = 3
LATER_SHARE = 0.7
"""How much a subject that a fact names later counts beside its main one."""

OPENING = ("radiologist_performs_tests", "training_five_years", "ir_definition")
"""The facts whose questions a conversation opens with."""


def opening_questions(library: Library) -> tuple[str, ...]:
    """Questions to begin with."""
    return tuple(library.fact(each).asks or "" for each in OPENING if library.has_fact(each))


def suggest(
    shown: tuple[Fact, ...], subjects: tuple[str, ...], known: tuple[str, ...], library: Library
) -> tuple[str, ...]:
    """Two or three questions near to what was shown: same subject, other aspects first."""
    seen = {fact.aspect for fact in shown}
    main = tuple(dict.fromkeys((*subjects, *(fact.subjects[0] for fact in shown))))
    near_to = [_nearness_to(each, library) for each in main]
    near = [(max([n[fact.id] for n in near_to], default=0.0), fact) for fact in library.askable]
    order = sorted(
        ((nearness, fact) for nearness, fact in near if nearness and fact.id not in known),
        key=lambda each: (-each[0], each[1].aspect in seen),
    )
    picked: list[Fact] = []
    for _, fact in order:
        if len(picked) < MOST and fact.aspect not in {each.aspect for each in picked}:
            picked.append(fact)
    offered = tuple(fact.asks for fact in picked if fact.asks)
    return offered or tuple(q for q in opening_questions(library))


@lru_cache(maxsize=256)
def _nearness_to(subject: str, library: Library) -> dict[str, float]:
    """How near each fact is to a subject; worked out once, as every answer asks it of all facts."""
    return {
        fact.id: max(
            library.closeness(subject, told) * (1.0 if place == 0 else LATER_SHARE)
            for place, told in enumerate(fact.subjects)
        )
        for fact in library.askable
    }
