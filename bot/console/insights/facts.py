"""How facts are used: how often told, what visitors and trainers said, and what hangs on each."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from bot.console import vocabulary
from bot.console.changes.checking import current_project
from bot.console.conversations.models import Turn, TurnFact
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
    rows = TurnFact.objects.filter(fact=only) if only else TurnFact.objects.all()
    told: dict[str, int] = dict(rows.values_list("fact").annotate(Count("id")))
    leading = rows.filter(place=0)
    led: dict[str, int] = dict(leading.values_list("fact").annotate(Count("id")))
    judged = Counter(
        rows.filter(turn__helpful__isnull=False).values_list("fact", "turn__helpful")
    )
    reviewed = Counter(
        leading.filter(turn__reviews__isnull=False).values_list("fact", "turn__reviews__verdict")
    )
    facts = [library.fact(only)] if only else library.facts
    return [
        FactUse(
            fact=fact,
            source=library.source_of(fact),
            due=fact.review_by or library.source_of(fact).review_by,
            is_overdue=library.is_overdue(fact, today),
            told=told.get(fact.id, 0),
            led=led.get(fact.id, 0),
            helpful=judged[fact.id, True],
            unhelpful=judged[fact.id, False],
            verdicts={v: n for (name, v), n in sorted(reviewed.items()) if name == fact.id},
        )
        for fact in facts
    ]


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
