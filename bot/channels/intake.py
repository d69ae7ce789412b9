"""Accepts messages that are answered after their acknowledgement, so that none is lost.

Each is kept before it is acknowledged (bot/storage/inbox.py) until it is settled. What a process
left behind that died, stands still or was stopped is taken over, here or by another process.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Optional

from rasa.core.agent import Agent

from bot.channels.background import Background
from bot.channels.conversations import log_failure
from bot.channels.delivery import inbox_of

logger = logging.getLogger(__name__)

PAUSE = 1.0
"""Seconds between two looks at what others left behind, and two signs of life."""

TO_CLAIM = 1.0
"""Seconds for which a stop waits for a look that goes on, to leave again what that takes over."""

AT_ONCE = 25
"""Messages under way beyond which a process leaves those of others to other processes."""


@dataclass(frozen=True)
class Errand:
    """A message: whose it is, what is kept of it, and the work that settles it.

    Attributes:
        key: of the conversation.
        body: what can be kept as JSON; a person's own words are its `text` alone.
        work: tells whether the person was told something; if not, it is tried again later.
    """

    key: str
    id: str
    body: dict[str, Any] = field(repr=False)
    work: Callable[[], Awaitable[bool]] = field(repr=False)

    @property
    def name(self) -> str:
        """Tells the message from all others."""
        return f"{self.key} {self.id}"


Revive = Callable[[Agent, dict[str, Any]], Errand]
"""Makes an errand of what was kept of it."""


class Intake:
    """What one channel has accepted and this process works on.

    Args:
        channel: its name.
        secret: what it is kept with; all processes have the same.
        revive: makes errands of what other processes have left behind.
    """

    def __init__(self, channel: str, secret: str, revive: Revive) -> None:
        self._channel = channel
        self._secret = secret
        self._revive = revive
        self._background = Background()
        self._under_way: dict[str, Errand] = {}
        self._is_closing = False
        self._is_blind = False
        self._claiming = asyncio.Lock()
        self._watch: Optional[asyncio.Task[None]] = None

    @property
    def under_way(self) -> int:
        """How many messages are worked on."""
        return self._background.under_way

    def accept(self, agent: Agent, errand: Errand) -> None:
        """Keep a message, and begin to work on it, unless that was done before."""
        if not self._background.knows(errand.name) and self._keep(agent, errand):
            self._begin(agent, errand)

    def watch(self, agent: Agent) -> None:
        """Take over from now on what others leave behind."""
        self._watch = asyncio.get_running_loop().create_task(self._look_again(agent))

    async def finish(self, agent: Agent, seconds: float) -> None:
        """Finish what was accepted, and leave to others at once what takes too long."""
        self._is_closing = True
        await self._background.finish(seconds)
        if self._watch is not None:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._claiming.acquire(), TO_CLAIM)
            self._watch.cancel()
        inbox = inbox_of(agent)
        for each in list(self._under_way.values()):
            with suppress(Exception):
                if inbox is not None:
                    inbox.release(each.key, each.id, at_once=True)

    def _keep(self, agent: Agent, errand: Errand) -> bool:
        """Whether a message is ours to answer; one that cannot be kept is answered all the same."""
        inbox = inbox_of(agent)
        kept = (errand.key, errand.id, self._channel, errand.body, self._secret)
        try:
            return inbox is None or inbox.accept(*kept)
        except Exception:
            log_failure(self._channel)
            return True

    def _begin(self, agent: Agent, errand: Errand) -> None:
        self._under_way[errand.name] = errand
        self._background.take_up(errand.name, partial(self._settle, agent, errand))

    async def _settle(self, agent: Agent, errand: Errand) -> bool:
        # What is cancelled stays under way: a stop does that, and leaves it to others at once.
        try:
            is_settled = await errand.work()
        except Exception:
            self._close(agent, errand, False)
            raise
        return self._close(agent, errand, is_settled)

    def _close(self, agent: Agent, errand: Errand, is_settled: bool) -> bool:
        """Whether a message is settled for good; not if another process has taken it over."""
        del self._under_way[errand.name]
        inbox = inbox_of(agent)
        if inbox is None:
            return is_settled
        try:
            if is_settled:
                return bool(inbox.remove(errand.key, errand.id))
            inbox.release(errand.key, errand.id)
        except Exception:
            # Its lease ends by itself; then it is found to be settled, or tried again.
            log_failure(self._channel)
        return is_settled

    async def _look_again(self, agent: Agent) -> None:
        inbox = inbox_of(agent)
        while inbox is not None:
            try:
                # In threads: a database that does not answer would keep everything else waiting.
                ours = [(each.key, each.id) for each in self._under_way.values()]
                await asyncio.to_thread(inbox.renew, ours)
                async with self._claiming:
                    await self._take_over(agent, inbox)
                self._note_sight(True)
            except Exception:
                self._note_sight(False)
            await asyncio.sleep(PAUSE)

    def _note_sight(self, sees: bool) -> None:
        """Log the exception in hand, though not again at every look until one succeeds."""
        if sees and self._is_blind:
            logger.warning("%s: what is left behind can be seen again.", self._channel)
        elif not sees and not self._is_blind:
            logger.exception("%s: what is left behind cannot be seen.", self._channel)
        self._is_blind = not sees

    async def _take_over(self, agent: Agent, inbox: Any) -> None:
        free = AT_ONCE - self.under_way
        if self._is_closing or free <= 0:
            return
        for body in await asyncio.to_thread(inbox.claim, self._channel, free, self._secret):
            try:
                errand = self._revive(agent, body)
            except Exception:
                # Kept by another version; it is given up when it has been tried often enough.
                log_failure(self._channel)
                continue
            if errand.name in self._under_way:
                continue
            if self._background.knows(errand.name):
                inbox.remove(errand.key, errand.id)
                continue
            if self._is_closing:
                inbox.release(errand.key, errand.id, at_once=True)
                continue
            logger.warning("%s: a message that was left behind is taken over.", self._channel)
            self._begin(agent, errand)
