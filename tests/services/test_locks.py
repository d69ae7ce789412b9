"""Tests of the locks in Redis, as several processes use them."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from rasa.core.lock_store import LockError, RedisLockStore
from rasa.utils.endpoints import EndpointConfig
from redis.asyncio import Redis

from bot.storage.locks import PREFIX, SharedLocks
from tests.services.servers import RedisServer, Shared

PAUSE = 0.01


@pytest.fixture
def key() -> str:
    """A conversation of the test's own."""
    return uuid.uuid4().hex


Store = Callable[..., SharedLocks]


@pytest.fixture
async def store(shared: Shared) -> AsyncIterator[Store]:
    """Makes lock stores, each as a process of its own would have it."""
    made: list[SharedLocks] = []

    def make(lease: float = 5.0) -> SharedLocks:
        made.append(SharedLocks(EndpointConfig(shared.redis.url), lease))
        return made[-1]

    yield make
    for each in made:
        await each.close()


async def test_whoever_came_first_is_served_first_and_nobody_at_the_same_time(
    store: Store, shared: Shared, key: str
) -> None:
    stores = [store(), store()]
    served: list[int] = []
    inside = 0

    async def come(number: int) -> None:
        nonlocal inside
        async with stores[number % 2].lock(key, wait_time_in_seconds=PAUSE):
            inside += 1
            assert inside == 1
            await asyncio.sleep(0.03)
            served.append(number)
            inside -= 1

    async with Redis.from_url(shared.redis.url) as redis, store().lock(key):
        tasks = []
        for number in range(20):
            tasks.append(asyncio.create_task(come(number)))
            while await redis.llen(PREFIX + key) < number + 2:
                await asyncio.sleep(0.002)
    await asyncio.gather(*tasks)

    assert served == list(range(20))


async def test_nothing_is_left_in_redis(store: Store, shared: Shared, key: str) -> None:
    async with store().lock(key):
        pass

    async with Redis.from_url(shared.redis.url) as redis:
        assert await redis.keys(f"{PREFIX}{key}*") == []


async def test_the_ticket_of_a_process_that_died_runs_out(store: Store, key: str) -> None:
    dead = store(lease=0.5)
    assert await dead._is_our_turn(PREFIX + key, "of the dead")
    began = time.monotonic()

    async with store().lock(key, wait_time_in_seconds=PAUSE):
        waited = time.monotonic() - began

    assert 0.3 < waited < 3


async def test_a_lock_that_is_used_for_longer_than_its_lease_stays_locked(
    store: Store, key: str
) -> None:
    other = store()

    async with store(lease=0.4).lock(key):
        waiting = asyncio.create_task(_enter(other, key))
        await asyncio.sleep(1.2)
        assert not waiting.done()
    await waiting


async def test_a_wait_that_is_too_long_ends_with_an_error(store: Store, key: str) -> None:
    async with store().lock(key):
        with pytest.raises(LockError, match=r"not free within 0 s: try again"):
            await _enter(store(), key, longest=0.1)


async def test_a_redis_that_comes_back_is_taken_up_again(tmp_path: Path, key: str) -> None:
    redis = RedisServer(tmp_path)
    locks = SharedLocks(EndpointConfig(redis.url))
    await _enter(locks, key)

    redis.kill()
    waiting = asyncio.create_task(_enter(locks, key))
    await asyncio.sleep(1)
    redis.start()
    try:
        await asyncio.wait_for(waiting, 10)
    finally:
        await locks.close()
        redis.kill()


def test_rasas_own_store_still_gives_two_processes_the_same_ticket(
    shared: Shared, key: str, monkeypatch
) -> None:
    """The reason for ours: reading and writing are two steps, between which another comes."""
    first, second = (RedisLockStore(port=shared.redis.port, db=0) for _ in range(2))
    save = first.save_lock
    tickets = []

    def interrupted(lock: object) -> None:
        tickets.append(second.issue_ticket(key))
        save(lock)

    monkeypatch.setattr(first, "save_lock", interrupted)
    tickets.append(first.issue_ticket(key))

    for each in (first, second):
        each.red.close()
    assert tickets[0] == tickets[1]


async def _enter(store: SharedLocks, key: str, longest: float = 30) -> None:
    async with store.lock(key, longest, PAUSE):
        pass
