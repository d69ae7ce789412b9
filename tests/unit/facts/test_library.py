"""Tests of looking facts up."""

from __future__ import annotations

import datetime

import pytest

from bot.facts import Library, read_facts


@pytest.fixture
def library(facts_file) -> Library:
    """The facts of the small file."""
    return read_facts(facts_file.path)


def test_a_fact_is_found_by_its_id(library) -> None:
    assert library.has_fact("ct_what")
    assert library.fact("ct_what").subjects == ("ct", "imaging")


def test_an_unknown_fact_is_a_key_error(library) -> None:
    assert not library.has_fact("nothing")
    with pytest.raises(KeyError):
        library.fact("nothing")


def test_facts_are_found_by_each_subject_they_name(library) -> None:
    assert [fact.id for fact in library.by_subject["imaging"]] == ["ct_what"]
    assert [fact.id for fact in library.by_subject["pay"]] == ["ct_doctor_pay"]


def test_signposts_are_facts_but_not_askable(library) -> None:
    assert "call_help" in {fact.id for fact in library.facts}
    assert "call_help" not in {fact.id for fact in library.askable}
    assert len(library.askable) == len(library.facts) - 1


def test_only_other_work_is_outside(library) -> None:
    assert library.is_outside("nursing")
    assert not library.is_outside("ct")


@pytest.mark.parametrize(
    ("fact", "day", "is_overdue"),
    [
        ("ct_boss_says", "2026-06-30", False),
        ("ct_boss_says", "2026-07-01", True),
        ("ct_doctor_pay", "2026-12-31", False),
        ("ct_doctor_pay", "2027-01-01", True),
    ],
)
def test_a_fact_is_overdue_after_its_own_date_or_that_of_its_source(
    library, fact: str, day: str, is_overdue: bool
) -> None:
    today = datetime.date.fromisoformat(day)

    assert library.is_overdue(library.fact(fact), today) is is_overdue


@pytest.mark.parametrize(
    ("asked", "told", "closeness"),
    [
        ("ct", "ct", 1.0),
        ("ct_doctor", "ct", 0.9),
        ("ct", "ct_doctor", 0.9),
        ("ct_doctor", "ct_boss", 0.9),
        ("ct", "imaging", 0.5),
        ("imaging", "ct", 0.4),
        ("ct", "pay", 0.0),
        ("pay", "nursing", 0.0),
    ],
)
def test_a_subject_is_close_to_its_other_names_then_to_broader_then_to_narrower_ones(
    library, asked: str, told: str, closeness: float
) -> None:
    assert library.closeness(asked, told) == closeness


def test_nothing_read_can_be_changed(library) -> None:
    with pytest.raises(ValueError, match="frozen"):
        library.fact("ct_what").says = "CT is a cat."
