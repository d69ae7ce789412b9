"""Tells the lines that the assistant may say from all others, letter by letter."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.facts import Library
from tests.evaluate.asking import Reply
from tests.evaluate.wording import Wording

QUOTING = "missing_question"
"""The one sentence with words of the visitor in it: it says which question has no fact."""


def read_responses(root: Path) -> dict[str, Any]:
    """The sentences of domain.yml."""
    return yaml.safe_load((root / "domain.yml").read_text(encoding="utf-8"))["responses"]


class Sayable:
    """Every line that may stand in an answer on a given day.

    The lines are written out whole from the facts file and domain.yml and compared whole: no part
    of a line could hold something else. Only sources may follow each other in any number.
    """

    def __init__(
        self, library: Library, responses: Mapping[str, Any], today: datetime.date
    ) -> None:
        wording = Wording(library, responses, today)
        self._said = wording.said
        self._lines = set(wording.lines())
        self._buttons = set(wording.buttons())
        self._cited = self._citations(set(wording.sources()))

    def foreign_in(self, reply: Reply) -> list[str]:
        """The lines and buttons of a reply that it may not say."""
        lines = self.foreign_lines(reply.text, reply.asked.question)
        return [*lines, *self.foreign_buttons(reply.buttons)]

    def foreign_lines(self, text: str, asked: str = "") -> list[str]:
        """The lines of an answer that it may not say; `asked` is the question it answers."""
        return [line for line in text.split("\n") if not self._may_say(line, asked)]

    def foreign_buttons(self, buttons: Iterable[str]) -> list[str]:
        """The buttons that are neither a fact's question nor a stage or subject to choose."""
        return [each for each in buttons if each not in self._buttons]

    def _may_say(self, line: str, asked: str) -> bool:
        return line in self._lines or bool(self._cited.fullmatch(line)) or self._quotes(line, asked)

    def _quotes(self, line: str, asked: str) -> bool:
        before, after = self._said[QUOTING].split("{question}")
        quoted = line[len(before) : len(line) - len(after)]
        whole = before + quoted + after == line
        return whole and bool(quoted) and _plain(quoted) in _plain(asked)

    def _citations(self, sources: set[str]) -> re.Pattern[str]:
        """A line of one source, or of several, each of which is written as domain.yml says."""
        one = f"(?:{'|'.join(re.escape(each) for each in sorted(sources))})"
        single, several = (
            re.escape(self._said[name]).replace(re.escape("{sources}"), pattern)
            for name, pattern in (("source_line", one), ("source_lines", f"{one}(?:; {one})+"))
        )
        return re.compile(f"{single}|{several}")


def _plain(text: str) -> str:
    return " ".join(text.split())
