"""Decides on changes, and makes one patch of those that are approved."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from bot.console import vocabulary
from bot.console.changes.checking import Wanted, compose, current_project, reasons_against
from bot.console.changes.models import Change, Kind, Stage
from bot.console.gaps.models import Gap
from bot.console.masking import masked


def approve(change: Change, user: Any) -> list[str]:
    """Approve a change; if something speaks against it, nothing happens but that it is told."""
    others = [
        (each.kind, each.content)
        for each in Change.objects.filter(stage=Stage.APPROVED).exclude(id=change.id)
    ]
    root = vocabulary.project()
    reasons = reasons_against(root, (change.kind, change.content), _spread(others))
    if reasons:
        change.reason = "\n".join(reasons)
        change.save(update_fields=["reason"])
        return reasons
    _decide(change, Stage.APPROVED, user, "")
    if change.gap_id:
        Gap.objects.filter(id=change.gap_id).update(is_closed=True)
    return []


def refuse(change: Change, user: Any, reason: str) -> None:
    """Refuse a change; it is kept, with the reason."""
    _decide(change, Stage.REFUSED, user, masked(reason.strip()[:500]))


def _decide(change: Change, stage: str, user: Any, reason: str) -> None:
    change.stage, change.decided_by, change.decided_at = stage, user, timezone.now()
    change.reason = reason
    change.save()


def approved_patch() -> str:
    """The patch of all approved changes; empty if there are none."""
    approved = list(Change.objects.filter(stage=Stage.APPROVED).order_by("id"))
    if not approved:
        return ""
    wanted = _spread([(each.kind, each.content) for each in approved])
    return compose(vocabulary.project(), wanted).patch()


def _spread(wanted: list[Wanted]) -> list[Wanted]:
    """Each fact followed by its questions, which are changes like others."""
    spread: list[Wanted] = []
    for kind, content in wanted:
        spread.append((kind, content))
        if kind == Kind.FACT:
            fact = content["fact"]
            label = {"intent": f"ask_{fact['aspect']}", "fact": fact["id"]}
            spread += [
                (Kind.EXAMPLE, {"text": text, **label}) for text in content.get("questions") or []
            ]
    return spread


def mark_done() -> int:
    """Put away the approved changes that stand in the checkout; how many there were."""
    root = vocabulary.project()
    texts = {each.text for each in current_project(root).examples}
    library = vocabulary.library()
    count = 0
    for change in Change.objects.filter(stage=Stage.APPROVED):
        if _stands(change, texts, library):
            change.stage = Stage.DONE
            change.save(update_fields=["stage"])
            count += 1
    return count


def _stands(change: Change, texts: set[str], library: Any) -> bool:
    if change.kind == Kind.FACT:
        return library.has_fact(change.content["fact"]["id"])
    if change.kind == Kind.EXAMPLE:
        return change.content["text"] in texts
    path = vocabulary.project() / "tests" / "dialogues" / "reviewed.yml"
    return path.is_file() and change.content["dialogue"] in path.read_text(encoding="utf-8")
