"""The questions inside a message: a long message is read by its question sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Optional

import numpy as np

from bot.nlu.encoder import SentenceEncoder
from bot.nlu.english import english

LONG_MESSAGE = 40
"""Words up to which the whole message is read as one question."""

SCENE_SHARE = 0.25
"""How much of the whole message is blended into the question sentences of a long one."""

MOST_PARTS = 3
PARTS = "question_parts"
"""Where the parts stand on a Rasa message while it passes through the pipeline."""


@dataclass
class QuestionPart:
    """One question of a message on its way through the pipeline.

    Attributes:
        vector: its sentence vector, shape (384,), length one.
        classes: probability of each intent.
        meaning: nearness of the likeliest facts, 0 to 1, by fact id.
        similarity: cosine of the nearest known question, -1 to 1.
        premises: yes or no to the question, by the fact that decides it.
    """

    text: str
    vector: Optional[np.ndarray] = None
    subjects: tuple[str, ...] = ()
    classes: dict[str, float] = field(default_factory=dict)
    meaning: dict[str, float] = field(default_factory=dict)
    similarity: float = 0.0
    premises: dict[str, bool] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        """The part as plain data for the parse that Rasa keeps."""
        return {
            "text": self.text,
            "subjects": list(self.subjects),
            "classes": self.classes,
            "meaning": self.meaning,
            "similarity": round(self.similarity, 4),
            "premises": self.premises,
        }


def sentences(text: str) -> list[str]:
    """The sentences of a text, by spaCy's rule-based sentence splitter."""
    return [each.text.strip() for each in english()(text).sents if each.text.strip()]


def question_sentences(text: str) -> list[str]:
    """The sentences that end in a question mark."""
    return [each for each in sentences(text) if each.endswith("?")]


def split_questions(text: str) -> list[str]:
    """The whole message first, then its single questions if it asks two or three."""
    questions = question_sentences(text)
    return [text, *questions] if 2 <= len(questions) <= MOST_PARTS else [text]


def encode_messages(texts: list[str], encoder: SentenceEncoder) -> np.ndarray:
    """Vectors of whole messages, shape (len(texts), 384), long ones led by their questions."""
    vectors = encoder.encode(texts)
    focus = {place: _focus(text) for place, text in enumerate(texts)}
    long = [place for place, text in focus.items() if text]
    if long:
        focused = encoder.encode([focus[place] for place in long])
        blended = (1 - SCENE_SHARE) * focused + SCENE_SHARE * vectors[long]
        vectors[long] = blended / np.linalg.norm(blended, axis=1, keepdims=True)
    return vectors


def _focus(text: str) -> str:
    if len(text.split()) <= LONG_MESSAGE:
        return ""
    return " ".join(question_sentences(text))
