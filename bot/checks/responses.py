"""Checks the responses of domain.yml: each used, whole, and given what its text asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

from bot.checks.document import as_mapping, as_sequence
from bot.checks.domain import RASAS_INTENTS, names_in, steps_of
from bot.checks.problem import Problem
from bot.checks.project import Project
from bot.checks.python_files import RESPONSE, Saying, said_patterns, sayings

RASAS_RESPONSES = frozenset({"utter_default", "utter_restart"})


def check_responses(project: Project) -> Iterator[Problem]:
    """Each response that is missing, unused, given twice or asks for what nobody gives."""
    if not project.domain.is_read:
        return
    said = [each for module in project.speaking_modules for each in sayings(module)]
    yield from _missing(project, said)
    for name, variants in project.domain.mapping("responses").items():
        line = project.domain.line("responses", name)
        uses = [each for each in said if each.response == name]
        faults = [*_form_faults(name, variants), *_button_faults(project, variants)]
        if not uses and not _is_named(project, name):
            faults.append((f"nothing says '{name}'", "use it or remove it"))
        faults += _placeholder_faults(project, name, variants, uses)
        for what, remedy in faults:
            yield Problem(project.domain.path, line, what, remedy)


def _missing(project: Project, said: list[Saying]) -> Iterator[Problem]:
    places = [(each.path, each.line, each.response) for each in said]
    for module in project.speaking_modules:
        for line, text in module.strings():
            if re.fullmatch(RESPONSE + r"\w+", text):
                places.append((module.path, line, text))
    responses = project.domain.mapping("responses")
    for path, line, name in sorted(set(places)):
        if name not in responses:
            what = f"there is no response '{name}' in domain.yml"
            yield Problem(path, line, what, "add it there or correct the name")


def _form_faults(name: str, variants: Any) -> Iterator[tuple[str, str]]:
    if not name.startswith(RESPONSE):
        yield f"the response '{name}' does not begin with '{RESPONSE}'", "rename it"
    texts = as_sequence(variants)
    if len(texts) != 1:
        yield f"'{name}' has {len(texts)} texts", "give it one: what is said must be testable"
    elif not str(as_mapping(texts[0]).get("text") or "").strip():
        yield f"'{name}' has no text", "write it"


def _button_faults(project: Project, variants: Any) -> Iterator[tuple[str, str]]:
    known = {*names_in(project.domain, "intents"), *RASAS_INTENTS}
    for variant in as_sequence(variants):
        for button in as_sequence(as_mapping(variant).get("buttons")):
            payload = str(as_mapping(button).get("payload") or "")
            intent = re.match(r"/(\w*)", payload)
            if intent and intent[1] not in known:
                yield f"a button sends '{payload}', an intent that does not exist", "correct it"


def _is_named(project: Project, name: str) -> bool:
    """Whether a rule uses the response or some string in the code may stand for it."""
    if name in RASAS_RESPONSES or name in _actions_of_rules(project):
        return True
    bare = name.removeprefix(RESPONSE)
    for module in project.speaking_modules:
        if any(text in (name, bare) for _, text in module.strings()):
            return True
        if any(pattern.fullmatch(name) for pattern in said_patterns(module)):
            return True
    return False


def _actions_of_rules(project: Project) -> set[str]:
    return {str(as_mapping(step).get("action")) for _, step in steps_of(project.rules)}


def _placeholder_faults(
    project: Project, name: str, variants: Any, uses: list[Saying]
) -> Iterator[tuple[str, str]]:
    try:
        asked = _placeholders(variants)
    except ValueError as error:
        yield f"'{name}': {error}", "close each brace"
        return
    for use in uses:
        for field in sorted(asked - use.values) if not use.gives_others else ():
            where = f"{use.path}:{use.line}"
            what = f"'{name}' asks for {{{field}}}, which {where} does not give"
            yield what, "correct the placeholder or give it"
    if not uses and name in _actions_of_rules(project):
        for field in sorted(asked - set(project.domain.mapping("slots"))):
            yield f"'{name}' asks for {{{field}}}, which is no slot", "correct the placeholder"


def _placeholders(variants: Any) -> set[str]:
    texts = [str(as_mapping(each).get("text") or "") for each in as_sequence(variants)]
    fields = [field for text in texts for _, field, _, _ in Formatter().parse(text)]
    return {field for field in fields if field is not None}
