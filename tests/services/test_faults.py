"""A few of the faults of `make faults`, in small: nothing is lost or answered twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.faults import strikes
from benchmarks.faults.stands import Stand, alone
from benchmarks.faults.tally import Tally, count
from benchmarks.faults.trial import Fault, try_fault
from benchmarks.faults.visitors import Said, Visitor

CONVERSATIONS = 10


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    """`make run` in a copy of the project."""
    with alone() as stand:
        stand.wait_until_whole()
        yield stand


@pytest.mark.parametrize(
    "strike", [strikes.kill_console, strikes.lock_database, strikes.kill_worker]
)
async def test_nothing_is_lost_or_answered_twice(stand: Stand, strike: strikes.Strike) -> None:
    stand.wait_until_whole()

    tally = await try_fault(Fault(strike.__name__, "alone", strike), stand, CONVERSATIONS)

    assert tally.sent >= CONVERSATIONS
    assert (tally.answered, tally.lost, tally.twice, tally.misplaced) == (tally.sent, 0, 0, 0)


REPLIES = [{"text": "an answer"}]


def _visited(stored: list[str], *said: str, answered: bool = True) -> Tally:
    """What is counted of a visitor who said some messages, of which some are stored."""
    visitor = Visitor([], 0)
    turn = {"replies": REPLIES}
    for each in said:
        visitor.said.append(Said(each, 100.0, 100.1, turn) if answered else Said(each, 100.0))
    visitor.stored = [{"id": each, "replies": REPLIES} for each in stored]
    return count([visitor], fault_at=99.0)


def test_the_count_sees_what_is_lost_doubled_and_out_of_order() -> None:
    assert _visited(["a", "b"], "a", "b").is_clean
    assert _visited(["a"], "a", "b").lost == 1
    assert _visited(["a", "b", "a"], "a", "b").twice == 1
    assert _visited(["b", "a"], "a", "b").misplaced == 2
    unanswered = _visited([], "a", answered=False)
    assert (unanswered.lost, unanswered.recovery) == (1, None)
