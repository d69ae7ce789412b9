"""Rasa component: puts emergency, distress and medical questions before every other intent."""

from __future__ import annotations

from typing import Any, Collection, Dict, List, Optional, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.facts import read_facts
from bot.nlu.parts import PARTS, QuestionPart
from bot.nlu.safety_file import CLASSES
from bot.nlu.safety_patterns import SafetyPatterns, read_safety_patterns

EMERGENCY, DISTRESS, MEDICAL = CLASSES
RANKING = "intent_ranking"
SAFETY = "safety"
"""Where the parse says what decided: the pattern, or that the classifier did."""

SURE = 0.35
"""Probability of the three classes together from which the classifier alone decides."""

SURE_BESIDE_CAREERS = 0.85
"""The same beside a careers subject: "my consultant showed me a stroke" is not a patient."""

GRAVER = 0.25
"""Probability from which emergency or distress is taken, though medical is likelier."""

OVERRULES = 0.6
"""Probability from which the classifier's emergency or distress stands before a medical pattern."""

SHORT = 3
"""Words up to which a message may be a follow-up, where only a pattern decides."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyGuard(GraphComponent):
    """Overrides the intent when a pattern or a sure classifier finds one of the safety classes.

    The thresholds come from cross-validation on the training questions; the figures stand in
    docs/decisions/0003-safety-classes.md.
    """

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyGuard:
        """Create the component from data/safety.yml and the subjects of data/facts.yml."""
        patterns = read_safety_patterns()
        subjects = read_facts().subjects
        careers = (
            name
            for name, subject in subjects.items()
            if subject.kind in patterns.career_kinds or name in patterns.career_topics
        )
        return cls(patterns, careers)

    def __init__(self, patterns: SafetyPatterns, career_subjects: Collection[Text]) -> None:
        self._patterns = patterns
        self._career_subjects = frozenset(career_subjects)

    def process(self, messages: List[Message]) -> List[Message]:
        """Put the class that was found first, or see that none of the three is."""
        for message in messages:
            self._guard(message)
        return messages

    def _guard(self, message: Message) -> None:
        text = message.get(TEXT) or ""
        parts = message.get(PARTS) or []
        likely = {
            label: max((each.classes.get(label, 0.0) for each in parts), default=0.0)
            for label in CLASSES
        }
        found = self._patterns.find(text)
        label = self._by_classifier(text, parts)
        overruled = found and found.label == MEDICAL and label and likely[label] >= OVERRULES
        if found and not overruled:
            _put_first(message, found.label, 1.0, found.pattern)
        elif label:
            _put_first(message, label, likely[label], "classifier")
        else:
            _put_back(message)

    def _by_classifier(self, text: Text, parts: List[QuestionPart]) -> Optional[Text]:
        if len(text.split()) <= SHORT:
            return None
        is_careers = any(self._career_subjects.intersection(each.subjects) for each in parts)
        least = SURE_BESIDE_CAREERS if is_careers else SURE
        for part in parts:
            found = {label: part.classes.get(label, 0.0) for label in CLASSES}
            if sum(found.values()) >= least:
                return _label(found)
        return None


def _label(found: Dict[Text, float]) -> Text:
    graver = max((EMERGENCY, DISTRESS), key=found.get)
    return graver if found[graver] >= GRAVER else max(found, key=found.get)


def _put_first(message: Message, label: Text, confidence: float, reason: Text) -> None:
    first = {"name": label, "confidence": confidence}
    others = [each for each in message.get(RANKING) or [] if each["name"] != label]
    _set(message, [first, *others])
    message.set(SAFETY, {"label": label, "found_by": reason}, add_to_output=True)


def _put_back(message: Message) -> None:
    ranking = message.get(RANKING) or []
    others = [each for each in ranking if each["name"] not in CLASSES]
    if others and ranking[0]["name"] in CLASSES:
        _set(message, [*others, *(each for each in ranking if each not in others)])


def _set(message: Message, ranking: List[Dict[Text, Any]]) -> None:
    message.set(INTENT, ranking[0], add_to_output=True)
    message.set(RANKING, ranking, add_to_output=True)
