"""The processes that a fault strikes: found, ended without a word, or made to stand still."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

import psutil

TO_COME_BACK = 60.0


def family(process_id: int) -> list[psutil.Process]:
    """A process with everything that it started, itself first."""
    first = psutil.Process(process_id)
    return [first, *first.children(recursive=True)]


def busy(processes: Iterable[psutil.Process]) -> float:
    """Seconds that processes, and their children that have ended, kept processors busy so far."""
    times = [each.cpu_times() for each in processes]
    return sum(t.user + t.system + t.children_user + t.children_system for t in times)


def running(process_id: int, module: str) -> list[psutil.Process]:
    """What a process started that runs a Python module."""
    return [each for each in family(process_id)[1:] if _is_of(each, module)]


def kill(processes: list[psutil.Process]) -> None:
    """End processes as `kill -9` does, and wait until they are gone."""
    for each in processes:
        with suppress(psutil.NoSuchProcess):
            each.send_signal(signal.SIGKILL)
    for each in processes:
        with suppress(psutil.TimeoutExpired):
            each.wait(TO_COME_BACK)


@contextmanager
def standing_still(processes: list[psutil.Process]) -> Iterator[None]:
    """Stops processes as Ctrl-Z does, and lets them go on; what was ended meanwhile stays so."""
    for each in processes:
        each.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for each in processes:
            with suppress(psutil.NoSuchProcess):
                each.send_signal(signal.SIGCONT)


def wait_for(condition: Callable[[], bool], what: str, seconds: float = TO_COME_BACK) -> float:
    """Wait until something holds, and give the seconds that it took.

    Raises:
        TimeoutError: it did not.
    """
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.1)
    return time.monotonic() - began


def _is_of(process: psutil.Process, module: str) -> bool:
    with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        return module in process.cmdline()
    return False
