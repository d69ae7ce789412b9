"""Times the console: `python -m benchmarks.console [EVENTS ...] [--postgresql]`.

Prints the seconds of indexing, and of each page the median and the slowest of some requests, of
which the first ones are cold.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.events import PER_CONVERSATION, fill_postgresql, fill_sqlite

SIZES = (10_000, 100_000, 1_000_000)
TIMES = 7
GOAL = 0.2
PAGES = {
    "first page": "/conversations/",
    "filter: common outcome": "/conversations/?outcome=answered",
    "filter: rare outcome": "/conversations/?outcome=error_channel",
    "filter: subject": "/conversations/?subject=ct",
    "filter: low confidence": "/conversations/?confidence=low",
    "filter: not helpful": "/conversations/?feedback=no",
    "filter: three at once": "/conversations/?channel=teams&outcome=clarified&feedback=no",
    "search: common word": "/conversations/?q=radiology",
    "search: rare words": "/conversations/?q=%22nuclear+medicine%22+thrombectomy",
    "search and filter": "/conversations/?q=training&outcome=unanswered_no_fact",
    "queue": "/queue/",
    "gap board": "/gaps/",
    "facts": "/facts/",
    "dashboard": "/dashboard/?since=2026-08-20&until=2026-11-18",
}


def measure() -> None:
    """Index and time the pages in this process, whose environment names the databases."""
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from bot.console.conversations.indexing import index_new_events

    call_command("migrate", interactive=False, verbosity=0)
    began = time.perf_counter()
    while index_new_events():
        pass
    print(f"  {'indexing':<26}{time.perf_counter() - began:9.1f} s", flush=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Its autovacuum does so within a minute.
            cursor.execute("ANALYZE")
    user = get_user_model().objects.create_user("bench")
    user.groups.add(Group.objects.get(name="administrator"))
    client = Client(headers={"host": "localhost"})
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    client.get("/help/")
    for name, address in PAGES.items():
        _time(client, name, address)


def _time(client: Any, name: str, address: str) -> None:
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        response = client.get(address)
        taken.append(time.perf_counter() - began)
        if response.status_code != 200:
            raise SystemExit(f"{address}: {response.status_code}")
    slow = "  SLOW" if statistics.median(taken) > GOAL else ""
    print(
        f"  {name:<26}{1000 * statistics.median(taken):7.0f} ms{1000 * max(taken):9.0f} ms{slow}",
        flush=True,
    )


def run(size: int, postgresql: bool, folder: Path) -> None:
    """Make a database of a size, and measure in a process of its own."""
    where = "PostgreSQL" if postgresql else "SQLite"
    print(f"{size:,} events on {where}: median, slowest", flush=True)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bot.console.configuration",
        "ASSISTANT_CONSOLE_DATABASE": str(folder / "console.db"),
    }
    conversations = size // PER_CONVERSATION
    if postgresql:
        environment |= _postgresql(folder, conversations)
    else:
        database = folder / "conversations.db"
        fill_sqlite(database, conversations)
        environment["ASSISTANT_DATABASE"] = str(database)
    command = [sys.executable, "-c", "from benchmarks.console import measure; measure()"]
    subprocess.run(command, env=environment, check=True)


def _postgresql(folder: Path, conversations: int) -> dict[str, str]:
    # pgserver keeps its locks there, and warns where there is no such folder.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pgserver

    server = pgserver.get_server(folder / "server")
    server.psql("CREATE DATABASE assistant")
    address = server.get_uri("assistant")
    fill_postgresql(address, conversations)
    parts = urlsplit(address)
    host = dict(each.split("=", 1) for each in parts.query.split("&"))["host"]
    store = {
        **{"type": "sql", "dialect": "postgresql", "host": host, "db": "assistant"},
        "username": parts.username,
    }
    project = folder / "project"
    project.mkdir()
    root = Path(__file__).resolve().parents[1]
    for name in ("data", "domain.yml", "tests"):
        (project / name).symlink_to(root / name)
    content = json.dumps({"tracker_store": store})
    (project / "endpoints.yml").write_text(content, encoding="utf-8")
    return {"ASSISTANT_PROJECT": str(project)}


def main() -> None:
    """Measure each size asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--postgresql", action="store_true", help="there, not on SQLite")
    asked = parser.parse_args()
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as folder:
            run(size, asked.postgresql, Path(folder))


if __name__ == "__main__":
    main()
