"""Tests of what a verified caller may send, and of where answers may go."""

from __future__ import annotations

import pytest

from bot.channels.teams_refusals import Refused
from bot.channels.teams_verification import Caller, check_origin, is_allowed
from tests.scenarios.microsoft import ISSUER

CALLER = Caller(ISSUER, "https://smba.example/emea/", ("msteams",))
ALLOWED = ("https://smba.example",)


def checked(content: dict, caller: Caller = CALLER) -> str:
    try:
        check_origin(content, caller, ALLOWED)
    except Refused as refused:
        return f"{refused.status} {refused.code}"
    return "accepted"


def test_answers_go_only_where_the_token_and_the_settings_allow() -> None:
    """B6."""
    elsewhere = Caller(ISSUER, "https://evil.example/", ("msteams",))

    def said(url) -> dict:
        return {"channelId": "msteams", "serviceUrl": url}

    assert checked(said("https://smba.example/emea/")) == "accepted"
    assert checked(said("https://smba.example/emea")) == "accepted"
    for url in ("https://smba.example/amer/", "https://evil.example/", None, 5, ["x"]):
        assert checked(said(url)) == "403 service_url_not_of_token"
    assert checked(said("https://evil.example/"), elsewhere) == "403 service_url_not_allowed"


@pytest.mark.parametrize(
    "url",
    [
        "http://smba.example/emea",
        "https://smba.example:444/emea",
        "https://smba.example.evil.org/emea",
        "https://smba.example@evil.org/emea",
        "https://user@smba.example/emea",
        "https://smba.example/emea?x=1",
        "https://smba.example/emea#x",
        "https://smba.example/emea/../x",
        "https://smba.example\\@evil.org",
        "https://[smba.example",
        "//smba.example/emea",
        "",
    ],
)
def test_addresses_that_only_look_allowed_are_not(url: str) -> None:
    """B6."""
    assert not is_allowed(url, ALLOWED)


def test_an_allowed_path_allows_what_lies_below_it_alone() -> None:
    allowed = ("https://smba.example/emea",)

    assert is_allowed("https://SMBA.example:443/emea/tenant/", allowed)
    assert not is_allowed("https://smba.example/emeax", allowed)


def test_only_what_teams_is_endorsed_for_is_accepted() -> None:
    """B10."""
    content = {"channelId": "msteams", "serviceUrl": CALLER.service_url}

    assert checked(content) == "accepted"
    assert checked(content, Caller(ISSUER, CALLER.service_url, ())) == "403 channel_not_endorsed"
    assert checked({**content, "channelId": "webchat"}) == "403 channel_not_endorsed"
    assert checked({"serviceUrl": CALLER.service_url}) == "403 channel_not_endorsed"
