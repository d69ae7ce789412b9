"""The gap board: what people ask that has no answer, and what can be done about it."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from bot.console import vocabulary
from bot.console.changes.forms import ExampleForm, FactForm
from bot.console.changes.models import Change, Kind
from bot.console.conversations.models import Turn
from bot.console.gaps.models import Gap
from bot.console.numbers import chosen
from bot.console.people.roles import LOOK, REVIEW, allowed

SHOWN = 40
WEEKS = 6


@require_GET
@allowed(LOOK)
def gaps(request: HttpRequest) -> HttpResponse:
    """The groups that are open, the most asked first."""
    is_closed = request.GET.get("closed") == "1"
    found = list(Gap.objects.filter(is_closed=is_closed).order_by("-size", "-last_at")[:SHOWN])
    weeks = _weeks()
    figures = _figures(found, weeks)
    rows = [(gap, *figures[gap.id]) for gap in found]
    context = {"rows": rows, "weeks": weeks, "is_closed": is_closed}
    return render(request, "gaps.html", context)


def _weeks() -> list[date]:
    """The Mondays of the last weeks."""
    monday = date.today() - timedelta(days=date.today().weekday())
    return [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]


def _figures(
    found: list[Gap], weeks: list[date]
) -> dict[int, tuple[list[tuple[str, int]], list[int]]]:
    """For each gap: how often in each channel, and in each week."""
    channels: dict[int, Counter[str]] = defaultdict(Counter)
    by_week: dict[int, Counter[date]] = defaultdict(Counter)
    counted = (
        Turn.objects.filter(gap__in=found)
        .values_list("gap", "channel", "day")
        .annotate(Count("id"))
    )
    for gap, channel, day, count in counted:
        channels[gap][channel] += count
        by_week[gap][day - timedelta(days=day.weekday())] += count
    return {
        gap.id: (channels[gap.id].most_common(), [by_week[gap.id][week] for week in weeks])
        for gap in found
    }


@require_GET
@allowed(LOOK)
def gap(request: HttpRequest, number: int) -> HttpResponse:
    """One group: its questions, and the forms to fill it."""
    found = get_object_or_404(Gap, id=number)
    return render(request, "gap.html", _context(request, found))


def _context(
    request: HttpRequest,
    found: Gap,
    fact_form: FactForm | None = None,
    example_form: ExampleForm | None = None,
) -> dict[str, Any]:
    weeks = _weeks()
    channels, by_week = _figures([found], weeks)[found.id]
    may_review = request.user.has_perm(REVIEW)
    return {
        "gap": found,
        "questions": _questions(found),
        "channels": channels,
        "weeks": list(zip(weeks, by_week, strict=True)),
        "fact_form": fact_form or FactForm(auto_id="fact_%s") if may_review else None,
        "example_form": example_form or ExampleForm(auto_id="example_%s"),
        "is_draft": fact_form is not None,
        "facts": vocabulary.facts(),
        "changes": found.changes.order_by("-id"),
    }


def _questions(found: Gap) -> list[dict[str, Any]]:
    """The questions, each wording once, the most asked first."""
    wordings = found.turns.values("question").annotate(count=Count("id"), turn=Min("id"))
    return list(wordings.order_by("-count", "turn")[:100])


def _chosen(request: HttpRequest, found: Gap) -> list[Turn]:
    return list(found.turns.filter(id__in=chosen(request, "turns")))


@require_POST
@allowed(REVIEW)
def draft_fact(request: HttpRequest, number: int) -> HttpResponse:
    """Propose a fact that answers the questions of a group."""
    found = get_object_or_404(Gap, id=number)
    form = FactForm(request.POST, auto_id="fact_%s")
    if not form.is_valid():
        return render(request, "gap.html", _context(request, found, fact_form=form), status=422)
    content = form.content([turn.question for turn in _chosen(request, found)])
    Change.objects.create(kind=Kind.FACT, content=content, gap=found, proposed_by=request.user)
    messages.success(request, "The draft is proposed. Approve it here once its source is read.")
    return redirect("changes")


@require_POST
@allowed(REVIEW)
def add_examples(request: HttpRequest, number: int) -> HttpResponse:
    """Propose questions of a group as training questions of a fact."""
    found = get_object_or_404(Gap, id=number)
    form = ExampleForm(request.POST, auto_id="example_%s")
    questions = _chosen(request, found)
    if form.is_valid() and not questions:
        form.add_error(None, "Choose at least one question above.")
    if not form.is_valid():
        return render(request, "gap.html", _context(request, found, example_form=form), status=422)
    fact = vocabulary.library().fact(form.cleaned_data["fact"])
    for turn in questions:
        content = {
            **{"text": " ".join(turn.question.split()), "fact": fact.id},
            "intent": f"ask_{fact.aspect}",
        }
        Change.objects.create(
            kind=Kind.EXAMPLE, content=content, turn=turn, gap=found, proposed_by=request.user
        )
    messages.success(request, f"{len(questions)} proposed.")
    return redirect("changes")


@require_POST
@allowed(REVIEW)
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Put a group away, or back on the board."""
    found = get_object_or_404(Gap, id=number)
    found.is_closed = "reopen" not in request.POST
    found.save(update_fields=["is_closed"])
    return redirect("gaps")
