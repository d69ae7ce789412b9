"""Fifty people at once, each in a conversation of their own, who try again as the widget does."""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

import httpx

QUESTIONS = (
    "How long is radiology training?",
    "What is interventional radiology?",
    "How do I become a radiologist?",
    "What is CT?",
    "and how does it work?",
    "What does a radiologist do?",
    "Do radiologists work at night?",
    "Compare a radiologist with a radiographer",
    "How much is a radiologist paid?",
    "What is the FRCR?",
    "Show me all the steps from school to consultant",
    "What is the weather like?",
)
PATIENCE = 30.0
"""Seconds that the widget waits for an answer."""

TO_TRY_AGAIN = 0.5
"""Seconds until a person presses the widget's button that sends a failed message again."""

THINKING = 4.0
"""Seconds between an answer and the next message: one conversation may ask 20 times a minute."""

GIVEN_UP = 60.0
"""Seconds after which a message is counted as never answered."""


@dataclass
class Said:
    """A message of a visitor and what became of it; times are monotonic."""

    id: str
    began: float
    ended: Optional[float] = None
    turn: Optional[dict[str, Any]] = None
    attempts: list[str] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """From the first attempt to the answer."""
        return (self.ended or time.monotonic()) - self.began


class Visitor:
    """One conversation, from an address of its own, as limits are counted by address.

    Args:
        addresses: where the assistant is served; each attempt goes to the next of them.
        patience: seconds until a request is given up.
        doubled: send every message to all addresses at once.
    """

    def __init__(
        self,
        addresses: Sequence[str],
        number: int,
        patience: float = PATIENCE,
        doubled: bool = False,
        thinking: float = THINKING,
    ) -> None:
        self.said: list[Said] = []
        self.disagreements = 0
        self.stored: list[dict[str, Any]] = []
        self._addresses = addresses
        self._number = number
        self._thinking = thinking
        self._doubled = doubled
        self._dice = random.Random(number)
        self._turns = number
        self._token = ""
        # All of 127.0.0.0/8 is this machine.
        own = f"127.0.{1 + number // 200}.{1 + number % 200}"
        self._client = httpx.AsyncClient(
            timeout=patience, transport=httpx.AsyncHTTPTransport(local_address=own)
        )

    async def open(self) -> None:
        """Open the conversation."""
        reply = await self._until_taken("POST", "conversations", {})
        self._token = reply["token"]

    async def converse(self, stop: asyncio.Event) -> None:
        """Ask, read and ask again; the last message is seen through to its answer."""
        await _pause(stop, self._dice.random() * self._thinking)
        while not stop.is_set():
            await self.say(QUESTIONS[(self._number + len(self.said)) % len(QUESTIONS)])
            await _pause(stop, self._thinking * self._dice.uniform(0.85, 1.15))

    async def say(self, text: str) -> Said:
        """Send a message until it is answered, always under the same id."""
        said = Said(uuid.uuid4().hex, time.monotonic())
        self.said.append(said)
        body = {"id": said.id, "text": text}
        while said.seconds < GIVEN_UP:
            try:
                reply = await self._send(body)
            except (httpx.TransportError, ValueError) as error:
                said.attempts.append(type(error).__name__)
                await asyncio.sleep(TO_TRY_AGAIN)
                continue
            said.attempts.append(str(reply.status_code))
            if reply.status_code == 200:
                said.turn, said.ended = reply.json()["turn"], time.monotonic()
                return said
            await asyncio.sleep(float(reply.headers.get("Retry-After", TO_TRY_AGAIN)))
        return said

    async def _send(self, body: dict[str, str]) -> httpx.Response:
        """One attempt; of a message that is sent everywhere at once, all must agree."""
        if not self._doubled:
            return await self._request("POST", "messages", body)
        calls = [self._request("POST", "messages", body) for _ in self._addresses]
        first, *others = await asyncio.gather(*calls)
        for other in others:
            if not other.is_success:
                return other
            if first.is_success and _replies(other) != _replies(first):
                self.disagreements += 1
        return first

    async def read_back(self) -> None:
        """Read what the assistant has kept of the conversation."""
        self.stored = (await self._until_taken("GET", "conversation"))["turns"]

    async def leave(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _until_taken(self, method: str, path: str, body: Any = None) -> Any:
        until = time.monotonic() + GIVEN_UP
        while True:
            try:
                reply = await self._request(method, path, body)
                if reply.is_success:
                    return reply.json()
                problem = reply.text
            except httpx.TransportError as error:
                problem = repr(error)
            if time.monotonic() > until:
                raise TimeoutError(f"{path}: {problem}")
            await asyncio.sleep(TO_TRY_AGAIN)

    async def _request(self, method: str, path: str, body: Any = None) -> httpx.Response:
        self._turns += 1
        address = self._addresses[self._turns % len(self._addresses)]
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        url = f"{address}/webhooks/web/{path}"
        return await self._client.request(method, url, json=body, headers=headers)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except asyncio.TimeoutError:
        return


def _replies(response: httpx.Response) -> object:
    return response.json()["turn"]["replies"]
