"""Writes turns into the index, new ones and such as have grown, many at once."""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import Any

from django.db.models import Count

from bot.console.conversations.models import (
    Conversation,
    ReviewState,
    Turn,
    TurnFact,
    TurnSubject,
)
from bot.console.conversations.triage import reason_to_look
from bot.console.conversations.turns import Asked, Talk

READ = (
    *("message", "at", "day", "channel", "question", "reply", "outcome", "intent", "confidence"),
    *("seconds", "look", "waits"),
)
"""The columns that come from events; the others are the trainers'."""

CHUNK = 1_000


def store_turns(
    talks: dict[str, Talk], known: dict[str, Conversation], grown: set[str]
) -> set[date]:
    """Store turns, and when each conversation was last active; `grown` are those known before.

    Returns:
        The days of which something has changed.
    """
    told: list[tuple[Turn, Asked]] = []
    for sender, talk in talks.items():
        if sender in known:
            told += [(_turn(known[sender], asked, talk), asked) for asked in talk.turns]
    known_ids = _keep_reviewed(told)
    Turn.objects.bulk_create(
        [turn for turn, _ in told],
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["conversation", "first_event"],
        update_fields=[*READ, "helpful", "remark"],
    )
    _store_parts(told, known_ids)
    days = {turn.day for turn, _ in told} | _store_feedback(talks, known)
    _store_activity(talks, {sender: known[sender] for sender in grown})
    return days


def _turn(conversation: Conversation, asked: Asked, talk: Talk) -> Turn:
    feedback = talk.feedback.get(asked.message)
    helpful = feedback.is_helpful if feedback else None
    look = reason_to_look(asked, helpful)
    return Turn(
        conversation=conversation,
        first_event=asked.event,
        message=asked.message[:100],
        at=_moment(asked.at),
        day=_moment(asked.at).date(),
        channel=asked.channel[:60],
        question=_storable(asked.text),
        reply=_storable(asked.reply),
        outcome=asked.outcome[:40],
        intent=asked.intent[:60],
        confidence=asked.confidence,
        helpful=helpful,
        remark=_storable(feedback.remark) if feedback else "",
        seconds=asked.seconds,
        look=look,
        waits=bool(look),
    )


def _keep_reviewed(told: list[tuple[Turn, Asked]]) -> dict[tuple[int, int], int]:
    """What stands already: its ids; what trainers have judged does not wait again."""
    names = {turn.conversation_id for turn, _ in told}
    least = min((turn.first_event for turn, _ in told), default=0)
    rows = Turn.objects.filter(conversation__in=names, first_event__gte=least).values_list(
        "conversation_id", "first_event", "id", "state", "helpful", "remark", "look", "waits"
    )
    stands = {(row[0], row[1]): row for row in rows}
    for turn, _ in told:
        row: Any = stands.get((turn.conversation_id, turn.first_event))
        if row:
            if turn.helpful is None:
                turn.helpful, turn.remark = row[4], row[5]
            was_cleared = row[3] != ReviewState.OPEN or (row[6] == turn.look and not row[7])
            turn.waits = turn.waits and not was_cleared
    return {place: row[2] for place, row in stands.items()}


def _store_parts(told: list[tuple[Turn, Asked]], known_ids: dict[tuple[int, int], int]) -> None:
    again = [
        known_ids[turn.conversation_id, turn.first_event]
        for turn, _ in told
        if (turn.conversation_id, turn.first_event) in known_ids
    ]
    TurnSubject.objects.filter(turn__in=again).delete()
    TurnFact.objects.filter(turn__in=again).delete()
    TurnSubject.objects.bulk_create(
        [
            TurnSubject(turn=turn, subject=subject[:60])
            for turn, asked in told
            for subject in asked.subjects
        ],
        batch_size=CHUNK,
    )
    TurnFact.objects.bulk_create(
        [
            TurnFact(turn=turn, fact=fact[:80], place=place)
            for turn, asked in told
            for place, fact in enumerate(asked.facts)
        ],
        batch_size=CHUNK,
    )


def _store_feedback(talks: dict[str, Talk], known: dict[str, Conversation]) -> set[date]:
    """Feedback may come on a turn that was indexed long ago; the days of such turns."""
    days: set[date] = set()
    for sender, talk in talks.items():
        here = {asked.message for asked in talk.turns}
        for message, feedback in talk.feedback.items():
            if sender in known and message not in here:
                turns = Turn.objects.filter(conversation=known[sender], message=message)
                turns.update(helpful=feedback.is_helpful, remark=_storable(feedback.remark))
                if not feedback.is_helpful:
                    turns.filter(state=ReviewState.OPEN).update(look="2unhelpful", waits=True)
                days |= set(turns.values_list("day", flat=True))
    return days


def _store_activity(talks: dict[str, Talk], known: dict[str, Conversation]) -> None:
    names = [known[sender].id for sender in talks if sender in known]
    counts = dict(
        Turn.objects.filter(conversation__in=names)
        .values_list("conversation")
        .annotate(count=Count("id"))
    )
    changed = []
    for sender, talk in talks.items():
        if sender in known and talk.turns:
            conversation = known[sender]
            last = _moment(talk.turns[-1].at)
            conversation.last_at = max(last, conversation.last_at)
            conversation.turn_count = counts.get(conversation.id, 0)
            changed.append(conversation)
    Conversation.objects.bulk_update(changed, ["last_at", "turn_count"], batch_size=CHUNK)


def _storable(text: str) -> str:
    """A text that every database takes: PostgreSQL refuses NUL, and no UTF-8 has half a pair."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, timezone.utc)
