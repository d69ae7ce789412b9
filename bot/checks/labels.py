"""Checks that training questions are labelled with a fact that the intent suits."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.document import as_mapping
from bot.checks.problem import Problem, quote
from bot.checks.project import Project
from bot.checks.training import Block
from bot.facts import ASPECTS, SIGNPOST, Fact, Library

ASPECT_INTENTS = frozenset(f"ask_{aspect}" for aspect in ASPECTS)
KEYS = frozenset({"fact", "premise"})


def check_labels(project: Project) -> Iterator[Problem]:
    """Each block whose label is missing, unknown or at odds with its intent."""
    for document in project.training:
        if document.is_read and not document.sequence("nlu"):
            yield Problem(document.path, 1, "no list under `nlu`", "put the intents there")
    for block in project.blocks:
        for what, remedy in _faults(block, project.library):
            yield Problem(block.path, block.line, what, remedy)


def _faults(block: Block, library: Library | None) -> Iterator[tuple[str, str]]:
    if not block.intent:
        yield "a part of `nlu` is no intent with examples", "give it `intent:` and `examples:`"
        return
    yield from _metadata_faults(block)
    if block.fact is None:
        if block.intent in ASPECT_INTENTS:
            yield f"{block.intent} has no `fact`", "label it: `metadata: {fact: …}`"
    elif library is not None:
        yield from _fact_faults(block, library)


def _metadata_faults(block: Block) -> Iterator[tuple[str, str]]:
    metadata = as_mapping(block.metadata)
    if block.metadata is not None and not metadata:
        yield "`metadata` is not a mapping", "write `metadata: {fact: …}`"
    for key in sorted(set(metadata) - KEYS):
        yield f"unknown metadata '{key}'", "only `fact` and `premise` are read: correct or remove"
    if "premise" in metadata:
        if not isinstance(metadata["premise"], bool):
            yield f"premise '{metadata['premise']}' is neither true nor false", "write one of them"
        if "fact" not in metadata:
            yield "`premise` without a `fact`", "name the fact that decides the question"


def _fact_faults(block: Block, library: Library) -> Iterator[tuple[str, str]]:
    if not library.has_fact(str(block.fact)):
        yield f"there is no fact '{block.fact}'", "correct the name or add the fact"
        return
    fact = library.fact(str(block.fact))
    if fact.aspect == SIGNPOST:
        yield f"'{fact.id}' is a signpost", "no question asks for it: remove the label"
    elif block.intent not in _intents(fact):
        first = next((each.text for each in block.examples), "")
        yield (
            f"{block.intent} does not suit the fact '{fact.id}' ({quote(first)})",
            f"use {' or '.join(_intents(fact))}, or add the aspect to the fact's `also`",
        )


def _intents(fact: Fact) -> tuple[str, ...]:
    return tuple(f"ask_{aspect}" for aspect in (fact.aspect, *fact.also))
