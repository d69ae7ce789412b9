"""Reads data/facts.yml whole or not at all, and reports every fault in it at once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from bot.errors import DataFileError
from bot.facts.library import Library
from bot.facts.lines import ROOT, LocatedYaml, read_located, shown
from bot.facts.model import FactsFile
from bot.facts.rules import broken_rules

FACTS_PATH = ROOT / "data" / "facts.yml"


def read_facts(path: Path = FACTS_PATH) -> Library:
    """Read and check a facts file.

    Raises:
        DataFileError: the file is missing or faulty; it lists every problem as
            `path:line: what is wrong: what to do`.
    """
    name = shown(path)
    located = read_located(path, name)
    problems = [
        f"{name}:{line}: '{key}' is written twice: keep one"
        for line, key in located.repeated_keys()
    ]
    try:
        content = FactsFile.model_validate(located.value)
    except ValidationError as error:
        raise DataFileError(problems + _model_problems(name, located, error)) from None
    problems += [
        f"{name}:{located.line(location)}: {sentence}"
        for location, sentence in broken_rules(content)
    ]
    if problems:
        raise DataFileError(problems)
    return Library(content)


@lru_cache(maxsize=1)
def known_facts() -> Library:
    """The facts of this checkout, read once for this process."""
    return read_facts()


def _model_problems(name: str, located: LocatedYaml, error: ValidationError) -> list[str]:
    problems = []
    for fault in error.errors():
        where = ".".join(str(step) for step in fault["loc"])
        line = located.line(tuple(fault["loc"]))
        problems.append(f"{name}:{line}: {where}: {fault['msg']}: correct or remove it")
    return problems
