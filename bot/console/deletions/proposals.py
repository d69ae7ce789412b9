"""Takes what visitors wrote out of what trainers have proposed from it."""

from __future__ import annotations

from bot.console.changes.models import Change, Kind
from bot.console.conversations.models import Turn

FEWEST_WORDS = 4
"""A question of fewer words stands in other sentences by chance."""


def keep_for_others(turns: list[int]) -> None:
    """What is proposed from a group goes on if somebody else asked the same in the same words."""
    gone = set(turns)
    for change in Change.objects.filter(kind=Kind.EXAMPLE).exclude(gap=None).exclude(turn=None):
        if change.turn_id in gone:
            same = Turn.objects.filter(gap=change.gap_id, question=change.turn.question)
            others = (each for each in same.values_list("id", flat=True) if each not in gone)
            other = next(others, None)
            if other:
                Change.objects.filter(id=change.id).update(turn=other)


def take_out(questions: set[str]) -> None:
    """Take questions that nobody who is left has asked out of all that is proposed.

    A training question or a test conversation goes with them; a fact is proposed without them, and
    goes if it is itself written with their words.
    """
    proposed = [(change, _texts(change)) for change in Change.objects.all()]
    everything = "\n".join(text for _, texts in proposed for text in texts)
    # One look through everything spares most questions a look at each change.
    held = {each for each in questions if _plain(each) and _plain(each) in everything}
    kept = set(Turn.objects.filter(question__in=held).values_list("question", flat=True))
    gone = {_plain(each) for each in held - kept}
    for change, texts in proposed:
        if gone and any(_holds(text, gone) for text in texts):
            _take_out(change, gone)


def _take_out(change: Change, gone: set[str]) -> None:
    change.reason = ""
    if change.kind == Kind.FACT:
        asked = change.content.get("questions") or []
        left = [text for text in asked if not _holds(_plain(text), gone)]
        change.content = {**change.content, "questions": left}
    if any(_holds(text, gone) for text in _texts(change)):
        change.delete()
    else:
        change.save(update_fields=["content", "reason"])


def _holds(text: str, gone: set[str]) -> bool:
    return text in gone or any(each in text for each in gone if len(each.split()) >= FEWEST_WORDS)


def _texts(change: Change) -> list[str]:
    """Every text of a change, as words alone."""
    texts, waiting = [], [change.content, change.reason]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            texts.append(_plain(value))
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return texts


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
