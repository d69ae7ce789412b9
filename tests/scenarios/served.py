"""The assistant as people start it: a process of its own, reached over HTTP."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import httpx
import psutil

from benchmarks.faults.processes import family
from bot.rasa_runtime.training import current_model
from bot.settings import ROOT

TO_TRAIN = 600
TO_START = 120
TO_STOP = 20
HOST = "127.0.0.1"
WEBHOOK = "/webhooks/rest/webhook"


class Served:
    """`python -m bot.run` in a project's folder, with its conversations kept elsewhere.

    Args:
        settings: further settings of the environment.
        command: what starts it, in place of `python -m bot.run`.
    """

    def __init__(
        self,
        root: Path,
        kept: Path,
        port: int | None = None,
        settings: Mapping[str, str] | None = None,
        command: Sequence[str] = (sys.executable, "-m", "bot.run"),
    ) -> None:
        self._command = list(command)
        self.port = port or free_port()
        self.database = kept / "conversations.db"
        self._errors = kept / "stderr.txt"
        self._output = kept / "stdout.txt"
        self._root = root
        self._environment = {
            **os.environ,
            "ASSISTANT_HOST": HOST,
            "ASSISTANT_PORT": str(self.port),
            "ASSISTANT_DATABASE": str(self.database),
            "PYTHONPATH": str(root),
            **(settings or {}),
        }
        self._start()

    def _start(self) -> None:
        self._client = httpx.Client(base_url=f"http://{HOST}:{self.port}", timeout=30)
        with self._errors.open("wb") as errors, self._output.open("wb") as output:
            self._process = subprocess.Popen(
                self._command,
                cwd=self._root,
                env=self._environment,
                stdout=output,
                stderr=errors,
            )

    @property
    def process_id(self) -> int:
        """The process that was started; it may have started others."""
        return self._process.pid

    @property
    def address(self) -> str:
        """Where it is served."""
        return f"http://{HOST}:{self.port}"

    @property
    def kept(self) -> bytes:
        """All that the files of the database hold, the log beside it too."""
        files = sorted(self.database.parent.glob(f"{self.database.name}*"))
        return b"".join(each.read_bytes() for each in files)

    @property
    def errors(self) -> str:
        """What it wrote to stderr."""
        return self._errors.read_text(encoding="utf-8")

    @property
    def output(self) -> str:
        """What it wrote to stdout."""
        return self._output.read_text(encoding="utf-8")

    def wait_until_it_answers(self, seconds: float = TO_START) -> Served:
        """Wait for the channel to tell that it is up."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            assert self._process.poll() is None, self.errors
            try:
                assert self._client.get("/webhooks/rest/").json() == {"status": "ok"}
                return self
            except httpx.TransportError:
                time.sleep(0.2)
        raise AssertionError(f"It did not answer within {seconds} s:\n{self.errors}")

    def exit_code(self, seconds: float = TO_START) -> int:
        """The exit code of a start that ends by itself."""
        return self._process.wait(seconds)

    def get(self, path: str) -> httpx.Response:
        """Look at an address."""
        return self._client.get(path)

    def post(self, body: bytes) -> httpx.Response:
        """Send a request with any body."""
        return self._client.post(WEBHOOK, content=body)

    def ask(self, text: str, sender: str) -> dict:
        """The one message that answers a text."""
        response = self._client.post(WEBHOOK, json={"sender": sender, "message": text})
        assert response.status_code == 200, response.text
        (message,) = response.json()
        return message

    def interrupt(self) -> int:
        """Press Ctrl-C, and wait for the exit code."""
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(TO_STOP)

    def kill(self) -> None:
        """End it and what it started without a word, as a machine that fails does."""
        self._signal_all(signal.SIGKILL)
        self._process.wait()
        self._client.close()

    def stand_still(self) -> None:
        """Let it stand still, as a machine does that is suspended."""
        self._signal_all(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it go on after it stood still."""
        self._signal_all(signal.SIGCONT)

    def connections_to(self, port: int) -> int:
        """How many connections it has to what listens at a port, and the other side has too."""
        open_ones = (one for each in family(self.process_id) for one in each.net_connections("tcp"))
        whole = (each for each in open_ones if each.status == psutil.CONN_ESTABLISHED)
        return sum(each.raddr.port == port for each in whole)

    def _signal_all(self, number: int) -> None:
        """Signal the process first, lest it start anew what ends, then all that it started."""
        for each in family(self.process_id):
            with suppress(psutil.NoSuchProcess):
                each.send_signal(number)

    def start_again(self) -> Served:
        """Start anew after `stop` or `kill`, at the same address, with the same conversations."""
        self._start()
        return self.wait_until_it_answers()

    def stop(self) -> None:
        """End the process, whatever became of it."""
        self._client.close()
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(TO_STOP)
            except subprocess.TimeoutExpired:
                self._signal_all(signal.SIGKILL)
                self._process.wait()


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def copy_project(to: Path) -> Path:
    """A copy of the project with its trained model, to change at will."""
    for folder in ("bot", "actions", "data"):
        shutil.copytree(ROOT / folder, to / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("config.yml", "domain.yml", "credentials.yml", "endpoints.yml"):
        shutil.copy(ROOT / file, to / file)
    (to / "models").mkdir()
    shutil.copy(current_model(ROOT), current_model(to))
    return to
