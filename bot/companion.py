"""Keeps one further process going beside the server: whenever it ends, it is started again."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path

logger = logging.getLogger(__name__)

LONG_LIFE = 20.0
"""Seconds after which a process has not failed at its start."""

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
TO_STOP = 10.0


class Companion(threading.Thread):
    """A process that is started again after a second, and ever later if it keeps failing.

    Args:
        name: what it is called in the log.
        command: its command line.
        folder: where it runs.
    """

    def __init__(
        self, name: str, command: Sequence[str], folder: Path, first_pause: float = FIRST_PAUSE
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._folder = folder
        self._command = command
        self._first_pause = first_pause
        # As it is now: what is set for others later is not for it.
        self._environment = dict(os.environ)
        self._heard, self._alive = os.pipe()
        self._stopping = threading.Event()
        self._process = self._begin()

    def run(self) -> None:
        """Watch it until told to stop."""
        pause = self._first_pause
        while True:
            began = time.monotonic()
            code = self._process.wait()
            if self._stopping.is_set():
                return
            is_short = time.monotonic() - began < LONG_LIFE
            logger.error("The %s ended with %d; it starts again in %.0f s.", self.name, code, pause)
            if self._stopping.wait(pause):
                return
            pause = min(pause * 2, LONGEST_PAUSE) if is_short else self._first_pause
            self._process = self._begin()
            if self._stopping.is_set():
                self._process.terminate()

    def stop(self) -> None:
        """End it, and wait until it has."""
        self._stopping.set()
        self._process.terminate()
        # What stands still has to go on to hear it.
        self._process.send_signal(signal.SIGCONT)
        self.join(TO_STOP)
        if self.is_alive():
            self._process.kill()
            self.join()
        os.close(self._alive)
        os.close(self._heard)

    def _begin(self) -> subprocess.Popen[bytes]:
        # A Ctrl-C of the terminal comes to whoever watches alone, who stops it.
        # Its stdin closes when we are gone, however that came.
        return subprocess.Popen(
            self._command,
            cwd=self._folder,
            env=self._environment,
            stdin=self._heard,
            start_new_session=True,
        )
