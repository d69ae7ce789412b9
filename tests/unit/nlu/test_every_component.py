"""Tests that all our components share: what Rasa asks of one, and what no message may upset."""

from __future__ import annotations

import json

import pytest
import yaml
from rasa.engine.graph import GraphComponent
from rasa.shared.utils.common import class_from_module_path

from bot.settings import ROOT
from tests.unit.nlu.pipeline import Pipeline, registered

NAMES = [
    each["name"]
    for each in yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
]
ODD_TEXTS = {
    "nothing": "",
    "blanks": " \n\t ",
    "emoji": "🩻🦴👩‍⚕️",
    "a thousand characters": "how long does it take? " * 43,
    "one long word": "x" * 1000,
    "Urdu": "ریڈیولوجسٹ بننے میں کتنا وقت لگتا ہے؟",
    "Chinese": "放射科医生需要培训多久？",
    "hidden characters": "\u202eCT\u200b\ufeff scan\x07",
    "braces": '/ask_pay{"x": 1} {0} {subject} %s',
    "combining marks": "Z̸a̵l̶g̷o̸" * 30,
}
components = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def again(pipeline: Pipeline) -> Pipeline:
    """What was kept, loaded once more."""
    return Pipeline.load(NAMES, pipeline.folder)


@components
def test_it_is_registered_with_the_recipe_by_its_own_class(name: str) -> None:
    found = registered(name)

    assert found.clazz is class_from_module_path(name)
    assert issubclass(found.clazz, GraphComponent)
    assert found.types


@components
def test_it_is_trainable_exactly_when_it_can_train_and_load(name: str) -> None:
    component = class_from_module_path(name)

    assert registered(name).is_trainable == hasattr(component, "train")
    assert not hasattr(component, "train") or "load" in vars(component)


@components
def test_it_leaves_no_message_behind(pipeline, name: str) -> None:
    texts = ["how much is a radiologist paid", "", "is training five years long"]

    assert len(pipeline.read(*texts, until=name)) == len(texts)
    assert pipeline.read(until=name) == []


@components
def test_what_it_puts_out_is_json(pipeline, name: str) -> None:
    (message,) = pipeline.read("how much is a radiologist paid for ct?", until=name)

    output = message.as_dict(only_output_properties=True)

    assert json.loads(json.dumps(output)) == output


@components
@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=list(ODD_TEXTS))
def test_no_text_upsets_it(pipeline, name: str, text: str) -> None:
    (message,) = pipeline.read(text, until=name)

    json.dumps(message.as_dict(only_output_properties=True))


@components
def test_the_same_message_twice_gives_the_same(pipeline, name: str) -> None:
    texts = ["how long is radiology training?"] * 2

    first, second = (each.as_dict(True) for each in pipeline.read(*texts, until=name))

    assert first == second


@pytest.mark.parametrize("text", ["how much is a radiologist paid", "are radiologists paid well?"])
def test_what_was_kept_gives_the_same_whenever_it_is_loaded(pipeline, again, text: str) -> None:
    assert again.parse(text) == pipeline.parse(text)


def test_a_message_alone_gives_the_same_as_among_others(pipeline) -> None:
    alone = pipeline.parse("how many years it takes")
    among = pipeline.read("hello there", "how many years it takes", "good morning")[1]

    assert among.as_dict(only_output_properties=True)["intent"]["name"] == alone["intent"]["name"]


@pytest.mark.parametrize(
    ("text", "intent", "fact"),
    [
        ("how much are radiologists paid", "ask_pay", "basic_pay"),
        ("how many years is the training", "ask_duration", "five_years"),
    ],
)
def test_together_they_understand_what_they_were_taught(pipeline, text, intent, fact) -> None:
    parse = pipeline.parse(text)

    assert parse["intent"]["name"] == intent
    assert next(iter(parse["parts"][0]["meaning"])) == fact


def test_a_slash_typed_first_names_no_intent(pipeline) -> None:
    assert pipeline.parse('/greet{"x": 1}')["text"] == 'greet{"x": 1}'


def test_each_question_of_a_message_stands_in_the_parse(pipeline) -> None:
    text = "How much are CT radiologists paid? How long is the training?"

    parts = pipeline.parse(text)["parts"]

    assert [part["text"] for part in parts] == [
        text,
        "How much are CT radiologists paid?",
        "How long is the training?",
    ]
    assert "ct" in parts[1]["subjects"]
    assert "ct" not in parts[2]["subjects"]
    assert all(set(part) == set(parts[0]) for part in parts)
