"""A YAML file of the project, read once, with the line of every value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from bot.checks.problem import Problem, read_problem
from bot.errors import DataFileError
from bot.facts.lines import LocatedYaml, read_located


@dataclass(frozen=True)
class Document:
    """A YAML file; one that could not be read holds nothing but the problem it has."""

    path: str
    located: Optional[LocatedYaml] = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_read(self) -> bool:
        """Whether the file was there and could be read."""
        return self.located is not None

    @property
    def value(self) -> Any:
        """All that the file holds, or None."""
        return self.located.value if self.located else None

    @property
    def length(self) -> int:
        """How many lines the file has."""
        return self.located.length if self.located else 0

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
        located = read_located(root / path, path)
    except DataFileError as error:
        return Document(path, problems=tuple(read_problem(each) for each in error.problems))
    repeated = tuple(
        Problem(path, line, f"'{key}' is written twice", "keep one")
        for line, key in located.repeated_keys()
    )
    return Document(path, located, repeated)
