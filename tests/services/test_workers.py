"""Several processes on one port: started, watched, started again, stopped, and seen."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psycopg2
import pytest

from bot.channels.web import tracker_key
from bot.settings import ROOT
from tests.scenarios.served import TO_START, Served, free_port
from tests.services.servers import Shared

WORKERS = 2
TO_RECOVER = 10.0
QUESTION = "What is CT?"


@pytest.fixture(scope="module")
def metrics_port() -> int:
    """Where the metrics are."""
    return free_port()


@pytest.fixture(scope="module")
def served(
    shared: Shared, metrics_port: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """An assistant of several workers."""
    settings = {
        "ASSISTANT_WORKERS": str(WORKERS),
        "ASSISTANT_METRICS": f"127.0.0.1:{metrics_port}",
        "ASSISTANT_LOG": "json",
    }
    served = Served(ROOT, tmp_path_factory.mktemp("workers"), settings=shared.settings | settings)
    try:
        served.wait_until_it_answers(2 * TO_START)
        _wait_for(lambda: len(_workers(served)) == WORKERS, 2 * TO_START)
        yield served
    finally:
        served.stop()


def test_it_lives_and_is_ready(served: Served) -> None:
    assert served.get("/health").json() == {"status": "ok"}
    assert served.get("/ready").json() == {"model": True, "database": True, "locks": True}


def test_figures_of_all_workers_are_told_together_and_not_to_visitors(
    served: Served, metrics_port: int
) -> None:
    _wait_for(lambda: f" {WORKERS}.0" in _metric(metrics_port, "assistant_model{"), TO_START)
    before = _answered(metrics_port)
    for number in range(8):
        served.ask(QUESTION, f"visitor {number} {uuid.uuid4()}")

    assert _answered(metrics_port) == before + 8
    assert served.get("/metrics").status_code == 404


def test_a_turn_is_logged_by_a_reference_and_without_its_words(served: Served) -> None:
    served.ask(QUESTION, "somebody whose name is not logged")

    lines = [each for each in served.errors.splitlines() if '"message": "turn"' in each]
    assert '"channel": "rest", "outcome": "answered", "seconds": 0.' in lines[-1]
    assert '"reference": "' in lines[-1]
    assert QUESTION not in served.errors
    assert "somebody" not in served.errors


def test_a_channel_is_taken_out_of_service_and_back_by_one_command(
    served: Served, shared: Shared
) -> None:
    token = served._client.post("/webhooks/web/conversations").json()["token"]
    said = _switch(shared, "off", "web", "--why", "A drill", "--who", "Ada")
    time.sleep(3)
    refused = [_message(served, token) for _ in range(6)]
    elsewhere = served.ask(QUESTION, f"visitor {uuid.uuid4()}")
    _switch(shared, "on", "web", "--why", "The drill is over")
    time.sleep(3)
    answered = [_message(served, token) for _ in range(2)]

    assert "web is out of service." in said
    assert {each.status_code for each in refused} == {503}
    assert refused[0].json()["error"]["code"] == "out_of_service"
    assert "out of service" in refused[0].json()["error"]["message"]
    assert elsewhere["text"]
    assert {each.status_code for each in answered} == {200}
    assert "web off  by Ada: A drill" in _switch(shared, "show")


@pytest.mark.parametrize("fault", [signal.SIGKILL, signal.SIGSTOP], ids=lambda each: each.name)
async def test_when_a_worker_dies_or_stands_still_nothing_is_lost_or_answered_twice(
    served: Served, shared: Shared, metrics_port: int, fault: signal.Signals
) -> None:
    """Clients try again with the same id, as the widget does."""
    _wait_for(lambda: f" {WORKERS}.0" in _metric(metrics_port, "assistant_model{"), TO_START)
    slowest = 0.0
    async with httpx.AsyncClient(base_url=served.address, timeout=3) as client:
        tokens = [
            (await client.post("/webhooks/web/conversations")).json()["token"] for _ in range(8)
        ]

        async def converse(token: str) -> list[str]:
            nonlocal slowest
            ids = [uuid.uuid4().hex for _ in range(6)]
            for message_id in ids:
                began = time.monotonic()
                while not await _tried(client, token, message_id):
                    await asyncio.sleep(0.2)
                slowest = max(slowest, time.monotonic() - began)
            return ids

        conversations = [asyncio.create_task(converse(token)) for token in tokens]
        await asyncio.sleep(0.5)
        victim = _workers(served)[0]
        os.kill(victim, fault)
        asked = await asyncio.gather(*conversations)

    kept = [_asked(shared.database_url, tracker_key(token)) for token in tokens]
    assert kept == asked
    assert slowest < TO_RECOVER
    _wait_for(lambda: len(_workers(served)) == WORKERS and victim not in _workers(served), TO_START)


def test_ctrl_c_ends_all_of_them_cleanly(start: Callable[..., Served]) -> None:
    served = start(ASSISTANT_WORKERS="2").wait_until_it_answers(2 * TO_START)
    workers = _workers(served)

    assert served.interrupt() == 0
    assert served.errors.endswith("Stopped.\n")
    assert "Traceback" not in served.errors
    assert not [each for each in workers if Path(f"/proc/{each}").exists()]


def test_workers_go_when_what_started_them_is_killed(start: Callable[..., Served]) -> None:
    served = start(ASSISTANT_WORKERS="2").wait_until_it_answers(2 * TO_START)
    workers = _workers(served)

    served._process.kill()
    served._process.wait()

    _wait_for(lambda: not [each for each in workers if Path(f"/proc/{each}").exists()], 30)


def _workers(served: Served) -> list[int]:
    """The workers that live, by their process ids."""
    parent = served._process.pid
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(each) for each in listed if b"bot.worker" in _command(each)]


def _command(process: str) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


async def _tried(client: httpx.AsyncClient, token: str, message_id: str) -> bool:
    try:
        response = await client.post(
            "/webhooks/web/messages",
            json={"id": message_id, "text": QUESTION},
            headers={"Authorization": f"Bearer {token}"},
        )
    except httpx.TransportError:
        return False
    assert response.status_code in (200, 500), response.text
    return response.status_code == 200


def _asked(database_url: str, key: str) -> list[str]:
    """The ids of the messages of a conversation that are kept, in their order."""
    connection = psycopg2.connect(database_url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT data::json ->> 'message_id' FROM events "
                "WHERE type_name = 'user' AND sender_id = %s ORDER BY id",
                [key],
            )
            return [row[0] for row in cursor.fetchall()]
    finally:
        connection.close()


def _message(served: Served, token: str) -> httpx.Response:
    return served._client.post(
        "/webhooks/web/messages",
        json={"id": uuid.uuid4().hex, "text": QUESTION},
        headers={"Authorization": f"Bearer {token}"},
    )


def _switch(shared: Shared, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bot.switch", *arguments],
        cwd=ROOT,
        env={**os.environ, **shared.settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def _metric(port: int, name: str) -> str:
    lines = httpx.get(f"http://127.0.0.1:{port}/metrics").text.splitlines()
    return "\n".join(each for each in lines if each.startswith(name))


def _answered(port: int) -> float:
    line = _metric(port, 'assistant_turns_total{channel="rest",outcome="answered"}')
    return float(line.rpartition(" ")[2] or 0)


def _wait_for(condition: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.2)
