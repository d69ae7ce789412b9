"""What to offer next: questions that the facts answer and that were not answered yet."""

from __future__ import annotations

from bot.facts import Fact, Library

MOST = 3
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
    candidates = [
        fact for fact in library.askable if fact.id not in known and _nearness(fact, main, library)
    ]
    order = sorted(
        candidates,
        key=lambda fact: (-_nearness(fact, main, library), fact.aspect in seen),
    )
    picked: list[Fact] = []
    for fact in order:
        if len(picked) < MOST and fact.aspect not in {each.aspect for each in picked}:
            picked.append(fact)
    offered = tuple(fact.asks for fact in picked if fact.asks)
    return offered or tuple(q for q in opening_questions(library))


def _nearness(fact: Fact, subjects: tuple[str, ...], library: Library) -> float:
    main = max((library.closeness(each, fact.subjects[0]) for each in subjects), default=0.0)
    other = max(
        (library.closeness(each, told) for each in subjects for told in fact.subjects[1:]),
        default=0.0,
    )
    return max(main, 0.7 * other)
