"""Checks the file of safety patterns, of which one that is misspelt never fires."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.problem import Problem
from bot.checks.project import Project
from bot.errors import DataFileError
from bot.safety import read_safety_file

SAFETY = "data/safety.yml"


def check_safety(project: Project) -> Iterator[Problem]:
    """Each fault of the file of safety patterns."""
    try:
        read_safety_file(project.root / SAFETY)
    except DataFileError as error:
        yield from project.problems_of(error)
