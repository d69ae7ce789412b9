"""Tells RabbitMQ or Kafka what happens, by Rasa's brokers, without ever keeping a visitor waiting.

Rasa 3.6.21 starts only when the broker answers, and Kafka's publishing stops every conversation
for up to five minutes while it does not. Here events wait in memory, up to a bound, and are handed
on in order; whoever missed some finds them in the tracker store (`rasa export`).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from typing import Any, Optional

import rasa.shared.core.events  # noqa: F401  Rasa's Kafka broker uses it without importing it.
from rasa.core.brokers.broker import EventBroker
from rasa.utils.endpoints import EndpointConfig

from bot.monitoring import metrics

logger = logging.getLogger(__name__)

MOST_WAITING = 20_000
"""Events that wait; of some kilobytes each."""

PAUSE = 3.0
"""Seconds between two attempts to reach the broker."""

TO_FINISH = 5.0
"""Seconds that a stop waits for the broker to take what waits."""


class EventStream(EventBroker):
    """A broker that is always there."""

    def __init__(self, endpoint: EndpointConfig, pause: float = PAUSE) -> None:
        self._endpoint = endpoint
        self._pause = pause
        self._broker: Any = None
        self._waiting: deque[dict[str, Any]] = deque()
        self._task: Optional[asyncio.Task[None]] = None
        self._is_away = False

    def publish(self, event: dict[str, Any]) -> None:
        """Hand an event on as soon as the broker takes it."""
        self._waiting.append(event)
        if len(self._waiting) > MOST_WAITING:
            self._waiting.popleft()
            metrics.EVENTS_LOST.inc()
        metrics.EVENTS_WAITING.set(len(self._waiting))
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._hand_on())

    async def close(self) -> None:
        """Hand on what waits, if the broker takes it, and leave."""
        if self._task is not None:
            await asyncio.wait([self._task], timeout=TO_FINISH)
            self._task.cancel()
        if self._waiting:
            logger.error("%d events were not handed on to the broker.", len(self._waiting))
        if self._broker is not None:
            await self._flush()
            with contextlib.suppress(Exception):
                await self._broker.close()

    async def _hand_on(self) -> None:
        while self._waiting:
            event = self._waiting[0]
            try:
                await self._publish(event)
                self._is_away = False
                # Unless it was thrown away meanwhile, for too many came.
                if self._waiting and self._waiting[0] is event:
                    self._waiting.popleft()
            except Exception as error:
                if not self._is_away:
                    logger.warning("ASSISTANT_EVENTS_URL: the broker is away: %s", error)
                self._is_away = True
                await asyncio.sleep(self._pause)
            metrics.EVENTS_WAITING.set(len(self._waiting))

    async def _publish(self, event: dict[str, Any]) -> None:
        if self._broker is None:
            self._broker = await self._connected()
        if self._is_kafka():
            # What was delivered since is noted, which Rasa's own thread never does, as it ends at
            # once. If no broker can be reached, this raises, before the event is taken.
            self._broker.producer.poll(0)
            self._broker._publish(event)
        else:
            self._broker.publish(event)
        await asyncio.sleep(0)

    async def _connected(self) -> Any:
        """Rasa's broker; Kafka's with its connection, or the first event would be lost."""
        broker: Any = await EventBroker.create(self._endpoint)
        if self._is_kafka():
            producer = broker._create_producer()
            await asyncio.to_thread(producer.list_topics, timeout=5)
            broker.producer = producer
        return broker

    async def _flush(self) -> None:
        """Wait for what the broker has taken, but not for ever, as Rasa would."""
        if self._is_kafka():
            left = await asyncio.to_thread(self._broker.producer.flush, TO_FINISH)
            self._broker.producer = None
            if left:
                logger.error("%d events were not delivered by the broker.", left)
        elif getattr(self._broker, "_background_tasks", None):
            await asyncio.wait(self._broker._background_tasks, timeout=TO_FINISH)

    def _is_kafka(self) -> bool:
        return str(self._endpoint.type).lower() == "kafka"
