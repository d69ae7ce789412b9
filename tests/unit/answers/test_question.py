"""Tests of reading Rasa's parse."""

from __future__ import annotations

import pytest

from bot.answers.question import Part, Question, read_question


def test_a_parse_is_read_whole() -> None:
    parse = {
        "text": "How long, and what pay?",
        "intent": {"name": "ask_pay", "confidence": 0.75},
        "parts": [
            {
                "text": "what pay?",
                "subjects": ["pay"],
                "classes": {"ask_pay": 0.7, "ask_duration": 0.2, "no_fact": 0.1},
                "meaning": {"basic_pay": 0.9},
                "similarity": 0.8,
                "premises": {"basic_pay": True},
            }
        ],
    }

    assert read_question(parse) == Question(
        text="How long, and what pay?",
        intent="ask_pay",
        confidence=0.75,
        parts=(
            Part(
                text="what pay?",
                subjects=("pay",),
                aspects={"pay": 0.7, "duration": 0.2},
                classes={"ask_pay": 0.7, "ask_duration": 0.2, "no_fact": 0.1},
                meaning={"basic_pay": 0.9},
                similarity=0.8,
                premises={"basic_pay": True},
            ),
        ),
    )


@pytest.mark.parametrize(
    "parse",
    [
        {},
        {"text": None, "intent": None, "parts": None},
        {"text": "", "intent": {"name": None, "confidence": None}, "parts": []},
    ],
)
def test_what_is_missing_is_left_empty(parse) -> None:
    assert read_question(parse) == Question("", "", 0.0, (Part(text=""),))


def test_the_likeliest_aspect_is_the_aspect_of_a_part() -> None:
    assert Part("x", aspects={"pay": 0.2, "hours": 0.5}).aspect == "hours"
    assert Part("x").aspect is None


def test_subjects_are_those_of_all_parts_each_once_in_reading_order() -> None:
    question = Question("x", "", 0.0, (Part("a", ("ct", "mri")), Part("b", ("pay", "ct"))))

    assert question.subjects == ("ct", "mri", "pay")
    assert question.first.text == "a"
