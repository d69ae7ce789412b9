"""The pages of conversations: the list with its filter, one conversation, exports."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from bot.console.conversations.exporting import csv_lines, json_lines
from bot.console.conversations.filters import ConversationFilter, Page
from bot.console.conversations.models import Conversation, SavedFilter, Turn
from bot.console.conversations.shown import show_conversation
from bot.console.masking import masked
from bot.console.numbers import number
from bot.console.people.roles import ADMINISTER, LOOK, allowed
from bot.console.reviews.models import Tag

MOST_TURNS = 400
LONGEST_QUERY = 1_000


def channels() -> list[str]:
    """The channels in use, found by hopping through the index from one to the next."""
    found: list[str] = []
    name = Conversation.objects.order_by("channel").values_list("channel", flat=True).first()
    while name is not None:
        found.append(name)
        later = Conversation.objects.filter(channel__gt=name).order_by("channel")
        name = later.values_list("channel", flat=True).first()
    return found


def asked_filter(request: HttpRequest) -> ConversationFilter:
    """The filter that an address holds."""
    tags = list(Tag.objects.order_by("name").values_list("name", flat=True))
    return ConversationFilter(request.GET, channels(), tags)


@require_GET
@allowed(LOOK)
def conversations(request: HttpRequest) -> HttpResponse:
    """The list; an address with empty fields, as forms send it, is shortened to a lasting one."""
    if "" in request.GET.values():
        return redirect(f"{request.path}?{_query(request.GET)}")
    asked = asked_filter(request)
    page = asked.page(request.GET.get("older", ""), request.GET.get("newer", ""))
    query = _query(request.GET)
    return render(
        request,
        "conversations.html",
        {
            "filter": asked,
            "page": page,
            "rows": _rows(page),
            "query": query,
            "is_filtered": bool(asked.value),
            "saved": SavedFilter.objects.filter(owner=request.user).order_by("name"),
            "chips": _chips(asked, request.GET),
        },
    )


def _query(data: QueryDict) -> str:
    """The filter as the end of an address, without the page."""
    kept = data.copy()
    for name in ("older", "newer", "csrfmiddlewaretoken"):
        kept.pop(name, None)
    for name in [name for name, value in kept.items() if not value]:
        kept.pop(name)
    return kept.urlencode()


def _chips(asked: ConversationFilter, data: QueryDict) -> list[dict[str, str]]:
    """What is asked for, each with the address without it."""
    found = []
    for name, value in asked.value.items():
        field = asked.fields[name]
        label = dict(getattr(field, "choices", [])).get(value, value)
        rest = data.copy()
        rest.pop(name, None)
        found.append({"name": field.label or name, "value": label, "without": _query(rest)})
    return found


def _rows(page: Page) -> list[dict[str, Any]]:
    """Conversations with the turns by which they were found, or their first ones."""
    turns: dict[int, list[Turn]] = {each.id: [] for each in page.rows}
    found = Turn.objects.filter(conversation__in=list(turns)).order_by("id")[:MOST_TURNS]
    for turn in found.defer("reply", "remark"):
        turns[turn.conversation_id].append(turn)
    matching: set[int] = set()
    if page.turns is not None:
        ids = [turn.id for each in turns.values() for turn in each]
        matching = set(page.turns.filter(id__in=ids).values_list("id", flat=True))
    rows = []
    for each in page.rows:
        here = turns[each.id]
        first = next((turn for turn in here if turn.id in matching), here[0] if here else None)
        rows.append({"conversation": each, "turn": first, "turns": here})
    return rows


@require_GET
@allowed(LOOK)
def conversation(request: HttpRequest, key: str) -> HttpResponse:
    """One conversation."""
    found = get_object_or_404(Conversation, key=key)
    return render(
        request,
        "conversation.html",
        {
            "shown": show_conversation(found),
            "may_delete": request.user.has_perm(ADMINISTER),
            "faults": found.faults.order_by("event"),
        },
    )


@require_POST
@allowed(LOOK)
def save_filter(request: HttpRequest) -> HttpResponse:
    """Give the present filter a name, or drop one."""
    asked = QueryDict(request.POST.get("query", "")[:LONGEST_QUERY], mutable=True)
    query = asked.urlencode()
    name = masked(request.POST.get("name", "").strip())[:80]
    if "drop" in request.POST:
        SavedFilter.objects.filter(owner=request.user, id=number(request.POST["drop"])).delete()
    elif name:
        asked["q"] = masked(asked.get("q", ""))
        kept = _query(asked)[:LONGEST_QUERY]
        SavedFilter.objects.update_or_create(
            owner=request.user, name=name, defaults={"query": kept}
        )
        messages.success(request, f"Saved as “{name}”.")
    return redirect(f"/conversations/?{query}" if query else "conversations")


@require_GET
@allowed(LOOK)
def export(request: HttpRequest, form: str) -> HttpResponse:
    """What the filter finds, as a file."""
    found = asked_filter(request).conversations()
    lines, kind = (csv_lines, "text/csv") if form == "csv" else (json_lines, "application/json")
    response = StreamingHttpResponse(lines(found), content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="conversations.{form}"'
    return response
