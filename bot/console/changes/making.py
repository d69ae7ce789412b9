"""Makes the content of changes out of what trainers judged."""

from __future__ import annotations

from typing import Any

from bot.console import vocabulary
from bot.console.conversations.models import Turn


def dialogue_of(title: str, turns: list[Turn]) -> dict[str, Any]:
    """A test conversation: of each turn how it must end, and with which fact it leads.

    What a trainer corrected is expected, not what the assistant said.
    """
    return {"dialogue": title, "turns": [_expected(turn) for turn in turns]}


def _expected(turn: Turn) -> dict[str, Any]:
    expected: dict[str, Any] = {"person": " ".join(turn.question.split())}
    corrected = next((each.fact for each in turn.reviews.order_by("-at") if each.fact), "")
    told = turn.facts.filter(place=0).values_list("fact", flat=True).first()
    lead = corrected or told
    if lead and vocabulary.library().has_fact(lead):
        expected["leads_with"] = [lead]
    if corrected:
        expected["outcome"] = ["answered"]
    elif turn.outcome:
        expected["outcome"] = [turn.outcome]
    return expected
