"""One turn: reads the question, has it answered, says the answer, and keeps what it was about."""

from __future__ import annotations

import datetime
import logging
import secrets
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.answers import (
    Answer,
    Desk,
    Outcome,
    Phrases,
    Question,
    Topic,
    plain_text,
    read_question,
    read_topic,
)
from bot.answers.following import answer_offered, asked_fact, next_topic
from bot.answers.person import Person, stated_stage
from bot.answers.planning import guide
from bot.facts import known_facts

logger = logging.getLogger(__name__)

AFTER_SIGNPOSTS = {Outcome.SIGNPOSTED_EMERGENCY.value, Outcome.SIGNPOSTED_DISTRESS.value}
CHAT = {
    *(Outcome.CONVERSED, Outcome.CLARIFIED),
    *(Outcome.UNANSWERED_UNCLEAR, Outcome.DECLINED_OUT_OF_SCOPE),
}
"""Right after help was named, chat offers no careers questions either."""


class Turn(Action, ABC):
    """An action that answers; subclasses give its name and the answer.

    The one broad catch of the actions stands here: whatever fails, the visitor reads a sentence
    with a reference, and the log has the reason under that reference.
    """

    @abstractmethod
    def answer(
        self, question: Question, topic: Topic, desk: Desk, slots: Mapping[str, Any]
    ) -> tuple[Answer, dict[str, Any]]:
        """The answer, and the slots to set beside the topic."""

    def _answer(
        self, question: Question, topic: Topic, desk: Desk, slots: Mapping[str, Any]
    ) -> tuple[Answer, dict[str, Any]]:
        """What was offered or asked for comes first, whatever the message was understood as."""
        if asked_fact(question.text, desk.library):
            return answer_offered(question.text.strip(), topic, desk), {}
        guided = guide(question, topic, known_person(slots), desk)
        if guided is not None:
            return guided.answer, vars(guided.person)
        answer, kept = self.answer(question, topic, desk, slots)
        stage = stated_stage(question.text, desk.library)
        return answer, {"stage": stage, **kept} if stage else kept

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Answer the last message of the tracker."""
        phrases = Phrases(domain.get("responses") or {})
        try:
            desk = Desk(known_facts(), phrases, datetime.date.today())
            question = read_question(tracker.latest_message or {})
            topic = read_topic(tracker.slots.get("topic"))
            answer, slots = self._answer(question, topic, desk, tracker.slots)
            if tracker.slots.get("outcome") in AFTER_SIGNPOSTS and answer.outcome in CHAT:
                answer = replace(answer, suggestions=())
            return _say(answer, topic, phrases, dispatcher, slots)
        except Exception:
            return _apologise(phrases, dispatcher)


def known_person(slots: Mapping[str, Any]) -> Person:
    """What is known of the person in this conversation."""
    return Person(slots.get("stage"), slots.get("interest"), slots.get("awaiting"))


def _say(
    answer: Answer,
    topic: Topic,
    phrases: Phrases,
    dispatcher: CollectingDispatcher,
    slots: dict[str, Any],
) -> list[dict[str, Any]]:
    buttons = [{"title": each, "payload": each} for each in answer.suggestions]
    dispatcher.utter_message(
        text=plain_text(answer, phrases), buttons=buttons, answer=answer.to_data()
    )
    kept = {"awaiting": None, **slots, "outcome": answer.outcome.value}
    kept["topic"] = next_topic(answer, topic).to_slot()
    return [SlotSet(name, value) for name, value in kept.items()]


def _apologise(phrases: Phrases, dispatcher: CollectingDispatcher) -> list[dict[str, Any]]:
    reference = secrets.token_hex(4)
    logger.exception("An action failed. reference=%s", reference)
    dispatcher.utter_message(text=_error_text(phrases, reference))
    return [SlotSet("outcome", Outcome.ERROR_ACTION.value)]


def _error_text(phrases: Phrases, reference: str) -> Optional[str]:
    return phrases.say("error", reference=reference) if phrases.has("error") else reference
