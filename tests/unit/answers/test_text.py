"""Tests of the plain text, which is whole in itself."""

from __future__ import annotations

import pytest

from bot.answers import Answer, Outcome, plain_text
from bot.answers.answer import Cited, Step, Told
from bot.answers.text import spoken_date


def test_an_answer_is_laid_out_line_by_line(desk) -> None:
    answer = Answer(
        outcome=Outcome.ANSWERED,
        opening=("First this.", "<yes>"),
        facts=(
            Told("a", "CT is a scan.", ("bones", "lungs"), as_of="2025-04", is_overdue=True),
            Told("b", "MRI is a magnet."),
        ),
        steps=(
            Step("School", 5, "By bus.", "A degree."),
            Step("Work", None, "At last.", "A pension."),
            Step("Year out", 1, "Any time.", "A tan."),
        ),
        closing=("That is all.",),
        sources=(
            Cited("h", "Handbook", "College", "http://localhost/h"),
            Cited("w", "Website", "Trust", "http://localhost/w"),
        ),
    )

    assert plain_text(answer, desk.phrases).splitlines() == [
        "First this.",
        "<yes> CT is a scan. <as_of April 2025> <overdue>",
        "- bones",
        "- lungs",
        "MRI is a magnet.",
        "<step 1 <step_years School 5> By bus. A degree.>",
        "<step 2 Work At last. A pension.>",
        "<step 3 <step_year Year out 1> Any time. A tan.>",
        "That is all.",
        "<source_lines <source College Handbook http://localhost/h>; "
        "<source Trust Website http://localhost/w>>",
    ]


def test_one_source_has_a_line_of_its_own_and_no_sources_none(desk) -> None:
    source = Cited("h", "Handbook", "College", "http://localhost/h")
    answer = Answer(Outcome.ANSWERED, ("Hello.",), sources=(source,))

    assert plain_text(answer, desk.phrases) == (
        "Hello.\n<source_line <source College Handbook http://localhost/h>>"
    )
    assert plain_text(Answer(Outcome.CONVERSED, ("Hello.",)), desk.phrases) == "Hello."


@pytest.mark.parametrize(
    ("moment", "spoken"),
    [("2025", "2025"), ("2025-04", "April 2025"), ("2025-04-01", "1 April 2025")],
)
def test_dates_are_spoken_as_people_write_them(moment: str, spoken: str) -> None:
    assert spoken_date(moment) == spoken


def test_a_text_that_would_be_too_long_names_its_sources_without_their_addresses(desk) -> None:
    source = Cited("h", "Handbook", "College", "http://localhost/h")
    long = Answer(Outcome.ANSWERED, ("x" * 1170,), sources=(source,))

    assert plain_text(long, desk.phrases).endswith(
        "<source_line <source_short College Handbook http://localhost/h>>"
    )
