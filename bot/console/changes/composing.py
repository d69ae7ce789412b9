"""Writes approved changes into the text of the files they go to, leaving every other line as is."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.facts.lines import LocatedYaml

FACTS = "data/facts.yml"
DIALOGUES = "tests/dialogues/reviewed.yml"
QUESTIONS = "data/nlu"
HEAD = 'version: "3.1"\nnlu:\n'


class Composition:
    """The files of a project with some changes in them.

    Args:
        root: the project's folder, which is only read.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._old: dict[str, str] = {}
        self._new: dict[str, str] = {}

    def add(self, kind: str, content: dict[str, Any]) -> None:
        """Put one change in: a fact with its source, a training question, or a dialogue."""
        if kind == "fact":
            self._add_fact(content)
        elif kind == "example":
            self._add_example(content)
        else:
            self._add_dialogue(content)

    def text(self, path: str) -> str:
        """A file as it would be."""
        if path not in self._new:
            file = self._root / path
            self._old[path] = file.read_text(encoding="utf-8") if file.is_file() else ""
            self._new[path] = self._old[path]
        return self._new[path]

    def patch(self) -> str:
        """The changes as `git apply` and `patch -p1` take them."""
        return "".join(line for path in sorted(self._new) for line in self._file_patch(path))

    def _file_patch(self, path: str) -> Iterator[str]:
        old, new = self._old[path], self._new[path]
        if old == new:
            return
        yield f"diff --git a/{path} b/{path}\n"
        if not old:
            yield "new file mode 100644\n"
        before = f"a/{path}" if old else "/dev/null"
        lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
        for line in difflib.unified_diff(*lines, before, f"b/{path}"):
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"

    def _add_fact(self, content: dict[str, Any]) -> None:
        text = self.text(FACTS)
        source = content.get("source")
        if source:
            fields = {name: value for name, value in source.items() if name != "id" and value}
            text = _before(text, "subjects", _indented(_written({source["id"]: fields})))
        self._new[FACTS] = _before(text, "pathway", _written([content["fact"]]))

    def _add_example(self, content: dict[str, Any]) -> None:
        intent, fact = content["intent"], content.get("fact") or None
        path, block = self._block(intent, fact)
        text = self.text(path) or HEAD
        line = f"    - {content['text']}\n"
        if block is None:
            label = f"  metadata: {{fact: {fact}}}\n" if fact else ""
            text = f"{text.rstrip()}\n- intent: {intent}\n{label}  examples: |\n{line}"
        else:
            lines = text.splitlines(keepends=True)
            lines.insert(block, line)
            text = "".join(lines)
        self._new[path] = text

    def _block(self, intent: str, fact: str | None) -> tuple[str, int | None]:
        """The file of an intent, and the line at which its block for a fact ends."""
        bare = intent.removeprefix("ask_")
        usual = f"{QUESTIONS}/{bare}.yml"
        paths = sorted(each.name for each in (self._root / QUESTIONS).glob("*.yml"))
        holding = usual if f"{bare}.yml" in paths else None
        for path in (usual, *(f"{QUESTIONS}/{name}" for name in paths)):
            text = self.text(path) if (self._root / path).is_file() else self._new.get(path, "")
            if not re.search(rf"^- intent: {re.escape(intent)}$", text, re.MULTILINE):
                continue
            holding = holding or path
            for found in _blocks(text, intent):
                if found[0] == fact:
                    return path, found[1]
        return holding or usual, None

    def _add_dialogue(self, content: dict[str, Any]) -> None:
        text = self.text(DIALOGUES) or "# Conversations that trainers made into tests.\n"
        self._new[DIALOGUES] = text.rstrip("\n") + "\n" + _written([content])


def _blocks(text: str, intent: str) -> Iterator[tuple[str | None, int]]:
    """Fact and end of each block of an intent that may take more questions."""
    lines = text.splitlines()
    starts = [place for place, line in enumerate(lines) if line.startswith("- ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        if lines[start] != f"- intent: {intent}":
            continue
        block = LocatedYaml("\n".join(lines[start:end])).value[0]
        metadata = block.get("metadata") or {}
        if "premise" not in metadata and str(block.get("examples", "")).strip():
            while not lines[end - 1].strip():
                end -= 1
            yield metadata.get("fact"), end


def _before(text: str, section: str, addition: str) -> str:
    """The text with an addition at the end of what stands before a section."""
    place = re.search(rf"^{section}:", text, re.MULTILINE)
    start = place.start() if place else len(text)
    return f"{text[:start].rstrip()}\n{addition}\n{text[start:]}"


def _written(value: Any) -> str:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=10_000)


def _indented(text: str) -> str:
    return "".join(f"  {line}" for line in text.splitlines(keepends=True))
