"""The arrangements of servers on which faults are tried: real processes, on this machine alone."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Optional

import httpx
import psutil

from benchmarks.faults.platforms import Platforms
from benchmarks.faults.processes import busy, family, running, wait_for
from tests.scenarios.served import HOST, Served, copy_project, free_port
from tests.services.servers import PostgresServer, RedisServer

CLOCK = Path(__file__).parent / "clock"
MODEL = "assistant_model{"
DISK = 8_000_000
"""Bytes of the small disk; an empty database takes some hundred thousand."""

RUN = [sys.executable, "-m", "bot.run"]
UNSHARE = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"])]
WORKER, CONSOLE = "bot.worker", "bot.console"
TO_START = 180.0


@dataclass
class Stand:
    """Servers that run, and what a fault needs of them.

    Attributes:
        project: the folder that they were started in; a copy that may be broken.
        workers: how many processes answer at each address.
        clock: the file that moves the clock of the processes.
        disk: the folder of the small disk, as the processes see it.
    """

    served: list[Served]
    metrics: list[int]
    project: Path
    kept: Path
    workers: int = 1
    postgres: Optional[PostgresServer] = None
    redis: Optional[RedisServer] = None
    platforms: Optional[Platforms] = None
    actions: Optional[ActionServer] = None
    console: str = ""
    clock: Optional[Path] = None
    disk: Optional[Path] = None

    @property
    def addresses(self) -> list[str]:
        """Where visitors come to."""
        return [each.address for each in self.served]

    def worker_processes(self) -> list[psutil.Process]:
        """The processes that answer, at all addresses."""
        return [each for served in self.served for each in running(served.process_id, WORKER)]

    def spent(self) -> dict[str, float]:
        """Seconds of processor time so far, by what took it."""
        found = {"the assistant": busy(self.worker_processes())}
        if self.postgres:
            found["PostgreSQL"] = busy(family(self.postgres.process_id))
        if self.redis:
            found["Redis"] = busy([psutil.Process(self.redis.process_id)])
        return found

    def wait_until_whole(self) -> float:
        """Wait until every process answers; the seconds that it took."""
        return wait_for(lambda: self.ready_workers() == self._all, "all workers", TO_START)

    def ready_workers(self) -> int:
        """How many processes have loaded the model and live."""
        return sum(_loaded_models(each) for each in self.metrics)

    @property
    def _all(self) -> int:
        return self.workers * len(self.served)


class ActionServer:
    """Rasa's action server with our actions, which may be ended and started again."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self.port = free_port()
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port"]
        with (self._project / "actions.txt").open("ab") as log:
            self.process = psutil.Popen(
                [*command, str(self.port)], cwd=self._project, stdout=log, stderr=log
            )
        wait_for(self._answers, "the action server")

    def stop(self) -> None:
        """End it."""
        if self.process.is_running():
            self.process.terminate()
            self.process.wait(TO_START)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"http://{HOST}:{self.port}/health", timeout=2).is_success
        except httpx.TransportError:
            return False


@contextmanager
def alone() -> Iterator[Stand]:
    """`make run`: one process with SQLite, and the console."""
    with _folder() as folder, ExitStack() as stack:
        port = free_port()
        settings = {
            "ASSISTANT_CONSOLE_PORT": str(port),
            "ASSISTANT_CONSOLE_DATABASE": str(folder / "console.db"),
            "FAULTS_CLOCK": str(folder / "clock.txt"),
        }
        stand = _stand(stack, folder, settings, [*RUN, "--console"])
        stand.console, stand.clock = f"http://{HOST}:{port}/log-in/", folder / "clock.txt"
        yield stand


