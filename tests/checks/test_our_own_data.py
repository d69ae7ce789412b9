"""The checks over this project itself."""

from __future__ import annotations

from pathlib import Path

from bot.checks.__main__ import find_problems
from bot.checks.project import Project

ROOT = Path(__file__).resolve().parents[2]


def test_our_own_data_gives_no_problem() -> None:
    problems = [str(each) for each in find_problems(Project(ROOT)) if not each.is_warning]

    assert problems == []
