"""Tests of a process that is kept going beside the server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.companion import Companion

NOTE_AND_WAIT = 'import os, sys, time; open(sys.argv[1], "a").write(f"{os.getpid()}\\n"); '


def test_it_is_started_again_whenever_it_ends_until_it_is_stopped(tmp_path: Path) -> None:
    lives = tmp_path / "lives"
    companion = _companion(lives, "time.sleep(60)")
    companion.start()

    first = _wait_for_lives(lives, 1)[0]
    os.kill(first, signal.SIGKILL)
    second = _wait_for_lives(lives, 2)[1]
    companion.stop()

    assert _wait_for_lives(lives, 2) == [first, second]
    with pytest.raises(ProcessLookupError):
        os.kill(second, 0)


def test_a_stop_ends_what_stands_still(tmp_path: Path) -> None:
    companion = _companion(tmp_path / "lives", "time.sleep(60)")
    companion.start()
    (process,) = _wait_for_lives(tmp_path / "lives", 1)
    os.kill(process, signal.SIGSTOP)

    companion.stop()

    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_it_hears_when_whoever_watches_it_is_gone(tmp_path: Path) -> None:
    lives = tmp_path / "lives"
    command = [sys.executable, "-S", "-c", f"{NOTE_AND_WAIT}sys.stdin.read()", str(lives)]
    start = f"from bot.companion import Companion; Companion('x', {command!r}, '.').start(); "
    watcher = subprocess.Popen([sys.executable, "-c", f"{start}import time; time.sleep(60)"])
    (process,) = _wait_for_lives(lives, 1)

    watcher.kill()
    watcher.wait()

    until = time.monotonic() + 10
    while time.monotonic() < until and Path(f"/proc/{process}").exists():
        time.sleep(0.05)
    assert not Path(f"/proc/{process}").exists()


def test_what_keeps_failing_is_started_ever_later(tmp_path: Path) -> None:
    lives = tmp_path / "lives"
    companion = _companion(lives, "sys.exit(1)")
    companion.start()
    _wait_for_lives(lives, 3)
    time.sleep(0.5)
    companion.stop()

    assert len(_wait_for_lives(lives, 3)) < 8


def _companion(lives: Path, then: str) -> Companion:
    command = [sys.executable, "-S", "-c", NOTE_AND_WAIT + then, str(lives)]
    return Companion("test", command, lives.parent, first_pause=0.05)


def _wait_for_lives(lives: Path, count: int) -> list[int]:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        found = [int(each) for each in lives.read_text().split()] if lives.exists() else []
        if len(found) >= count:
            return found
        time.sleep(0.02)
    raise AssertionError(f"not {count} lives")
