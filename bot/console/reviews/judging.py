"""Keeps a trainer's review, says whether trainers agree, and proposes what follows from it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from bot.console.changes.models import Change, Kind, Stage
from bot.console.conversations.models import ReviewState, Turn
from bot.console.reviews.forms import tags_named
from bot.console.reviews.models import Review


@transaction.atomic
def keep_review(turn: Turn, trainer: Any, given: dict[str, Any]) -> Review:
    """Keep what a trainer says of a turn, beside what others said."""
    review, _ = Review.objects.update_or_create(
        turn=turn,
        trainer=trainer,
        defaults={
            **{name: given[name] for name in ("verdict", "intent", "subjects", "fact")},
            **{"remark": given["remark"].strip(), "is_flagged": given["is_flagged"]},
        },
    )
    review.tags.set(tags_named(given["tags"]))
    turn.state = state_of(turn)
    turn.waits = False
    turn.save(update_fields=["state", "waits"])
    if given.get("example"):
        _propose_example(review)
    return review


def state_of(turn: Turn) -> str:
    """Trainers disagree when verdicts differ, or what they corrected to."""
    reviews = list(turn.reviews.all())
    said = {
        (each.verdict, each.intent, each.fact, tuple(sorted(each.subjects))) for each in reviews
    }
    if not reviews:
        return ReviewState.OPEN
    return ReviewState.DISPUTED if len(said) > 1 else ReviewState.REVIEWED


def _propose_example(review: Review) -> None:
    content = {
        "text": " ".join(review.turn.question.split()),
        "intent": review.intent or review.turn.intent,
        "fact": review.fact if (review.intent or review.turn.intent).startswith("ask_") else "",
    }
    Change.objects.update_or_create(
        kind=Kind.EXAMPLE,
        turn=review.turn,
        proposed_by=review.trainer,
        stage=Stage.PROPOSED,
        defaults={"content": content},
    )
