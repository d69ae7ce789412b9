"""Groups unanswered questions by meaning, with the sentence embedding of the assistant itself."""

from __future__ import annotations

import numpy as np
from django.db import transaction

from bot.console.conversations.models import GAPS, Turn
from bot.console.gaps.models import Gap
from bot.nlu.encoder import DIMENSIONS, shared_encoder

ALIKE = 0.62
"""The cosine from which a question joins a group: tried by eye, below it topics run together."""

BATCH = 200


def group_new_gaps() -> int:
    """Put the next ungrouped questions into groups; how many there were.

    A question joins the group whose centre is nearest, if near enough, else it begins one. Groups
    once made stay, so that their addresses do.
    """
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
    centres = _centres(groups)
    for turn, vector in zip(waiting, vectors, strict=True):
        group, centres = _join(turn, vector, groups, centres)
        turn.gap = group
    with transaction.atomic():
        for group in {id(turn.gap): turn.gap for turn in waiting}.values():
            group.save()
        Turn.objects.bulk_update(waiting, ["gap"])
    return len(waiting)


def _centres(groups: list[Gap]) -> np.ndarray:
    found = [np.frombuffer(bytes(each.centre), dtype=np.float32) for each in groups]
    return np.stack(found) if found else np.zeros((0, DIMENSIONS), dtype=np.float32)


def _join(
    turn: Turn, vector: np.ndarray, groups: list[Gap], centres: np.ndarray
) -> tuple[Gap, np.ndarray]:
    likeness = centres @ vector if len(groups) else np.zeros(0)
    place = int(likeness.argmax()) if len(groups) else -1
    if place < 0 or likeness[place] < ALIKE:
        groups.append(Gap(label=turn.question, last_at=turn.at, size=0))
        centres = np.concatenate([centres, vector[None, :]])
        place = len(groups) - 1
    group = groups[place]
    total = centres[place] * group.size + vector
    centres[place] = total / np.linalg.norm(total)
    group.size += 1
    group.last_at = max(group.last_at, turn.at)
    group.centre = centres[place].astype(np.float32).tobytes()
    return group, centres
