"""The pages of figures: the facts, one fact, the dashboard and its charts."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bot.console import vocabulary
from bot.console.conversations.views import channels
from bot.console.insights import figures
from bot.console.insights.charts import THEMES, draw
from bot.console.insights.facts import ORDERS, fact_uses, touched
from bot.console.people.roles import LOOK, allowed

WEEKS = 12
MOST_WEEKS = 104


class PeriodForm(forms.Form):
    """The days and the channel of the dashboard."""

    since = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}))
    channel = forms.ChoiceField(required=False)

    def __init__(self, data: object) -> None:
        super().__init__(data)
        named = [(each, each) for each in channels() if each]
        self.fields["channel"].choices = [("", "all"), *named]

    def period(self) -> figures.Period:
        """The period asked for; the last twelve weeks if nothing valid is."""
        self.is_valid()
        until = self.cleaned_data.get("until") or date.today()
        since = self.cleaned_data.get("since") or until - timedelta(weeks=WEEKS)
        since = max(since, until - timedelta(weeks=MOST_WEEKS))
        return figures.Period(min(since, until), until, self.cleaned_data.get("channel") or "")


@require_GET
@allowed(LOOK)
def facts(request: HttpRequest) -> HttpResponse:
    """Every fact with its source and its use."""
    order = request.GET.get("order", "told")
    words = request.GET.get("q", "").strip().casefold()[:100]
    key, _ = ORDERS.get(order, ORDERS["told"])
    uses = sorted(fact_uses(), key=key)
    if words:
        uses = [
            use
            for use in uses
            if words in f"{use.fact.id} {use.fact.says} {use.source.publisher}".casefold()
        ]
    orders = [(name, label) for name, (_, label) in ORDERS.items()]
    context = {"uses": uses, "orders": orders, "order": order, "words": words}
    return render(request, "facts.html", context)


@require_GET
@allowed(LOOK)
def fact(request: HttpRequest, name: str) -> HttpResponse:
    """One fact, and what a change of it touches."""
    if not vocabulary.library().has_fact(name):
        raise Http404
    (use,) = fact_uses(name)
    return render(request, "fact.html", {"use": use, "touched": touched(use.fact)})


@require_GET
@allowed(LOOK)
def dashboard(request: HttpRequest) -> HttpResponse:
    """The figures, as charts with their tables."""
    form = PeriodForm(request.GET)
    period = form.period()
    query = f"since={period.since}&until={period.until}&channel={period.channel}"
    return render(
        request,
        "dashboard.html",
        {
            "form": form,
            "period": period,
            "headline": figures.headline(period),
            "tables": figures.tables(period),
            "query": query,
        },
    )


@require_GET
@allowed(LOOK)
def chart(request: HttpRequest, name: str) -> HttpResponse:
    """One chart."""
    period = PeriodForm(request.GET).period()
    maker = {
        "answered": figures.share_answered,
        "response": figures.response_time,
        **{
            each.__name__: each
            for each in (
                *(figures.conversations, figures.outcomes, figures.feedback),
                *(figures.aspects, figures.subjects),
            )
        },
    }.get(name)
    if maker is None:
        raise Http404
    theme = request.GET.get("theme", "light")
    svg = draw(maker(period), theme if theme in THEMES else "light")
    return HttpResponse(svg, content_type="image/svg+xml")
