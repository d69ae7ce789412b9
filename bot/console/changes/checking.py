"""Says why a change cannot go into the product: repeats, held-out questions, what is not valid."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml

from bot.answers import Outcome
from bot.checks.labels import check_labels
from bot.checks.leaks import check_leaks
from bot.checks.problem import Problem
from bot.checks.project import Project
from bot.checks.questions import check_questions
from bot.checks.training import Block, Example
from bot.checks.words import likeness, words
from bot.console.changes.composing import DIALOGUES, FACTS, Composition
from bot.errors import AssistantError
from bot.facts import Library, read_facts

FEWEST_TURNS, MOST_TURNS = 3, 8
"""What a test conversation may have: the reader of the dialogues asks for the same."""

UNANSWERABLE = ("no_fact", "out_of_scope")
MUCH_LIKE = 0.5
"""The likeness of words from which two questions may well ask the same."""

Wanted = tuple[str, dict[str, Any]]


def compose(root: Path, changes: Iterable[Wanted]) -> Composition:
    """All changes in the files: facts first, for questions may name them."""
    composition = Composition(root)
    order = {"fact": 0, "example": 1, "dialogue": 2}
    for kind, content in sorted(changes, key=lambda each: order[each[0]]):
        composition.add(kind, content)
    return composition


def reasons_against(root: Path, wanted: Wanted, others: list[Wanted]) -> list[str]:
    """Why a change is refused, given the others that go with it; none if it may go."""
    kind, content = wanted
    with_facts = [each for each in others if each[0] == "fact"]
    if kind == "fact":
        reasons = _facts_reasons(compose(root, [*with_facts, wanted]))
        label = {"intent": f"ask_{content['fact']['aspect']}", "fact": content["fact"]["id"]}
        questions = content.get("questions") or []
        if not questions:
            reasons.append("Nobody could ask for it: choose or write at least one question.")
        if not reasons:
            library = _composed_library(compose(root, [*with_facts, wanted]))
            for text in questions:
                reasons += _example_reasons(root, {"text": text, **label}, [], library)
        return reasons
    if kind == "example":
        library = _composed_library(compose(root, with_facts))
        beside = [each for name, each in others if name == "example"]
        return _example_reasons(root, content, beside, library)
    return _dialogue_reasons(root, content, others)


def contradicted(root: Path, wanted: Wanted) -> list[str]:
    """Questions much like those of a change which are trained as having no answer.

    They stand against it: as long as they are there, its questions are half believed unanswerable.
    """
    kind, content = wanted
    texts = content.get("questions") or [] if kind == "fact" else [content.get("text") or ""]
    asked = [frozenset(words(text)) for text in texts]
    return [
        f"{example.place}: “{example.text}”"
        for example in current_project(root).examples
        if example.block.intent in UNANSWERABLE
        and any(likeness(each, frozenset(words(example.text))) >= MUCH_LIKE for each in asked)
    ]


def _facts_reasons(composition: Composition) -> list[str]:
    try:
        _composed_library(composition)
    except AssistantError as error:
        return [re.sub(r"^\S*facts\.yml:\d+: ", "", line) for line in str(error).splitlines()]
    return []


def _composed_library(composition: Composition) -> Library:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.yml"
        path.write_text(composition.text(FACTS), encoding="utf-8")
        return read_facts(path)


def _example_reasons(
    root: Path, content: dict[str, Any], beside: list[dict[str, Any]], library: Library
) -> list[str]:
    project = current_project(root)
    new = _example(content)
    examples = [*project.examples, *(_example(each) for each in beside), new]
    standing = SimpleNamespace(blocks=[new.block], examples=examples)
    labelled = SimpleNamespace(training=(), blocks=[new.block], library=library)
    held_out = SimpleNamespace(examples=[new], held_out_questions=project.held_out_questions)
    problems: Iterator[Problem] = (
        *check_questions(standing),  # type: ignore[arg-type]
        *check_labels(labelled),  # type: ignore[arg-type]
        *check_leaks(held_out),  # type: ignore[arg-type]
    )
    ours = new.block.path
    return [f"{each.what}: {each.remedy}." for each in problems if each.path == ours]


def _example(content: dict[str, Any]) -> Example:
    metadata = {"fact": content["fact"]} if content.get("fact") else None
    text = " ".join(str(content["text"]).split())
    block = Block("this question", 0, content["intent"], metadata, ((0, f"- {text}"),))
    return Example(block, 0, text)


def _dialogue_reasons(root: Path, content: dict[str, Any], others: list[Wanted]) -> list[str]:
    reasons = []
    composition = compose(root, [each for each in others if each[0] == "fact"])
    library = _composed_library(composition)
    if not FEWEST_TURNS <= len(content["turns"]) <= MOST_TURNS:
        reasons.append(
            f"It has {len(content['turns'])} turns: choose {FEWEST_TURNS} to {MOST_TURNS}."
        )
    for turn in content["turns"]:
        reasons += [
            f"There is no fact '{fact}': correct it."
            for fact in turn.get("leads_with") or []
            if not library.has_fact(fact)
        ]
        reasons += [
            f"There is no outcome '{outcome}': correct it."
            for outcome in turn.get("outcome") or []
            if outcome not in {each.value for each in Outcome}
        ]
    titles = {each["dialogue"] for kind, each in others if kind == "dialogue"}
    if content["dialogue"] in titles | _titles(root):
        reasons.append(f"A test conversation is called '{content['dialogue']}': rename this one.")
    return reasons


def _titles(root: Path) -> set[str]:
    found: set[str] = set()
    for path in (root / DIALOGUES).parent.glob("*.yml"):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        found |= {each.get("dialogue") for each in content or [] if isinstance(each, dict)}
    return found


def current_project(root: Path) -> Project:
    """The checkout as it stands, read once for each state of its files."""
    files = [
        *(root / "data" / "nlu").glob("*.yml"),
        *(root / "tests" / "held_out").glob("*.yml"),
    ]
    return _project(root, tuple(sorted((str(each), each.stat().st_mtime_ns) for each in files)))


@lru_cache(maxsize=1)
def _project(root: Path, _state: tuple[tuple[str, int], ...]) -> Project:
    return Project(root)
