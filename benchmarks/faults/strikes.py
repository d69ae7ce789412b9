"""What is done to a stand, and what was seen of it beside the talk: one function for each fault."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil

from benchmarks.faults.processes import family, kill, running, standing_still, wait_for
from benchmarks.faults.stands import CONSOLE, Stand
from bot.rasa_runtime.training import current_model
from tests.scenarios.served import HOST, free_port

Notes = list[str]
Strike = Callable[[Stand], Notes]
"""Does the harm, undoes what the assistant cannot be expected to undo, and tells what it saw."""

FROZEN = 8.0
"""Seconds for which a process stands still: longer than its lock is kept for it (5)."""

AWAY = 5.0
MANAGER = 1.0
"""Seconds until a service manager starts again what has ended."""

TWO_HOURS = 7200
WRONG_VERSION = "3.0.0"
LONGEST_NOTE = 160


def nothing(_stand: Stand) -> Notes:
    """No fault: to compare with."""
    time.sleep(AWAY)
    return []


def kill_worker(stand: Stand) -> Notes:
    """Kill -9 of a process that answers; what started it starts another."""
    kill(stand.worker_processes()[:1])
    return [f"another was ready after {_until_whole(stand):.1f} s"]


def stop_worker(stand: Stand) -> Notes:
    """SIGSTOP of a process that answers, for good: what started it ends it and starts another."""
    stand.worker_processes()[0].send_signal(signal.SIGSTOP)
    return [f"another was ready after {_until_whole(stand):.1f} s"]


def freeze_one(stand: Stand) -> Notes:
    """SIGSTOP of one of two assistants that nobody watches; it awakes after its lock ran out."""
    first = stand.served[0].process_id
    with standing_still(family(first)):
        time.sleep(FROZEN)
    return [f"it awoke after {FROZEN:.0f} s"]


def kill_actions(stand: Stand) -> Notes:
    """Kill -9 of the action server, which a service manager starts again."""
    assert stand.actions
    kill([stand.actions.process])
    time.sleep(MANAGER)
    return [f"started again; ready after {_timed(stand.actions.start):.1f} s"]


def stop_actions(stand: Stand) -> Notes:
    """The action server stands still for a while."""
    assert stand.actions
    with standing_still([stand.actions.process]):
        time.sleep(AWAY)
    return [f"it stood still for {AWAY:.0f} s"]


def kill_console(stand: Stand) -> Notes:
    """Kill -9 of the console."""
    wait_for(lambda: _is_up(stand.console), "the console")
    kill(_console(stand))
    took = wait_for(lambda: _is_up(stand.console), "the console")
    return [f"the console was back after {took:.1f} s"]


def stop_console(stand: Stand) -> Notes:
    """The console stands still for a while."""
    with standing_still(_console(stand)):
        time.sleep(AWAY)
    wait_for(lambda: _is_up(stand.console), "the console")
    return [f"it stood still for {AWAY:.0f} s"]


def kill_postgres(stand: Stand) -> Notes:
    """Kill -9 of all processes of PostgreSQL, which a service manager starts again."""
    assert stand.postgres
    kill(family(stand.postgres.process_id))
    time.sleep(MANAGER)
    return [f"started again; ready after {_timed(stand.postgres.start):.1f} s"]


def stop_postgres(stand: Stand) -> Notes:
    """All processes of PostgreSQL stand still for a while."""
    assert stand.postgres
    with standing_still(family(stand.postgres.process_id)):
        time.sleep(AWAY)
    return [f"it stood still for {AWAY:.0f} s"]


def kill_redis(stand: Stand) -> Notes:
    """Kill -9 of Redis, which a service manager starts again; it knows nothing any more."""
    assert stand.redis
    stand.redis.kill()
    time.sleep(MANAGER)
    return [f"started again, empty; ready after {_timed(stand.redis.start):.1f} s"]


def stop_redis(stand: Stand) -> Notes:
    """Redis stands still for a while."""
    assert stand.redis
    with standing_still([psutil.Process(stand.redis.process_id)]):
        time.sleep(AWAY)
    return [f"it stood still for {AWAY:.0f} s"]


def fill_disk(stand: Stand) -> Notes:
    """Fill the disk of the conversations, and make room again after a while."""
    (worker, *_) = stand.worker_processes()
    # Into the process's own name space.
    filler = Path(f"/proc/{worker.pid}/root{stand.disk}/filler")
    written = 0
    _forget_a_conversation(stand)
    with filler.open("wb", buffering=0) as file:
        for size in (100_000, 1_000):
            try:
                while True:
                    written += file.write(bytes(size))
            except OSError:
                continue
    time.sleep(AWAY)
    filler.unlink()
    return [f"{written:,} bytes filled it for {AWAY:.0f} s"]


def lock_database(stand: Stand) -> Notes:
    """Another process writes to the file of the conversations, and does not come to an end."""
    code = (
        "import sqlite3, sys, time; c = sqlite3.connect(sys.argv[1], isolation_level=None); "
        "c.execute('PRAGMA busy_timeout = 30000'); c.execute('BEGIN EXCLUSIVE'); "
        f"time.sleep({FROZEN}); c.execute('ROLLBACK')"
    )
    subprocess.run([sys.executable, "-c", code, str(stand.served[0].database)], check=True)
    return [f"BEGIN EXCLUSIVE for {FROZEN:.0f} s"]


def clock_forward(stand: Stand) -> Notes:
    """The clock is put forward by two hours, and stays so."""
    return _move_clock(stand, TWO_HOURS)


def clock_back(stand: Stand) -> Notes:
    """The clock is put back by two hours, to the true time."""
    return _move_clock(stand, 0)


def truncate_model(stand: Stand) -> Notes:
    """The model's file is cut in half while its assistant runs, and another is started from it."""

    def cut(model: Path) -> None:
        os.truncate(model, model.stat().st_size // 2)

    with _changed(current_model(stand.project), cut):
        return _start_refused(stand)


def age_model(stand: Stand) -> Notes:
    """The model's file says that an old Rasa made it, and another assistant is started from it."""
    with _changed(current_model(stand.project), _made_by_an_old_rasa):
        return _start_refused(stand)


def remove_model(stand: Stand) -> Notes:
    """The model's file is gone while its assistant runs, and a worker is started meanwhile."""
    with _changed(current_model(stand.project), Path.unlink):
        kill(stand.worker_processes()[:1])
        return [f"another was ready after {_until_whole(stand):.1f} s, without the file"]


def break_facts(stand: Stand) -> Notes:
    """The facts file is broken while it is in use, and the checks are asked about it."""

    def spoil(facts: Path) -> None:
        text = facts.read_text(encoding="utf-8")
        facts.write_text(re.sub(r"\n  aspect: pay\n", "\n  aspect: money\n", text, count=1))

    with _changed(stand.project / "data" / "facts.yml", spoil):
        command = [sys.executable, "-m", "bot.checks"]
        done = subprocess.run(
            command,
            cwd=stand.project,
            env=_environment(stand),
            capture_output=True,
            text=True,
            check=False,
        )
        time.sleep(1)
    lines = (done.stdout + done.stderr).splitlines()
    told = next((each for each in lines if "facts.yml" in each), "nothing")
    return [f"the checks end with {done.returncode}: “{_shown(told, stand)}”"]


def cut_network(stand: Stand) -> Notes:
    """Slack and Microsoft cannot be reached for a while; people there go on writing."""
    assert stand.platforms
    return stand.platforms.ask_while_cut_off(stand.addresses[0], 10, FROZEN)


def _forget_a_conversation(stand: Stand) -> None:
    """As a visitor does; it empties SQLite's log, in whose space much could be written."""
    with httpx.Client(base_url=f"{stand.addresses[0]}/webhooks/web", timeout=30) as client:
        token = client.post("/conversations", json={}).json()["token"]
        client.delete("/conversation", headers={"Authorization": f"Bearer {token}"})


def _until_whole(stand: Stand) -> float:
    began = time.monotonic()
    every = len(stand.served) * stand.workers
    wait_for(lambda: stand.ready_workers() < every or time.monotonic() - began > 8, "its end")
    stand.wait_until_whole()
    return time.monotonic() - began


def _timed(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _console(stand: Stand) -> list[psutil.Process]:
    return [each for served in stand.served for each in running(served.process_id, CONSOLE)]


def _is_up(address: str) -> bool:
    try:
        return httpx.get(address, timeout=2).is_success
    except httpx.TransportError:
        return False


def _move_clock(stand: Stand, seconds: int) -> Notes:
    assert stand.clock
    stand.clock.write_text(str(seconds), encoding="utf-8")
    time.sleep(AWAY)
    return []


@contextmanager
def _changed(path: Path, change: Callable[[Path], object]) -> Iterator[None]:
    """A file is another for a while."""
    with tempfile.TemporaryDirectory() as folder:
        kept = shutil.copy2(path, folder)
        change(path)
        try:
            yield
        finally:
            shutil.copy2(kept, path)


def _made_by_an_old_rasa(model: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(model) as packed:
            packed.extractall(folder)
        metadata = Path(folder) / "metadata.json"
        text = metadata.read_text(encoding="utf-8")
        name = '"rasa_open_source_version": '
        metadata.write_text(re.sub(f'{name}"[^"]*"', f'{name}"{WRONG_VERSION}"', text))
        with tarfile.open(model, "w:gz") as packed:
            for each in Path(folder).iterdir():
                packed.add(each, each.name)


def _start_refused(stand: Stand) -> Notes:
    """Start another assistant in the same project; how it ends, and what it says."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **_environment(stand),
            "ASSISTANT_PORT": str(free_port()),
            "ASSISTANT_HOST": HOST,
            "ASSISTANT_DATABASE": str(Path(folder) / "other.db"),
        }
        done = subprocess.run(
            [sys.executable, "-m", "bot.run"],
            cwd=stand.project,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    said = [each for each in done.stderr.splitlines() if "model" in each]
    told = _shown(said[0] if said else done.stderr[-300:], stand)
    return [f"a start ends with {done.returncode}: “{told}”"]


def _shown(line: str, stand: Stand) -> str:
    """A line of the log without the folder of this trial, and not longer than a table can hold."""
    text = line.replace(f"{stand.project}/", "")
    return text if len(text) < LONGEST_NOTE else text[:LONGEST_NOTE].rsplit(" ", 1)[0] + " …"


def _environment(stand: Stand) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(stand.project)}
