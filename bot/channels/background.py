"""Works on messages after their requests were acknowledged, on each only once at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

logger = logging.getLogger(__name__)

MOST_REMEMBERED = 10_000

BREATHS = 100
"""Rounds of the event loop before a piece of work, which keeps the loop to itself meanwhile.

A round takes in one new connection and one step of each open one, in some microseconds; without
these, fifty messages at once waited for their acknowledgement as long as for their answers."""

TO_END = 1.0
"""Seconds that work gets to end when it is cancelled; more than a post gets (posting.py)."""


class Background:
    """The messages that this process works on, or has settled of late.

    bot/channels/delivery.py keeps for good which messages were answered; this spares it the
    redeliveries that come while the first is worked on, and those of what has no conversation.
    """

    def __init__(self) -> None:
        self._known: dict[str, None] = {}
        self._working: set[asyncio.Task[None]] = set()

    @property
    def under_way(self) -> int:
        """How many messages are worked on."""
        return len(self._working)

    def knows(self, name: str) -> bool:
        """Whether a message is worked on, or was settled of late."""
        return name in self._known

    def take_up(self, name: str, work: Callable[[], Awaitable[bool]]) -> bool:
        """Begin to work on a message, unless it is known; whether it was not.

        Args:
            name: tells the message from all others.
            work: answers it, and tells whether the person was told something; if not, the message
                is taken up when it comes again.
        """
        if name in self._known:
            return False
        self._known[name] = None
        while len(self._known) > MOST_REMEMBERED:
            del self._known[next(iter(self._known))]
        task = asyncio.get_running_loop().create_task(self._do(name, work))
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        return True

    async def finish(self, seconds: float) -> None:
        """Wait for what is worked on, and cancel what takes longer: others are to do that."""
        if not self._working:
            return
        _, late = await asyncio.wait(self._working, timeout=seconds)
        for each in late:
            each.cancel()
        if late:
            await asyncio.wait(late, timeout=TO_END)

    async def _do(self, name: str, work: Callable[[], Awaitable[bool]]) -> None:
        settled = False
        try:
            settled = await work()
        except Exception:
            logger.exception("A message was neither answered nor apologised for.")
        finally:
            if not settled:
                self._known.pop(name, None)


class Room:
    """Lets few pieces of work go on at once, and requests come in before each."""

    def __init__(self, at_once: int) -> None:
        self._free = asyncio.Semaphore(at_once)

    @asynccontextmanager
    async def enter(self) -> AsyncIterator[None]:
        """Wait for room, and until what has come in is acknowledged."""
        async with self._free:
            for _ in range(BREATHS):
                await asyncio.sleep(0)
            yield
