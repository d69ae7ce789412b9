"""Keeps who looked at and changed what, for every page that shows or changes something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from bot.console.people.models import Entry

UNLOGGED = frozenset({"log_in", "chart", "help", "home"})
"""Pages that show nothing of anybody."""


def keep_log(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: one line for every page that was shown and every form that was taken."""

    def logged(request: HttpRequest) -> HttpResponse:
        # Whoever logs out is nobody afterwards.
        user = request.user if request.user.is_authenticated else None
        response = answer(request)
        match = request.resolver_match
        if user and match and match.url_name not in UNLOGGED and response.status_code < 500:
            keep(user, _verb(request, response), _what(match))
        return response

    return logged


def keep(user: Any, did: str, what: str) -> None:
    """Write one line."""
    Entry.objects.create(who=user, name=user.get_username(), did=did, what=what[:300])


def _verb(request: HttpRequest, response: HttpResponse) -> str:
    if response.status_code in (403, 404, 405):
        return "was refused"
    return "looked at" if request.method in ("GET", "HEAD") else "changed"


def _what(match: Any) -> str:
    values = " ".join(str(value) for value in match.kwargs.values())
    return f"{match.url_name or 'a page'} {values}".strip()
