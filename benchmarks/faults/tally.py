"""Counts what became of the messages that were sent around a fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Optional

from benchmarks.faults.visitors import Said, Visitor

NORMAL = 1.0
"""Seconds within which an answer counts as none that the fault held up."""


@dataclass
class Tally:
    """What is told of one fault.

    Attributes:
        sent: messages of the visitors; each was seen through to its answer or given up.
        accepted: messages that the assistant acknowledged, which it does with the answer.
        sent_again: attempts after the first.
        twice: messages that stand more than once in a stored conversation, or got two answers.
        lost: messages never answered, or answered but not stored with that same answer.
        misplaced: messages stored in another order than they were sent in.
        held_up: messages that took longer than is normal after the fault.
        recovery: seconds from the fault to the last answer that it held up; None if one never came.
    """

    conversations: int = 0
    sent: int = 0
    accepted: int = 0
    sent_again: int = 0
    answered: int = 0
    twice: int = 0
    lost: int = 0
    misplaced: int = 0
    held_up: int = 0
    recovery: Optional[float] = 0.0
    slowest: float = 0.0
    attempts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost, doubled or put in another order."""
        return not (self.twice or self.lost or self.misplaced)


def count(visitors: Iterable[Visitor], fault_at: float) -> Tally:
    """What became of everything that the visitors sent."""
    tally = Tally()
    for visitor in visitors:
        tally.conversations += 1
        _count_stored(visitor, tally)
        for said in visitor.said:
            _count_said(said, fault_at, tally)
    return tally


def _count_said(said: Said, fault_at: float, tally: Tally) -> None:
    tally.sent += 1
    tally.attempts.update(said.attempts)
    tally.sent_again += max(0, len(said.attempts) - 1)
    tally.slowest = max(tally.slowest, said.seconds)
    if said.ended is None:
        tally.recovery = None
        return
    tally.accepted += 1
    tally.answered += bool(said.turn and said.turn["replies"])
    if said.ended > fault_at and said.seconds > NORMAL:
        tally.held_up += 1
        if tally.recovery is not None:
            tally.recovery = max(tally.recovery, said.ended - fault_at)


def _count_stored(visitor: Visitor, tally: Tally) -> None:
    ids = [each["id"] for each in visitor.stored]
    known = {each["id"]: each["replies"] for each in visitor.stored}
    tally.twice += sum(number - 1 for number in Counter(ids).values()) + visitor.disagreements
    for said in visitor.said:
        replies = said.turn["replies"] if said.turn else None
        tally.lost += not replies or known.get(said.id) != replies
    order = [said.id for said in visitor.said if said.id in known]
    tally.misplaced += sum(a != b for a, b in zip(order, dict.fromkeys(ids), strict=False))
