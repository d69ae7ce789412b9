"""Deletes what visitors wrote: at the assistant first, then all that the console made of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from bot.console.conversations.events import delete_events
from bot.console.conversations.models import Conversation
from bot.console.conversations.search import compact
from bot.console.gaps.models import Gap
from bot.console.insights.counting import recount


def delete_conversations(found: Iterable[Conversation]) -> None:
    """Delete conversations with their turns, reviews, changes and their share in the gaps."""
    for conversation in found:
        delete_events(conversation.sender)
        with transaction.atomic():
            gaps = list(Gap.objects.filter(turns__conversation=conversation).distinct())
            days = set(conversation.turns.values_list("day", flat=True))
            conversation.delete()
            recount([*days, conversation.first_day])
            for gap in gaps:
                _mend(gap)
    compact()


def _mend(gap: Gap) -> None:
    """A group is called by a question that is still there; one without questions goes."""
    first = gap.turns.order_by("id").first()
    if first is None:
        gap.delete()
        return
    gap.label, gap.size = first.question, gap.turns.count()
    gap.save(update_fields=["label", "size"])
