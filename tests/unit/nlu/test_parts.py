"""Tests of finding the questions inside a message."""

from __future__ import annotations

import json

import numpy as np
import pytest

from bot.nlu.encoder import shared_encoder
from bot.nlu.parts import (
    LONG_MESSAGE,
    QuestionPart,
    encode_messages,
    question_sentences,
    sentences,
    split_questions,
)

SCENE = "My sister works at a bakery and bakes all night long while the town sleeps. " * 4


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", [""]),
        ("how long is it", ["how long is it"]),
        ("How long is it?", ["How long is it?"]),
        ("I am ten. How long is it?", ["I am ten. How long is it?"]),
        ("How long? What pay?", ["How long? What pay?", "How long?", "What pay?"]),
        ("A? B? C?", ["A? B? C?", "A?", "B?", "C?"]),
        ("A? B? C? D?", ["A? B? C? D?"]),
    ],
)
def test_two_or_three_questions_are_read_one_by_one_after_the_whole(text, parts) -> None:
    assert split_questions(text) == parts


def test_sentences_end_at_their_signs_and_questions_at_question_marks() -> None:
    text = "I am an F2. How long is it? Thanks!"

    assert sentences(text) == ["I am an F2.", "How long is it?", "Thanks!"]
    assert question_sentences(text) == ["How long is it?"]


def test_a_long_message_is_led_by_its_question() -> None:
    question = "How much are radiologists paid?"
    assert len(SCENE.split()) > LONG_MESSAGE
    encoder = shared_encoder()
    asked, scene = encoder.encode([question, SCENE])

    (vector,) = encode_messages([SCENE + question], encoder)

    assert vector @ asked > vector @ scene
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("text", ["How long?", SCENE])
def test_short_messages_and_long_ones_without_a_question_are_read_as_they_are(text: str) -> None:
    encoder = shared_encoder()

    assert np.array_equal(encode_messages([text], encoder), encoder.encode([text]))


def test_a_part_is_plain_data_without_its_vector() -> None:
    part = QuestionPart("x", np.ones(3), ("ct",), {"greet": 0.5}, {"f": 0.9}, 0.12345, {"f": True})

    assert json.loads(json.dumps(part.to_data())) == {
        "text": "x",
        "subjects": ["ct"],
        "classes": {"greet": 0.5},
        "meaning": {"f": 0.9},
        "similarity": 0.1235,
        "premises": {"f": True},
    }
