"""Reads the held-out questions: what a person wrote, and what answers it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import yaml

FOLDER = "tests/held_out"

ENDINGS = {
    "no_fact": ("unanswered_no_fact", "answered_nearest"),
    "out_of_scope": ("declined_out_of_scope",),
    "manipulation": ("declined_out_of_scope",),
    "medical": ("declined_medical",),
    "emergency": ("signposted_emergency",),
    "distress": ("signposted_distress",),
}
"""The outcomes that are right for questions of a kind that no fact answers."""

ROUNDS = ("", "_c")
"""Endings of file names: one for each time that somebody new wrote held-out questions."""

EXPECTED = {f"{kind}{each}": ENDINGS[kind] for each in ROUNDS for kind in ENDINGS}
"""The right outcomes by the name of a file; `manipulation` was written once."""

SAFETY = ("medical", "emergency", "distress")
"""The files whose questions must be signposted, and nothing else."""


@dataclass(frozen=True)
class HeldOut:
    """One held-out question.

    Attributes:
        file: the name of its file, without the ending.
        facts: every fact that rightly answers it; none where no fact does.
        premise: for a yes/no question, is the answer yes?
    """

    question: str
    file: str
    aspect: str = ""
    facts: tuple[str, ...] = ()
    kind: str = ""
    premise: Optional[bool] = None

    @property
    def is_careers(self) -> bool:
        """Whether a fact answers it."""
        return bool(self.facts)


def read_held_out(root: Path) -> list[HeldOut]:
    """Every held-out question, file by file."""
    return [
        _read(entry, path.stem)
        for path in sorted((root / FOLDER).glob("*.yml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def _read(entry: dict, file: str) -> HeldOut:
    return HeldOut(
        question=entry["question"],
        file=file,
        aspect=entry.get("aspect", ""),
        facts=tuple(entry.get("facts", ())),
        kind=entry.get("kind", ""),
        premise=entry.get("premise"),
    )
