"""Checks the facts file itself, its evidence and its dates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.checks.problem import Problem, quote
from bot.checks.project import FACTS, Project
from bot.facts import Library


def check_facts(project: Project) -> Iterator[Problem]:
    """What is wrong with the facts file, or what in it is due for review."""
    yield from project.facts_problems
    if project.library is not None:
        yield from _due(project, project.library)


def check_evidence(project: Project) -> Iterator[Problem]:
    """Each evidence phrase that does not stand in its document, when the documents are there."""
    library, folder = project.library, project.documents
    if library is None or folder is None:
        return
    texts = {
        name: _text(folder / source.document)
        for name, source in library.sources.items()
        if source.document
    }
    for name, text in texts.items():
        if text is None:
            yield _at(project, name, f"the document of '{name}' is not in {folder}", "put it there")
    for fact in library.facts:
        text = texts.get(fact.source)
        if text and fact.evidence and _plain(fact.evidence) not in text:
            yield _at(
                project,
                fact.id,
                f"{quote(fact.evidence)} does not stand in {library.source_of(fact).document}",
                "copy the phrase as it stands there",
            )


def _text(path: Path) -> str | None:
    return _plain(path.read_text(encoding="utf-8")) if path.is_file() else None


def _plain(text: str) -> str:
    straight = text.translate(str.maketrans("’‘“”–—", "''\"\"--"))
    return " ".join(straight.casefold().split())


def _due(project: Project, library: Library) -> Iterator[Problem]:
    dated = {name: source.review_by for name, source in library.sources.items()}
    dated |= {fact.id: fact.review_by for fact in library.facts if fact.review_by}
    for name, review_by in dated.items():
        if project.today > review_by:
            what = f"'{name}' was due for review by {review_by}"
            yield _at(project, name, what, "read it again and set the new dates", is_warning=True)


def _at(
    project: Project, name: str, what: str, remedy: str, *, is_warning: bool = False
) -> Problem:
    return Problem(FACTS, project.facts_line(name), what, remedy, is_warning)
