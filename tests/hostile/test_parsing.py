"""What reads untrusted input, by itself: every input is read or refused, no more."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.refusals import Refusal, read_object, read_text
from bot.channels.rendering.slack import read_offer
from bot.channels.slack_reading import read_body as read_slack
from bot.channels.teams_activity import read_activity
from bot.channels.teams_activity import read_body as read_teams
from bot.channels.teams_refusals import Refused
from bot.channels.teams_verification import is_allowed
from bot.channels.web import tracker_key
from bot.settings import is_safe_address
from bot.visible_text import visible
from tests.hostile.kinds import BODIES, TEXTS, anything, json_values

texts = st.one_of(anything, *TEXTS.values())
bodies = st.one_of(*BODIES.values())
often = settings(max_examples=300, deadline=None, derandomize=True, database=None)
SLACK = ("type", "event", "team_id", "actions", "user", "channel", "response_url", "challenge")
EVENT = ("type", "user", "channel", "ts", "thread_ts", "text", "subtype", "files", "bot_id")
TEAMS = ("type", "id", "conversation", "from", "recipient", "text", "entities", "value", "locale")


def objects(*names: str) -> st.SearchStrategy[dict]:
    """Objects with fields of these names, and anything in them."""
    return st.dictionaries(st.sampled_from(names), json_values | texts, max_size=len(names))


@often
@given(bodies)
def test_any_body_is_read_or_refused(body: bytes) -> None:
    for read in (read_object, read_teams, lambda each: read_slack(each, "application/json")):
        with suppress(Refusal, Refused):
            read(body)
    with suppress(Refusal):
        read_slack(body, "application/x-www-form-urlencoded; charset=x")


@often
@given(objects(*SLACK), objects(*EVENT))
def test_any_event_of_slack_is_read_or_passed_over(content: dict, event: dict) -> None:
    for kind in ("event_callback", "block_actions"):
        body = json.dumps({**content, "type": kind, "event": {"type": "message", **event}})
        read_slack(body.encode(), "application/json")


@often
@given(objects(*TEAMS))
def test_any_activity_of_teams_is_read_or_refused(content: dict) -> None:
    with suppress(Refused):
        read_activity(content)
    with suppress(Refused):
        ids = {name: {"id": name} for name in ("conversation", "from", "recipient")}
        read_activity({**content, **ids, "type": "message", "id": "1"})


@often
@given(texts)
def test_any_text_is_made_plain_or_refused(text: str) -> None:
    seen = visible(text)
    assert visible(seen) == seen
    seen.encode()
    with suppress(Refusal):
        assert read_text(text).strip()
    with suppress(Refusal):
        tracker_key(text)
    read_offer(text)


@often
@given(texts)
def test_no_text_is_an_address_to_which_answers_or_secrets_go(text: str) -> None:
    assert not is_allowed(text, ("https://smba.trafficmanager.net",))
    if is_safe_address(text):
        assert text.startswith(("https://", "HTTPS://", "http://localhost", "http://127.0.0.1"))


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net.evil.example/",
        "https://evil.example/https://smba.trafficmanager.net",
        "https://smba.trafficmanager.net@evil.example/",
        "https://smba.trafficmanager.net:444/",
        "http://smba.trafficmanager.net/",
        "https://smba.trafficmanager.net\\@evil.example/",
        "https://smba.trafficmanager.net/../x?y",
    ],
)
def test_an_address_that_looks_like_microsofts_is_not(url: str) -> None:
    assert not is_allowed(url, ("https://smba.trafficmanager.net",))
