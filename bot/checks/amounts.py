"""Checks that there are enough training questions, and enough of the hard kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot.checks.problem import Problem
from bot.checks.project import FACTS, Project
from bot.checks.training import Example
from bot.checks.words import names_any
from bot.facts import Library

LEAST_FOR_A_FACT = 8
LEAST_FOR_AN_EDGE = 60
LEAST_INDIRECT = 1 / 3
EDGE_INTENTS = (
    "ask_definition",
    "out_of_scope",
    "no_fact",
    "manipulation",
    "medical",
    "emergency",
    "distress",
)
"""Intents at the edge of what is answered, which few examples hurt first."""


def check_amounts(project: Project) -> Iterator[Problem]:
    """Each fact and each edge intent with too few questions, and too few indirect ones."""
    by_intent = Counter(example.block.intent for example in project.examples)
    for intent in EDGE_INTENTS:
        if by_intent[intent] < LEAST_FOR_AN_EDGE:
            yield Problem(
                "data/nlu",
                0,
                f"{intent} has {by_intent[intent]} examples",
                f"write at least {LEAST_FOR_AN_EDGE}",
            )
    if project.library is not None:
        yield from _few_for_a_fact(project, project.library)
        share = indirect_share(project, project.library)
        if share < LEAST_INDIRECT:
            yield Problem(
                "data/nlu",
                0,
                f"only {share:.0%} of the questions about facts do not name their subject",
                f"write indirect questions until they are {LEAST_INDIRECT:.0%}",
            )


def _few_for_a_fact(project: Project, library: Library) -> Iterator[Problem]:
    by_fact = Counter(example.block.fact for example in project.examples)
    for fact in library.askable:
        if 0 < by_fact[fact.id] < LEAST_FOR_A_FACT:
            yield Problem(
                FACTS,
                project.facts_line(fact.id),
                f"'{fact.id}' has {by_fact[fact.id]} training questions",
                f"write at least {LEAST_FOR_A_FACT} in data/nlu",
            )


def indirect_share(project: Project, library: Library) -> float:
    """The share of the questions labelled with a fact that name none of its subjects: 0 to 1."""
    asked = [each for each in project.examples if library.has_fact(each.block.fact or "")]
    if not asked:
        return 0.0
    return sum(_is_indirect(each, library) for each in asked) / len(asked)


def _is_indirect(example: Example, library: Library) -> bool:
    subjects = library.fact(str(example.block.fact)).subjects
    return not any(names_any(example.text, library.subjects[each].aliases) for each in subjects)
