"""Tests of the channel-neutral answer as data."""

from __future__ import annotations

import datetime
import json

from bot.answers import Answer, Outcome, Topic
from bot.answers.answer import Cited, Told, cite, tell


def test_the_data_of_an_answer_is_json_without_the_topic_and_without_what_is_empty() -> None:
    answer = Answer(
        Outcome.ANSWERED,
        facts=(Told("a", "CT is a scan."),),
        suggestions=("What is MRI?",),
        topic=Topic(("ct",)),
    )

    assert json.loads(json.dumps(answer.to_data())) == {
        "outcome": "answered",
        "facts": [
            {
                "id": "a",
                "says": "CT is a scan.",
                "items": [],
                "as_of": None,
                "is_overdue": False,
                "source": "",
            }
        ],
        "suggestions": ["What is MRI?"],
    }


def test_a_fact_is_told_with_its_date_and_whether_it_is_overdue_on_the_day(library) -> None:
    facts = [library.fact("training_six")]

    assert tell(facts, library, datetime.date(2026, 7, 1)) == (
        Told("training_six", "Training takes six years.", (), "2025-04", True, "website"),
    )
    assert not tell(facts, library, datetime.date(2026, 6, 30))[0].is_overdue


def test_sources_are_cited_once_each_in_the_order_of_the_facts(library) -> None:
    facts = [library.fact(each) for each in ("mri_what", "ct_what", "ct_good")]

    assert cite(facts, library) == (
        Cited("website", "Website", "Trust", "http://localhost/website", "England"),
        Cited("handbook", "Handbook", "College", "http://localhost/handbook", None),
    )


def test_every_outcome_has_a_label_and_a_meaning_of_its_own() -> None:
    assert len({each.label for each in Outcome}) == len({each.meaning for each in Outcome})
    assert len({each.label for each in Outcome}) == len(Outcome)
    assert all(each.value == each for each in Outcome)
