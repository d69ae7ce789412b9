"""What every way in has in common: the kinds it is tried with, and how a reply is noted."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from tests.hostile import corpus, kinds, wire
from tests.hostile.verdict import Judge
from tests.hostile.wire import Reply

HEADERS, FORGED, REPLAYED = "header injection", "forged tokens and signatures", "replays"
NOT_OFFERED, OUTSIDE, ORIGIN = "payloads not offered", "slots from outside", "cross-site requests"
ADDRESSES, FLOOD, SLOW = "other addresses", "floods", "slow bodies"

KINDS: dict[str, st.SearchStrategy[Any]] = {
    **kinds.TEXTS,
    **kinds.BODIES,
    HEADERS: kinds.HEADERS,
    FORGED: st.tuples(st.sampled_from(kinds.FORGERIES), st.integers(0, 10_000)),
    REPLAYED: st.sampled_from(("what is CT?", "how long is the training?", "thanks")),
    NOT_OFFERED: kinds.TEXTS["commands and intents"] | kinds.TEXTS["prompt-like text"],
    OUTSIDE: st.tuples(st.sampled_from(corpus.OUTSIDE), kinds.json_values),
    ORIGIN: kinds.ORIGINS,
    ADDRESSES: st.tuples(
        st.sampled_from(corpus.ADDRESSES),
        st.sampled_from(("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE")),
    ),
    FLOOD: st.just("what is MRI?"),
    SLOW: st.integers(0, 1_000),
}
"""Every kind of hostile input, for every way in."""

JSON = (b"Content-Type", b"application/json")
TO_SETTLE = 240.0
"""Seconds within which everything that was acknowledged has to be answered."""

RASAS = ("/model", "/conversations", "/status", "/version", "/domain", "/actions")
"""The beginnings of the addresses of Rasa's own HTTP API."""


@dataclass
class Tally:
    """What became of the inputs of one way in."""

    fired: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0


class Way(ABC):
    """One way in, at a port of this machine."""

    name = ""
    ordinary = "what is CT?"

    def __init__(self, port: int, judge: Judge) -> None:
        self.port = port
        self.judge = judge
        self.tally = Tally()

    async def begin(self) -> None:  # noqa: B027
        """Prepare what the inputs need."""

    @abstractmethod
    async def fire(self, kind: str, value: Any, number: int) -> list[Reply]:
        """Send one input; what came back."""

    async def settle(self) -> None:  # noqa: B027
        """Wait for what was acknowledged, and judge what was said later."""

    async def send(
        self, method: str, path: str, headers: wire.Headers = (), body: bytes = b""
    ) -> Reply:
        """Send one request."""
        return await wire.send(self.port, wire.request(method, path, headers, body))

    async def slow(self, sent: bytes, number: int) -> list[Reply]:
        """Send a request a little at a time, and leave it unfinished."""
        return [await wire.send_slowly(self.port, sent, number)]

    def note(self, kind: str, value: Any, replies: list[Reply]) -> None:
        """Judge what came back, and count it."""
        may_close = kind in (HEADERS, SLOW, ADDRESSES)
        self.tally.fired[kind] += 1
        for reply in replies:
            # Where a request never ends, the server waits for the rest, as it should.
            is_ended = may_close and reply.status in (0, 408)
            self.tally.slowest = max(self.tally.slowest, 0.0 if is_ended else reply.seconds)
            for fault in self.judge_reply(kind, reply, may_close):
                self.tally.faults.append(f"{self.name}, {kind}, {str(value)[:200]!r}: {fault}")
        last = replies[-1]
        is_answered = 200 <= last.status < 400
        (self.tally.answered if is_answered else self.tally.refused)[kind] += 1
        if not is_answered:
            self.tally.codes[last.code or str(last.status or "closed")] += 1

    def judge_reply(self, kind: str, reply: Reply, may_close: bool) -> list[str]:
        """What is wrong with one reply."""
        return self.judge.of_reply(reply, may_close)

    def fault(self, text: str) -> None:
        """Note what is wrong, whatever the reply looks like."""
        self.tally.faults.append(f"{self.name}: {text}")

    async def look_elsewhere(self, value: tuple[str, str]) -> list[Reply]:
        """Try an address that is none of ours, or none for everybody."""
        address, method = value
        reply = await self.send(method, address, [JSON], b"" if method == "GET" else b"{}")
        if reply.status < 400 and reply.status and address.startswith(RASAS):
            self.fault(f"{method} {address} gives something: {reply.text[:80]!r}")
        return [reply]


class LaterWay(Way):
    """A way in that acknowledges at once, and answers through somebody else's servers."""

    status = ""
    """The page that tells how many messages are under way."""

    def __init__(self, port: int, judge: Judge) -> None:
        super().__init__(port, judge)
        self.expected = 0
        self._seen = 0

    @abstractmethod
    def take_posted(self) -> tuple[list[str], int]:
        """What was posted since the last time, and how many of it are answers."""

    async def settle(self) -> None:
        """Wait until everything is answered, and look at what was posted."""
        until = time.monotonic() + TO_SETTLE
        while True:
            reply = await self.send("GET", self.status)
            self._note_all(self.judge.of_reply(reply))
            if reply.json() and not reply.json()["under_way"]:
                break
            if time.monotonic() > until:
                self.fault(f"not settled within {TO_SETTLE:.0f} s")
                break
            await asyncio.sleep(0.2)
        texts, answers = self.take_posted()
        for text in texts:
            self._note_all(self.judge.of_text(text))
        self._seen += answers
        if self._seen < self.expected:
            self.fault(f"{self.expected} were to be answered, {self._seen} were")

    def _note_all(self, faults: list[str]) -> None:
        for each in faults:
            self.fault(each)
