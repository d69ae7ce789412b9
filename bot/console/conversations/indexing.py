"""Feeds the index from new events alone."""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timezone

from django.db import transaction
from django.db.models import Case, Max, When

from bot.console.conversations.events import KNOWN, WANTED, Event, Read, read_event
from bot.console.conversations.models import Conversation, Fault, Progress, Turn
from bot.console.conversations.store import conversations_engine
from bot.console.conversations.storing import store_turns
from bot.console.conversations.turns import Talk, read_talk
from bot.console.insights.counting import recount
from bot.storage.deletions import history, make_tables
from bot.storage.opening import reaching

BATCH = 20_000
"""Events read at once: some 2,000 conversations, 100 MB at most."""

SETTLED = 10.0
"""Seconds; younger events are read again, for a database may show a higher id before a lower."""


def index_new_events() -> int:
    """Take the next batch of new events into the index.

    Returns:
        How many events were new; 0 when the index is up to date.
    """
    progress, _ = Progress.objects.get_or_create(id=1)
    _begin_anew_if_replaced(progress)
    rows = list(_rows_after(progress.event))
    if rows:
        first = rows[0].id
        by_sender: dict[str, list[Read]] = defaultdict(list)
        for row in rows:
            if row.type_name in WANTED or row.type_name not in KNOWN:
                by_sender[row.sender_id].append(read_event(row))
        with transaction.atomic():
            _index(by_sender, first)
            settled = _settled(rows)
            new = sum(row.id <= settled for row in rows)
            progress.event = max(progress.event, settled)
            progress.updated_at, progress.problem = _moment(time.time()), ""
            progress.save()
        return new
    if progress.problem:
        progress.problem = ""
        progress.save()
    return 0


def _rows_after(event: int) -> Iterable[Event]:
    wanted = Case(When(type_name__in=WANTED, then="data"))
    rows = (
        Event.objects.filter(id__gt=event)
        .order_by("id")
        .values_list("id", "sender_id", "type_name", "timestamp", wanted)[:BATCH]
    )
    return (
        Event(id=row[0], sender_id=row[1], type_name=row[2], timestamp=row[3], data=row[4])
        for row in rows
    )


def _begin_anew_if_replaced(progress: Progress) -> None:
    """An assistant with a new database counts its events from 1 again."""
    last = Event.objects.aggregate(last=Max("id"))["last"] or 0
    if last < progress.event:
        progress.event = last if _has_deleted_since(progress.updated_at) else 0


def _has_deleted_since(moment: datetime | None) -> bool:
    """Whether the assistant deleted something since, which can have been the newest."""
    with reaching():
        make_tables(conversations_engine())
        with conversations_engine().connect() as connection:
            newest = history(connection, 1)
    return bool(newest) and (moment is None or newest[0].at > moment.timestamp() - SETTLED)


def _settled(rows: list[Event]) -> int:
    """The last event up to which none can still turn up."""
    if len(rows) == BATCH:
        return rows[-1].id
    now = time.time()
    settled = rows[0].id - 1
    for row in rows:
        if now - SETTLED < (row.timestamp or 0) < now + SETTLED:
            break
        settled = row.id
    return settled


def _index(by_sender: dict[str, list[Read]], first: int) -> None:
    known = _known(by_sender)
    last_turns = {
        each["conversation"]: each["last"]
        for each in Turn.objects.filter(conversation__in=known.values())
        .values("conversation")
        .annotate(last=Max("first_event"))
    }
    talks: dict[str, Talk] = {}
    for sender, events in by_sender.items():
        start = last_turns.get(known[sender].id) if sender in known else None
        if start is not None and start < first:
            earlier = Event.objects.filter(
                sender_id=sender, id__gte=start, id__lt=first, type_name__in=WANTED
            )
            events[:0] = [read_event(row) for row in earlier.order_by("id")]
        talks[sender] = read_talk(events)
    grown = set(known)
    _make_conversations(talks, known)
    recount(store_turns(talks, known, grown))
    _keep_faults(talks, known)


def _known(senders: Iterable[str]) -> dict[str, Conversation]:
    names = list(senders)
    found: dict[str, Conversation] = {}
    for start in range(0, len(names), 500):
        chunk = names[start : start + 500]
        found |= {each.sender: each for each in Conversation.objects.filter(sender__in=chunk)}
    return found


def _make_conversations(talks: dict[str, Talk], known: dict[str, Conversation]) -> None:
    new = [
        Conversation(
            key=key_of(sender),
            sender=sender,
            channel=talk.turns[0].channel[:60],
            first_at=_moment(talk.turns[0].at),
            first_day=_moment(talk.turns[0].at).date(),
            last_at=_moment(talk.turns[-1].at),
            turn_count=len(talk.turns),
        )
        for sender, talk in talks.items()
        if sender not in known and talk.turns
    ]
    known |= {each.sender: each for each in Conversation.objects.bulk_create(new)}


def _keep_faults(talks: dict[str, Talk], known: dict[str, Conversation]) -> None:
    faults = [
        Fault(event=fault.id, conversation=known.get(sender), what=fault.fault[:200])
        for sender, talk in talks.items()
        for fault in talk.faults
    ]
    Fault.objects.bulk_create(faults, ignore_conflicts=True)


def key_of(sender: str) -> str:
    """The name of a conversation in addresses: the same for ever, and not who wrote it."""
    return hashlib.blake2b(sender.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, timezone.utc)
