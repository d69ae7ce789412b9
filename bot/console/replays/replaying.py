"""Asks past questions again of two models, and keeps the turns whose answer changed."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Optional

from bot.console.conversations.models import Conversation, Turn
from bot.console.replays.models import Difference, Judgement, Replay
from bot.console.reviews.models import Verdict
from bot.errors import AssistantError
from bot.settings import ROOT

MOST = 500
"""Conversations asked again unless told otherwise: some minutes."""

Answer = dict[str, Any]


class ReplayError(AssistantError):
    """A replay cannot be made."""


def replay(words: list[str]) -> int:
    """Replay, keep what changed, and tell.

    Returns:
        1 when a turn that was judged right has become wrong, else 0.

    Raises:
        ReplayError: a model is missing or does not answer.
    """
    parser = argparse.ArgumentParser("python -m bot.console replay")
    parser.add_argument("--old", type=Path, required=True, help="the model in use")
    parser.add_argument("--new", type=Path, required=True, help="the model to judge")
    parser.add_argument("--old-project", type=Path, default=ROOT, help="the checkout of the old")
    parser.add_argument("--new-project", type=Path, default=ROOT, help="the checkout of the new")
    parser.add_argument("--most", type=int, default=MOST, help="conversations, reviewed ones first")
    asked = parser.parse_args(words)
    turns = _chosen(asked.most)
    old = answers_of(asked.old_project, asked.old, turns)
    new = answers_of(asked.new_project, asked.new, turns)
    kept = Replay.objects.create(
        old_model=asked.old.name, new_model=asked.new.name, asked=len(turns)
    )
    broken = _keep(kept, turns, old, new)
    counts = {value: kept.differences.filter(judgement=value).count() for value in Judgement.values}
    print(
        f"{len(turns)} turns asked: {counts['better']} better, {counts['worse']} worse, "
        f"{counts['open']} to be judged; replay {kept.id} on the page Replays."
    )
    for turn in broken:
        print(f"Was judged right and has become wrong: {turn.question}")
    return 1 if broken else 0


def _chosen(most: int) -> list[Turn]:
    """Whole conversations, for a follow-up needs what came before; the reviewed ones first."""
    reviewed = Conversation.objects.filter(turns__reviews__isnull=False).distinct()
    ids = list(reviewed.order_by("-last_at").values_list("id", flat=True)[:most])
    others = Conversation.objects.exclude(id__in=ids).order_by("-last_at")
    ids += list(others.values_list("id", flat=True)[: max(0, most - len(ids))])
    turns = Turn.objects.filter(conversation__in=ids).exclude(question="")
    return list(turns.order_by("conversation", "first_event").prefetch_related("reviews"))


def answers_of(project: Path, model: Path, turns: Iterable[Turn]) -> list[Answer]:
    """What a model answers to each turn, asked in a process of its own.

    Raises:
        ReplayError: the model is missing, or the process failed.
    """
    if not model.is_file():
        raise ReplayError(f"{model}: there is no such model: train it, or correct the path")
    questions = [{"sender": str(t.conversation_id), "text": t.question} for t in turns]
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "asked.json", Path(folder) / "answered.json"
        asked.write_text(json.dumps(questions), encoding="utf-8")
        command = [sys.executable, "-m", "bot.rehearse", str(model.resolve())]
        done = subprocess.run([*command, str(asked), str(answered)], cwd=project, check=False)
        if done.returncode != 0 or not answered.is_file():
            raise ReplayError(f"{model}: it did not answer (code {done.returncode}): see above")
        return json.loads(answered.read_text(encoding="utf-8"))


def _keep(kept: Replay, turns: list[Turn], old: list[Answer], new: list[Answer]) -> list[Turn]:
    broken = []
    differences = []
    for turn, before, after in zip(turns, old, new, strict=True):
        if _said(before) == _said(after):
            continue
        judgement = judged(turn, before, after)
        if judgement == Judgement.WORSE:
            broken.append(turn)
        differences.append(
            Difference(replay=kept, turn=turn, old=before, new=after, judgement=judgement)
        )
    Difference.objects.bulk_create(differences)
    return broken


def _said(answer: Answer) -> tuple[str, tuple[str, ...]]:
    """What matters of an answer: how it ended, and the facts; wording changes are no change."""
    return answer["outcome"], tuple(answer["facts"])


def judged(turn: Turn, before: Answer, after: Answer) -> str:
    """Better, worse or open, as far as reviews tell.

    What was judged right is expected again: worse if another fact leads or it ends otherwise. Of
    what was corrected, the fact named is expected: better if it leads now, worse if it led before.
    """
    reviews = list(turn.reviews.all())
    wanted = next((each.fact for each in reviews if each.fact), None)
    if wanted:
        led, leads = _lead(before) == wanted, _lead(after) == wanted
        if led != leads:
            return Judgement.BETTER if leads else Judgement.WORSE
        return Judgement.OPEN
    is_right = any(each.verdict == Verdict.RIGHT for each in reviews)
    is_disputed = any(each.verdict != Verdict.RIGHT for each in reviews)
    if is_right and not is_disputed and _was(turn) == _key(before):
        return Judgement.WORSE if _key(after) != _key(before) else Judgement.OPEN
    return Judgement.OPEN


def _was(turn: Turn) -> tuple[str, Optional[str]]:
    """How the turn ended when it was judged."""
    lead = turn.facts.filter(place=0).values_list("fact", flat=True).first()
    return turn.outcome, lead


def _key(answer: Answer) -> tuple[str, Optional[str]]:
    return answer["outcome"], _lead(answer)


def _lead(answer: Answer) -> Optional[str]:
    return answer["facts"][0] if answer["facts"] else None
