"""Checks that domain.yml, the rules, the training questions and the actions fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.checks.document import Document, as_mapping, as_sequence
from bot.checks.problem import Problem
from bot.checks.project import Project
from bot.checks.python_files import RESPONSE, action_names

LONGEST_DOMAIN = 300
RASAS_INTENTS = frozenset({"restart", "back", "session_start", "nlu_fallback"})
RASAS_ACTIONS = frozenset(
    {
        "action_listen",
        "action_restart",
        "action_session_start",
        "action_default_fallback",
        "action_deactivate_loop",
        "action_revert_fallback_events",
        "action_back",
        "action_extract_slots",
    }
)


def check_domain(project: Project) -> Iterator[Problem]:
    """Each intent, rule and action that has no counterpart."""
    domain = project.domain
    yield from domain.problems
    if domain.length > LONGEST_DOMAIN:
        what = f"{domain.length} lines"
        yield Problem(domain.path, LONGEST_DOMAIN + 1, what, f"keep it to {LONGEST_DOMAIN}")
    yield from project.rules.problems
    yield from project.config.problems
    yield from _trained_intents(project)
    yield from _rules(project)
    yield from _actions(project)


def names_in(document: Document, key: str) -> dict[str, int]:
    """Names in a list of the domain, each with its line; an intent may be a mapping of one."""
    found: dict[str, int] = {}
    for place, item in enumerate(document.sequence(key)):
        name = next(iter(item), "") if isinstance(item, dict) else item
        found.setdefault(str(name), document.line(key, place))
    return found


def _trained_intents(project: Project) -> Iterator[Problem]:
    listed = names_in(project.domain, "intents")
    trained = {block.intent: block for block in reversed(project.blocks) if block.intent}
    for intent, block in trained.items():
        if intent not in listed:
            what = f"the intent '{intent}' is not in domain.yml"
            yield Problem(block.path, block.line, what, "add it there or correct the name")
    for intent, line in listed.items():
        if intent not in trained and intent not in RASAS_INTENTS:
            what = f"the intent '{intent}' has no examples"
            yield Problem(project.domain.path, line, what, "write some in data/nlu or remove it")


def _rules(project: Project) -> Iterator[Problem]:
    intents = names_in(project.domain, "intents")
    actions = {*names_in(project.domain, "actions"), *project.domain.mapping("responses")}
    actions |= {*project.domain.mapping("forms"), *RASAS_ACTIONS}
    rules = project.rules
    used: Counter[str] = Counter()
    for place, rule in enumerate(rules.sequence("rules")):
        for at, step in enumerate(as_sequence(as_mapping(rule).get("steps"))):
            line = rules.line("rules", place, "steps", at)
            used.update(_intents_of(step))
            for name in set(_intents_of(step)) - set(intents) - RASAS_INTENTS:
                yield Problem(rules.path, line, f"there is no intent '{name}'", "correct the name")
            action = as_mapping(step).get("action")
            if action and action not in actions:
                what = f"there is no action '{action}' in domain.yml"
                yield Problem(rules.path, line, what, "add it there or correct the name")
    for intent, line in intents.items():
        if intent not in RASAS_INTENTS and used[intent] != 1:
            what = f"the intent '{intent}' has {used[intent]} rules"
            yield Problem(project.domain.path, line, what, f"give it one rule in {rules.path}")


def _intents_of(step: Any) -> list[str]:
    choices = [step, *as_sequence(as_mapping(step).get("or"))]
    return [str(each["intent"]) for each in choices if as_mapping(each).get("intent")]


def _actions(project: Project) -> Iterator[Problem]:
    listed = names_in(project.domain, "actions")
    written: dict[str, str] = {}
    for module in project.modules:
        if not module.path.startswith("actions/"):
            continue
        for line, name in action_names(module):
            if name not in listed:
                what = f"the action '{name}' is not in domain.yml"
                yield Problem(module.path, line, what, "add it under `actions` there")
            elif name in written:
                what = f"the action '{name}' has a class already at {written[name]}"
                yield Problem(module.path, line, what, "keep one")
            written.setdefault(name, f"{module.path}:{line}")
    for name, line in listed.items():
        if name not in written and not name.startswith(RESPONSE):
            what = f"the action '{name}' has no class in actions/"
            yield Problem(project.domain.path, line, what, "write it or remove the name")
