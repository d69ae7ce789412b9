"""Rasa component: puts emergency, distress and medical questions before every other intent."""

from __future__ import annotations

from typing import Any, Collection, Dict, List, Optional, Text, Tuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.facts import read_facts
from bot.nlu.parts import PARTS, QuestionPart
from bot.nlu.safety_patterns import SafetyPatterns, read_safety_patterns
from bot.safety import CLASSES

EMERGENCY, DISTRESS, MEDICAL = CLASSES
RANKING = "intent_ranking"
SAFETY = "safety"
"""Where the parse says what decided: the pattern, or that the classifier did."""

BY_CLASSIFIER = "classifier"

SURE = 0.25
"""Probability of the three classes together from which the classifier alone decides."""

SURE_BESIDE_CAREERS = 0.85
"""The same beside a careers subject: "my consultant showed me a stroke" is not a patient."""

KNOWN_QUESTION = 0.8
SURE_BESIDE_A_FACT = 0.97
"""The same where a fact's meaning is at least the first: a question that a fact surely answers."""

GRAVER = 0.25
"""Probability from which emergency or distress is taken, though medical is likelier."""

OVERRULES = 0.4
"""Probability from which the classifier's emergency stands before a medical pattern."""

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
        found = self._patterns.find(text)
        label, likely = self._by_classifier(text, parts)
        if found and (found.label, label) == (MEDICAL, EMERGENCY) and likely >= OVERRULES:
            found = None
        if found:
            _put_first(message, found.label, 1.0, found.pattern)
        elif label:
            _put_first(message, label, likely, BY_CLASSIFIER)
        else:
            _put_back(message)

    def _by_classifier(self, text: Text, parts: List[QuestionPart]) -> Tuple[Optional[Text], float]:
        if len(text.split()) <= SHORT:
            return None, 0.0
        least = SURE_BESIDE_CAREERS if self._is_about_careers(text, parts) else SURE
        for part in parts:
            found = {label: part.classes.get(label, 0.0) for label in CLASSES}
            is_known = max(part.meaning.values(), default=0.0) >= KNOWN_QUESTION
            if sum(found.values()) >= (SURE_BESIDE_A_FACT if is_known else least):
                label = _likelier(found)
                return label, found[label]
        return None, 0.0

    def _is_about_careers(self, text: Text, parts: List[QuestionPart]) -> bool:
        named = {subject for part in parts for subject in part.subjects}
        return bool(named & self._career_subjects) or self._patterns.is_about_careers(text)


def _likelier(found: Dict[Text, float]) -> Text:
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
