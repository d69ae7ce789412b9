"""Tests of handing events on: in order, later if the broker is away, and never in anybody's way."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import confluent_kafka
import pytest
from rasa.core.brokers.broker import EventBroker

from bot.rasa_runtime.endpoints import event_endpoint
from bot.storage import event_stream
from bot.storage.event_stream import EventStream


class Broker(EventBroker):
    """A broker that is away when it is told so."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.is_away = False
        self.is_closed = False

    def publish(self, event: dict[str, Any]) -> None:
        """Keep an event."""
        if self.is_away:
            raise ConnectionError("away")
        self.got.append(event)

    async def close(self) -> None:
        """Note it."""
        self.is_closed = True


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Broker:
    """The broker that Rasa would make."""
    made = Broker()

    async def create(_endpoint: object) -> Broker:
        if made.is_away:
            raise ConnectionError("away")
        return made

    monkeypatch.setattr(EventBroker, "create", create)
    return made


@pytest.fixture
async def stream() -> AsyncIterator[EventStream]:
    """A stream to RabbitMQ that tries again soon."""
    stream = EventStream(event_endpoint("amqp://name:password@host/"), pause=0.01)
    yield stream
    if stream._task:
        stream._task.cancel()


async def test_events_are_handed_on_in_order(broker: Broker, stream: EventStream) -> None:
    for number in range(50):
        stream.publish({"number": number})
    await stream.close()

    assert broker.got == [{"number": number} for number in range(50)]
    assert broker.is_closed


async def test_events_wait_while_the_broker_is_away(broker: Broker, stream: EventStream) -> None:
    broker.is_away = True
    stream.publish({"number": 0})
    await asyncio.sleep(0.05)
    stream.publish({"number": 1})
    broker.is_away = False
    await asyncio.sleep(0.1)
    broker.is_away = True
    stream.publish({"number": 2})
    await asyncio.sleep(0.05)
    broker.is_away = False
    await stream.close()

    assert broker.got == [{"number": number} for number in range(3)]


async def test_of_too_many_events_the_oldest_go(
    broker: Broker, stream: EventStream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "MOST_WAITING", 10)
    broker.is_away = True
    for number in range(25):
        stream.publish({"number": number})
    broker.is_away = False
    await stream.close()

    assert broker.got == [{"number": number} for number in range(15, 25)]


async def test_a_stop_does_not_wait_long_for_a_broker_that_is_away(
    broker: Broker, stream: EventStream, monkeypatch: pytest.MonkeyPatch, caplog
) -> None:
    monkeypatch.setattr(event_stream, "TO_FINISH", 0.05)
    broker.is_away = True
    stream.publish({"number": 0})

    await asyncio.wait_for(stream.close(), 1)

    assert "1 events were not handed on to the broker." in caplog.text


async def test_kafka_gets_the_events_of_a_conversation_in_order_from_the_first_on() -> None:
    """Against the broker that Kafka's own library brings for tests."""
    cluster = confluent_kafka.Producer({"bootstrap.servers": "none", "test.mock.num.brokers": 1})
    brokers = cluster.list_topics(timeout=5).brokers.values()
    address = ",".join(f"{each.host}:{each.port}" for each in brokers)
    stream = EventStream(event_endpoint(f"kafka://{address}/conversations"))

    for number in range(20):
        stream.publish({"sender_id": "web:1", "number": number})
    await stream.close()

    assert _read(address, "conversations", 20) == list(range(20))


def _read(address: str, topic: str, count: int) -> list[int]:
    consumer = confluent_kafka.Consumer(
        {"bootstrap.servers": address, "group.id": "test", "auto.offset.reset": "earliest"}
    )
    consumer.subscribe([topic])
    found = []
    for _ in range(100):
        message = consumer.poll(0.3)
        if message is not None and not message.error():
            found.append(json.loads(message.value())["number"])
        if len(found) == count:
            break
    consumer.close()
    return found
