"""Rasa component: the sentence vector of a message and of each question in it."""

from __future__ import annotations

from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any, Dict, List, Optional, Text, Tuple

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder import shared_encoder
from bot.nlu.parts import PARTS, QuestionPart, encode_messages, split_questions
from bot.nlu.typed_text import plain
from bot.nlu.vector_store import vectors_of

KEPT = "kept_vectors"
"""The setting that names a file which keeps the vectors for the next training."""

Questions = Tuple[List[str], np.ndarray]
_READ: ContextVar[Optional[Tuple[str, Questions]]] = ContextVar("read", default=None)
"""The text of the message of this task and its questions, once they have been read ahead."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEmbedding(GraphComponent):
    """Puts a dense sentence feature on training messages and question parts on live ones."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """No vectors are kept unless config.yml names a file for them."""
        return {KEPT: None}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEmbedding:
        """Create the component; the encoder is shared by the process."""
        return cls(execution_context.node_name, config[KEPT])

    def __init__(self, name: Text, kept: Text | None = None) -> None:
        self._name = name
        self._kept = Path(kept) if kept else None
        self._encoder = shared_encoder()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Embed every training message."""
        messages = [each for each in training_data.training_examples if each.get(TEXT)]
        vectors = self._encode([each.get(TEXT) for each in messages])
        for message, vector in zip(messages, vectors, strict=True):
            message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._name))
        return training_data

    def _encode(self, texts: List[Text]):
        encode = partial(encode_messages, encoder=self._encoder)
        return vectors_of(texts, encode, self._kept) if self._kept else encode(texts)

    def process(self, messages: List[Message]) -> List[Message]:
        """Split each message into its questions and embed them."""
        for message in messages:
            text = message.get(TEXT) or ""
            read = _READ.get()
            questions, vectors = read[1] if read and read[0] == text else self._read(text)
            message.set(PARTS, list(map(QuestionPart, questions, vectors)))
        return messages

    def read_ahead(self, text: str) -> Tuple[str, Questions]:
        """What `process` does for a text as it was typed; in whatever thread."""
        return plain(text), self._read(plain(text))

    def have_read(self, found: Tuple[str, Questions]) -> None:
        """Keep what was read ahead for the message of this task."""
        _READ.set(found)

    def _read(self, text: str) -> Questions:
        questions = split_questions(text)
        return questions, encode_messages(questions, self._encoder)


def sentence_vector(message: Message):
    """The sentence vector that training gave a message, shape (384,)."""
    _, dense = message.get_dense_features(TEXT, [])
    return dense.features[0]
