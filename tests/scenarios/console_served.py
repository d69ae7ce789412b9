"""The console as people start it: a process of its own, seen in a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx

from bot.settings import ROOT
from tests.scenarios.served import HOST, free_port

PASSWORD = "a long walk in the rain"
TO_START = 60
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]


def browser_path() -> str | None:
    """A Chromium of this machine; None for the one that Playwright brings."""
    return next((each for each in CHROMIUM if Path(each).is_file()), None)


class ServedConsole:
    """`python -m bot.console serve` with its tables in a folder of its own.

    Args:
        project: the checkout that patches are made for.
        database: the file in which the assistant keeps conversations.
    """

    def __init__(self, folder: Path, project: Path, database: Path) -> None:
        self.address = f"http://{HOST}:{(port := free_port())}"
        self.folder = folder
        self._errors = folder / "console_stderr.txt"
        self.environment = {
            **os.environ,
            "ASSISTANT_CONSOLE_PORT": str(port),
            "ASSISTANT_CONSOLE_DATABASE": str(folder / "console.db"),
            "ASSISTANT_DATABASE": str(database),
            "ASSISTANT_PROJECT": str(project),
        }
        self._process: subprocess.Popen | None = None

    @property
    def errors(self) -> str:
        """What it wrote to stderr."""
        return self._errors.read_text(encoding="utf-8")

    def make_account(self, name: str, role: str) -> None:
        """What `make trainer` does."""
        words = ["trainer", "--name", name, "--role", role]
        self.run(*words, text_in=f"{PASSWORD}\n").check_returncode()

    def run(self, *words: str, text_in: str = "") -> subprocess.CompletedProcess:
        """One command of the console."""
        return subprocess.run(
            [sys.executable, "-m", "bot.console", *words],
            cwd=ROOT,
            env=self.environment,
            input=text_in,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self) -> ServedConsole:
        """Serve, and wait for the log-in page."""
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.console", "serve"],
                cwd=ROOT,
                env=self.environment,
                stderr=errors,
            )
        until = time.monotonic() + TO_START
        while time.monotonic() < until:
            assert self._process.poll() is None, self.errors
            try:
                assert httpx.get(f"{self.address}/log-in/").status_code == 200
                return self
            except httpx.TransportError:
                time.sleep(0.2)
        raise AssertionError(f"It did not answer within {TO_START} s:\n{self.errors}")

    def stop(self) -> None:
        """End it."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(20)
