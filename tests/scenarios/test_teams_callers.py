"""Scenarios of who may call the Teams channel, and of what its status page tells."""

from __future__ import annotations

import json
import threading
import time

import httpx
import jwt
import pytest

from tests.scenarios.colleague import QUESTION, Colleague, status_of, text_of
from tests.scenarios.microsoft import APP_ID, APP_PASSWORD, TENANT, Fault, Microsoft, wait_until
from tests.scenarios.served import Served

MINUTE = 60


def test_the_status_tells_of_events_failures_and_keys_and_of_nothing_secret(
    ada: Colleague, teams: Served
) -> None:
    ada.ask(QUESTION)
    ada.send({"x": 1}, token="x.y.z")

    status = status_of(teams)

    assert status["last_event"]["kind"] == "message"
    assert status["last_refusal"]["what"] == "token_invalid"
    assert status["keys"]["age"] >= 0
    assert status["keys"]["problem"] is None
    shown = json.dumps(status)
    for secret in (APP_PASSWORD, APP_ID, TENANT, ada.chat, "granted", QUESTION):
        assert secret not in shown


def test_a_key_that_microsoft_rotates_to_is_fetched_while_running(ada, microsoft) -> None:
    """B3."""
    ada.ask(QUESTION)
    microsoft.add_key("rotated")

    reply = ada.send(ada.activity(text=QUESTION), token=microsoft.sign("rotated"))

    assert reply.status_code == 200
    ada.wait(2)


def test_known_keys_are_used_when_new_ones_cannot_be_fetched(ada, microsoft) -> None:
    """B4."""
    ada.ask(QUESTION)
    microsoft.fail("keys", Fault(503, times=99))
    unknown = ada.send(ada.activity(), token=microsoft.sign(headers={"kid": "made-up"}))

    card = ada.ask(QUESTION)
    microsoft.fail("keys")

    assert unknown.status_code == 401
    assert text_of(card)


def test_a_slow_key_service_stalls_nobody_else(ada, microsoft, teams) -> None:
    """B11."""
    ada.ask(QUESTION)
    looks, held = len(microsoft.called("keys")), threading.Event()
    microsoft.fail("keys", Fault(200, held=held))
    token = microsoft.sign(headers={"kid": "made-up-slow"})
    waiting = threading.Thread(target=ada.send, args=(ada.activity(), token))
    waiting.start()
    wait_until(lambda: len(microsoft.called("keys")) > looks)

    teams.ask(QUESTION, "somebody-else")
    ada.ask(QUESTION)

    assert waiting.is_alive()
    held.set()
    waiting.join()


@pytest.mark.parametrize(
    ("claims", "status", "code"),
    [
        ({"iss": "https://sts.example/"}, 401, "token_invalid"),
        ({"aud": "another-bot"}, 401, "token_of_another_bot"),
        ({"exp": None}, 401, "token_invalid"),
        ({"exp": time.time() - 10 * MINUTE}, 401, "token_expired"),
        ({"nbf": time.time() + 30 * MINUTE}, 401, "token_invalid"),
        ({"serviceurl": None}, 403, "token_without_service_url"),
        ({"serviceurl": "https://evil.example/"}, 403, "service_url_not_of_token"),
    ],
)
def test_a_token_that_is_not_microsofts_or_not_for_us_is_refused(
    ada: Colleague, microsoft, claims, status: int, code: str
) -> None:
    """B5, B6, B7."""
    reply = ada.send(ada.activity(text=QUESTION), token=microsoft.sign(**claims))

    assert (reply.status_code, reply.json()["error"]["code"]) == (status, code)
    ada.settle()
    assert ada.posts == []


def test_clocks_may_be_almost_five_minutes_off(ada: Colleague, microsoft) -> None:
    """B8."""
    now = time.time()
    late = microsoft.sign(nbf=now - 3600, exp=now - 4.5 * MINUTE)
    early = microsoft.sign(nbf=now + 4.5 * MINUTE)

    assert ada.send(ada.activity(text=QUESTION), token=late).status_code == 200
    assert ada.send(ada.activity(text=QUESTION), token=early).status_code == 200
    ada.wait(2)


def test_a_signature_of_another_kind_is_refused_and_is_no_failure(ada, microsoft, teams) -> None:
    """B9."""
    claims = jwt.decode(microsoft.sign(), options={"verify_signature": False})
    secret = jwt.encode(claims, APP_PASSWORD * 2, "HS256", headers={"kid": "first"})
    nameless = jwt.encode(claims, microsoft.keys["first"], "RS256")

    for token in (secret, nameless, "nonsense", "a.b.c"):
        assert ada.send(ada.activity(text=QUESTION), token=token).status_code == 401
    reply = httpx.post(ada.webhook, json=ada.activity(text=QUESTION))
    assert reply.status_code == 401
    assert "Traceback" not in teams.errors


def test_a_service_url_that_is_not_microsofts_gets_neither_answer_nor_token(
    ada: Colleague, microsoft
) -> None:
    """B6."""
    stranger = Microsoft()
    stranger.keys = microsoft.keys
    try:
        evil = stranger.service_url.replace("127.0.0.1", "localhost")
        token = microsoft.sign(serviceurl=evil)
        reply = ada.send(ada.activity(text=QUESTION, serviceUrl=evil), token=token)

        assert (reply.status_code, reply.json()["error"]["code"]) == (
            403,
            "service_url_not_allowed",
        )
        ada.settle()
        assert stranger.calls == []
    finally:
        stranger.stop()


def test_a_key_without_the_endorsement_of_teams_is_refused(ada: Colleague, microsoft) -> None:
    """B10."""
    microsoft.add_key("of-another-channel", endorsements=("webchat",))

    for channel in ("msteams", "webchat"):
        content = ada.activity(text=QUESTION, channelId=channel)
        reply = ada.send(content, token=microsoft.sign("of-another-channel"))
        assert (reply.status_code, reply.json()["error"]["code"]) == (403, "channel_not_endorsed")
    ada.settle()
    assert ada.posts == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"hello", 400),
        (b"", 400),
        (b"[]", 400),
        (b"{}", 403),
        (b"[" * 100_000, 400),
        (b'{"x": "' + b"x" * 4_999_900 + b'"}', 413),
    ],
)
def test_a_body_that_is_no_activity_is_refused(ada, teams, body: bytes, status: int) -> None:
    """B9."""
    assert ada.send(body).status_code == status
    assert ada.send(body, token="x.y.z").status_code == 401
    assert "Traceback" not in teams.errors


def test_ids_that_no_database_can_hold_are_refused(ada: Colleague) -> None:
    for changed in ({"id": "x\ud800"}, {"from": {"id": "29:\ud800"}}, {"id": {"x": 1}}):
        body = json.dumps(ada.activity(text=QUESTION, **changed)).encode()
        assert ada.send(body).status_code == 400
    ada.ask("hello \ud83d\ude00")
