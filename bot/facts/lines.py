"""Reads YAML and remembers on which line each value stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Union

import yaml
from yaml.constructor import ConstructorError

from bot.errors import DataFileError

ROOT = Path(__file__).resolve().parents[2]
Location = tuple[Union[str, int], ...]


class _WithLines:
    """Makes a day that no calendar has a fault with a line, not a ValueError."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)  # type: ignore[misc]
        except ValueError as error:
            raise ConstructorError(None, None, str(error), node.start_mark) from None


class _Loader(_WithLines, yaml.SafeLoader):
    """PyYAML's safe loader in Python, which says best what is wrong."""


class _QuickLoader(_WithLines, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """The same in C, where it was built with PyYAML: a tenth of the time."""


class LocatedYaml:
    """A YAML text with the line of every value and the keys written twice.

    Raises:
        yaml.YAMLError: the text is not YAML.
    """

    def __init__(self, text: str) -> None:
        self.length = len(text.splitlines())
        try:
            self._read(_QuickLoader(text))
        except yaml.YAMLError:
            self._read(_Loader(text))

    def _read(self, loader: Union[_Loader, _QuickLoader]) -> None:
        try:
            self.root = loader.get_single_node()
            self.value: Any = loader.construct_document(self.root) if self.root else None
        finally:
            loader.dispose()

    def line(self, location: Location) -> int:
        """The line (from 1) of the deepest part of `location` that exists."""
        node = self.root
        for step in location:
            inner = _child(node, step)
            if inner is None:
                break
            node = inner
        return node.start_mark.line + 1 if node is not None else 1

    def repeated_keys(self) -> list[tuple[int, str]]:
        """Line and name of each key that stands twice in one mapping."""
        return list(_repeated_keys(self.root)) if self.root else []


def read_located(path: Path, name: str) -> LocatedYaml:
    """Read a YAML file, which problems call by `name`.

    Raises:
        DataFileError: the file is missing, not UTF-8 or not YAML.
    """
    try:
        return LocatedYaml(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problem = f"{name}: there is no such file: put it back"
    except UnicodeDecodeError as error:
        problem = f"{name}: not UTF-8 ({error.reason}): save it as UTF-8"
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}:{mark.line + 1}" if mark else name
        what = getattr(error, "problem", None) or "not YAML"
        problem = f"{where}: {what}: mend the YAML here (often a missing quote or indent)"
    raise DataFileError([problem])


def shown(path: Path) -> str:
    """A path as problems name it: from the project's folder, if it lies there."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None


def _repeated_keys(node: yaml.Node):
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, key.value
            seen.add(key.value)
            yield from _repeated_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _repeated_keys(value)
