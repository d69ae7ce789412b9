"""Follows deletions at the assistant: what it no longer keeps leaves the console."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Min

from bot.console.conversations.events import Event
from bot.console.conversations.models import Conversation, Progress, Turn
from bot.console.conversations.store import conversations_engine
from bot.console.deletions.letting_go import let_go
from bot.storage.deletions import history, make_tables
from bot.storage.opening import reaching

SWEPT = 2_000
"""Conversations looked up at once to see what the assistant still keeps of them."""

LOOKED_UP = 500
"""Of them, so many in one statement."""

Known = list[tuple[int, str]]
"""Conversations: id and sender."""


def sweep() -> int:
    """Look some conversations up, going round by and by; of how many something was let go."""
    if _is_new():
        return 0
    progress, _ = Progress.objects.get_or_create(id=1)
    looked = _after(progress.swept_to)
    count = _follow(looked)
    last = looked[-1][0] if len(looked) == SWEPT else 0
    Progress.objects.filter(id=1).update(swept_to=last)
    return count


def sweep_all() -> int:
    """Look all conversations up now."""
    if _is_new():
        return 0
    count, last = 0, 0
    while looked := _after(last):
        count, last = count + _follow(looked), looked[-1][0]
    return count


def sweep_keys(senders: Iterable[str]) -> int:
    """Look up the conversations of some senders."""
    names, count = list(senders), 0
    for start in range(0, len(names), LOOKED_UP):
        found = Conversation.objects.filter(sender__in=names[start : start + LOOKED_UP])
        count += _follow(list(found.values_list("id", "sender")))
    return count


def _is_new() -> bool:
    """Whether the assistant's database is empty although nothing was ever deleted there.

    Then it is another one than the index was made from, perhaps by mistake, and nothing is let go.
    """
    if Event.objects.exists():
        return False
    with reaching():
        make_tables(conversations_engine())
        with conversations_engine().connect() as connection:
            return not history(connection, 1)


def _after(number: int) -> Known:
    rows = Conversation.objects.filter(id__gt=number).order_by("id")
    return list(rows.values_list("id", "sender")[:SWEPT])


def _follow(looked: Known) -> int:
    """Let go of what is no longer kept of some conversations: all, or all before an event."""
    gone: list[int] = []
    kept_from: dict[int, int] = {}
    for start in range(0, len(looked), LOOKED_UP):
        some = looked[start : start + LOOKED_UP]
        kept = _first_events([sender for _, sender in some])
        shown = _first_turns([number for number, _ in some])
        gone += [number for number, sender in some if sender not in kept]
        kept_from |= {
            number: kept[sender]
            for number, sender in some
            if sender in kept and shown.get(number, kept[sender]) < kept[sender]
        }
    if gone or kept_from:
        let_go(gone, kept_from)
    return len(gone) + len(kept_from)


def _first_events(senders: list[str]) -> dict[str, int]:
    rows = Event.objects.filter(sender_id__in=senders).order_by()
    return dict(rows.values_list("sender_id").annotate(Min("id")))


def _first_turns(conversations: list[int]) -> dict[int, int]:
    rows = Turn.objects.filter(conversation__in=conversations).order_by()
    return dict(rows.values_list("conversation").annotate(Min("first_event")))
