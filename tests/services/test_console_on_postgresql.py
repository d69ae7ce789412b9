"""The console beside an assistant that keeps its conversations in PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys

from bot.settings import ROOT

TESTS = (
    *("test_indexing.py", "test_filters.py", "test_queue.py", "test_reviews.py"),
    *("test_gaps.py", "test_people.py", "test_figures.py", "test_escaping.py"),
    *("test_deletions.py", "test_service.py"),
)


def test_all_that_reads_and_writes_does_so_on_postgresql_too() -> None:
    paths = [f"tests/unit/console/{name}" for name in TESTS]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *paths],
        cwd=ROOT,
        env={**os.environ, "CONSOLE_TESTS_ON": "postgresql"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-5_000:]
