"""The project under check: each of its files is read once, when a check first asks for it."""

from __future__ import annotations

import datetime
import re
import subprocess
from functools import cached_property
from pathlib import Path
from typing import Optional

from bot.checks.document import Document, as_mapping, as_sequence, read_document
from bot.checks.problem import Problem, read_problem
from bot.checks.python_files import Module, read_modules
from bot.checks.training import Block, Example, read_blocks
from bot.errors import DataFileError
from bot.facts import Library, read_facts

FACTS = "data/facts.yml"


class Project:
    """The files of a project and what they hold; `documents` is the founding documents' folder."""

    def __init__(
        self,
        root: Path,
        documents: Optional[Path] = None,
        today: Optional[datetime.date] = None,
    ) -> None:
        self.root = root.resolve()
        self.documents = documents
        self.today = today or datetime.date.today()

    @cached_property
    def _facts(self) -> tuple[Optional[Library], tuple[Problem, ...]]:
        try:
            return read_facts(self.root / FACTS), ()
        except DataFileError as error:
            return None, self.problems_of(error)

    @property
    def library(self) -> Optional[Library]:
        """The facts, or None if their file is faulty."""
        return self._facts[0]

    @property
    def facts_problems(self) -> tuple[Problem, ...]:
        """What is wrong with the facts file."""
        return self._facts[1]

    def problems_of(self, error: DataFileError) -> tuple[Problem, ...]:
        """The problems that reading a file of this project has met."""
        inside = (each.removeprefix(f"{self.root}/") for each in error.problems)
        return tuple(read_problem(each) for each in inside)

    @cached_property
    def _facts_lines(self) -> dict[str, int]:
        text = (self.root / FACTS).read_text(encoding="utf-8")
        found: dict[str, int] = {}
        for number, line in enumerate(text.splitlines(), 1):
            named = re.match(r"\s*- id: (\w+)|  (\w+):", line)
            if named:
                found.setdefault(named[1] or named[2], number)
        return found

    def facts_line(self, name: str) -> int:
        """The line of the facts file on which a fact, source or subject begins."""
        return self._facts_lines.get(name, 1)

    @cached_property
    def domain(self) -> Document:
        """domain.yml."""
        return read_document(self.root, "domain.yml")

    @cached_property
    def rules(self) -> Document:
        """data/rules.yml."""
        return read_document(self.root, "data/rules.yml")

    @cached_property
    def config(self) -> Document:
        """config.yml."""
        return read_document(self.root, "config.yml")

    @cached_property
    def training(self) -> tuple[Document, ...]:
        """The training files."""
        return self._folder("data/nlu")

    @cached_property
    def held_out(self) -> tuple[Document, ...]:
        """The files of held-out questions."""
        return self._folder("tests/held_out")

    def _folder(self, folder: str) -> tuple[Document, ...]:
        names = sorted(each.name for each in (self.root / folder).glob("*.yml"))
        return tuple(read_document(self.root, f"{folder}/{name}") for name in names)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Every block of training questions."""
        return tuple(block for document in self.training for block in read_blocks(document))

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """Every training question and message."""
        return tuple(example for block in self.blocks for example in block.examples)

    @cached_property
    def held_out_questions(self) -> tuple[tuple[str, int, dict], ...]:
        """Path, line and fields of each held-out question."""
        return tuple(
            (document.path, document.line(place), as_mapping(item))
            for document in self.held_out
            for place, item in enumerate(as_sequence(document.value))
        )

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Paths of the files that are, or would be, kept in the repository."""
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        listed = None
        if (self.root / ".git").exists():
            listed = subprocess.run(command, cwd=self.root, capture_output=True, check=False)
        if listed and listed.returncode == 0:
            names = listed.stdout.decode().split("\0")
        else:
            names = [str(each.relative_to(self.root)) for each in self.root.rglob("*")]
        return tuple(sorted(each for each in names if each and (self.root / each).is_file()))

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """The Python files of the assistant."""
        ours = [each for each in self.files if each.startswith(("bot/", "actions/"))]
        return tuple(read_modules(self.root, ours))

    @property
    def speaking_modules(self) -> tuple[Module, ...]:
        """The Python files that may speak to visitors: all but the checks themselves."""
        return tuple(each for each in self.modules if not each.path.startswith("bot/checks/"))
