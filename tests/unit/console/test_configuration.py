"""The settings: what the environment may say, and Django's own check of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.console.environment import read_environment
from bot.errors import SettingsError
from bot.settings import ROOT


def manage(tmp_path: Path, *words: str, **more: str) -> subprocess.CompletedProcess:
    environment = {
        **os.environ,
        "ASSISTANT_CONSOLE_DATABASE": str(tmp_path / "console.db"),
        **more,
    }
    command = [sys.executable, "-m", "bot.console", *words]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_djangos_check_for_deployment_finds_nothing(tmp_path: Path) -> None:
    done = manage(
        *(tmp_path, "manage", "check", "--deploy", "--fail-level", "WARNING"),
        ASSISTANT_CONSOLE_ADDRESS="https://console.example.org",
    )

    assert (done.returncode, done.stdout) == (
        *(0, "System check identified no issues (0 silenced).\n"),
    )


def test_the_tables_are_as_the_migrations_say(tmp_path: Path) -> None:
    done = manage(tmp_path, "manage", "makemigrations", "--check", "--dry-run")

    assert done.returncode == 0, done.stdout


def test_every_setting_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refusal:
        read_environment(
            {"ASSISTANT_CONSOLE_PORT": "99999", "ASSISTANT_CONSOLE_ADDRESS": "http://plain.test"}
        )

    assert "ASSISTANT_CONSOLE_PORT is '99999'" in str(refusal.value)
    assert "ASSISTANT_CONSOLE_ADDRESS is 'http://plain.test'" in str(refusal.value)


def test_the_secret_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    values = {"ASSISTANT_CONSOLE_DATABASE": str(tmp_path / "console.db")}

    first, second = read_environment(values), read_environment(values)

    assert first.secret == second.secret
    assert len(first.secret) > 50
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_postgresql_is_read_from_where_rasa_reads_it(tmp_path: Path) -> None:
    (tmp_path / "endpoints.yml").write_text(
        "tracker_store: {type: sql, dialect: postgresql, url: db.test, port: 5433,\n"
        "  db: rasa, username: reader, password: '${SECRET_OF_DB}'}\n",
        encoding="utf-8",
    )

    read = read_environment({"ASSISTANT_PROJECT": str(tmp_path), "SECRET_OF_DB": "hush"})

    kept = {name: read.conversations[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    assert kept == {
        **{"NAME": "rasa", "USER": "reader", "PASSWORD": "hush"},
        **{"HOST": "db.test", "PORT": "5433"},
    }
    assert read.own == read.conversations


def test_a_command_that_is_none_is_told_the_commands(tmp_path: Path) -> None:
    done = manage(tmp_path, "dance")

    assert done.returncode == 2
    assert "python -m bot.console COMMAND" in done.stderr


def test_conversations_that_are_not_there_are_told_in_plain_words(tmp_path: Path) -> None:
    done = manage(tmp_path, "index", ASSISTANT_DATABASE=str(tmp_path / "none.db"))

    assert done.returncode == 1
    assert "start the assistant" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "none.db").exists()


def test_the_conversations_stand_where_the_assistant_keeps_them() -> None:
    url = "postgresql://tracy:p%40ss@db.test:5433/careers?sslmode=require"

    kept = read_environment({"ASSISTANT_DATABASE_URL": url}).conversations

    assert (kept["NAME"], kept["USER"], kept["PASSWORD"]) == ("careers", "tracy", "p@ss")
    assert (kept["HOST"], kept["PORT"]) == ("db.test", "5433")
    assert kept["OPTIONS"] == {"sslmode": "require"}


def test_a_socket_of_postgresql_may_be_named() -> None:
    url = "postgresql://postgres@/careers?host=/run/postgresql"

    kept = read_environment({"ASSISTANT_DATABASE_URL": url}).conversations

    assert (kept["HOST"], kept["OPTIONS"]) == ("/run/postgresql", {})


def test_an_address_that_is_none_is_named_without_its_password() -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_DATABASE_URL is not an address") as refusal:
        read_environment({"ASSISTANT_DATABASE_URL": "postgresql://me:hidden@host:many/db"})

    assert "hidden" not in str(refusal.value)


def test_a_refused_request_is_logged_in_a_line(tmp_path: Path) -> None:
    send = (
        "import django; django.setup(); from django.test import Client; "
        "form = {f'f{each}': '1' for each in range(2000)}; "
        "print(Client(HTTP_HOST='127.0.0.1:8000').post('/log-in/', form).status_code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", send],
        cwd=ROOT,
        env={
            **os.environ,
            "ASSISTANT_CONSOLE_DATABASE": str(tmp_path / "console.db"),
            "DJANGO_SETTINGS_MODULE": "bot.console.configuration",
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "400\n"
    assert "django.security.TooManyFieldsSent" in done.stderr
    assert "Traceback" not in done.stderr
