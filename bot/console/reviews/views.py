"""The pages of reviewing: the queue, and one turn with the form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from bot.console import vocabulary
from bot.console.conversations.events import events_of
from bot.console.conversations.models import Look, Turn
from bot.console.conversations.shown import show_turns
from bot.console.conversations.turns import read_talk
from bot.console.people.roles import LOOK, REVIEW, allowed
from bot.console.reviews import queue as queue_of
from bot.console.reviews.forms import ReviewForm, form_for
from bot.console.reviews.judging import keep_review, state_of
from bot.console.reviews.models import Review, Tag

SHOWN = 30
BEFORE = 2
"""Turns shown before the one to judge, for what a follow-up follows."""


@require_GET
@allowed(LOOK)
def queue(request: HttpRequest) -> HttpResponse:
    """What needs a look."""
    look = _look(request)
    turns = queue_of.waiting().select_related("conversation", "claimed_by").defer("reply")
    turns = turns.filter(look=look) if look else turns
    rows = [(turn, queue_of.holder(turn, request.user)) for turn in turns[:SHOWN]]
    counts = queue_of.counts()
    context = {"rows": rows, "counts": counts, "look": look, "most": SHOWN}
    context["total"] = sum(count for _, _, count in counts)
    return render(request, "queue.html", context)


def _look(request: HttpRequest) -> str:
    look = request.GET.get("look", "")
    return look if look in Look.values else ""


@require_POST
@allowed(REVIEW)
def begin(request: HttpRequest) -> HttpResponse:
    """Open the first turn that nobody else has open."""
    look = request.POST.get("look", "")
    free = queue_of.free_for(request.user)
    turn = (free.filter(look=look) if look in Look.values else free).first()
    return _open(turn, look)


def _open(turn: Turn | None, look: str = "") -> HttpResponse:
    if turn is None:
        return redirect("queue")
    return redirect(_address(turn, look))


def _address(turn: Turn, look: str = "") -> str:
    end = f"?look={look}" if look in Look.values else ""
    return reverse("turn", args=[turn.id]) + end


@require_GET
@allowed(LOOK)
def turn(request: HttpRequest, number: int) -> HttpResponse:
    """One turn; whoever may review it and opens it has claimed it."""
    found = get_object_or_404(Turn.objects.select_related("conversation", "claimed_by"), id=number)
    may_review = request.user.has_perm(REVIEW)
    if may_review and found.waits:
        queue_of.claim(found, request.user)
    own = found.reviews.filter(trainer=request.user).first()
    form = form_for(found, own) if may_review else None
    return render(request, "turn.html", _context(request, found, form))


def _context(request: HttpRequest, found: Turn, form: ReviewForm | None) -> dict[str, Any]:
    earlier = found.conversation.turns.filter(first_event__lt=found.first_event)
    context_rows = list(earlier.order_by("-first_event")[:BEFORE])[::-1]
    talk = read_talk(events_of(found.conversation.sender))
    shown = show_turns([*context_rows, found], talk)
    look = _look(request)
    later = queue_of.after(found, request.user, look)
    former = queue_of.before(found, request.user, look)
    return {
        "shown": shown[-1],
        "before": shown[:-1],
        "form": form,
        "holder": queue_of.holder(found, request.user),
        "later": _address(later, look) if later else None,
        "former": _address(former, look) if former else None,
        "look": look,
        "facts": vocabulary.facts(),
        "tags": Tag.objects.order_by("name"),
        "left": queue_of.free_for(request.user).count(),
    }


@require_POST
@allowed(REVIEW)
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Keep a review, and go on to the next turn."""
    found = get_object_or_404(Turn.objects.select_related("conversation"), id=number)
    form = ReviewForm(found, request.POST)
    if not form.is_valid():
        return render(request, "turn.html", _context(request, found, form), status=422)
    look = _look(request)
    waited = found.waits
    later = queue_of.after(found, request.user, look)
    keep_review(found, request.user, form.cleaned_data)
    messages.success(request, "Review saved.")
    if waited and later:
        return redirect(_address(later, look))
    if waited:
        messages.success(request, "The queue is clear.")
        return redirect("queue")
    return redirect("conversation", found.conversation.key)


@require_POST
@allowed(REVIEW)
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's own review back."""
    found = get_object_or_404(Turn, id=number)
    Review.objects.filter(turn=found, trainer=request.user).delete()
    found.state = state_of(found)
    found.save(update_fields=["state"])
    messages.success(request, "Your review was taken back.")
    return redirect("turn", number)
