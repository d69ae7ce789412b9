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
    domain, rules = project.domain, project.rules
    for document in (domain, rules, project.config):
        yield from document.problems
    if domain.length > LONGEST_DOMAIN:
        what = f"{domain.length} lines"
        yield Problem(domain.path, LONGEST_DOMAIN + 1, what, f"keep it to {LONGEST_DOMAIN}")
    if domain.is_read:
        yield from _trained_intents(project)
        yield from _listed_actions(project)
    if domain.is_read and rules.is_read:
        yield from _names_in_rules(project)
        yield from _intents_without_one_rule(project)


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


def steps_of(rules: Document) -> Iterator[tuple[int, Any]]:
    """Each step of each rule, with its line."""
    for place, rule in enumerate(rules.sequence("rules")):
        for at, step in enumerate(as_sequence(as_mapping(rule).get("steps"))):
            yield rules.line("rules", place, "steps", at), step


def _names_in_rules(project: Project) -> Iterator[Problem]:
    domain, path = project.domain, project.rules.path
    intents = {*names_in(domain, "intents"), *RASAS_INTENTS}
    actions = {*names_in(domain, "actions"), *domain.mapping("responses"), *RASAS_ACTIONS}
    for line, step in steps_of(project.rules):
        for name in _intents_of(step):
            if name not in intents:
                yield Problem(path, line, f"there is no intent '{name}'", "correct the name")
        action = as_mapping(step).get("action")
        if action and str(action) not in {*actions, *domain.mapping("forms")}:
            what = f"there is no action '{action}' in domain.yml"
            yield Problem(path, line, what, "add it there or correct the name")


def _intents_without_one_rule(project: Project) -> Iterator[Problem]:
    used = Counter(name for _, step in steps_of(project.rules) for name in _intents_of(step))
    for intent, line in names_in(project.domain, "intents").items():
        if intent not in RASAS_INTENTS and used[intent] != 1:
            what = f"the intent '{intent}' has {used[intent]} rules"
            yield Problem(
                project.domain.path, line, what, f"give it one rule in {project.rules.path}"
            )


def _intents_of(step: Any) -> list[str]:
    choices = [step, *as_sequence(as_mapping(step).get("or"))]
    return [str(each["intent"]) for each in choices if as_mapping(each).get("intent")]


def _listed_actions(project: Project) -> Iterator[Problem]:
    listed = names_in(project.domain, "actions")
    written: dict[str, str] = {}
    for path, line, name in _written_actions(project):
        if name not in listed:
            what = f"the action '{name}' is not in domain.yml"
            yield Problem(path, line, what, "add it under `actions` there")
        elif name in written:
            what = f"the action '{name}' has a class already at {written[name]}"
            yield Problem(path, line, what, "keep one")
        written.setdefault(name, f"{path}:{line}")
    for name, line in listed.items():
        if name not in written and not name.startswith(RESPONSE):
            what = f"the action '{name}' has no class in actions/"
            yield Problem(project.domain.path, line, what, "write it or remove the name")


def _written_actions(project: Project) -> Iterator[tuple[str, int, str]]:
    for module in project.modules:
        if module.path.startswith("actions/"):
            yield from ((module.path, line, name) for line, name in action_names(module))
