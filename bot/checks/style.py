"""Checks the code for what belongs into the data: sentences, links, numbers, places, registries."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bot.checks.problem import Problem, quote
from bot.checks.project import Project
from bot.checks.python_files import Module, called

SPEAKING = ("bot/answers/", "bot/channels/", "actions/")
LABELS = "bot/answers/outcome.py"
"""The labels of outcomes are for trainers, so they stand in the code."""

LOG_CALLS = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})
SETTINGS = "bot/settings.py"
"""Where the addresses of other services stand: no visitor is sent there."""

LINK = re.compile(
    r"https?://(?!\{|www\.w3\.org/\d{4}/|localhost\b|127\.0\.0\.1\b|0\.0\.0\.0\b|\[::1\])[^\s\"'<>]+"
)
# These are split, so that this file is not itself among what they find.
NUMBERS = r"\+44[ \d]{9,13}", r"0\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}", r"116[ ]123"
PHONE = re.compile(rf"(?<![\w.+-])(?:{'|'.join(NUMBERS)})(?!\w)")
PLACE = re.compile(r"(?<![\w.\-/~*}])/" + r"(?:work|root|tmp)(?=[/\s\"'`)\],:;]|$)")
HOSTS = ("pypi" + ".org", "python" + "hosted.org", "npmjs" + ".", "crates" + ".io")
REGISTRY = re.compile("|".join(re.escape(host) for host in HOSTS))
LONGEST_FILE = 300
LONGEST_FUNCTION = 40


def check_style(project: Project) -> Iterator[Problem]:
    """Each sentence, link, number, place or length that should not stand where it does."""
    for module in project.modules:
        yield from _long_functions(module)
        if module.path.startswith(SPEAKING) and module.path != LABELS:
            yield from _sentences(module)
    for path in project.files:
        text = _text(project.root / path)
        if text is not None:
            yield from _lines(path, text)


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def _lines(path: str, text: str) -> Iterator[Problem]:
    is_code = path.startswith(("bot/", "actions/")) and path != SETTINGS
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        for what, remedy in _line_faults(line, is_code):
            yield Problem(path, number, what, remedy)
    if path.startswith(("bot/", "actions/")) and len(lines) > LONGEST_FILE:
        yield Problem(path, LONGEST_FILE + 1, f"{len(lines)} lines", "divide it by what it is for")


def _line_faults(line: str, is_code: bool) -> Iterator[tuple[str, str]]:
    if place := PLACE.search(line):
        yield f"{quote(line[place.start() :])} is a place on one machine", "say it relatively"
    if host := REGISTRY.search(line):
        yield f"'{host[0]}' is a registry's host", "name packages without their registry"
    for pattern, kind in ((LINK, "link"), (PHONE, "phone number")):
        if is_code and (found := pattern.search(line)):
            yield f"{quote(found[0])} is a {kind}", "put it into data/facts.yml or domain.yml"


def _long_functions(module: Module) -> Iterator[Problem]:
    for node in ast.walk(module.tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                what = f"'{node.name}' has {length} lines"
                yield Problem(module.path, node.lineno, what, f"keep to {LONGEST_FUNCTION}")


def _sentences(module: Module) -> Iterator[Problem]:
    for line, text in _spoken(module.tree):
        if _is_sentence(text):
            what = f"{quote(text)} is a sentence in Python"
            yield Problem(module.path, line, what, "say it in domain.yml or data/facts.yml")


def _spoken(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Strings that may reach a visitor: no docstrings, no errors, no log messages."""
    if isinstance(node, ast.JoinedStr):
        parts = (each.value if isinstance(each, ast.Constant) else "…" for each in node.values)
        yield node.lineno, "".join(str(part) for part in parts)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
    elif not _is_silent(node):
        for child in ast.iter_child_nodes(node):
            yield from _spoken(child)


def _is_silent(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return called(node) in LOG_CALLS or called(node).endswith(("Error", "Exception"))
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_docstring or isinstance(node, (ast.Raise, ast.Assert))


def _is_sentence(text: str) -> bool:
    if len(text.split()) < 3:
        return False
    return text.rstrip().endswith((".", "?", "!")) or text.lstrip()[:1].isupper()
