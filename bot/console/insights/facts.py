"""How facts are used: how often told, what visitors and trainers said, and what hangs on each."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Sum

from bot.console import vocabulary
from bot.console.changes.checking import current_project
from bot.console.conversations.models import Turn, TurnFact
from bot.console.insights.models import DayCount
from bot.console.reviews.models import Review
from bot.facts import SIGNPOST, Fact, Source


@dataclass
class FactUse:
    """A fact with the figures of its use."""

    fact: Fact
    source: Source
    due: datetime.date
    is_overdue: bool
    told: int = 0
    led: int = 0
    helpful: int = 0
    unhelpful: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)


def fact_uses(only: str | None = None) -> list[FactUse]:
    """The facts, or one, in the order of the file, with how they were used."""
    library, today = vocabulary.library(), datetime.date.today()
    figures = {kind: _totals(kind, only) for kind in ("fact", "lead", "fact_yes", "fact_no")}
    verdicts = _verdicts(only)
    facts = [library.fact(only)] if only else library.facts
    return [
        FactUse(
            fact=fact,
            source=library.source_of(fact),
            due=fact.review_by or library.source_of(fact).review_by,
            is_overdue=library.is_overdue(fact, today),
            told=figures["fact"].get(fact.id, 0),
            led=figures["lead"].get(fact.id, 0),
            helpful=figures["fact_yes"].get(fact.id, 0),
            unhelpful=figures["fact_no"].get(fact.id, 0),
            verdicts=verdicts[fact.id],
        )
        for fact in facts
    ]


def _totals(kind: str, only: str | None) -> dict[str, int]:
    counts = DayCount.objects.filter(kind=kind, **({"name": only} if only else {}))
    return dict(counts.values_list("name").annotate(Sum("count")))


def _verdicts(only: str | None) -> dict[str, dict[str, int]]:
    """What trainers said of the answers that a fact led."""
    leads = TurnFact.objects.filter(place=0, turn__in=Review.objects.values("turn"))
    leads = leads.filter(fact=only) if only else leads
    counted = leads.values_list("fact", "turn__reviews__verdict").annotate(Count("id"))
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for fact, verdict, count in counted:
        found[fact][verdict] = count
    return found


ORDERS = {
    "file": (lambda use: 0, "in the order of the file"),
    "told": (lambda use: -use.told, "most told first"),
    "due": (lambda use: use.due, "review due first"),
    "unhelpful": (lambda use: -use.unhelpful, "least helpful first"),
    "never": (lambda use: use.told, "least told first"),
}


def touched(fact: Fact) -> dict[str, Any]:
    """What a change of a fact touches: answers, questions, stages, tests and other facts."""
    library, root = vocabulary.library(), vocabulary.project()
    project = current_project(root)
    held_out = project.held_out_questions
    dialogues = [
        path.name
        for path in sorted((root / "tests" / "dialogues").glob("*.yml"))
        if fact.id in path.read_text(encoding="utf-8")
    ]
    return {
        "turns": Turn.objects.filter(facts__fact=fact.id)
        .select_related("conversation")
        .order_by("-id")
        .distinct()[:20],
        "questions": [each.text for each in project.examples if each.block.fact == fact.id],
        "held_out": [f["question"] for _, _, f in held_out if fact.id in (f.get("facts") or [])],
        "stages": [each.name for each in library.pathway.stages if fact.id in each.facts],
        "dialogues": dialogues,
        "disagrees": [library.fact(each) for each in fact.disagrees_with],
        "is_signpost": fact.aspect == SIGNPOST,
    }