@contextmanager
def small_disk() -> Iterator[Stand]:
    """One process that keeps its conversations on a disk of some megabytes.

    The disk is memory, mounted in a name space of the process's own: where users may make name
    spaces, it takes no rights of root.
    """
    with _folder() as folder, ExitStack() as stack:
        disk = folder / "disk"
        disk.mkdir()
        mount = f'mount -t tmpfs -o size={DISK} none "{disk}" && exec "$@"'
        settings = {"ASSISTANT_DATABASE": str(disk / "conversations.db")}
        stand = _stand(stack, folder, settings, [*UNSHARE, "sh", "-c", mount, "sh", *RUN])
        stand.disk = disk
        yield stand


@contextmanager
def with_actions() -> Iterator[Stand]:
    """One process that has its actions run by an action server."""
    with _folder() as folder, ExitStack() as stack:
        project = copy_project(folder / "project")
        actions = ActionServer(project)
        stack.callback(actions.stop)
        named = f"\naction_endpoint:\n  url: http://{HOST}:{actions.port}/webhook\n"
        with (project / "endpoints.yml").open("a", encoding="utf-8") as file:
            file.write(named)
        stand = _stand(stack, folder, {}, project=project)
        stand.actions = actions
        yield stand


@contextmanager
def together() -> Iterator[Stand]:
    """`make run WORKERS=2` with PostgreSQL and Redis, connected to Slack and Teams."""
    with _folder() as folder, ExitStack() as stack:
        shared = _shared(stack, folder)
        platforms = Platforms()
        stack.callback(platforms.stop)
        settings = {**shared.settings, **platforms.settings, "ASSISTANT_WORKERS": "2"}
        stand = _stand(stack, folder, settings)
        stand.postgres, stand.redis, stand.workers = shared.postgres, shared.redis, 2
        stand.platforms = platforms
        yield stand


@contextmanager
def apart() -> Iterator[Stand]:
    """Two assistants at addresses of their own that share PostgreSQL and Redis."""
    with _folder() as folder, ExitStack() as stack:
        shared = _shared(stack, folder)
        stand = _stand(stack, folder, shared.settings)
        other = _stand(stack, folder, shared.settings, project=stand.project)
        stand.served += other.served
        stand.metrics += other.metrics
        stand.postgres, stand.redis = shared.postgres, shared.redis
        yield stand


STANDS = {
    "alone": alone,
    "small_disk": small_disk,
    "with_actions": with_actions,
    "together": together,
    "apart": apart,
}


class _Shared(NamedTuple):
    postgres: PostgresServer
    redis: RedisServer
    settings: dict[str, str]


def _shared(stack: ExitStack, folder: Path) -> _Shared:
    postgres, redis = PostgresServer(), RedisServer(folder)
    stack.callback(postgres.stop)
    stack.callback(redis.kill)
    settings = {
        "ASSISTANT_DATABASE": "",
        "ASSISTANT_DATABASE_URL": postgres.database(),
        "ASSISTANT_LOCK_URL": redis.url,
    }
    return _Shared(postgres, redis, settings)


def _stand(
    stack: ExitStack,
    folder: Path,
    settings: Mapping[str, str],
    command: Sequence[str] = RUN,
    project: Optional[Path] = None,
) -> Stand:
    """Start an assistant from a copy of the project, which may be broken."""
    project = project or copy_project(folder / "project")
    kept = Path(tempfile.mkdtemp(dir=folder))
    port = free_port()
    path = os.pathsep.join(map(str, (CLOCK, project)))
    # As any installation does, Python keeps what it has compiled: a start takes a fifth less.
    compiled = {"PYTHONDONTWRITEBYTECODE": ""}
    given = {"ASSISTANT_METRICS": f"{HOST}:{port}", "PYTHONPATH": path, **compiled, **settings}
    served = Served(project, kept, settings=given, command=command)
    stack.callback(served.stop)
    served.wait_until_it_answers(TO_START)
    return Stand([served], [port], project, kept)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _loaded_models(port: int) -> int:
    try:
        lines = httpx.get(f"http://{HOST}:{port}/metrics", timeout=5).text.splitlines()
    except httpx.TransportError:
        return 0
    return sum(int(float(each.split()[-1])) for each in lines if each.startswith(MODEL))
