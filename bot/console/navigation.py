"""What stands on every page: where one can go, and how far the index is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from bot.console.conversations.models import Progress, Turn
from bot.console.people.roles import ADMINISTER, LOOK

PAGES = (
    ("queue", "Needs a look", LOOK),
    ("conversations", "Conversations", LOOK),
    ("gaps", "Gap board", LOOK),
    ("changes", "Changes", LOOK),
    ("facts", "Facts", LOOK),
    ("dashboard", "Dashboard", LOOK),
    ("replays", "Replays", LOOK),
    ("people", "People", ADMINISTER),
    ("deletions", "Deletion", ADMINISTER),
    ("service", "Service", ADMINISTER),
)
MOST_COUNTED = 999


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The pages this person may open, and how many turns wait."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    here = request.resolver_match.url_name if request.resolver_match else ""
    return {
        "pages": [
            {"name": name, "label": label, "is_here": _is_here(name, here)}
            for name, label, permission in PAGES
            if user.has_perm(permission)
        ],
        "waiting": Turn.objects.filter(waits=True)[: MOST_COUNTED + 1].count(),
        "most_counted": MOST_COUNTED,
        "progress": Progress.objects.filter(id=1).first(),
    }


def _is_here(page: str, here: str) -> bool:
    family = {
        **{"turn": "queue", "conversation": "conversations", "gap": "gaps", "fact": "facts"},
        **{"ask_deletion": "deletions", "delete_much": "deletions"},
    }
    return family.get(here or "", here) == page
