"""Tests of working on messages behind the request: each once, and none lost at the end."""

from __future__ import annotations

import asyncio

from bot.channels import background
from bot.channels.background import Background


class Work:
    """Counts how often it is begun and ended; ends when it is let go."""

    def __init__(self, settled: bool = True) -> None:
        self.begun = self.ended = 0
        self.settled = settled
        self.go = asyncio.Event()

    async def __call__(self) -> bool:
        self.begun += 1
        await self.go.wait()
        self.ended += 1
        return self.settled


async def test_a_message_is_taken_up_once_while_it_is_worked_on_and_after() -> None:
    works, work = Background(), Work()

    taken = [works.take_up("m", work) for _ in range(4)]
    work.go.set()
    await works.finish(1)

    assert taken == [True, False, False, False]
    assert not works.take_up("m", work)
    assert (work.begun, work.ended) == (1, 1)


async def test_what_was_not_settled_is_taken_up_again() -> None:
    works, work = Background(), Work(settled=False)
    work.go.set()

    for _ in range(2):
        assert works.take_up("m", work)
        await works.finish(1)

    assert work.ended == 2


async def test_what_breaks_is_logged_and_taken_up_again(caplog) -> None:
    async def fail() -> bool:
        raise RuntimeError("planted")

    works = Background()
    works.take_up("m", fail)
    await works.finish(1)

    assert "planted" in caplog.text
    assert works.take_up("m", fail)
    await works.finish(1)


async def test_the_end_waits_only_so_long_and_what_is_late_then_ends_no_more() -> None:
    works, work = Background(), Work()
    works.take_up("m", work)

    await works.finish(0.01)

    assert works.under_way == 0
    work.go.set()
    await works.finish(1)
    assert (work.begun, work.ended) == (1, 0)


async def test_what_does_not_even_end_when_it_is_cancelled_is_not_waited_for(monkeypatch) -> None:
    monkeypatch.setattr(background, "TO_END", 0.01)
    works, go = Background(), asyncio.Event()

    async def stay() -> bool:
        try:
            await go.wait()
        except asyncio.CancelledError:
            await go.wait()
        return True

    works.take_up("m", stay)
    await works.finish(0.01)

    assert works.under_way == 1
    go.set()
    await works.finish(1)


async def test_the_oldest_are_forgotten_first(monkeypatch) -> None:
    monkeypatch.setattr(background, "MOST_REMEMBERED", 2)
    works, work = Background(), Work()
    work.go.set()

    for name in "abc":
        works.take_up(name, work)
    await works.finish(1)

    assert [works.take_up(name, work) for name in "cba"] == [False, False, True]
    await works.finish(1)
