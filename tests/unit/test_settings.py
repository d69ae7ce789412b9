"""Tests of reading the settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, read_settings


def test_without_any_setting_it_listens_on_this_machine_alone() -> None:
    assert read_settings({}) == Settings("127.0.0.1", 5005, None)


def test_every_setting_is_read(tmp_path: Path) -> None:
    environment = {
        "ASSISTANT_HOST": " 0.0.0.0 ",
        "ASSISTANT_PRODUCTION": "0",
        "ASSISTANT_PORT": "65535",
        "ASSISTANT_DATABASE": str(tmp_path / "kept.db"),
        "SOMETHING_ELSE": "ignored",
    }

    assert read_settings(environment) == Settings("0.0.0.0", 65535, tmp_path / "kept.db")


def test_the_environment_of_the_process_is_read_when_none_is_given(monkeypatch) -> None:
    monkeypatch.setenv("ASSISTANT_PORT", "6006")

    assert read_settings().port == 6006


@pytest.mark.parametrize("port", ["", "0", "-1", "65536", "5005.0", "http", "٥٠٠٥", "9" * 5000])
def test_a_port_that_is_none_is_refused_with_the_remedy(port: str) -> None:
    with pytest.raises(SettingsError) as error:
        read_settings({"ASSISTANT_PORT": port})

    assert str(error.value) == f"ASSISTANT_PORT is '{port}': give a number from 1 to 65535"


def test_a_database_must_be_a_file_in_a_folder_that_exists(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing" / "kept.db"):
        with pytest.raises(SettingsError, match=r"ASSISTANT_DATABASE is .*: name a"):
            read_settings({"ASSISTANT_DATABASE": str(path)})


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    environment = {
        "ASSISTANT_HOST": "  ",
        "ASSISTANT_PORT": "many",
        "ASSISTANT_DATABASE": str(tmp_path),
    }

    with pytest.raises(SettingsError) as error:
        read_settings(environment)

    assert str(error.value).splitlines() == [
        "ASSISTANT_HOST is empty: leave it out or name an address",
        "ASSISTANT_PORT is 'many': give a number from 1 to 65535",
        f"ASSISTANT_DATABASE is '{tmp_path}': name a file in an existing folder",
    ]
