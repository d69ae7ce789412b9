"""Rasa component: how likely each intent is, for a message and for each question in it."""

from __future__ import annotations

from typing import Any, Dict, List, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.parts import PARTS
from bot.nlu.sentence_embedding import sentence_vector
from bot.nlu.text_classifier import TextClassifier

NAME = "intents"
RANKED = 10
LEAST = 0.01
"""Classes less likely than this are not kept with a message."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AspectClassifier(IntentClassifier, GraphComponent):
    """Classifies questions by aspect, and everything else by what kind of message it is."""

    def __init__(
        self,
        model_storage: ModelStorage,
        resource: Resource,
        classifier: TextClassifier | None = None,
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._classifier = classifier

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AspectClassifier:
        """Create an untrained classifier."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> AspectClassifier:
        """Load a trained classifier."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, TextClassifier.read(folder, NAME))

    def train(self, training_data: TrainingData) -> Resource:
        """Train on every example that has an intent."""
        examples = [each for each in training_data.intent_examples if each.get(TEXT)]
        classifier = TextClassifier.fit(
            [each.get(TEXT) for each in examples],
            np.array([sentence_vector(each) for each in examples]),
            [each.get(INTENT) for each in examples],
        )
        with self._model_storage.write_to(self._resource) as folder:
            classifier.save(folder, NAME)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the intent, its ranking, and the classes of each question."""
        for message in messages:
            parts = message.get(PARTS)
            vectors = np.array([part.vector for part in parts])
            found = self._classifier.probabilities([part.text for part in parts], vectors)
            for part, row in zip(parts, found, strict=True):
                part.classes = self._likely(row)
            ranking = [
                {"name": name, "confidence": value}
                for name, value in list(parts[0].classes.items())[:RANKED]
            ]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _likely(self, row: np.ndarray) -> Dict[Text, float]:
        order = np.argsort(-row)
        return {
            self._classifier.labels[place]: round(float(row[place]), 4)
            for rank, place in enumerate(order)
            if rank == 0 or row[place] >= LEAST
        }
