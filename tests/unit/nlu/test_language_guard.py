"""Tests of telling other languages, and messages without words."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.language_guard import LanguageGuard
from bot.nlu.parts import PARTS, QuestionPart

ENGLISH = "What is interventional radiology?"


@pytest.fixture(scope="module")
def guard() -> LanguageGuard:
    return LanguageGuard()


def intent(guard: LanguageGuard, text: str, share: float | None = None) -> str | None:
    message = Message({"text": text, "intent": {"name": "ask_pay", "confidence": 0.9}})
    if share is not None:
        message.set(PARTS, [QuestionPart(text, classes={"other_language": share})])
    (message,) = guard.process([message])
    return message.get("intent")["name"]


@pytest.mark.parametrize(
    "text", ["ریڈیولوجسٹ بننے میں کتنا وقت", "放射科医生", "радиолог", "ακτίνες"]
)
def test_another_script_is_another_language(guard, text: str) -> None:
    assert intent(guard, text) == "other_language"
    assert intent(guard, text, share=0.0) == "other_language"


@pytest.mark.parametrize(
    "text",
    ["Combien gagne un radiologue au Royaume-Uni ?", "Ile lat trwa szkolenie z radiologii?"],
)
def test_identifier_and_classifier_together_tell_another_language(guard, text: str) -> None:
    assert intent(guard, text, share=0.3) == "other_language"
    assert intent(guard, text, share=0.01) == "ask_pay"


def test_the_classifier_alone_decides_when_it_is_sure(guard) -> None:
    assert intent(guard, ENGLISH, share=0.7) == "other_language"


@pytest.mark.parametrize("text", [ENGLISH, "FRCR", "ct", "naïve café", "Müller's MRI at 3 T"])
def test_english_stays_what_it_was(guard, text: str) -> None:
    assert intent(guard, text, share=0.0) == "ask_pay"
    assert intent(guard, text) == "ask_pay"


@pytest.mark.parametrize("text", ["", " ", "🩻🦴", "?!...", "\u200b"])
def test_what_holds_no_words_has_no_intent(guard, text: str) -> None:
    assert intent(guard, text, share=0.9) is None


def test_a_number_is_a_word(guard) -> None:
    assert intent(guard, "2") == "ask_pay"
