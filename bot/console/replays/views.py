"""The pages of replays: which there were, and the turns whose answer changed."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from bot.console.people.roles import LOOK, REVIEW, allowed
from bot.console.replays.models import Difference, Judgement, Replay

SHOWN = 200


@require_GET
@allowed(LOOK)
def replays(request: HttpRequest) -> HttpResponse:
    """The replays, the last first."""
    counts = {
        value: Count("differences", filter=Q(differences__judgement=value))
        for value in Judgement.values
    }
    found = Replay.objects.annotate(**{f"{name}_count": each for name, each in counts.items()})
    return render(request, "replays.html", {"replays": found.order_by("-id")[:SHOWN]})


@require_GET
@allowed(LOOK)
def replay(request: HttpRequest, number: int) -> HttpResponse:
    """One replay: only what changed, the worse first."""
    found = get_object_or_404(Replay, id=number)
    differences = found.differences.select_related("turn__conversation")
    order = {Judgement.WORSE: 0, Judgement.OPEN: 1, Judgement.BETTER: 2}
    rows = sorted(differences[:SHOWN], key=lambda each: (order[each.judgement], each.id))
    return render(request, "replay.html", {"replay": found, "rows": rows})


@require_POST
@allowed(REVIEW)
def judge(request: HttpRequest, number: int) -> HttpResponse:
    """Say of a changed answer whether it is better or worse."""
    found = get_object_or_404(Difference, id=number)
    if request.POST.get("judgement") in Judgement.values:
        found.judgement = request.POST["judgement"]
        found.save(update_fields=["judgement"])
    return redirect("replay", found.replay_id)
