"""The Python files of the project, parsed, and what they say to visitors by name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

RESPONSE = "utter_"


@dataclass(frozen=True)
class Module:
    """A Python file and its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    def strings(self) -> Iterator[tuple[int, str]]:
        """Line and text of every string in it."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.lineno, node.value


@dataclass(frozen=True)
class Saying:
    """A call that says a response: its name, the values given, and whether others may be."""

    path: str
    line: int
    response: str
    values: frozenset[str]
    gives_others: bool


def read_modules(root: Path, paths: list[str]) -> list[Module]:
    """Parse those of the paths that are Python; ruff reports what does not parse."""
    modules = []
    for path in paths:
        if path.endswith(".py"):
            text = (root / path).read_text(encoding="utf-8")
            try:
                modules.append(Module(path, text, ast.parse(text)))
            except SyntaxError:
                continue
    return modules


def sayings(module: Module) -> Iterator[Saying]:
    """Each `say("name", …)` and `utter_message(response="utter_name", …)` with its name there."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            values = frozenset(each.arg for each in node.keywords if each.arg)
            others = any(each.arg is None for each in node.keywords)
            for name in _said(node):
                yield Saying(module.path, node.lineno, name, values, others)


def said_patterns(module: Module) -> Iterator[re.Pattern[str]]:
    """Patterns of the responses whose names are put together in a call of `say`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and _is_say(node):
            for name in node.args[:1]:
                if isinstance(name, ast.JoinedStr):
                    yield re.compile(RESPONSE + _pattern(name))


def called(node: ast.Call) -> str:
    """The last name of what is called: `log.info(…)` calls `info`."""
    return getattr(node.func, "attr", None) or getattr(node.func, "id", None) or ""


def _is_say(node: ast.Call) -> bool:
    return called(node).lstrip("_") == "say"


def _said(node: ast.Call) -> Iterator[str]:
    if _is_say(node) and node.args:
        yield from (RESPONSE + name for name in _choices(node.args[0]))
    for each in node.keywords:
        if each.arg == "response":
            yield from (name for name in _choices(each.value) if name.startswith(RESPONSE))


def _choices(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _choices(node.body)
        yield from _choices(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _pattern(node: ast.JoinedStr) -> str:
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+"
        for part in node.values
    )


def action_names(module: Module) -> Iterator[tuple[int, str]]:
    """Line and name of each class whose `name` returns an action's name."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            found = _returned_name(node)
            if found:
                yield node.lineno, found


def _returned_name(node: ast.ClassDef) -> Optional[str]:
    for method in node.body:
        if isinstance(method, ast.FunctionDef) and method.name == "name":
            for each in ast.walk(method):
                if isinstance(each, ast.Return) and isinstance(each.value, ast.Constant):
                    return str(each.value.value)
    return None
