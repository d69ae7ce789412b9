"""The figures of the dashboard, each as a table; charts are drawn of the same tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Optional

from django.db.models import Avg, Count, FloatField, Max, Q
from django.db.models.functions import Cast, Floor

from bot.console import vocabulary
from bot.console.conversations.models import GAPS, Conversation, Turn, TurnSubject

MOST = 10
ANSWERED = ("answered", "answered_partly", "answered_nearest")


@dataclass(frozen=True)
class Table:
    """A figure: what it is called, the columns, and a row for each period or name.

    Attributes:
        form: how it is drawn: "stack" and "line" over time, "bars" by name.
        unit: what the values are, as the axis says.
    """

    name: str
    title: str
    columns: list[str]
    rows: list[tuple[str, list[Optional[float]]]]
    form: str
    unit: str


@dataclass(frozen=True)
class Period:
    """The days looked at, and the channel, '' for all."""

    since: date
    until: date
    channel: str = ""

    @property
    def weeks(self) -> list[date]:
        """The Mondays from first to last."""
        first = self.since - timedelta(days=self.since.weekday())
        return [first + timedelta(weeks=n) for n in range((self.until - first).days // 7 + 1)]

    def turns(self) -> Any:
        """The turns of the period."""
        found = Turn.objects.filter(day__gte=self.since, day__lte=self.until)
        return found.filter(channel=self.channel) if self.channel else found


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _label(week: date) -> str:
    return f"{week:%-d %b}"


def tables(period: Period) -> list[Table]:
    """All figures."""
    makers = (conversations, outcomes, share_answered, feedback, response_time, aspects, subjects)
    return [maker(period) for maker in makers]


def conversations(period: Period) -> Table:
    """Conversations begun, by week and channel."""
    found = Conversation.objects.filter(first_day__gte=period.since, first_day__lte=period.until)
    found = found.filter(channel=period.channel) if period.channel else found
    counted = found.values_list("first_day", "channel").annotate(Count("id"))
    return _stack("conversations", "Conversations begun", period, counted, "conversations")


def outcomes(period: Period) -> Table:
    """Turns by week and outcome."""
    counted = period.turns().values_list("day", "outcome").annotate(Count("id")).order_by()
    named = ((day, vocabulary.outcome_label(outcome), count) for day, outcome, count in counted)
    return _stack("outcomes", "How turns ended", period, named, "turns")


def _stack(name: str, title: str, period: Period, counted: Any, unit: str) -> Table:
    by_week: dict[date, Counter[str]] = defaultdict(Counter)
    totals: Counter[str] = Counter()
    for day, column, count in counted:
        by_week[_week(day)][column or "not named"] += count
        totals[column or "not named"] += count
    columns = [column for column, _ in totals.most_common()]
    rows = [
        (_label(week), [float(by_week[week][each]) for each in columns]) for week in period.weeks
    ]
    return Table(name, title, columns, rows, "stack", unit)


def share_answered(period: Period) -> Table:
    """Of the careers questions, the share that facts answered, wholly and at least in part."""
    counted = period.turns().values_list("day", "outcome").annotate(Count("id")).order_by()
    by_week: dict[date, Counter[str]] = defaultdict(Counter)
    for day, outcome, count in counted:
        if outcome in ANSWERED or outcome in GAPS:
            by_week[_week(day)][outcome] += count
    rows: list[tuple[str, list[Optional[float]]]] = []
    for week in period.weeks:
        here = by_week[week]
        asked = sum(here.values())
        partly = sum(here[each] for each in ANSWERED)
        shares = [100 * here["answered"] / asked, 100 * partly / asked] if asked else [None, None]
        rows.append((_label(week), shares))
    columns = ["wholly", "wholly, partly or nearest"]
    return Table("answered", "Share of questions answered", columns, rows, "line", "%")


def feedback(period: Period) -> Table:
    """Feedback by week."""
    given = period.turns().filter(helpful__isnull=False)
    counted = given.values_list("day", "helpful").annotate(Count("id"))
    named = ((day, "helpful" if yes else "not helpful", count) for day, yes, count in counted)
    return _stack("feedback", "Feedback", period, named, "answers judged")


def response_time(period: Period) -> Table:
    """Seconds to the reply: the median and the 95th percentile, to a twentieth of a second."""
    slot = Floor(Cast("seconds", FloatField()) * 20)
    timed = period.turns().filter(seconds__isnull=False)
    counted = timed.annotate(slot=slot).values_list("day", "slot").annotate(Count("id")).order_by()
    by_week: dict[date, Counter[float]] = defaultdict(Counter)
    for day, at, count in counted:
        by_week[_week(day)][at] += count
    rows = [
        (_label(week), [_quantile(by_week[week], share) for share in (0.5, 0.95)])
        for week in period.weeks
    ]
    columns = ["half are faster than", "19 of 20 are faster than"]
    return Table("response", "Time to the reply", columns, rows, "line", "seconds")


def _quantile(slots: Counter[float], share: float) -> Optional[float]:
    total, seen = sum(slots.values()), 0
    for slot in sorted(slots):
        seen += slots[slot]
        if seen >= share * total:
            return (slot + 1) / 20
    return None


def aspects(period: Period) -> Table:
    """What is asked for most."""
    asked = period.turns().filter(intent__startswith="ask_")
    counted = asked.values_list("intent").annotate(count=Count("id")).order_by("-count")[:MOST]
    rows = [(vocabulary.intent_label(intent), [float(count)]) for intent, count in counted]
    return Table("aspects", "What is asked for most", ["turns"], rows, "bars", "turns")


def subjects(period: Period) -> Table:
    """What is asked about most."""
    found = TurnSubject.objects.filter(turn__in=period.turns())
    counted = found.values_list("subject").annotate(count=Count("id")).order_by("-count")[:MOST]
    rows = [(vocabulary.subject_label(name), [float(count)]) for name, count in counted]
    return Table("subjects", "What is asked about most", ["turns"], rows, "bars", "turns")


def headline(period: Period) -> dict[str, Any]:
    """The few figures above the charts."""
    found = period.turns().aggregate(
        turns=Count("id"),
        unanswered=Count("id", filter=Q(outcome__startswith="unanswered")),
        errors=Count("id", filter=Q(outcome__startswith="error")),
        average=Avg("seconds"),
        slowest=Max("seconds"),
    )
    begun = Conversation.objects.filter(first_day__gte=period.since, first_day__lte=period.until)
    begun = begun.filter(channel=period.channel) if period.channel else begun
    return {**found, "conversations": begun.count()}
