"""Rasa component: the subjects that a message names, as entities and for each question."""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.facts import read_facts
from bot.nlu.parts import PARTS
from bot.nlu.subject_finder import Mention, SubjectFinder


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SubjectMatcher(GraphComponent, EntityExtractorMixin):
    """Finds subjects by the aliases of the facts file, which it reads when it is made."""

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SubjectMatcher:
        """Create the component from data/facts.yml."""
        return cls()

    def __init__(self) -> None:
        self._finder = SubjectFinder(read_facts())

    def process(self, messages: List[Message]) -> List[Message]:
        """Put the subjects on each message and each of its questions."""
        for message in messages:
            text = message.get(TEXT) or ""
            mentions = self._finder.find(text)
            entities = self.add_extractor_name([_entity(text, each) for each in mentions])
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
            for part in message.get(PARTS) or []:
                # The first part mostly is the whole message.
                own = mentions if part.text == text else self._finder.find(part.text)
                part.subjects = tuple(dict.fromkeys(mention.subject for mention in own))
        return messages


def _entity(text: str, mention: Mention) -> Dict[Text, Any]:
    return {
        "entity": "subject",
        "value": mention.subject,
        "start": mention.start,
        "end": mention.end,
        "text": text[mention.start : mention.end],
        "confidence_entity": 1.0 if mention.is_exact else 0.8,
    }
