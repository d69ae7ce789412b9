"""Tests of reading where the shared servers are, and how many processes answer."""

from __future__ import annotations

import pytest

from bot.errors import SettingsError
from bot.services import Services
from bot.settings import read_settings

DATABASE = "postgresql://name:hidden@database:5432/conversations?sslmode=require"
LOCKS = "rediss://:hidden@locks:6379/0"
EVENTS = "kafkas://name:hidden@one:9093,two:9093/topic"
SHARED = {
    "ASSISTANT_DATABASE_URL": DATABASE,
    "ASSISTANT_LOCK_URL": LOCKS,
    "ASSISTANT_EVENTS_URL": EVENTS,
}


def test_without_any_a_process_keeps_to_itself() -> None:
    settings = read_settings({})

    assert settings.services == Services(None, None, None)
    assert (settings.workers, settings.metrics, settings.log) == (1, None, "text")


def test_every_one_is_read_and_none_is_shown() -> None:
    settings = read_settings(
        {
            **SHARED,
            "ASSISTANT_DATABASE": "",
            "ASSISTANT_WORKERS": "4",
            "ASSISTANT_METRICS": "127.0.0.1:9105",
            "ASSISTANT_LOG": "json",
        }
    )

    assert settings.services == Services(DATABASE, LOCKS, EVENTS)
    assert settings.workers == 4
    assert settings.metrics == ("127.0.0.1", 9105)
    assert settings.log == "json"
    assert "hidden" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("ASSISTANT_DATABASE_URL", "mysql://name:hidden@database/conversations"),
        ("ASSISTANT_DATABASE_URL", "hidden"),
        ("ASSISTANT_LOCK_URL", "redis://:hidden@:6379"),
        ("ASSISTANT_LOCK_URL", "redis://[hidden"),
        ("ASSISTANT_LOCK_URL", "http://hidden:6379"),
        ("ASSISTANT_EVENTS_URL", "kafka://one:9092,:9092/hidden"),
        ("ASSISTANT_EVENTS_URL", "amqp://name:hidden@host:port/"),
    ],
)
def test_an_address_that_is_none_is_refused_and_not_repeated(name: str, address: str) -> None:
    with pytest.raises(SettingsError) as error:
        read_settings({name: address})

    assert str(error.value).startswith(f"{name} is not an address that can be used: give one like")
    assert "hidden" not in str(error.value)


def test_several_workers_need_what_they_share() -> None:
    with pytest.raises(SettingsError) as error:
        read_settings({"ASSISTANT_WORKERS": "3"})

    assert str(error.value).splitlines() == [
        "ASSISTANT_DATABASE_URL is missing: 3 workers share a PostgreSQL database; set it, or use "
        "one worker",
        "ASSISTANT_LOCK_URL is missing: 3 workers share a Redis server; set it, or use one worker",
    ]


@pytest.mark.parametrize("text", ["0", "-1", "65", "two", "1.5", "9" * 5000])
def test_a_number_of_workers_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(SettingsError) as error:
        read_settings({**SHARED, "ASSISTANT_WORKERS": text})

    assert str(error.value) == f"ASSISTANT_WORKERS is '{text}': give a number from 1 to 64"


def test_two_databases_are_one_too_many(tmp_path) -> None:
    with pytest.raises(SettingsError, match="are both set"):
        read_settings({**SHARED, "ASSISTANT_DATABASE": str(tmp_path / "kept.db")})


@pytest.mark.parametrize("address", ["9105", ":9105", "127.0.0.1", "127.0.0.1:x", "host:1/path"])
def test_an_address_of_metrics_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_METRICS is "):
        read_settings({"ASSISTANT_METRICS": address})


def test_an_unknown_kind_of_log_is_refused() -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_LOG is 'xml': give one of text, json"):
        read_settings({"ASSISTANT_LOG": "xml"})
