"""Checks the wording of the training questions: their form, and that none stands twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.checks.problem import Problem, quote
from bot.checks.project import Project
from bot.checks.training import Block, Example
from bot.checks.words import squeezed

LONGEST = 600
"""Characters; longer messages are cut into their questions before they are compared."""

MARKUP = re.compile(r"\[[^\]]+\]\s?(\([^)]*\)|\{[^}]*\})")
"""An entity as Rasa marks it: our subjects are found by their aliases instead."""


def check_questions(project: Project) -> Iterator[Problem]:
    """Each training question of a wrong form, and each that stands twice."""
    for block in project.blocks:
        yield from _stray_lines(block)
    for example in project.examples:
        for what, remedy in _faults(example.text):
            yield _problem(example, what, remedy)
    yield from _repeated(project)


def _problem(example: Example, what: str, remedy: str) -> Problem:
    return Problem(example.block.path, example.line, what, remedy)


def _stray_lines(block: Block) -> Iterator[Problem]:
    if block.intent and not block.lines:
        remedy = "write `examples: |` and a line for each"
        yield Problem(block.path, block.line, f"{block.intent} has no examples here", remedy)
    for line, text in block.lines:
        if not text.startswith("-"):
            what = f"{quote(text)} does not begin with '- '"
            yield Problem(block.path, line, what, "write each example on one line of its own")


def _faults(text: str) -> Iterator[tuple[str, str]]:
    if not text:
        yield "an empty example", "write a question or remove the line"
    if len(text) > LONGEST:
        yield f"{quote(text)} has {len(text)} characters", f"shorten it to {LONGEST}"
    if text.startswith("/"):
        yield f"{quote(text)} begins with '/'", "Rasa reads that as a command: reword it"
    if MARKUP.search(text):
        yield f"{quote(text)} marks an entity", "write the plain words: aliases find subjects"


def _repeated(project: Project) -> Iterator[Problem]:
    first: dict[str, Example] = {}
    for example in project.examples:
        if not example.text:
            continue
        earlier = first.setdefault(squeezed(example.text), example)
        if earlier is not example:
            yield _problem(
                example,
                f"{quote(example.text)} stands already at {earlier.place} ({_label(earlier)})",
                "drop the copy that fits worse",
            )


def _label(example: Example) -> str:
    return example.block.fact or example.block.intent
