"""What was understood of one message, read from Rasa's parse of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

ASK = "ask_"


@dataclass(frozen=True)
class Part:
    """One question in a message.

    Attributes:
        aspects: probability of each aspect, 0 to 1.
        meaning: nearness of each fact to the question, 0 to 1, by fact id.
        similarity: cosine of the nearest known question, -1 to 1.
        premises: for a yes/no question, is the answer yes? By the fact that decides it.
    """

    text: str
    subjects: tuple[str, ...] = ()
    aspects: Mapping[str, float] = field(default_factory=dict)
    classes: Mapping[str, float] = field(default_factory=dict)
    meaning: Mapping[str, float] = field(default_factory=dict)
    similarity: float = 0.0
    premises: Mapping[str, bool] = field(default_factory=dict)

    @property
    def aspect(self) -> Optional[str]:
        """The likeliest aspect."""
        return max(self.aspects, key=lambda each: self.aspects[each], default=None)


@dataclass(frozen=True)
class Question:
    """A message: its intent and the one to three questions in it."""

    text: str
    intent: str
    confidence: float
    parts: tuple[Part, ...]

    @property
    def subjects(self) -> tuple[str, ...]:
        """Every subject named in the message, in reading order."""
        return tuple(dict.fromkeys(each for part in self.parts for each in part.subjects))

    @property
    def first(self) -> Part:
        """The first question of the message."""
        return self.parts[0]


def read_question(message: Mapping[str, Any]) -> Question:
    """Read Rasa's `latest_message` into a Question; what is missing is left empty."""
    intent = message.get("intent") or {}
    text = message.get("text") or ""
    parts = tuple(_read_part(each) for each in message.get("parts") or [])
    return Question(
        text=text,
        intent=intent.get("name") or "",
        confidence=float(intent.get("confidence") or 0.0),
        parts=parts or (Part(text=text),),
    )


def _read_part(part: Mapping[str, Any]) -> Part:
    classes = dict(part.get("classes") or {})
    return Part(
        text=part.get("text") or "",
        subjects=tuple(part.get("subjects") or ()),
        aspects={
            name[len(ASK) :]: value for name, value in classes.items() if name.startswith(ASK)
        },
        classes=classes,
        meaning=dict(part.get("meaning") or {}),
        similarity=float(part.get("similarity") or 0.0),
        premises=dict(part.get("premises") or {}),
    )
