"""Tests of the stage that people say they are at, whatever else they ask."""

from __future__ import annotations

import pytest

from bot.answers.person import stated_stage


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("I'm a medical student, is radiology hard to get into?", "medical_student"),
        ("I’m a third-year medical student", "medical_student"),
        ("hi, im still a registrar and wonder", "core_training"),
        ("I am now in ST2, what then?", "core_training"),
        ("I'm a radiology ST5", "st4"),
        ("My friend says I'm odd, but I'm an ST1", "core_training"),
    ],
)
def test_people_say_their_stage_in_passing(library, text: str, stage: str) -> None:
    assert stated_stage(text, library) == stage


@pytest.mark.parametrize(
    "text",
    [
        "What is an ST2 paid?",
        "Is a registrar a medical student?",
        "I'm wondering what a medical student does",
        "I am not a registrar",
        "I am",
        "",
    ],
)
def test_naming_a_stage_is_not_being_at_it(library, text: str) -> None:
    assert stated_stage(text, library) is None
