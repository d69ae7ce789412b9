"""Fires every kind of hostile input at one way in, many at once, and waits for what follows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from itertools import zip_longest
from typing import Any

from tests.hostile.kinds import generate
from tests.hostile.ways import KINDS, SLOW, Way

AT_ONCE = 8
TOGETHER = 600
"""Inputs after which what was acknowledged is waited for."""

Input = tuple[str, Any]


def inputs(count: int) -> list[Input]:
    """So many inputs, of each kind as many, in turns: the same ones in every run."""
    share, rest = divmod(count, len(KINDS))
    made = []
    for place, (kind, strategy) in enumerate(KINDS.items()):
        values = generate(strategy, share + (place < rest), kind)
        made.append([(kind, value) for value in values])
    return [each for turn in zip_longest(*made) for each in turn if each is not None]


async def attack(
    way: Way, fired: list[Input], tell: Callable[[str], None] = lambda _line: None
) -> float:
    """Fire all inputs at a way in; the seconds it took."""
    began = time.monotonic()
    await way.begin()
    numbered = list(enumerate(fired))
    slow = [asyncio.ensure_future(_fire(way, *each)) for each in numbered if each[1][0] == SLOW]
    others = [each for each in numbered if each[1][0] != SLOW]
    for start in range(0, len(others), TOGETHER):
        waiting = iter(others[start : start + TOGETHER])
        await asyncio.gather(*(_fire_all(way, waiting) for _ in range(AT_ONCE)))
        await way.settle()
        tell(f"{way.name}: {start + TOGETHER:,} of {len(others):,}, {len(way.tally.faults)} faults")
    await asyncio.gather(*slow)
    await way.settle()
    return time.monotonic() - began


async def _fire_all(way: Way, waiting: Any) -> None:
    for number, given in waiting:
        await _fire(way, number, given)


async def _fire(way: Way, number: int, given: Input) -> None:
    kind, value = given
    try:
        replies = await way.fire(kind, value, number)
    except OSError as error:
        way.fault(f"{kind}, {str(value)[:200]!r}: {error!r}")
        return
    way.note(kind, value, replies)
