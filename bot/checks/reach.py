"""Checks that each fact can be reached: by a question, a safety answer, a suggestion of its own."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.problem import Problem, quote
from bot.checks.project import FACTS, Project
from bot.checks.words import squeezed
from bot.facts import SIGNPOST, Library


def check_reach(project: Project) -> Iterator[Problem]:
    """Each fact that nobody can reach, and each suggestion made for two facts."""
    if project.library is not None:
        yield from _unasked(project, project.library)
        yield from _unnamed_signposts(project, project.library)
        yield from _repeated_suggestions(project, project.library)


def _unasked(project: Project, library: Library) -> Iterator[Problem]:
    asked = {block.fact for block in project.blocks if any(block.examples)}
    for fact in library.askable:
        if fact.id not in asked:
            yield Problem(
                FACTS,
                project.facts_line(fact.id),
                f"nobody can reach '{fact.id}': no training question asks for it",
                "write its questions in data/nlu, or remove the fact",
            )


def _unnamed_signposts(project: Project, library: Library) -> Iterator[Problem]:
    named = {text for module in project.speaking_modules for _, text in module.strings()}
    for fact in library.facts:
        if fact.aspect == SIGNPOST and not named & {fact.id, *fact.subjects}:
            yield Problem(
                FACTS,
                project.facts_line(fact.id),
                f"nobody can reach '{fact.id}': no safety answer names {fact.subjects[0]}",
                "name the subject in bot/answers or actions, or remove the fact",
            )


def _repeated_suggestions(project: Project, library: Library) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for fact in library.askable:
        asks = fact.asks or ""
        earlier = first.setdefault(squeezed(asks), fact.id)
        if earlier != fact.id:
            yield Problem(
                FACTS,
                project.facts_line(fact.id),
                f"'{fact.id}' offers {quote(asks)}, as '{earlier}' does",
                "give each fact a question of its own",
            )
