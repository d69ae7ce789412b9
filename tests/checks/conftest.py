"""A small project without faults, in which each test plants one."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from bot.checks.problem import Problem
from bot.checks.project import Project
from bot.facts import ASPECTS

TODAY = datetime.date(2026, 11, 21)
EDGES = ("out_of_scope", "no_fact", "manipulation", "medical", "emergency", "distress")
ACTION = '''"""Answers."""


class Answer:
    """Answers."""

    def name(self):
        """Its name."""
        return "action_answer"

    def run(self, phrases):
        """Say it."""
        return phrases.say("answer", fact="emergency_help")
'''

SAFETY = """\
persons: {speaker: [i], others: [mum]}
words: {CANT: [cant]}
exceptions: {careers: [radiologists do]}
career_words: {kinds: [role], topics: [pay]}
emergency:
  alone:
  - cant breathe
distress:
  alone:
  - want to die
medical:
  alone:
  - my scan
"""


class Workbench:
    """The files of the small project; `check` gives the problems that a check finds in them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for path, text in clean_files().items():
            self.write(path, text)

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def add(self, path: str, text: str) -> int:
        """Add to a file; the line on which the addition begins."""
        earlier = (self.root / path).read_text(encoding="utf-8")
        self.write(path, earlier + text)
        return len(earlier.splitlines()) + 1

    def replace(self, path: str, old: str, new: str) -> int:
        """Put something else into a file, once; the line on which it stands."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new, 1))
        return text[: text.index(old)].count("\n") + 1

    def line(self, path: str, text: str) -> int:
        """The line on which a text stands."""
        return self.replace(path, text, text)

    def project(self, **options) -> Project:
        """The project as it stands now."""
        return Project(self.root, today=TODAY, **options)

    def check(self, check: Callable[[Project], Iterable[Problem]], **options) -> list[str]:
        """What a check finds."""
        return [str(problem) for problem in sorted(check(self.project(**options)))]


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    """A small project without faults."""
    return Workbench(tmp_path)


@lru_cache(maxsize=1)
def clean_files() -> dict[str, str]:
    """The text of each file of a project without faults."""
    intents = [*(f"ask_{aspect}" for aspect in ASPECTS), *EDGES]
    rules = [
        {"rule": name, "steps": [{"intent": name}, {"action": "action_answer"}]} for name in intents
    ]
    domain = {
        "intents": intents,
        "actions": ["action_answer"],
        "responses": {"utter_answer": [{"text": "This is known: {fact}"}]},
    }
    return {
        "data/facts.yml": _dump(_facts()),
        "data/rules.yml": _dump({"rules": rules}),
        "data/safety.yml": SAFETY,
        "domain.yml": _dump(domain),
        "config.yml": "recipe: default.v1\n",
        "actions/answering.py": ACTION,
        "data/nlu/questions.yml": "nlu:\n" + "".join(_blocks()),
        "tests/held_out/careers.yml": "".join(_careers()),
        "tests/held_out/no_fact.yml": _edge_questions("no_fact"),
        "tests/held_out/out_of_scope.yml": _edge_questions("out_of_scope"),
    }


def _dump(value) -> str:
    return yaml.safe_dump(value, sort_keys=False, width=1000)


def _facts() -> dict:
    dates = {"read_on": datetime.date(2026, 1, 1), "review_by": datetime.date(2027, 1, 1)}
    source = {"title": "Handbook", "publisher": "College", "address": "https://example.org"}
    facts = [
        {
            "id": f"ct_{aspect}",
            "subjects": ["ct"],
            "aspect": aspect,
            "asks": f"What is the {aspect} of CT?",
            "says": f"The {aspect} of CT is known.",
            "source": "handbook",
            "evidence": f"the {aspect} of CT",
        }
        for aspect in ASPECTS
    ]
    help_fact = {"id": "call_help", "subjects": ["emergency_help"], "aspect": "signpost"}
    return {
        "sources": {"handbook": {**source, **dates, "document": "handbook.txt"}},
        "subjects": {
            "ct": {"kind": "modality", "name": "CT", "aliases": ["ct", "cat scan"]},
            "emergency_help": {"kind": "help", "name": "help", "aliases": []},
        },
        "facts": [
            *facts,
            {**help_fact, "says": "Call for help.", "source": "handbook", "evidence": "call"},
        ],
        "pathway": {"stages": [], "starts": {}},
    }


def _blocks() -> Iterable[str]:
    for aspect in ASPECTS:
        count = 60 if aspect == "definition" else 8
        lines = "".join(f"    - {aspect} number {n}\n" for n in range(count))
        fact = f"  metadata: {{fact: ct_{aspect}}}\n"
        yield f"- intent: ask_{aspect}\n{fact}  examples: |\n{lines}"
    for name in EDGES:
        lines = "".join(f"    - {name} number {n}\n" for n in range(60))
        yield f"- intent: {name}\n  examples: |\n{lines}"


def _edge_questions(name: str) -> str:
    return "".join(f"- question: unseen {name} {n}\n" for n in range(60))


def _careers() -> Iterable[str]:
    for n in range(400):
        aspect = ASPECTS[n % len(ASPECTS)]
        kind = "indirect" if n % 2 else "terse"
        fields = f"aspect: {aspect}, subjects: [ct], facts: [ct_{aspect}], kind: {kind}"
        yield f"- {{question: unseen {n}, {fields}}}\n"
