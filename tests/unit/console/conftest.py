"""The console with empty databases: SQLite, or PostgreSQL where CONSOLE_TESTS_ON says so."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import django
import pytest

from bot.settings import ROOT

FOLDER = Path(tempfile.mkdtemp(prefix="console_"))
EVENTS = """CREATE TABLE events (id {key}, sender_id VARCHAR(255) NOT NULL,
    type_name VARCHAR(255) NOT NULL, timestamp FLOAT, intent_name VARCHAR(255),
    action_name VARCHAR(255), data TEXT)"""


def _on_sqlite() -> dict[str, str]:
    (FOLDER / "conversations.db").touch()
    return {"ASSISTANT_DATABASE": str(FOLDER / "conversations.db")}


def _on_postgresql() -> dict[str, str]:
    # pgserver keeps its locks there, and warns where there is no such folder.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(FOLDER))
    import pgserver

    pgserver.get_server(FOLDER / "server")
    project = FOLDER / "project"
    project.mkdir()
    for name in ("data", "domain.yml", "tests"):
        (project / name).symlink_to(ROOT / name)
    store = {"dialect": "postgresql", "db": "postgres", "username": "postgres"}
    content = json.dumps({"tracker_store": {**store, "host": str(FOLDER / "server")}})
    (project / "endpoints.yml").write_text(content, encoding="utf-8")
    return {"ASSISTANT_PROJECT": str(project)}


def _set_up() -> None:
    is_postgresql = os.environ.get("CONSOLE_TESTS_ON") == "postgresql"
    values = {
        "DJANGO_SETTINGS_MODULE": "bot.console.configuration",
        "ASSISTANT_CONSOLE_DATABASE": str(FOLDER / "console.db"),
        **(_on_postgresql() if is_postgresql else _on_sqlite()),
    }
    kept = {name: value for name, value in os.environ.items() if "ASSISTANT" not in name}
    with mock.patch.dict(os.environ, {**kept, **values}, clear=True):
        django.setup()
        _ = django.conf.settings.DATABASES
    if not is_postgresql:
        atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)


_set_up()

from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment, teardown_test_environment  # noqa: E402

from bot.console.conversations.store import conversations_engine  # noqa: E402
from bot.storage.postgresql import keep_no_samples  # noqa: E402
from tests.unit.console.talk import PASSWORD, Files, Talk  # noqa: E402

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(scope="session", autouse=True)
def _tables() -> Iterator[None]:
    setup_test_environment()
    call_command("migrate", interactive=False, verbosity=0)
    connection = connections["conversations"]
    key = "SERIAL PRIMARY KEY" if connection.vendor == "postgresql" else "INTEGER PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute(EVENTS.format(key=key))
        cursor.execute("CREATE INDEX ix_events_sender_id ON events (sender_id)")
    if connection.vendor == "postgresql":
        keep_no_samples(conversations_engine())
    yield
    teardown_test_environment()
    connections.close_all()


@pytest.fixture(autouse=True)
def _empty(request: pytest.FixtureRequest) -> Iterator[None]:
    """Nothing of one test is there in the next; with `for_good`, not even in the files."""
    with connections["conversations"].cursor() as cursor:
        cursor.execute("DELETE FROM events")
        cursor.execute("DROP TABLE IF EXISTS deletions")
        cursor.execute("DROP TABLE IF EXISTS channel_switches")
    if "for_good" in request.fixturenames:
        yield
        call_command("flush", interactive=False, verbosity=0)
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def for_good() -> Files:
    """All that is written is committed; gives the files of both databases."""
    return Files(FOLDER)


@pytest.fixture
def talk() -> Talk:
    """Writes conversations as the assistant does."""
    return Talk()


@pytest.fixture(scope="session")
def hashed() -> str:
    """The hash of the password, made once, for that is meant to be slow."""
    return make_password(PASSWORD)


@pytest.fixture
def account(hashed: str):
    """Makes accounts."""

    def make(name: str, role: str):
        user = get_user_model().objects.create(username=name, password=hashed)
        user.groups.add(Group.objects.get(name=role))
        return user

    return make


@pytest.fixture
def client_of(account):
    """Makes a browser in which somebody of a role has logged in; None is nobody."""

    def make(role: str | None, name: str = "") -> Client:
        client = Client(headers={"host": "localhost"})
        if role:
            client.force_login(account(name or role, role), BACKEND)
        return client

    return make


@pytest.fixture
def trainer(client_of) -> Client:
    """A trainer's browser."""
    return client_of("trainer")


@pytest.fixture
def administrator(client_of) -> Client:
    """An administrator's browser."""
    return client_of("administrator")
