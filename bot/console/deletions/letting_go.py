"""Takes conversations, or their older turns, out of all that the console made of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Count, F, Max, Min
from django.http import QueryDict

from bot.console.conversations.models import Conversation, Fault, Progress, SavedFilter, Turn
from bot.console.conversations.search import find_turns
from bot.console.deletions.proposals import keep_for_others, take_out
from bot.console.gaps.models import Gap
from bot.console.insights.counting import recount
from bot.console.reviews.models import Tag

CHUNK = 500
"""Ids in one statement."""


@dataclass
class _Share:
    """What turns have a share in: it is mended when they are gone."""

    days: set[date] = field(default_factory=set)
    questions: set[str] = field(default_factory=set)
    gaps: set[int] = field(default_factory=set)
    tags: set[int] = field(default_factory=set)


def let_go(gone: Collection[int], kept_from: Mapping[int, int]) -> None:
    """Let go of conversations with their turns, reviews, drafts, replays, and share in groups.

    Args:
        gone: the ids of conversations that are no longer kept.
        kept_from: of others the id of the first event that is kept.
    """
    with transaction.atomic():
        # First: whoever works on what was read before waits here, and begins anew.
        Progress.objects.get_or_create(id=1)
        Progress.objects.filter(id=1).update(let_go=F("let_go") + 1)
        turns = list(_turns(gone, kept_from))
        searches = _searches_that_find()
        share = _share_of(turns)
        share.days |= _first_days([*gone, *kept_from])
        keep_for_others(turns)
        for some in _chunks(turns):
            Turn.objects.filter(id__in=some).delete()
        for some in _chunks(list(gone)):
            Conversation.objects.filter(id__in=some).delete()
        _shorten(kept_from)
        take_out(share.questions)
        for gap in Gap.objects.filter(id__in=share.gaps):
            _mend(gap)
        Tag.objects.filter(id__in=share.tags, reviews=None).delete()
        _drop_searches(searches)
        recount(share.days | _first_days(kept_from))


def _turns(gone: Collection[int], kept_from: Mapping[int, int]) -> Iterator[int]:
    for some in _chunks(list(gone)):
        yield from Turn.objects.filter(conversation__in=some).values_list("id", flat=True)
    for conversation, first in kept_from.items():
        older = Turn.objects.filter(conversation=conversation, first_event__lt=first)
        yield from older.values_list("id", flat=True)


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _share_of(turns: list[int]) -> _Share:
    share = _Share()
    for some in _chunks(turns):
        for day, question, gap in Turn.objects.filter(id__in=some).values_list(
            "day", "question", "gap"
        ):
            share.days.add(day)
            share.questions.add(question)
            share.gaps |= {gap} if gap else set()
        tags = Tag.objects.filter(reviews__turn__in=some)
        share.tags |= set(tags.values_list("id", flat=True))
    return share


def _first_days(conversations: Collection[int]) -> set[date]:
    days: set[date] = set()
    for some in _chunks(list(conversations)):
        found = Conversation.objects.filter(id__in=some)
        days |= set(found.values_list("first_day", flat=True))
    return days


def _shorten(kept_from: Mapping[int, int]) -> None:
    """Conversations begin with the first turn that is left; without any they go."""
    for number, first in kept_from.items():
        Fault.objects.filter(conversation=number, event__lt=first).delete()
        left = Turn.objects.filter(conversation=number).aggregate(
            first=Min("at"), last=Max("at"), count=Count("id")
        )
        found = Conversation.objects.filter(id=number)
        if not left["count"]:
            found.delete()
        else:
            found.update(
                first_at=left["first"],
                first_day=left["first"].date(),
                last_at=left["last"],
                turn_count=left["count"],
            )


def _mend(gap: Gap) -> None:
    """A group is called by a question that is still there; one without questions goes."""
    first = gap.turns.order_by("id").first()
    if first is None:
        gap.delete()
        return
    if not gap.turns.filter(question=gap.label).exists():
        # Its numbers tell of the deleted question; the next grouping makes them anew.
        gap.label, gap.vector = first.question, b""
    gap.size = gap.turns.count()
    gap.save(update_fields=["label", "vector", "size"])


def _searches_that_find() -> dict[int, str]:
    """The filters with a search that finds something: their ids and words."""
    sought = {
        each.id: QueryDict(each.query).get("q", "")
        for each in SavedFilter.objects.filter(query__contains="q=")
    }
    return {number: words for number, words in sought.items() if words and find_turns(words)}


def _drop_searches(found_before: Mapping[int, str]) -> None:
    """Searches that find nothing any more were for words of what was deleted."""
    empty = [number for number, words in found_before.items() if not find_turns(words)]
    SavedFilter.objects.filter(id__in=empty).delete()
