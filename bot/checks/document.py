"""A YAML file of the project, read once, with the line of every value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import yaml

from bot.checks.problem import Problem
from bot.facts.lines import LocatedYaml


@dataclass(frozen=True)
class Document:
    """A YAML file; one that could not be read holds nothing but the problem it has."""

    path: str
    located: Optional[LocatedYaml] = None
    length: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def is_read(self) -> bool:
        """Whether the file was there and could be read."""
        return self.located is not None

    @property
    def value(self) -> Any:
        """All that the file holds, or None."""
        return self.located.value if self.located else None

    def line(self, *location: str | int) -> int:
        """The line of the value at `location`, or of the deepest part of it that exists."""
        return self.located.line(location) if self.located else 0

    def mapping(self, key: str) -> dict[str, Any]:
        """The mapping under a key at the top, empty when there is none."""
        return as_mapping(as_mapping(self.value).get(key))

    def sequence(self, key: str) -> list[Any]:
        """The list under a key at the top, empty when there is none."""
        return as_sequence(as_mapping(self.value).get(key))


def as_mapping(value: Any) -> dict[str, Any]:
    """The value if it is a mapping, else an empty one: other checks report its absence."""
    return {str(key): each for key, each in value.items()} if isinstance(value, dict) else {}


def as_sequence(value: Any) -> list[Any]:
    """The value if it is a list, else an empty one: other checks report its absence."""
    return value if isinstance(value, list) else []


def read_document(root: Path, path: str) -> Document:
    """Read a YAML file; what is wrong with it becomes problems of the document."""
    try:
        text = (root / path).read_text(encoding="utf-8")
        located = LocatedYaml(text)
    except FileNotFoundError:
        return _unreadable(path, 0, "there is no such file", "write it or put it back")
    except UnicodeDecodeError as error:
        return _unreadable(path, 0, f"not UTF-8 ({error.reason})", "save it as UTF-8")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "not YAML"
        return _unreadable(path, mark.line + 1 if mark else 0, what, "mend the YAML here")
    repeated = tuple(
        Problem(path, line, f"'{key}' is written twice", "keep one")
        for line, key in located.repeated_keys()
    )
    return Document(path, located, len(text.splitlines()), repeated)


def _unreadable(path: str, line: int, what: str, remedy: str) -> Document:
    return Document(path, problems=(Problem(path, line, what, remedy),))
