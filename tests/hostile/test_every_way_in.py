"""Hostile input at every way in: a few hundred here, ten thousand by `make hostile`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile import wire
from tests.hostile.attack import attack, inputs
from tests.hostile.servers import Target, running, untouched
from tests.hostile.ways import KINDS

EACH = 200
WAYS = ("REST", "web", "Slack", "Teams", "console")


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """The assistant and the console, attacked by every way in at once."""
    with running(tmp_path_factory.mktemp("hostile")) as target:
        asyncio.run(_attack(target))
        yield target


async def _attack(target: Target) -> None:
    fired = inputs(EACH)
    await asyncio.gather(*(attack(way, fired) for way in target.ways))


@pytest.mark.parametrize("name", WAYS)
def test_every_input_gets_an_answer_or_a_typed_refusal_and_nothing_else(
    target: Target, name: str
) -> None:
    (way,) = (each for each in target.ways if each.name == name)

    assert way.tally.faults == []
    assert set(way.tally.fired) == set(KINDS)
    assert way.tally.fired.total() == EACH


def test_another_visitor_and_the_logs_are_as_if_nothing_had_come(target: Target) -> None:
    assert untouched(target) == []


def test_no_list_of_processes_shows_a_secret(target: Target) -> None:
    lists = [
        path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if path.exists()
    ]

    assert any("bot.run" in each for each in lists)
    assert any("bot.console" in each for each in lists)
    assert [each for each in lists for secret in target.judge.secrets if secret in each] == []


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /webhooks/web/\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET http://[evil HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\nHost: a\n\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\naaaaaa",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX-A : b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX-A: b\x00\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
    ],
)
def test_a_request_that_can_be_read_in_two_ways_is_refused(target: Target, sent: bytes) -> None:
    reply = asyncio.run(wire.send(target.assistant.port, sent))

    assert (reply.status, reply.code) == (400, "bad_request")


@pytest.mark.parametrize(("path", "code"), [("/model", "no_such_page"), ("/", "no_such_page")])
def test_rasas_own_api_is_not_there(target: Target, path: str, code: str) -> None:
    for method in ("GET", "POST", "PUT", "DELETE"):
        reply = asyncio.run(wire.send(target.assistant.port, wire.request(method, path)))
        assert (reply.status, reply.code) == (404, code)


def test_a_request_that_drips_in_is_ended_wherever_it_stops(target: Target) -> None:
    body = b'{"sender": "slow", "message": "what is CT?"}'
    sent = wire.request("POST", "/webhooks/rest/webhook", [], body)

    async def drip() -> list[wire.Reply]:
        drips = (wire.send_slowly(target.assistant.port, sent, number) for number in range(3))
        return await asyncio.gather(*drips)

    assert [(each.status, each.code) for each in asyncio.run(drip())] == [(408, "too_slow")] * 3


def test_the_inputs_are_the_same_in_every_run() -> None:
    assert repr(inputs(100)) == repr(inputs(100))
