"""Counts a day anew when something of it has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Count, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from bot.console.conversations.models import Conversation, Turn, TurnFact, TurnSubject
from bot.console.insights.models import DayCount

SLOTS = 20
"""Times to the reply are counted in twentieths of a second."""

HELPFUL, UNHELPFUL = "helpful", "not helpful"


def _turns(day: date) -> QuerySet[Turn]:
    return Turn.objects.filter(day=day).order_by()


def _facts(day: date) -> QuerySet[TurnFact]:
    return TurnFact.objects.filter(turn__day=day).order_by()


def _subjects(day: date) -> QuerySet[TurnSubject]:
    return TurnSubject.objects.filter(turn__day=day).order_by()


def _begun(day: date) -> QuerySet[Conversation]:
    return Conversation.objects.filter(first_day=day).order_by()


Counted = Iterable[tuple[str, Any, int]]
_SLOT = Cast(F("seconds") * Value(SLOTS), IntegerField())

KINDS: dict[str, Callable[[date], Counted]] = {
    "begun": lambda day: _count(_begun(day), "channel", Value("")),
    "outcome": lambda day: _count(_turns(day), "channel", F("outcome")),
    "intent": lambda day: _count(_turns(day), "channel", F("intent")),
    "seconds": lambda day: _count(_turns(day).exclude(seconds=None), "channel", _SLOT),
    "feedback": lambda day: _count(_turns(day).exclude(helpful=None), "channel", F("helpful")),
    "subject": lambda day: _count(_subjects(day), "turn__channel", F("subject")),
    "fact": lambda day: _count(_facts(day), "turn__channel", F("fact")),
    "lead": lambda day: _count(_facts(day).filter(place=0), "turn__channel", F("fact")),
    "fact_yes": lambda day: _count(
        _facts(day).filter(turn__helpful=True), "turn__channel", F("fact")
    ),
    "fact_no": lambda day: _count(
        _facts(day).filter(turn__helpful=False), "turn__channel", F("fact")
    ),
}


def _count(rows: QuerySet, channel: str, name: Any) -> Counted:
    named = rows.annotate(in_channel=F(channel), named=name).values("in_channel", "named")
    return named.annotate(many=Count("id")).values_list("in_channel", "named", "many")


def recount(days: Iterable[date]) -> None:
    """Count days anew."""
    for day in sorted(set(days)):
        DayCount.objects.filter(day=day).delete()
        DayCount.objects.bulk_create(_counts(day), batch_size=500)


def _counts(day: date) -> Iterator[DayCount]:
    for kind, counted in KINDS.items():
        for channel, name, count in counted(day):
            yield DayCount(day=day, channel=channel, kind=kind, name=_named(name), count=count)


def _named(name: Any) -> str:
    if isinstance(name, bool):
        return HELPFUL if name else UNHELPFUL
    return str(name)
