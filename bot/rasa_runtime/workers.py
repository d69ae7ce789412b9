"""Keeps several processes answering on one port: started, watched, started again, and stopped.

The port is one socket that all of them accept from, so that none holds up what another could take:
with a socket each (SO_REUSEPORT), the kernel goes on giving connections to one that stands still.
Sanic 21.12 forks its workers after the model's threads have begun, and lets those that die be dead.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Optional

logger = logging.getLogger(__name__)

BEAT = 1.0
"""Seconds between two signs of life of a worker."""

LONGEST_SILENCE = 3.0
"""Seconds without one after which a worker is taken for stopped."""

TO_START = 180.0
"""Seconds that a worker may take until its first sign of life."""

TO_STOP = 30.0
SHORT_LIFE = 20.0
LONGEST_PAUSE = 30.0

Command = Callable[[int, int], list[str]]
"""The command of a worker: it is given where it tells that it lives, and hears that we do."""


class NotStartedError(Exception):
    """No worker ever came up: they have said why themselves."""


@dataclass
class Worker:
    """One process, None between its end and its next start."""

    number: int
    process: Optional[subprocess.Popen[bytes]] = None
    pulse: int = -1
    began: float = 0.0
    beat_at: Optional[float] = None
    pause: float = 0.5
    due: float = 0.0
    lives: int = 0


@dataclass
class Workers:
    """The processes and their watch.

    Args:
        command: makes the command line of a worker.
        count: how many.
        inherited: file descriptors that each gets, the listening socket among them.
        died: is told the id of each process that ended by itself.
    """

    command: Command
    count: int
    inherited: tuple[int, ...] = ()
    died: Callable[[int], None] = lambda _process: None
    _workers: list[Worker] = field(default_factory=list)
    _stopping: bool = False
    _came_up: bool = False

    def run(self) -> None:
        """Keep them answering until this process is told to stop.

        Raises:
            NotStartedError: none came up.
        """
        heard, self._alive = os.pipe()
        self._heard = heard
        before = {each: signal.signal(each, self._stop) for each in (signal.SIGINT, signal.SIGTERM)}
        self._workers = [Worker(number) for number in range(self.count)]
        try:
            self._watch()
        finally:
            self._end()
            os.close(self._alive)
            os.close(heard)
            for each, handler in before.items():
                signal.signal(each, handler)

    def _stop(self, _signal: int, _frame: Optional[FrameType]) -> None:
        self._stopping = True

    def _watch(self) -> None:
        looked = time.monotonic()
        while not self._stopping:
            now = time.monotonic()
            # If we stood still ourselves (Ctrl-Z, a suspended machine), nobody else is to blame.
            lost = now - looked if now - looked > LONGEST_SILENCE / 2 else 0.0
            looked = now
            for worker in self._workers:
                worker.beat_at = worker.beat_at + lost if worker.beat_at else None
                self._see_to(worker, now)
            if not self._came_up and all(each.lives and not each.process for each in self._workers):
                raise NotStartedError
            pulses = [each.pulse for each in self._workers if each.process]
            select.select(pulses, [], [], 0.2)

    def _see_to(self, worker: Worker, now: float) -> None:
        if worker.process is None:
            if now >= worker.due:
                self._start(worker, now)
            return
        if _drained(worker.pulse):
            worker.beat_at = now
            self._came_up = True
        code = worker.process.poll()
        if code is not None:
            self._bury(worker, now, f"ended with {code}")
        elif now - (worker.beat_at or worker.began) > (
            LONGEST_SILENCE if worker.beat_at else TO_START
        ):
            worker.process.kill()
            worker.process.wait()
            self._bury(worker, now, "stood still and was ended")

    def _start(self, worker: Worker, now: float) -> None:
        worker.pulse, beats = os.pipe()
        os.set_blocking(worker.pulse, False)
        worker.process = subprocess.Popen(
            self.command(beats, self._heard),
            pass_fds=(*self.inherited, beats, self._heard),
            # A Ctrl-C of the terminal comes to us alone; we tell them.
            start_new_session=True,
        )
        os.close(beats)
        worker.began, worker.beat_at = now, None
        worker.lives += 1

    def _bury(self, worker: Worker, now: float, how: str) -> None:
        process, worker.process = worker.process, None
        os.close(worker.pulse)
        is_short = now - worker.began < SHORT_LIFE
        worker.pause = min(worker.pause * 2, LONGEST_PAUSE) if is_short else 0.1
        worker.due = now + worker.pause
        if self._came_up:
            # Before, it has said itself why it cannot start.
            told = (worker.number, how, worker.pause)
            logger.error("Worker %d %s; another starts in %.1f s.", *told)
        worker.pause = max(worker.pause, 0.5)
        if process is not None:
            self.died(process.pid)

    def _end(self) -> None:
        """Let every worker finish what it is at, and end what does not."""
        living = [each.process for each in self._workers if each.process]
        for process in living:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
                process.send_signal(signal.SIGCONT)
        until = time.monotonic() + TO_STOP
        for process in living:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def live(beats: int, heard: int) -> None:
    """In a worker: tell that we live, and stop when whoever started us is gone.

    From a thread: a conversation that waits for the database does not make a process a dead one.
    """

    def beat() -> None:
        while True:
            with suppress(OSError):
                os.write(beats, b".")
            if select.select([heard], [], [], BEAT)[0]:
                os.kill(os.getpid(), signal.SIGTERM)
                return

    # A parent that is gone must not end us by a signal before we have finished.
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    threading.Thread(target=beat, name="pulse", daemon=True).start()


def worker_command(module: str, listener: int, model: Path) -> Command:
    """The command line of a worker that is a module of ours.

    It is told the model, for what is trained from may have changed since.
    """
    start = [sys.executable, "-m", module, str(model)]
    return lambda beats, heard: [*start, *map(str, (listener, beats, heard))]


def _drained(pipe: int) -> bool:
    """Whether something was in a pipe, which is empty now."""
    try:
        return bool(os.read(pipe, 4096))
    except BlockingIOError:
        return False
