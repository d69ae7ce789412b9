"""One fault, tried while people talk: load, strike, recovery, and the count."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.faults.stands import Stand
from benchmarks.faults.strikes import Strike
from benchmarks.faults.tally import NORMAL, Tally, count
from benchmarks.faults.visitors import Visitor

CONVERSATIONS = 50
BEFORE = 4.0
"""Seconds of talk before the fault."""

CALM = 3.0
"""Seconds without an answer held up, after which all is well again."""

LONGEST = 75.0


@dataclass(frozen=True)
class Fault:
    """A fault, and where it is tried.

    Attributes:
        stand: the name of the arrangement of servers.
        patience: seconds until a client gives a request up and tries again.
        doubled: every message is sent to all addresses at once.
        lasts: seconds for which we keep it up, whatever the assistant does.
    """

    name: str
    stand: str
    strike: Strike
    patience: float = 30.0
    doubled: bool = False
    lasts: float = 0.0

    @property
    def key(self) -> str:
        """A short name, to choose it by."""
        return self.strike.__name__


async def try_fault(fault: Fault, stand: Stand, conversations: int = CONVERSATIONS) -> Tally:
    """Let people talk, strike, and count when all is well again."""
    visitors = [
        Visitor(stand.addresses, number, fault.patience, fault.doubled)
        for number in range(conversations)
    ]
    try:
        await asyncio.gather(*(each.open() for each in visitors))
        stop = asyncio.Event()
        talks = [asyncio.create_task(each.converse(stop)) for each in visitors]
        await asyncio.sleep(BEFORE)
        fault_at = time.monotonic()
        notes = await asyncio.to_thread(fault.strike, stand)
        await _calm(visitors)
        stop.set()
        await asyncio.gather(*talks)
        await asyncio.gather(*(each.read_back() for each in visitors))
    finally:
        await asyncio.gather(*(each.leave() for each in visitors))
    tally = count(visitors, fault_at)
    tally.notes += notes
    return tally


async def _calm(visitors: Sequence[Visitor]) -> None:
    until = time.monotonic() + LONGEST
    held_up_at = time.monotonic()
    while time.monotonic() - held_up_at < CALM and time.monotonic() < until:
        await asyncio.sleep(0.1)
        last = [each.said[-1] for each in visitors if each.said]
        if any(each.ended is None and each.seconds > NORMAL for each in last):
            held_up_at = time.monotonic()
