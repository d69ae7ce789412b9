"""Reads YAML and remembers on which line each value stands."""

from __future__ import annotations

from typing import Any, Union

import yaml

Location = tuple[Union[str, int], ...]


class LocatedYaml:
    """A YAML text with the line of every value and the keys written twice.

    Raises:
        yaml.YAMLError: the text is not YAML.
    """

    def __init__(self, text: str) -> None:
        loader = yaml.SafeLoader(text)
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
