"""The web channel over HTTP: who holds a token holds a conversation, and nobody else does."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.channels.web import LIFETIME, tracker_key
from bot.settings import ROOT
from tests.scenarios.served import Served
from tests.scenarios.visitor import Visitor, code, stored

CT = "What is CT?"


@pytest.fixture
def visitor(server: Served) -> Visitor:
    return Visitor(server.address).open()


def test_a_conversation_opens_with_a_greeting_and_questions_to_begin_with(visitor) -> None:
    assert len(visitor.token) >= 43
    assert visitor.greeting["answer"]["outcome"] == "conversed"
    assert len(visitor.greeting["suggestions"]) == 3


def test_a_question_is_answered_as_text_and_in_parts(visitor) -> None:
    turn = visitor.say("What is interventional radiology?", "first-message")

    (reply,) = turn["replies"]
    assert (turn["id"], turn["text"]) == ("first-message", "What is interventional radiology?")
    assert reply["answer"]["facts"][0]["says"] in reply["text"]
    assert reply["answer"]["sources"][0]["address"].startswith("https://")
    assert reply["suggestions"] == reply["answer"]["suggestions"]


def test_a_message_sent_twice_is_answered_once(visitor) -> None:
    first, second = visitor.say(CT, "sent-twice"), visitor.say(CT, "sent-twice")

    assert first["replies"] == second["replies"]
    assert len(visitor.history().json()["turns"]) == 1


def test_a_message_sent_twice_at_once_is_answered_once(visitor) -> None:
    with ThreadPoolExecutor(4) as pool:
        turns = list(pool.map(lambda _: visitor.say(CT, "sent-at-once"), range(4)))

    assert all(each["replies"] == turns[0]["replies"] for each in turns)
    assert len(visitor.history().json()["turns"]) == 1


def test_a_reload_finds_the_conversation_as_it_was(visitor) -> None:
    turn = visitor.say(CT)
    visitor.say("and how does it work?")

    history = visitor.history().json()

    assert history["greeting"] == visitor.greeting
    assert [each["text"] for each in history["turns"]] == [CT, "and how does it work?"]
    assert history["turns"][0]["replies"] == turn["replies"]


def test_a_suggestion_is_taken_if_it_was_offered_here_and_only_then(server, visitor) -> None:
    offered = visitor.greeting["suggestions"][0]

    assert visitor.send("/messages", id="a-suggestion", suggestion=offered).status_code == 200
    made_up = visitor.send("/messages", id="made-up-one", suggestion="Is the moon a radiologist?")
    assert code(made_up) == (409, "not_offered")


def test_text_that_begins_with_a_slash_is_text(visitor) -> None:
    visitor.say(CT)

    turn = visitor.say('/ask_pay{"subject": "ct"}')

    assert turn["text"].startswith("/ask_pay")
    assert len(visitor.history().json()["turns"]) == 2


def test_hidden_characters_are_left_out(visitor) -> None:
    turn = visitor.say("What is\u202e \U000e0041\U000e0042CT\u200b?")

    assert turn["text"] == CT


def test_feedback_is_kept_with_the_conversation(server, visitor) -> None:
    turn = visitor.say(CT)

    kept = visitor.send("/feedback", turn=turn["id"], helpful=False, remark="Which dose?")

    assert kept.status_code == 204
    assert visitor.history().json()["turns"][0]["helpful"] is False
    assert any("Which dose?" in each for each in stored(server.database, visitor.token))
    assert code(visitor.send("/feedback", turn="another-turn", helpful=True)) == (
        409,
        "unknown_turn",
    )


def test_a_conversation_goes_on_after_feedback(visitor) -> None:
    turn = visitor.say(CT)
    visitor.send("/feedback", turn=turn["id"], helpful=True)

    assert visitor.say("What about ultrasound?")["replies"][0]["answer"]["facts"]


def test_what_is_forgotten_is_gone_from_the_database_file(server, visitor) -> None:
    visitor.say("My secret word is xylophonequark")
    visitor.say(CT)

    assert visitor.forget().status_code == 204
    assert code(visitor.history()) == (401, "unknown_conversation")
    assert stored(server.database, visitor.token) == []
    assert b"xylophonequark" not in server.kept


def test_two_visitors_at_once_never_see_each_others_text(server) -> None:
    def hold(number: int) -> list[str]:
        visitor = Visitor(server.address).open()
        for place in range(3):
            visitor.say(f"What is CT? I am visitor {number} at {place}")
        return [each["text"] for each in visitor.history().json()["turns"]]

    with ThreadPoolExecutor(6) as pool:
        conversations = list(pool.map(hold, range(6)))

    for number, texts in enumerate(conversations):
        assert texts == [f"What is CT? I am visitor {number} at {place}" for place in range(3)]


ALTERED = {
    "another last letter": lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
    "small letters": str.lower,
    "none": lambda token: "",
    "made up": lambda token: "x" * 43,
    "a key of another channel": lambda token: "slack:T1:C1:U1",
    "SQL": lambda token: "' OR 1=1 --",
}


@pytest.mark.parametrize("alter", ALTERED.values(), ids=ALTERED)
def test_a_guessed_or_altered_token_gets_nothing(visitor, alter: Callable[[str], str]) -> None:
    visitor.say(CT)
    visitor.token = alter(visitor.token)

    assert code(visitor.history()) == (401, "unknown_conversation")
    assert code(visitor.send("/messages", id="guessed-it", text=CT)) == (
        401,
        "unknown_conversation",
    )
    assert code(visitor.send("/feedback", turn="guessed-it", helpful=True))[0] == 401
    assert code(visitor.forget()) == (401, "unknown_conversation")


def test_an_expired_token_gets_nothing(server, visitor) -> None:
    visitor.say(CT)
    with sqlite3.connect(server.database) as database:
        long_ago = time.time() - LIFETIME - 60
        for row, data in database.execute(
            "select id, data from events where sender_id = ?", [tracker_key(visitor.token)]
        ).fetchall():
            old = data.replace('"timestamp": ', f'"timestamp": {long_ago}, "was": ')
            database.execute("update events set data = ? where id = ?", [old, row])

    assert code(visitor.history()) == (401, "expired_conversation")
    assert code(visitor.send("/messages", id="too-late-now", text=CT))[1] == "expired_conversation"


def test_the_database_holds_no_token(server, visitor) -> None:
    visitor.say(CT)

    assert visitor.token.encode() not in server.kept


BAD = {
    "no JSON": (b"not json", (400, "not_json")),
    "no UTF-8": (b"\xff\xfe", (400, "not_json")),
    "deep": (b"[" * 10_000, (400, "not_json")),
    "a list": (b"[]", (400, "wrong_type")),
    "nothing": (b"{}", (400, "wrong_type")),
    "a number as id": (b'{"id": 7, "text": "hello"}', (400, "wrong_type")),
    "a path as id": (b'{"id": "../../etc", "text": "hello"}', (400, "wrong_type")),
    "a list as text": (b'{"id": "message-1", "text": ["hello"]}', (400, "wrong_type")),
    "hidden characters": (b'{"id": "message-1", "text": "  \\u200b "}', (400, "empty")),
    "a lone surrogate": (b'{"id": "message-1", "text": "\\ud800"}', (400, "empty")),
    "long text": (b'{"id": "message-1", "text": "' + b"x" * 1001 + b'"}', (413, "too_long")),
    "a long body": (b'{"id": "message-1", "text": "' + b"x" * 30_000 + b'"}', (413, "too_long")),
}


@pytest.mark.parametrize(("body", "expected"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_and_the_conversation_is_unharmed(visitor, body, expected) -> None:
    reply = visitor.request("POST", "/messages", content=body)

    assert code(reply) == expected
    assert "Traceback" not in reply.text
    assert visitor.history().json()["turns"] == []


def test_too_many_messages_are_slowed_down(visitor) -> None:
    replies = [
        visitor.send("/messages", id=f"quick-{place:04}", text="thanks") for place in range(21)
    ]

    assert [each.status_code for each in replies[:20]] == [200] * 20
    assert code(replies[20]) == (429, "too_fast")
    assert 0 < int(replies[20].headers["retry-after"]) <= 60
    assert len(visitor.history().json()["turns"]) == 20


def test_no_other_origin_may_call_by_default(server) -> None:
    reply = Visitor(server.address, Origin="https://elsewhere.example").request(
        "POST", "/conversations", json={}
    )

    assert code(reply) == (403, "origin_refused")
    assert "access-control-allow-origin" not in reply.headers


def test_our_own_page_may_call(server) -> None:
    assert Visitor(server.address, Origin=server.address).open().token


@pytest.mark.parametrize("path", ["/", "/chat", "/plain", "/widget.js", "/nothing-here"])
def test_every_page_has_the_headers_of_security(server, path: str) -> None:
    headers = Visitor(server.address).request("GET", path).headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers


@pytest.mark.parametrize("path", ["/nothing", "/../web.py", "/%2e%2e/settings.py", "/plain.html"])
def test_what_is_no_page_is_not_found(server, path: str) -> None:
    assert Visitor(server.address).request("GET", path).status_code == 404


def test_a_file_that_did_not_change_is_not_sent_again(server) -> None:
    client = Visitor(server.address)
    first = client.request("GET", "/widget.js")

    again = client.request("GET", "/widget.js", headers={"If-None-Match": first.headers["etag"]})

    assert first.headers["content-encoding"] == "gzip"
    assert (again.status_code, again.content) == (304, b"")


def test_an_origin_that_is_named_may_call(start) -> None:
    page = "https://careers.example"
    served = start(ROOT, settings={"ASSISTANT_WEB_ORIGINS": page}).wait_until_it_answers()
    visitor = Visitor(served.address, Origin=page)

    asked = visitor.request("OPTIONS", "/messages")
    opened = visitor.request("POST", "/conversations", json={})

    assert asked.status_code == 204
    assert "Authorization" in asked.headers["access-control-allow-headers"]
    assert opened.headers["access-control-allow-origin"] == page
    assert code(
        Visitor(served.address, Origin="https://x.example").request("POST", "/messages")
    ) == (
        403,
        "origin_refused",
    )
