"""The queue of what needs a look: who has what open, and what comes next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Optional

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from bot.console.conversations.models import Look, Turn

HELD = timedelta(minutes=30)
"""A claim ends after this, so that a closed browser does not keep a turn."""


def waiting() -> QuerySet[Turn]:
    """The turns that wait, the most pressing and newest first."""
    return Turn.objects.filter(waits=True).order_by("look", "-at", "id")


def free_for(user: Any) -> QuerySet[Turn]:
    """The waiting turns that nobody else has open."""
    ended = timezone.now() - HELD
    free = Q(claimed_by=None) | Q(claimed_by=user) | Q(claimed_at__lt=ended)
    return waiting().filter(free)


def counts() -> list[tuple[str, str, int]]:
    """How many wait, for each reason."""
    found = dict(
        Turn.objects.filter(waits=True).order_by().values_list("look").annotate(Count("id"))
    )
    return [(value, label, found.get(value, 0)) for value, label in Look.choices]


def claim(turn: Turn, user: Any) -> bool:
    """Claim a turn; False if somebody else has it open."""
    mine = free_for(user).filter(id=turn.id)
    return bool(mine.update(claimed_by=user, claimed_at=timezone.now()))


def holder(turn: Turn, user: Any) -> Optional[str]:
    """Who else has a turn open, by name."""
    if turn.claimed_by_id in (None, user.id) or turn.claimed_at is None:
        return None
    return turn.claimed_by.get_username() if turn.claimed_at > timezone.now() - HELD else None


def after(turn: Turn, user: Any, look: str = "") -> Optional[Turn]:
    """The next free turn behind this one, else the first free one before it."""
    free = free_for(user).exclude(id=turn.id)
    free = free.filter(look=look) if look else free
    later = Q(look__gt=turn.look) | Q(look=turn.look, at__lt=turn.at)
    later |= Q(look=turn.look, at=turn.at, id__gt=turn.id)
    return free.filter(later).first() or free.first()


def before(turn: Turn, user: Any, look: str = "") -> Optional[Turn]:
    """The free turn before this one."""
    free = free_for(user).exclude(id=turn.id)
    free = free.filter(look=look) if look else free
    earlier = Q(look__lt=turn.look) | Q(look=turn.look, at__gt=turn.at)
    earlier |= Q(look=turn.look, at=turn.at, id__lt=turn.id)
    return free.filter(earlier).reverse().first()
