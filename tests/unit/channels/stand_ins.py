"""Stand-ins for the trained model and for the Bot Connector."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa.shared.core.events import BotUttered, UserUttered

OFFERED = "What is MRI?"


class StandIn:
    """Answers every message with what was asked, and offers one question."""

    def __init__(self, agent: Any) -> None:
        self.agent = agent
        self.asked: list[str] = []
        self.fault: Exception | None = None

    async def handle_message(self, asked: Any) -> None:
        if self.fault:
            raise self.fault
        self.asked.append(asked.text)
        tracker = await self.agent.tracker_store.get_or_create_tracker(asked.sender_id)
        said = f"You asked: {asked.text}"
        buttons = [{"title": OFFERED, "payload": OFFERED}]
        answer = {"outcome": "answered", "opening": [said]}
        heard = UserUttered(asked.text, message_id=asked.message_id, metadata=asked.metadata)
        tracker.update(heard, self.agent.domain)
        tracker.update(BotUttered(said, {"buttons": buttons}, {"answer": answer}))
        await self.agent.tracker_store.save(tracker)
        told = {"text": said, "buttons": buttons, "answer": answer}
        await asked.output_channel.send_response(asked.sender_id, told)


class Posts:
    """In the place of the connector: keeps what is posted, or fails, always or a few times."""

    def __init__(self) -> None:
        self.posted: list[tuple[Any, dict]] = []
        self.fault: Exception | None = None
        self.faults: list[Exception] = []

    async def post(self, place: Any, activity: dict) -> None:
        await asyncio.sleep(0)
        if self.faults:
            raise self.faults.pop(0)
        if self.fault:
            raise self.fault
        self.posted.append((place, activity))

    @property
    def cards(self) -> list[dict]:
        return [each["attachments"][0]["content"] for _, each in self.posted]

    @property
    def texts(self) -> list[str]:
        return [each["fallbackText"] for each in self.cards]
