"""Reads data/facts.yml whole or not at all, and reports every fault in it at once."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import ValidationError

from bot.errors import FactsFileError
from bot.facts.library import Library
from bot.facts.lines import LocatedYaml
from bot.facts.model import FactsFile
from bot.facts.rules import broken_rules

FACTS_PATH = Path(__file__).resolve().parents[2] / "data" / "facts.yml"


def read_facts(path: Path = FACTS_PATH) -> Library:
    """Read and check a facts file.

    Raises:
        FactsFileError: the file is missing or faulty; it lists every problem as
            `path:line: what is wrong: what to do`.
    """
    shown = _shown(path)
    try:
        located = LocatedYaml(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FactsFileError([f"{shown}: there is no such file: put it back"]) from None
    except UnicodeDecodeError as error:
        raise FactsFileError([f"{shown}: not UTF-8 ({error}): save it as UTF-8"]) from None
    except yaml.YAMLError as error:
        raise FactsFileError([_yaml_problem(shown, error)]) from None
    problems = [
        f"{shown}:{line}: '{key}' is written twice: keep one"
        for line, key in located.repeated_keys()
    ]
    try:
        content = FactsFile.model_validate(located.value)
    except ValidationError as error:
        raise FactsFileError(problems + _model_problems(shown, located, error)) from None
    problems += [
        f"{shown}:{located.line(location)}: {sentence}"
        for location, sentence in broken_rules(content)
    ]
    if problems:
        raise FactsFileError(problems)
    return Library(content)


def _shown(path: Path) -> str:
    root = FACTS_PATH.parents[1]
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)


def _yaml_problem(shown: str, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    line = f":{mark.line + 1}" if mark else ""
    what = getattr(error, "problem", None) or "not YAML"
    return f"{shown}{line}: {what}: mend the YAML here (often a missing quote or indent)"


def _model_problems(shown: str, located: LocatedYaml, error: ValidationError) -> list[str]:
    problems = []
    for fault in error.errors():
        where = ".".join(str(step) for step in fault["loc"])
        line = located.line(tuple(fault["loc"]))
        problems.append(f"{shown}:{line}: {where}: {fault['msg']}: correct or remove it")
    return problems
