"""Steady load for a long time: `python -m benchmarks.faults.steady --minutes 30`.

First it measures how much the assistant can answer, then it asks 60 % of that, minute by minute.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import statistics
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from benchmarks.faults.stands import STANDS, Stand
from benchmarks.faults.visitors import QUESTIONS, Said, Visitor
from bot.starting import guarded, report, trained_model

SHARE = 0.6
LONGEST_TALK = 12
"""Messages of one conversation; then another begins, as visitors come and go."""

AT_ONCE = 16
"""Visitors who do not think between their messages, while capacity is measured."""

TO_MEASURE = 30.0
TO_WARM_UP = 15.0


@dataclass
class Minute:
    """What was seen in a minute: seconds of each answer, failed attempts, megabytes at its end."""

    seconds: list[float] = field(default_factory=list)
    failed: int = 0
    megabytes: float = 0.0

    def percentile(self, share: float) -> float:
        """The seconds within which a share of the answers came."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def main() -> None:
    """Measure capacity, load steadily, and tell minute by minute."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=30)
    parser.add_argument("--stand", choices=("alone", "together"), default="alone")
    options = parser.parse_args()
    trained_model()
    with STANDS[options.stand]() as stand:
        stand.wait_until_whole()
        asyncio.run(_load(stand, options.minutes))


async def _load(stand: Stand, minutes: int) -> None:
    numbers = itertools.count()
    await _capacity(stand, numbers, TO_WARM_UP)
    capacity = await _capacity(stand, numbers, TO_MEASURE)
    rate = SHARE * capacity
    report(f"Capacity {capacity:.1f} answers a second; steady load {rate:.1f} a second.")
    seen = []
    before = stand.spent()
    for number in range(minutes):
        seen.append(await _minute(stand, numbers, rate))
        _tell(number + 1, seen[-1])
    spent = {what: seconds - before[what] for what, seconds in stand.spent().items()}
    print(_verdict(capacity, rate, seen, spent))


async def _capacity(stand: Stand, numbers: Iterator[int], seconds: float) -> float:
    """Answers a second to visitors who ask at once when they were answered."""
    until = time.monotonic() + seconds
    answered = 0

    async def ask_on() -> None:
        nonlocal answered
        while time.monotonic() < until:
            async for said in _talk(stand, next(numbers)):
                answered += said.ended is not None
                if time.monotonic() > until:
                    return

    began = time.monotonic()
    await asyncio.gather(*(ask_on() for _ in range(AT_ONCE)))
    return answered / (time.monotonic() - began)


async def _talk(stand: Stand, number: int):
    visitor = Visitor(stand.addresses, number % 40_000)
    try:
        await visitor.open()
        for at in range(LONGEST_TALK):
            yield await visitor.say(QUESTIONS[(number + at) % len(QUESTIONS)])
    finally:
        await visitor.leave()


async def _minute(stand: Stand, numbers: Iterator[int], rate: float) -> Minute:
    """A minute of messages at a steady rate, whether the earlier ones were answered or not."""
    minute = Minute()
    talks = [Talk(stand, numbers) for _ in range(max(1, round(rate * 6)))]
    await asyncio.gather(*(each.open() for each in talks))
    began = time.monotonic()
    under_way = []
    for at in range(int(rate * 60)):
        await asyncio.sleep(max(0.0, began + at / rate - time.monotonic()))
        under_way.append(asyncio.create_task(talks[at % len(talks)].say(minute)))
    await asyncio.gather(*under_way)
    await asyncio.gather(*(each.leave() for each in talks))
    minute.megabytes = sum(each.memory_info().rss for each in stand.worker_processes()) / 1e6
    return minute


class Talk:
    """A visitor of the steady load; each stays for a minute."""

    def __init__(self, stand: Stand, numbers: Iterator[int]) -> None:
        self._number = next(numbers)
        self._visitor = Visitor(stand.addresses, self._number % 40_000)
        self.open, self.leave = self._visitor.open, self._visitor.leave

    async def say(self, minute: Minute) -> None:
        """Ask the next question, and note how it was answered."""
        at = self._number + len(self._visitor.said)
        said: Said = await self._visitor.say(QUESTIONS[at % len(QUESTIONS)])
        minute.seconds.append(said.seconds)
        minute.failed += len(said.attempts) - 1 if said.ended else len(said.attempts)


def _tell(number: int, minute: Minute) -> None:
    report(
        f"  minute {number}: {len(minute.seconds)} answers, {minute.failed} failed attempts, "
        f"p50 {1000 * statistics.median(minute.seconds):.0f} ms, "
        f"p99 {1000 * minute.percentile(0.99):.0f} ms, {minute.megabytes:.1f} MB"
    )


def _verdict(capacity: float, rate: float, seen: list[Minute], spent: Mapping[str, float]) -> str:
    first, last = seen[0], seen[-1]
    growth = last.megabytes / first.megabytes - 1
    worst = max(each.percentile(0.99) for each in seen)
    messages = sum(len(each.seconds) for each in seen)
    rows = [
        f"| Capacity | {capacity:.1f} answers a second |",
        f"| Steady load | {rate:.1f} a second ({SHARE:.0%}), {len(seen)} minutes |",
        f"| Messages | {messages} |",
        f"| Failed attempts | {sum(each.failed for each in seen)} |",
        f"| Memory after the first and the last minute | {first.megabytes:.0f} and "
        f"{last.megabytes:.0f} MB ({growth:+.1%}) |",
        f"| p99 in the first minute | {1000 * first.percentile(0.99):.0f} ms |",
        f"| p99 in the worst minute | {1000 * worst:.0f} ms |",
        *(
            f"| Processor time of {what} for a message | {1000 * seconds / messages:.1f} ms |"
            for what, seconds in spent.items()
        ),
    ]
    return "\n".join(["| what | measured |", "| --- | --- |", *rows])


if __name__ == "__main__":
    guarded(main)
