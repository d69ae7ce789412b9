"""Tests of masking on messages and questions that the author of the rules has not seen."""

from __future__ import annotations

from pathlib import Path

from bot.privacy.words import KINDS
from tests.held_out.privacy.measure import (
    Example,
    measure,
    read_examples,
    read_questions,
)

ALARMS = 0.01
RECALL, ALARMS_AMONG_LOOKALIKES = 0.98, 0.02
"""The least recall of every kind, and what is reached among messages made to look like personal
data, of which one in sixty is masked; the goal there is 0.01 too."""

FEWEST = 400
HELD_OUT = Path(__file__).parents[1]


def test_careers_questions_are_hardly_ever_masked() -> None:
    measured = measure(read_questions(sorted(HELD_OUT.glob("careers_*.yml"))))

    assert measured.harmless > 300
    assert measured.alarm_rate < ALARMS, f"{len(measured.alarms)} of {measured.harmless}"


def test_personal_data_of_every_kind_is_masked() -> None:
    examples = read_examples()
    measured = measure(examples)

    assert len(examples) >= FEWEST
    assert {kind for each in examples for _, kind in each.spans} <= set(KINDS)
    assert all(measured.caught[kind] >= RECALL * told for kind, told in measured.told.items()), (
        "\n".join(measured.lines())
    )
    assert measured.alarm_rate < ALARMS_AMONG_LOOKALIKES, "\n".join(measured.lines())


def test_half_a_name_is_a_leak_and_every_place_counts() -> None:
    half = measure([Example("my name is Rosa and Almeidaxyz", (("Rosa and Almeidaxyz", "name"),))])
    twice = measure([Example("Rosa Almeida, 3 ROSA", (("ROSA", "name"),))])
    whole = measure([Example("I'm Rosa Almeida.", (("Rosa Almeida", "name"),))])

    assert (half.recall, twice.recall, whole.recall) == (0.0, 1.0, 1.0)
    assert half.leaks[0][0] == "name"
