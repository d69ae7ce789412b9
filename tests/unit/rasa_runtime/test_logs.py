"""Tests of logs and warnings: each in a process of its own, for both change the whole process."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.settings import ROOT

QUIET = "from bot.starting import quieten; quieten()\n"


def started(script: str, **environment: str) -> tuple[str, str]:
    """What a script writes to stdout and stderr."""
    result = subprocess.run(
        [sys.executable, "-c", QUIET + script],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={"PATH": "", **environment},
    )
    return result.stdout, result.stderr


def test_warnings_of_other_modules_are_hidden_and_ours_are_shown() -> None:
    script = """
import warnings
for module in ("rasa.core.agent", "bot.nlu.parts", "actions.turn", "botanics"):
    for kind in (DeprecationWarning, UserWarning):
        warnings.warn_explicit(f"{kind.__name__} of {module}", kind, "x.py", 1, module=module)
"""
    output, errors = started(script)

    assert output == ""
    assert errors.splitlines() == [
        "x.py:1: DeprecationWarning: DeprecationWarning of bot.nlu.parts",
        "x.py:1: UserWarning: UserWarning of bot.nlu.parts",
        "x.py:1: DeprecationWarning: DeprecationWarning of actions.turn",
        "x.py:1: UserWarning: UserWarning of actions.turn",
    ]


@pytest.mark.parametrize(
    ("environment", "lines"),
    [
        ({}, ["WARNING x: two"]),
        ({"LOG_LEVEL": "info"}, ["INFO x: one", "WARNING x: two"]),
        ({"LOG_LEVEL": "nonsense"}, ["WARNING x: two"]),
    ],
)
def test_logs_go_to_stderr_from_the_level_that_was_asked_for(environment, lines) -> None:
    script = """
import logging, structlog
logging.getLogger("x").info("one")
logging.getLogger("x").warning("two")
structlog.get_logger().debug("three")
"""
    output, errors = started(script, **environment)

    assert output == ""
    assert errors.splitlines() == lines
