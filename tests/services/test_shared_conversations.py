"""Two processes that share PostgreSQL and Redis: whichever is asked, one conversation results."""

from __future__ import annotations

import asyncio
import uuid

import httpx
import psycopg2
from rasa.utils.endpoints import EndpointConfig
from redis.asyncio import Redis

from bot.channels.web import tracker_key
from bot.storage.locks import PREFIX, SharedLocks
from tests.scenarios.served import Served
from tests.services.servers import Shared

# Nine, each sent twice, keep below what one conversation may ask in a minute.
QUESTIONS = (
    "How long is radiology training?",
    "What is interventional radiology?",
    "How do I become a radiologist?",
    "What is CT?",
    "What does a radiologist do?",
    "Do radiologists work at night?",
    "What is MRI?",
    "How much is a radiologist paid?",
    "What is the FRCR?",
)


async def test_messages_sent_to_both_at_once_are_answered_in_order_and_none_twice(
    two: tuple[Served, Served], shared: Shared
) -> None:
    """Every message goes to both, with the same id, as a proxy that tries again may do.

    They come while an earlier one is worked on, which this test plays: it holds the conversation
    until all of them stand in the queue.
    """
    redis = Redis.from_url(shared.redis.url)
    locks = SharedLocks(EndpointConfig(shared.redis.url))
    async with httpx.AsyncClient(timeout=60) as client:
        token = await _open(client, two[0])
        key = tracker_key(token)
        ids = [uuid.uuid4().hex for _ in QUESTIONS]
        calls = []
        async with locks.lock(key):
            for at, (text, message_id) in enumerate(zip(QUESTIONS, ids, strict=True)):
                for served in two:
                    call = _ask(client, served, token, text, message_id)
                    calls.append(asyncio.create_task(call))
                while await redis.llen(PREFIX + key) < 3 + 2 * at:
                    await asyncio.sleep(0.01)
        answers = await asyncio.gather(*calls)
        turns = await _turns(client, two[1], token)
    await redis.aclose()
    await locks.close()

    assert [each["id"] for each in turns] == ids
    assert [each["text"] for each in turns] == list(QUESTIONS)
    assert all(len(each["replies"]) == 1 for each in turns)
    assert [each["replies"] for each in answers[::2]] == [each["replies"] for each in answers[1::2]]
    assert [each["replies"] for each in answers[::2]] == [each["replies"] for each in turns]
    assert _count(shared.database_url, "user", key) == len(ids)


async def test_conversations_of_many_are_kept_apart_when_they_change_process_at_every_message(
    two: tuple[Served, Served], shared: Shared
) -> None:
    async with httpx.AsyncClient(timeout=60) as client:
        tokens = [await _open(client, two[0]) for _ in range(6)]

        async def converse(token: str, number: int) -> None:
            for step, text in enumerate(QUESTIONS[number % 3 :][:3]):
                await _ask(client, two[(step + number) % 2], token, text, uuid.uuid4().hex)

        await asyncio.gather(*(converse(token, at) for at, token in enumerate(tokens)))
        kept = [await _turns(client, two[at % 2], token) for at, token in enumerate(tokens)]

    for at, turns in enumerate(kept):
        assert [each["text"] for each in turns] == list(QUESTIONS[at % 3 :][:3])
    counts = [_count(shared.database_url, "user", tracker_key(each)) for each in tokens]
    assert counts == [3] * 6


async def test_what_is_asked_too_often_is_counted_by_all_together(
    two: tuple[Served, Served],
) -> None:
    async with httpx.AsyncClient(timeout=60) as client:
        token = await _open(client, two[0])
        said = [
            await client.post(
                f"{two[at % 2].address}/webhooks/web/feedback",
                json={"turn": "a" * 32, "helpful": True},
                headers={"Authorization": f"Bearer {token}"},
            )
            for at in range(31)
        ]

    assert {each.status_code for each in said[:30]} == {409}
    assert said[30].status_code == 429


async def test_connections_that_the_database_ended_are_made_anew(
    two: tuple[Served, Served], shared: Shared
) -> None:
    """As after its restart: the first message after it is answered like any other."""
    async with httpx.AsyncClient(timeout=60) as client:
        token = await _open(client, two[0])
        await _ask(client, two[0], token, QUESTIONS[0], uuid.uuid4().hex)
        ended = _end_connections(shared.database_url)
        await _ask(client, two[0], token, QUESTIONS[1], uuid.uuid4().hex)
        kept = await _turns(client, two[1], token)

    assert ended >= 2
    assert [each["text"] for each in kept] == list(QUESTIONS[:2])


def _end_connections(database_url: str) -> int:
    connection = psycopg2.connect(database_url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            return cursor.rowcount
    finally:
        connection.close()


async def _open(client: httpx.AsyncClient, served: Served) -> str:
    response = await client.post(f"{served.address}/webhooks/web/conversations")
    return response.json()["token"]


async def _ask(
    client: httpx.AsyncClient, served: Served, token: str, text: str, message_id: str
) -> dict:
    response = await client.post(
        f"{served.address}/webhooks/web/messages",
        json={"id": message_id, "text": text},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert response.status_code == 200, response.text
    return response.json()["turn"]


async def _turns(client: httpx.AsyncClient, served: Served, token: str) -> list[dict]:
    response = await client.get(
        f"{served.address}/webhooks/web/conversation", headers={"Authorization": f"Bearer {token}"}
    )
    return response.json()["turns"]


def _count(database_url: str, kind: str, key: str) -> int:
    connection = psycopg2.connect(database_url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM events WHERE type_name = %s AND sender_id = %s", [kind, key]
            )
            return cursor.fetchone()[0]
    finally:
        connection.close()
