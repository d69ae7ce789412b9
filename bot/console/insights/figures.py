"""The figures of the dashboard, each as a table; charts are drawn of the same tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Optional

from django.db.models import QuerySet, Sum

from bot.console import vocabulary
from bot.console.conversations.models import GAPS
from bot.console.insights.counting import SLOTS
from bot.console.insights.models import DayCount

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

    def counts(self, kind: str) -> QuerySet[DayCount]:
        """What was counted of a kind in this time."""
        found = DayCount.objects.filter(kind=kind, day__gte=self.since, day__lte=self.until)
        return found.filter(channel=self.channel) if self.channel else found

    def by_day(self, kind: str, column: str = "name") -> list[tuple[date, str, int]]:
        """Day, name and count."""
        return list(self.counts(kind).values_list("day", column).annotate(Sum("count")))


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
    counted = period.by_day("begun", "channel")
    return _stack("conversations", "Conversations begun", period, counted, "conversations")


def outcomes(period: Period) -> Table:
    """Turns by week and outcome."""
    counted = period.by_day("outcome")
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
    by_week: dict[date, Counter[str]] = defaultdict(Counter)
    for day, outcome, count in period.by_day("outcome"):
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
    return _stack("feedback", "Feedback", period, period.by_day("feedback"), "answers judged")


def response_time(period: Period) -> Table:
    """Seconds to the reply: the median and the 95th percentile, to a twentieth of a second."""
    by_week: dict[date, Counter[int]] = defaultdict(Counter)
    for day, slot, count in period.by_day("seconds"):
        by_week[_week(day)][int(slot)] += count
    rows = [
        (_label(week), [_quantile(by_week[week], share) for share in (0.5, 0.95)])
        for week in period.weeks
    ]
    columns = ["half are faster than", "19 of 20 are faster than"]
    return Table("response", "Time to the reply", columns, rows, "line", "seconds")


def _quantile(slots: Counter[int], share: float) -> Optional[float]:
    total, seen = sum(slots.values()), 0
    for slot in sorted(slots):
        seen += slots[slot]
        if seen >= share * total:
            return (slot + 1) / SLOTS
    return None


def aspects(period: Period) -> Table:
    """What is asked for most."""
    rows = [
        (vocabulary.intent_label(name), [float(count)])
        for name, count in _most(period.counts("intent").filter(name__startswith="ask_"))
    ]
    return Table("aspects", "What is asked for most", ["turns"], rows, "bars", "turns")


def subjects(period: Period) -> Table:
    """What is asked about most."""
    rows = [
        (vocabulary.subject_label(name), [float(count)])
        for name, count in _most(period.counts("subject"))
    ]
    return Table("subjects", "What is asked about most", ["turns"], rows, "bars", "turns")


def _most(counts: QuerySet[DayCount]) -> list[tuple[str, int]]:
    summed = counts.values_list("name").annotate(total=Sum("count"))
    return list(summed.order_by("-total", "name")[:MOST])


def headline(period: Period) -> dict[str, Any]:
    """The few figures above the charts."""
    ended: Counter[str] = Counter()
    for _, outcome, count in period.by_day("outcome"):
        ended[outcome] += count
    slots: Counter[int] = Counter()
    for _, slot, count in period.by_day("seconds"):
        slots[int(slot)] += count
    return {
        "conversations": sum(count for _, _, count in period.by_day("begun")),
        "turns": sum(ended.values()),
        "unanswered": sum(n for name, n in ended.items() if name.startswith("unanswered")),
        "errors": sum(n for name, n in ended.items() if not name or name.startswith("error")),
        "median": _quantile(slots, 0.5),
    }
