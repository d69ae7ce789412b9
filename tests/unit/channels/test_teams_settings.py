"""Tests of the settings of Teams."""

from __future__ import annotations

import pytest

from bot.errors import SettingsError
from bot.settings import is_safe_address, read_settings

GIVEN = {"TEAMS_APP_ID": "app", "TEAMS_APP_PASSWORD": "planted-secret"}


def refused(**changed: str) -> list[str]:
    with pytest.raises(SettingsError) as error:
        read_settings({**GIVEN, **changed})
    return str(error.value).splitlines()


def test_without_settings_teams_is_off() -> None:
    assert read_settings({}).teams is None
    assert read_settings({"TEAMS_APP_ID": " ", "TEAMS_LOGIN_URL": "nonsense"}).teams is None


def test_the_defaults_are_microsofts_own() -> None:
    teams = read_settings({**GIVEN, "TEAMS_LOGIN_URL": ""}).teams

    assert teams.login_url == "https://login.microsoftonline.com"
    assert teams.openid_url.startswith("https://login.botframework.com/")
    assert "https://smba.trafficmanager.net" in teams.service_urls
    assert teams.tenant_id == ""


def test_another_cloud_can_be_named() -> None:
    """B24."""
    teams = read_settings(
        {
            **GIVEN,
            "TEAMS_TENANT_ID": "trust.example.org",
            "TEAMS_LOGIN_URL": "https://login.cloud.example",
            "TEAMS_OPENID_URL": "https://keys.cloud.example/openid",
            "TEAMS_ALLOWED_SERVICE_URLS": "https://one.example, https://two.example/x",
        }
    ).teams

    assert teams.tenant_id == "trust.example.org"
    assert teams.login_url == "https://login.cloud.example"
    assert teams.openid_url == "https://keys.cloud.example/openid"
    assert teams.service_urls == ("https://one.example", "https://two.example/x")


def test_the_password_is_not_shown() -> None:
    assert "planted-secret" not in repr(read_settings(GIVEN))


def test_all_faults_are_named_at_once_without_secrets() -> None:
    problems = refused(
        TEAMS_APP_ID="",
        TEAMS_TENANT_ID="../x",
        TEAMS_LOGIN_URL="http://login.example",
        TEAMS_OPENID_URL="ftp://x",
        TEAMS_ALLOWED_SERVICE_URLS="https://fine.example,nonsense",
    )

    assert [each.split()[0] for each in problems] == [
        "TEAMS_APP_ID",
        "TEAMS_TENANT_ID",
        "TEAMS_LOGIN_URL",
        "TEAMS_OPENID_URL",
        "TEAMS_ALLOWED_SERVICE_URLS",
    ]
    assert "planted-secret" not in "".join(problems)


@pytest.mark.parametrize(
    ("url", "is_safe"),
    [
        ("https://login.example/x", True),
        ("http://127.0.0.1:9/x", True),
        ("http://localhost:9", True),
        ("http://login.example", False),
        ("https://user:pass@login.example", False),
        ("https://", False),
        ("https://x:99999", False),
        ("https://[x", False),
        ("nonsense", False),
    ],
)
def test_secrets_are_sent_over_https_or_to_this_machine_only(url: str, is_safe: bool) -> None:
    assert is_safe_address(url) == is_safe
