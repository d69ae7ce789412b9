"""Applies a patch of the console to a checkout, whole or not at all, and checks what came of it."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from bot.errors import AssistantError
from bot.settings import ROOT


class PatchError(AssistantError):
    """A patch does not fit the checkout."""


def apply(words: list[str]) -> int:
    """Apply a patch and run the checks.

    Raises:
        PatchError: there is no such file or checkout, or the patch does not fit.
    """
    parser = argparse.ArgumentParser("python -m bot.console apply")
    parser.add_argument("patch", type=Path)
    parser.add_argument("--to", type=Path, default=ROOT, help="the checkout; this one if left out")
    asked = parser.parse_args(words)
    if not asked.patch.is_file():
        raise PatchError(f"{asked.patch}: there is no such file: download the patch again")
    if not (asked.to / "data" / "facts.yml").is_file():
        raise PatchError(f"{asked.to}: this is no checkout of the assistant: name its folder")
    # Outside of any repository git applies to the folder it runs in; inside, to the repository.
    command = ["git", "apply", "--whitespace=nowarn", str(asked.patch.resolve())]
    done = subprocess.run(command, cwd=asked.to, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise PatchError(
            f"{asked.patch}: it does not fit {asked.to}: {done.stderr.strip()}: nothing was "
            "changed; download the patch again for the present data"
        )
    changed = sorted(
        line[6:]
        for line in asked.patch.read_text(encoding="utf-8").splitlines()
        if line.startswith("+++ b/")
    )
    print(f"Changed: {', '.join(changed)}. Look at it with git diff before you commit.")
    return subprocess.run(
        [sys.executable, "-m", "bot.checks", str(asked.to.resolve())], cwd=ROOT, check=False
    ).returncode
