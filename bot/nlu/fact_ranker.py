"""Rasa component: the facts nearest in meaning to each question of a message."""

from __future__ import annotations

from typing import Any, Dict, List, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.fact_index import FALSE, TRUE, UNLABELLED, FactIndex
from bot.nlu.parts import PARTS
from bot.nlu.sentence_embedding import sentence_vector


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FactRanker(GraphComponent):
    """Learns from questions labelled with facts, and puts a ranking of facts on each message."""

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, index: FactIndex | None = None
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._index = index

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FactRanker:
        """Create an untrained ranker."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FactRanker:
        """Load a trained ranker."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, FactIndex.read(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from every question whose intent metadata names a fact."""
        labelled = [each for each in training_data.intent_examples if _label(each).get("fact")]
        index = FactIndex.fit(
            [each.get(TEXT) for each in labelled],
            np.array([sentence_vector(each) for each in labelled]),
            [_label(each)["fact"] for each in labelled],
            [_premise(_label(each)) for each in labelled],
        )
        with self._model_storage.write_to(self._resource) as folder:
            index.save(folder)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Rank the facts for each question and add the questions to the parse."""
        for message in messages:
            for part in message.get(PARTS):
                part.meaning, part.similarity = self._index.rank(part.text, part.vector)
                part.premises = self._index.premises(part.text, part.vector, part.meaning)
            parts = [part.to_data() for part in message.get(PARTS)]
            message.set("parts", parts, add_to_output=True)
        return messages


def _label(message: Message) -> Dict[Text, Any]:
    metadata = message.get("metadata") or {}
    return metadata.get("intent") or {}


def _premise(label: Dict[Text, Any]) -> int:
    premise = label.get("premise")
    return UNLABELLED if premise is None else TRUE if premise else FALSE
