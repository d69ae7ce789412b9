"""Tests of reading the settings of Slack."""

from __future__ import annotations

import pytest

from bot.errors import SettingsError
from bot.settings import SlackSettings, read_settings

BOTH = {"SLACK_BOT_TOKEN": "xoxb-token", "SLACK_SIGNING_SECRET": "secret"}


def test_slack_is_off_unless_it_is_configured() -> None:
    assert read_settings({}).slack is None
    assert read_settings({"SLACK_BOT_TOKEN": " ", "SLACK_API_URL": "nonsense"}).slack is None


def test_token_and_secret_are_enough() -> None:
    assert read_settings(BOTH).slack == SlackSettings(
        "xoxb-token", "secret", "https://slack.com/api/"
    )


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/api", "http://127.0.0.1:8080/api/"])
def test_another_address_of_the_api_ends_in_a_slash(url: str) -> None:
    slack = read_settings({**BOTH, "SLACK_API_URL": url}).slack

    assert slack.api_url == "http://127.0.0.1:8080/api/"


def test_secrets_are_not_shown() -> None:
    shown = repr(read_settings(BOTH))

    assert "xoxb-token" not in shown
    assert "secret" not in shown


def test_all_faults_are_named_at_once_and_no_secret() -> None:
    environment = {
        "SLACK_BOT_TOKEN": "xoxb-to ken",
        "SLACK_API_URL": "http://slack.example.org/api",
    }

    with pytest.raises(SettingsError) as error:
        read_settings(environment)

    assert str(error.value).splitlines() == [
        "SLACK_SIGNING_SECRET is missing: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or neither",
        "SLACK_BOT_TOKEN holds spaces or signs that no such secret has: copy it anew",
        "SLACK_API_URL has 'http://slack.example.org/api': give an address like "
        "https://www.example.org, or http:// on this machine",
    ]
