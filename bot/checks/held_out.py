"""Checks the held-out questions: their form, how many there are of each kind, what they cover."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.checks.problem import Problem, quote
from bot.checks.project import FACTS, Project
from bot.checks.words import squeezed
from bot.facts import ASPECTS, Library

FOLDER = "tests/held_out"
KINDS = frozenset({"direct", "indirect", "long", "terse", "misspelt", "premise"})
HARD_KINDS = frozenset({"indirect", "long"})
NEEDED = frozenset({"aspect", "subjects", "facts", "kind"})
LEAST_CAREERS = 400
LEAST_AT_THE_EDGE = {"no_fact": 60, "out_of_scope": 60}


def check_held_out(project: Project) -> Iterator[Problem]:
    """Each held-out question of a wrong form, and each kind of which there are too few."""
    for document in project.held_out:
        if document.is_read and not isinstance(document.value, list):
            yield Problem(document.path, 1, "not a list of questions", "write `- question: …`")
    seen: dict[str, str] = {}
    for path, line, fields in project.held_out_questions:
        for what, remedy in _faults(fields, project.library):
            yield Problem(path, line, what, remedy)
        place = f"{path}:{line}"
        question = str(fields.get("question") or "")
        earlier = seen.setdefault(squeezed(question), place)
        if question and earlier != place:
            yield Problem(path, line, f"{quote(question)} stands already at {earlier}", "reword it")
    yield from _few(project)
    yield from _uncovered(project)


def _faults(fields: dict[str, Any], library: Library | None) -> Iterator[tuple[str, str]]:
    question = fields.get("question")
    if not isinstance(question, str) or not question.strip():
        yield "a question is missing", "write `- question: …`"
    for key in sorted(set(fields) - NEEDED - {"question", "premise"}):
        yield f"unknown field '{key}'", "correct or remove it"
    if not _is_careers(fields):
        return
    for key in sorted(NEEDED - set(fields)):
        yield f"'{key}' is missing", "say it"
    if str(fields.get("kind")) not in KINDS and "kind" in fields:
        yield f"unknown kind '{fields['kind']}'", f"use one of {', '.join(sorted(KINDS))}"
    if not isinstance(fields.get("premise", True), bool):
        yield f"premise '{fields['premise']}' is neither true nor false", "write one of them"
    if fields.get("aspect") not in ASPECTS and "aspect" in fields:
        yield f"unknown aspect '{fields['aspect']}'", "correct it"
    if library is not None:
        yield from _unknown_names(fields, library)


def _unknown_names(fields: dict[str, Any], library: Library) -> Iterator[tuple[str, str]]:
    for name in _names(fields, "facts"):
        if not library.has_fact(name):
            yield f"there is no fact '{name}'", "correct the name"
    for name in _names(fields, "subjects"):
        if name not in library.subjects:
            yield f"there is no subject '{name}'", "correct the name"
    for key in ("facts", "subjects"):
        if key in fields and not _names(fields, key):
            yield f"'{key}' is not a list of names", "name at least one"


def _is_careers(fields: dict[str, Any]) -> bool:
    return bool(NEEDED & set(fields))


def _names(fields: dict[str, Any], key: str) -> list[str]:
    value = fields.get(key)
    return [str(each) for each in value] if isinstance(value, list) else []


def _few(project: Project) -> Iterator[Problem]:
    careers = [fields for _, _, fields in project.held_out_questions if _is_careers(fields)]
    hard = sum(str(fields.get("kind")) in HARD_KINDS for fields in careers)
    if len(careers) < LEAST_CAREERS:
        what = f"there are {len(careers)} careers questions"
        yield Problem(FOLDER, 0, what, f"write at least {LEAST_CAREERS}")
    if 2 * hard < len(careers):
        what = f"only {hard} of {len(careers)} careers questions are indirect or long"
        yield Problem(FOLDER, 0, what, "write more until they are half")
    for name, least in LEAST_AT_THE_EDGE.items():
        path = f"{FOLDER}/{name}.yml"
        count = sum(each == path for each, _, _ in project.held_out_questions)
        if count < least:
            yield Problem(path, 0, f"there are {count} questions", f"write at least {least}")


def _uncovered(project: Project) -> Iterator[Problem]:
    if project.library is None:
        return
    named = {
        name for _, _, fields in project.held_out_questions for name in _names(fields, "facts")
    }
    for fact in project.library.askable:
        if project.library.source_of(fact).document and fact.id not in named:
            yield Problem(
                FACTS,
                project.facts_line(fact.id),
                f"no held-out question asks for '{fact.id}', of a founding document",
                f"write one in {FOLDER}",
            )
