"""In production a start names every default and missing secret at once, and repeats none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console.environment import read_environment
from bot.errors import SettingsError
from bot.production import SERVERS
from bot.settings import ROOT, read_settings

GOOD = {
    "ASSISTANT_PRODUCTION": "1",
    "ASSISTANT_CREDENTIALS": "deploy/credentials.yml",
    "SLACK_BOT_TOKEN": "xoxb-85274-96385-kWq7RtZpLm4Vb2Nc",
    "SLACK_SIGNING_SECRET": "8f742231b10e88d5c9a4f03e6b7712ad",
    "TEAMS_APP_ID": "11111111-2222-3333-4444-555555555555",
    "TEAMS_APP_PASSWORD": "Yz7~kR.4pWq_8LmTn2Vb",
    "ASSISTANT_CONSOLE_ADDRESS": "https://console.example.org",
    "ASSISTANT_CONSOLE_SECRET": "kQ3vZr8LmN5tYp2WxC7bHd9FgJ4sUa6E-kQ3vZr8LmN5tYp2WxC7bHd",
}
BAD = {
    "SLACK_BOT_TOKEN": "xoxb-your-token-goes-here",
    "SLACK_SIGNING_SECRET": "changeme",
    "TEAMS_APP_PASSWORD": "password-password-password",
    "ASSISTANT_CREDENTIALS": "credentials.yml",
}


def faults(**changed: str) -> list[str]:
    with pytest.raises(SettingsError) as error:
        read_settings({**GOOD, **changed}, with_console=True)
    return str(error.value).splitlines()


def test_a_start_with_real_secrets_is_let_through() -> None:
    assert read_settings(GOOD, with_console=True).slack is not None


def test_all_defaults_and_all_that_is_missing_are_named_at_once() -> None:
    named = faults(**BAD, ASSISTANT_CONSOLE_SECRET="", ASSISTANT_CONSOLE_ADDRESS="")

    assert {each.split()[0] for each in named} == {
        *BAD,
        "ASSISTANT_CONSOLE_SECRET",
        "ASSISTANT_CONSOLE_ADDRESS",
    }
    assert not any(value in each for each in named for value in ("your-token", "changeme"))


@pytest.mark.parametrize(
    "secret",
    [
        "django-insecure-" + "k3Zr8LmN5tYp2WxC7bHd9FgJ4sUa6EQv" * 2,
        "x" * 60,
        "changeme" * 8,
        "ab" * 30,
        "<put a long random text here, of fifty characters or more>",
    ],
)
def test_what_is_long_and_yet_no_secret_is_refused(secret: str) -> None:
    (fault,) = faults(ASSISTANT_CONSOLE_SECRET=secret)

    assert fault.startswith("ASSISTANT_CONSOLE_SECRET ")
    assert secret not in fault


@given(st.text("ABCDEFabcdefghijkl0123456789-_", min_size=50, max_size=80))
def test_what_a_generator_makes_is_let_through(secret: str) -> None:
    if len(set(secret)) < 12 or "1234" in secret or "abcd" in secret.lower():
        return
    assert read_settings({**GOOD, "ASSISTANT_CONSOLE_SECRET": secret}, with_console=True)


def test_production_is_where_others_can_reach_it() -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_CREDENTIALS names the REST channel"):
        read_settings({"ASSISTANT_HOST": "0.0.0.0"})
    with pytest.raises(SettingsError, match="ASSISTANT_PRODUCTION is 'yes'"):
        read_settings({"ASSISTANT_PRODUCTION": "yes"})
    assert read_settings({"ASSISTANT_HOST": "127.0.0.1"})
    assert read_settings({"ASSISTANT_HOST": "0.0.0.0", "ASSISTANT_PRODUCTION": "0"})


def test_the_console_refuses_by_itself_too(tmp_path: Path) -> None:
    values = {
        "ASSISTANT_CONSOLE_DATABASE": str(tmp_path / "console.db"),
        "ASSISTANT_CONSOLE_HOST": "0.0.0.0",
    }

    with pytest.raises(SettingsError) as error:
        read_environment(values, is_served=True)

    lines = str(error.value).splitlines()
    assert [each.split()[0] for each in lines] == [
        "ASSISTANT_CONSOLE_SECRET",
        "ASSISTANT_CONSOLE_ADDRESS",
    ]
    assert list(tmp_path.iterdir()) == []
    assert read_environment(values), "a command that shows no page needs neither"


def test_a_console_that_others_can_reach_is_asked_at_the_start() -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_CONSOLE_SECRET is missing"):
        read_settings({"ASSISTANT_CONSOLE_HOST": "0.0.0.0"}, with_console=True)


@pytest.mark.parametrize("text", ['"rest":', "{rest: }", "rest:", "? rest", "x.RestChannel: {}"])
def test_rest_is_found_however_it_is_written(text: str, tmp_path: Path) -> None:
    file = tmp_path / "credentials.yml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(SettingsError, match="names the REST channel"):
        read_settings({"ASSISTANT_PRODUCTION": "1", "ASSISTANT_CREDENTIALS": str(file)})


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("postgresql://assistant@db/x", "has no password"),
        ("redis://locks:6379/0", "has no password"),
        ("postgresql://postgres:postgres@db/x", "less than 12"),
        ("amqp://guest:guest@events/", "less than 12"),
        ("redis://:change-me-change-me@locks/0", "looks like a default"),
        ("postgresql://a:k3Zr8LmN5tYp2WxC7b@db/x", None),
        ("postgresql:///x?host=/var/run/postgresql", None),
        ("postgresql://a@/x?host=10.0.0.5", "has no password"),
        ("postgresql://a:guest@db/x?host=db", "less than 12"),
        ("", None),
    ],
)
def test_the_passwords_of_servers_are_looked_at(url: str, fault: str | None) -> None:
    from bot.production import assistant_faults

    for name in SERVERS:
        named = assistant_faults({name: url}, names_rest=False)
        assert (not named) if fault is None else (fault in named[0] and url not in named[0])


def test_a_start_ends_with_all_of_them_and_repeats_none(tmp_path: Path) -> None:
    environment = {**os.environ, **GOOD, **BAD, "ASSISTANT_CONSOLE_SECRET": ""}
    environment["ASSISTANT_DATABASE"] = str(tmp_path / "conversations.db")

    done = subprocess.run(
        [sys.executable, "-m", "bot.run", "--console"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 1
    assert all(name in done.stderr for name in (*BAD, "ASSISTANT_CONSOLE_SECRET"))
    assert "Traceback" not in done.stderr
    assert not any(value in done.stderr for value in ("your-token", "changeme", "password-pass"))


@pytest.mark.parametrize(
    "name",
    [
        *("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "TEAMS_APP_PASSWORD"),
        *("ASSISTANT_CONSOLE_SECRET", *SERVERS),
    ],
)
@pytest.mark.parametrize("production", ["0", "1"])
def test_no_fault_repeats_a_secret(name: str, production: str) -> None:
    for value in ("planted secret", "redis://a:planted secret@", "planted\u00e9secret", "planted"):
        environment = {**GOOD, name: value, "ASSISTANT_PRODUCTION": production}
        environment["ASSISTANT_PORT"] = "none, so that it is refused in any case"
        with pytest.raises(SettingsError) as error:
            read_settings(environment, with_console=True)
        assert "planted" not in str(error.value)


def test_what_is_deployed_names_no_rest_channel() -> None:
    assert read_settings(GOOD).credentials == ROOT / "deploy" / "credentials.yml"
