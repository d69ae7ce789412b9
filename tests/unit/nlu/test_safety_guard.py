"""The safety guard: when patterns, and when the classifier, put a safety class first."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.parts import PARTS, QuestionPart
from bot.nlu.safety_guard import SURE, SURE_BESIDE_CAREERS, SafetyGuard
from bot.nlu.safety_patterns import Finding

LONG = "a message of more than three words"


class FakePatterns:
    """Finds what it is told to find."""

    def __init__(self, label: str | None = None, is_about_careers: bool = False) -> None:
        self._found = Finding(label, "the pattern") if label else None
        self._is_about_careers = is_about_careers

    def find(self, text: str) -> Finding | None:
        return self._found

    def is_about_careers(self, text: str) -> bool:
        return self._is_about_careers


def guarded(
    classes: dict[str, float],
    pattern: str | None = None,
    subjects: tuple[str, ...] = (),
    text: str = LONG,
    is_about_careers: bool = False,
    further: tuple[QuestionPart, ...] = (),
) -> Message:
    ranking = [
        {"name": name, "confidence": value}
        for name, value in sorted(classes.items(), key=lambda each: -each[1])
    ]
    message = Message({"text": text})
    message.set(PARTS, [QuestionPart(text, subjects=subjects, classes=classes), *further])
    message.set("intent", ranking[0])
    message.set("intent_ranking", ranking)
    guard = SafetyGuard(FakePatterns(pattern, is_about_careers), ["consultant"])
    return guard.process([message])[0]


def intent_of(message: Message) -> str:
    ranking = message.get("intent_ranking")
    assert message.get("intent") == ranking[0]
    assert len({each["name"] for each in ranking}) == len(ranking)
    return ranking[0]["name"]


@pytest.mark.parametrize("label", ["emergency", "distress", "medical"])
def test_a_pattern_overrides_a_sure_careers_intent(label):
    message = guarded({"ask_pay": 0.99}, pattern=label)
    assert intent_of(message) == label
    assert message.get("intent")["confidence"] == 1.0
    assert message.get("intent_ranking")[1]["name"] == "ask_pay"
    assert message.get("safety") == {"label": label, "found_by": "the pattern"}


def test_a_pattern_counts_beside_career_words_and_in_short_messages():
    assert intent_of(guarded({"ask_pay": 1.0}, "distress", ("consultant",), "kms")) == "distress"


def test_the_classifier_alone_decides_once_it_is_sure_enough():
    message = guarded({"ask_pay": 1 - SURE, "medical": SURE})
    assert intent_of(message) == "medical"
    assert message.get("safety") == {"label": "medical", "found_by": "classifier"}
    assert intent_of(guarded({"ask_pay": 0.8, "medical": SURE - 0.05})) == "ask_pay"


def test_the_three_classes_count_together():
    classes = {"ask_pay": 0.65, "medical": 0.2, "emergency": 0.15}
    assert intent_of(guarded(classes)) == "medical"


@pytest.mark.parametrize(
    ("chance", "intent"), [(SURE_BESIDE_CAREERS, "distress"), (0.8, "ask_pay")]
)
def test_beside_a_career_subject_the_classifier_must_be_surer(chance, intent):
    classes = {"distress": chance, "ask_pay": 1 - chance}
    assert intent_of(guarded(classes, subjects=("consultant",))) == intent
    assert intent_of(guarded(classes, is_about_careers=True)) == intent
    assert intent_of(guarded(classes, subjects=("ct",))) == "distress"


@pytest.mark.parametrize("text", ["and CT?", "what about stroke"])
def test_on_a_short_follow_up_the_classifier_alone_never_decides(text):
    message = guarded({"medical": 0.99, "change_subject": 0.01}, text=text)
    assert intent_of(message) == "change_subject"
    assert message.get("safety") is None
    assert {each["name"] for each in message.get("intent_ranking")} == {"medical", "change_subject"}


def test_a_short_message_that_can_be_nothing_else_stays_what_it_is():
    assert intent_of(guarded({"distress": 1.0}, text="im lost")) == "distress"


def test_a_life_threatening_message_is_not_taken_for_a_medical_question():
    assert intent_of(guarded({"medical": 0.7, "emergency": 0.3})) == "emergency"
    assert intent_of(guarded({"medical": 0.6, "emergency": 0.4}, "medical")) == "emergency"


def test_a_faint_chance_of_an_emergency_leaves_a_medical_question_alone():
    assert intent_of(guarded({"medical": 0.8, "emergency": 0.2})) == "medical"
    assert intent_of(guarded({"medical": 0.7, "emergency": 0.3}, "medical")) == "medical"


def test_what_a_distress_pattern_finds_the_classifier_does_not_overrule():
    assert intent_of(guarded({"emergency": 0.9, "ask_pay": 0.1}, "distress")) == "distress"


def test_of_emergency_and_distress_the_classifier_takes_the_likelier():
    assert intent_of(guarded({"distress": 0.6, "emergency": 0.4})) == "distress"


def test_any_question_of_a_message_can_be_the_dangerous_one():
    further = (QuestionPart("does my scan mean cancer?", classes={"medical": 0.9}),)
    assert intent_of(guarded({"ask_pay": 0.95}, further=further)) == "medical"


def test_a_careers_question_goes_through_unchanged():
    message = guarded({"ask_pay": 0.9, "medical": 0.05})
    assert message.get("intent_ranking") == [
        {"name": "ask_pay", "confidence": 0.9},
        {"name": "medical", "confidence": 0.05},
    ]
    assert message.get("safety") is None


def test_an_empty_message_is_left_alone():
    message = Message({"text": ""})
    SafetyGuard(FakePatterns(), []).process([message])
    assert message.get("intent") is None


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("My consultant showed me a stroke CT and I loved it", "ask_route"),
        ("failed my FRCR again and I don't want to wake up any more", "distress"),
        ("does my scan mean cancer", "medical"),
        ("chets pain and my arm is heavy", "emergency"),
    ],
)
def test_the_component_made_by_rasa_reads_our_own_files(text, intent):
    guard = SafetyGuard.create({}, None, None, None)
    message = Message({"text": text})
    message.set(PARTS, [QuestionPart(text, classes={"ask_route": 0.9, "medical": 0.1})])
    message.set("intent", {"name": "ask_route", "confidence": 0.9})
    message.set("intent_ranking", [{"name": "ask_route", "confidence": 0.9}])
    assert intent_of(guard.process([message])[0]) == intent
