"""Questions as Rasa's parse gives them, for the tests of answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.answers import Question, read_question


def part(
    text: str,
    subjects: tuple[str, ...] = (),
    meaning: Mapping[str, float] | None = None,
    premises: Mapping[str, bool] | None = None,
    **classes: float,
) -> dict[str, Any]:
    """One question of a parse; its nearest known question is as near as its likeliest fact."""
    meaning = meaning or {}
    return {
        "text": text,
        "subjects": list(subjects),
        "classes": classes,
        "meaning": meaning,
        "similarity": max(meaning.values(), default=0.0),
        "premises": premises or {},
    }


def asked(
    text: str,
    subjects: tuple[str, ...] = (),
    meaning: Mapping[str, float] | None = None,
    intent: str | None = None,
    premises: Mapping[str, bool] | None = None,
    **classes: float,
) -> Question:
    """A message with one question; its intent is the likeliest class unless one is given."""
    intent = intent or max(classes, key=lambda each: classes[each], default="")
    return asked_parts(text, [part(text, subjects, meaning, premises, **classes)], intent)


def asked_parts(text: str, parts: list[dict[str, Any]], intent: str) -> Question:
    """A message with several questions, the whole of it first."""
    return read_question(
        {"text": text, "intent": {"name": intent, "confidence": 1.0}, "parts": parts}
    )
