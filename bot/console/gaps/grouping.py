"""Groups unanswered questions by meaning, with the sentence embedding of the assistant itself."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from django.db import transaction

from bot.console import vocabulary
from bot.console.conversations.models import GAPS, Progress, Turn
from bot.console.gaps.models import Gap
from bot.facts import Library
from bot.nlu.encoder import DIMENSIONS, shared_encoder

ALIKE = 0.5
"""The cosine, without what all questions share, from which two are of a group.

Tried on 96 questions without an answer: at 0.45 topics run together, at 0.55 wordings of one
question fall apart.
"""

BATCH = 200


def group_new_gaps() -> int:
    """Put the next ungrouped questions into groups; how many there were.

    A question joins the group whose first question is nearest, if near enough, else it begins one.
    So groups do not drift, and their addresses stay.
    """
    let_go = _let_go()
    waiting = list(
        Turn.objects.filter(outcome__in=GAPS, gap=None)
        .exclude(question="")
        .order_by("id")
        .only("id", "question", "at")[:BATCH]
    )
    if not waiting:
        return 0
    vectors = shared_encoder().encode([turn.question for turn in waiting])
    groups = list(Gap.objects.order_by("id"))
    _embed_anew([each for each in groups if not each.vector])
    firsts = _own_part(_vectors_of(groups))
    for turn, vector in zip(waiting, vectors, strict=True):
        own = _own_part(vector[None, :])
        place = _nearest(own[0], firsts)
        if place is None:
            groups.append(Gap(label=turn.question, last_at=turn.at, vector=vector.tobytes()))
            firsts, place = np.concatenate([firsts, own]), len(groups) - 1
        turn.gap = groups[place]
        turn.gap.size += 1
        turn.gap.last_at = max(turn.gap.last_at, turn.at)
    with transaction.atomic():
        if _let_go(for_update=True) != let_go:
            # Something was deleted meanwhile, perhaps of these: the next look begins anew.
            return 0
        for group in {id(turn.gap): turn.gap for turn in waiting}.values():
            group.save()
        Turn.objects.bulk_update(waiting, ["gap"])
    return len(waiting)


def _let_go(*, for_update: bool = False) -> int:
    """How often something was let go so far."""
    rows = Progress.objects.select_for_update() if for_update else Progress.objects
    return rows.filter(id=1).values_list("let_go", flat=True).first() or 0


def _embed_anew(groups: list[Gap]) -> None:
    """Groups whose first question was deleted are called by another, and found by it."""
    if groups:
        for group, vector in zip(
            groups, shared_encoder().encode([each.label for each in groups]), strict=True
        ):
            group.vector = vector.tobytes()
            group.save(update_fields=["vector"])


def _nearest(vector: np.ndarray, firsts: np.ndarray) -> int | None:
    if not len(firsts):
        return None
    likeness = firsts @ vector
    place = int(likeness.argmax())
    return place if likeness[place] >= ALIKE else None


def _vectors_of(groups: list[Gap]) -> np.ndarray:
    found = [np.frombuffer(bytes(each.vector), dtype=np.float32) for each in groups]
    return np.stack(found) if found else np.zeros((0, DIMENSIONS), dtype=np.float32)


def _own_part(vectors: np.ndarray) -> np.ndarray:
    """Vectors without what questions about radiology have in common, of length one again."""
    own = vectors - _common(vocabulary.library())
    return own / np.maximum(np.linalg.norm(own, axis=1, keepdims=True), 1e-9)


@lru_cache(maxsize=1)
def _common(library: Library) -> np.ndarray:
    """The mean of the questions that the facts answer."""
    return shared_encoder().encode([fact.asks or fact.says for fact in library.askable]).mean(0)
