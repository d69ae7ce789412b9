"""Starts what is compared, each with its processes, and tells what they take."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.faults.processes import busy, family
from bot.errors import AssistantError

WEBHOOK = "/webhooks/rest/webhook"
TO_START = 600
TO_STOP = 30


class BenchError(AssistantError):
    """Something that is compared could not be made, trained or started."""


@dataclass
class Contestant:
    """An assistant as it is served.

    Attributes:
        commands: what starts it, each a process, the server last.
    """

    name: str
    folder: Path
    commands: list[list[str]]
    port: int
    environment: dict[str, str] = field(default_factory=dict)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, question: str) -> float:
        """Start it, and give the seconds until its first answer."""
        began = time.perf_counter()
        environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", **self.environment}
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.processes = [
                subprocess.Popen(each, cwd=self.folder, env=environment, stdout=log, stderr=log)
                for each in self.commands
            ]
        while time.perf_counter() - began < TO_START:
            if any(each.poll() is not None for each in self.processes):
                break
            try:
                with Caller(self.port) as caller:
                    if caller.ask(question, "first"):
                        return time.perf_counter() - began
            except (OSError, ValueError, http.client.HTTPException):
                pass
            time.sleep(0.05)
        self.stop()
        raise BenchError(f"{self.name}: it did not start: see {self.folder}/{self.name}.log")

    def memory(self) -> float:
        """Megabytes resident in all of its processes."""
        return sum(each.memory_info().rss for each in self._all()) / 2**20

    def processor_time(self) -> float:
        """Seconds that its processes have kept processors busy so far."""
        return busy(self._all())

    def _all(self) -> list[psutil.Process]:
        """Its processes, with those that they started, each once."""
        return [one for each in self.processes for one in family(each.pid)]

    def stop(self) -> None:
        """End its processes."""
        for each in self.processes:
            each.terminate()
        for each in self.processes:
            try:
                each.wait(TO_STOP)
            except subprocess.TimeoutExpired:
                each.kill()
                each.wait()
        self.processes = []


class Caller:
    """Asks an assistant over REST, on a connection that stays open."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def __enter__(self) -> Caller:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()

    def ask(self, text: str, sender: str) -> list[dict]:
        """What is answered to a message."""
        body = json.dumps({"sender": sender, "message": text})
        self._connection.request("POST", WEBHOOK, body, {"Content-Type": "application/json"})
        response = self._connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise ValueError(f"status {response.status}")
        return json.loads(content)


def rasa(python: Path | str, folder: Path, *arguments: str) -> float:
    """Run a command of Rasa's in a project, and give the seconds that it took.

    Its log goes to a file; it shows no epochs there unless it tells what it does. The order of some
    actions is that of a set, and in another order Rasa refuses to go on from a trained model.
    """
    command = [str(python), "-W", "ignore", "-m", "rasa", *arguments]
    return run(command, folder, LOG_LEVEL="INFO", PYTHONHASHSEED="0")


def run(command: list[str], folder: Path, **environment: str) -> float:
    """Run a command, and give the seconds that it took.

    Raises:
        BenchError: it failed.
    """
    began = time.perf_counter()
    settings = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", **environment}
    with (folder / "commands.log").open("ab") as log:
        done = subprocess.run(
            command, cwd=folder, env=settings, stdout=log, stderr=log, check=False
        )
    if done.returncode != 0:
        raise BenchError(f"{' '.join(command)}: it failed: see {folder}/commands.log")
    return time.perf_counter() - began


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ours(folder: Path, kept: Path) -> Contestant:
    """What `make run` serves."""
    port = free_port()
    settings = {
        "ASSISTANT_PORT": str(port),
        "ASSISTANT_DATABASE": str(kept / f"ours-{port}.db"),
        "PYTHONPATH": str(folder),
    }
    return Contestant("ours", folder, [[sys.executable, "-m", "bot.run"]], port, settings)


def plain(name: str, python: Path | str, folder: Path, actions_port: int = 0) -> Contestant:
    """A Rasa server, with an action server if it has a port for one."""
    port = free_port()
    begin = [str(python), "-W", "ignore", "-m", "rasa", "run"]
    server = [*begin, "--port", str(port), "--credentials", "credentials.yml"]
    server += ["--endpoints", "endpoints.yml"]
    actions = [[*begin, "actions", "--port", str(actions_port)]] if actions_port else []
    return Contestant(name, folder, [*actions, server], port)
