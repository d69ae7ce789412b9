"""Locks in Redis: the messages of one conversation are answered one by one, as they came.

Rasa 3.6.21 reads a lock from Redis, changes it, and writes it back: two processes that do so at
once are given the same ticket, and both answer. It also keeps the lock of a process that died for a
minute. Here one script does each step, and a ticket lives only while its process says so.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Optional

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore
from rasa.utils.endpoints import EndpointConfig
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as LostError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as SlowError

from bot.monitoring import metrics

logger = logging.getLogger(__name__)

LEASE = 5.0
"""Seconds for which a ticket is good; others go on so long after its process died."""

PREFIX = "assistant:lock:"

RETRIES = Retry(ExponentialBackoff(cap=1.5, base=0.05), 8, (LostError, SlowError))
"""About eight seconds, in which Redis may be started anew. The library itself would not try again
where a connection is refused."""

TURN = """
local queue, mine = KEYS[1], ARGV[1]
redis.call('SET', queue .. ':' .. mine, 1, 'PX', ARGV[2])
if not redis.call('LPOS', queue, mine) then redis.call('RPUSH', queue, mine) end
redis.call('PEXPIRE', queue, ARGV[2] * 4)
while true do
  local first = redis.call('LINDEX', queue, 0)
  if first == mine then return 1 end
  if redis.call('EXISTS', queue .. ':' .. first) == 1 then return 0 end
  redis.call('LPOP', queue)
end
"""
"""Stand in the queue, and tell whether it is our turn; tickets of the dead are thrown away."""

LEAVE = """
redis.call('DEL', KEYS[1] .. ':' .. ARGV[1])
return redis.call('LREM', KEYS[1], 0, ARGV[1])
"""


class SharedLocks(LockStore):
    """Rasa's lock store over Redis, without its races.

    Args:
        endpoint_config: its `url` is the address of Redis.
    """

    def __init__(self, endpoint_config: EndpointConfig, lease: float = LEASE) -> None:
        self._url = endpoint_config.url
        self._lease = int(lease * 1000)
        self._loop: Optional[asyncio.AbstractEventLoop] = None
        self._redis: Any = None

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,
    ) -> AsyncGenerator[TicketLock, None]:
        """Wait until everybody who came earlier is done; then nobody else may until we are.

        Args:
            lock_lifetime: seconds of waiting, and then again of holding, that are enough.

        Raises:
            LockError: Redis is not there, or the wait was too long.
        """
        queue, ticket = PREFIX + conversation_id, uuid.uuid4().hex
        try:
            with metrics.waiting_for_a_lock():
                await self._wait(queue, ticket, lock_lifetime, wait_time_in_seconds)
            async with self._kept_alive(queue, ticket, lock_lifetime):
                yield TicketLock(conversation_id)
        finally:
            # Redis may be gone by now; then the ticket runs out by itself.
            with contextlib.suppress(RedisError, OSError):
                await self._connection().eval(LEAVE, 1, queue, ticket)

    async def ping(self) -> None:
        """Make sure that Redis is there.

        Raises:
            RedisError: it is not.
        """
        await self._connection().ping()

    async def close(self) -> None:
        """End the connections."""
        if self._redis is not None:
            await self._redis.aclose()
            self._loop = self._redis = None

    async def _wait(self, queue: str, ticket: str, longest: float, pause: float) -> None:
        until = asyncio.get_running_loop().time() + longest
        while not await self._is_our_turn(queue, ticket):
            if asyncio.get_running_loop().time() > until:
                raise LockError(f"a lock was not free within {longest:.0f} s: try again")
            await asyncio.sleep(pause)

    async def _is_our_turn(self, queue: str, ticket: str) -> bool:
        async def ask() -> object:
            return await self._connection().eval(TURN, 1, queue, ticket, self._lease)

        try:
            return bool(await RETRIES.call_with_retry(ask, _go_on))
        except (RedisError, OSError) as error:
            raise LockError(f"ASSISTANT_LOCK_URL: Redis does not answer: {error}") from error

    @asynccontextmanager
    async def _kept_alive(self, queue: str, ticket: str, longest: float) -> AsyncIterator[None]:
        task = asyncio.get_running_loop().create_task(self._renew(queue, ticket, longest))
        try:
            yield
        finally:
            task.cancel()

    async def _renew(self, queue: str, ticket: str, longest: float) -> None:
        pause = self._lease / 4000
        for _ in range(int(longest / pause)):
            await asyncio.sleep(pause)
            try:
                if not await self._is_our_turn(queue, ticket):
                    logger.error("A lock was lost: its process stood still for too long.")
                    return
            except LockError as error:
                logger.warning("A lock could not be renewed: %s", error)

    def _connection(self) -> Redis:
        """Redis, from the event loop that runs; connections belong to one."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            self._redis = Redis.from_url(self._url, socket_timeout=5, socket_connect_timeout=2)
        return self._redis


async def _go_on(_error: Exception) -> None:
    """What is done between two attempts."""
