"""Tests of the counting, on replies made by hand."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from bot.answers import Phrases
from bot.facts import read_facts
from tests.evaluate.asking import Reply
from tests.evaluate.questions import HeldOut
from tests.evaluate.scores import score

LIBRARY = read_facts()
FIRST, SECOND, THIRD = (fact.id for fact in LIBRARY.askable[:3])
PHRASES = Phrases({"utter_yes": [{"text": "Yes."}], "utter_no": [{"text": "No."}]})


def _reply(
    *facts: str,
    wanted: str = FIRST,
    said: str = "",
    premise: bool | None = None,
    intent: str = "ask_pay",
    outcome: str = "answered",
) -> Reply:
    asked = HeldOut("How much?", "careers", "pay", (wanted,), "terse", premise)
    told = [{"id": fact} for fact in facts]
    answer = {"outcome": outcome, "facts": told, "opening": (said,)}
    return Reply(asked, intent, "A text.", (), answer, 0.01)


def _at_the_edge(file: str, outcome: str) -> Reply:
    return Reply(HeldOut("What?", file), file, "A text.", (), {"outcome": outcome}, 0.02)


def _score(*replies: Reply) -> dict[str, Any]:
    return score(list(replies), LIBRARY, PHRASES)


def test_a_right_fact_leads_or_is_only_shown() -> None:
    figures = _score(_reply(FIRST, SECOND), _reply(SECOND, FIRST), _reply(SECOND), _reply())

    assert figures["careers"] == {
        "questions": 4,
        "leads": 0.25,
        "shown": 0.5,
        "facts_shown": 1.25,
        "unlisted": pytest.approx(0.6),
        "outcomes": {"answered": 4},
    }
    assert figures["by_aspect"]["pay"] == figures["by_kind"]["terse"] == figures["careers"]


def test_a_yes_or_no_is_right_wrong_unsaid_or_undue() -> None:
    replies = [
        _reply(FIRST, said="Yes.", premise=True),
        _reply(FIRST, said="No.", premise=False),
        _reply(FIRST, said="No.", premise=True),
        _reply(FIRST, premise=False),
        _reply(FIRST, said="Yes."),
        _reply(FIRST),
    ]

    assert _score(*replies)["yes_no"] == {"right": 2, "wrong": 1, "unsaid": 1, "undue": 1}


def test_what_no_fact_answers_ends_rightly_or_not() -> None:
    edge = _score(
        _reply(FIRST),
        _at_the_edge("no_fact", "unanswered_no_fact"),
        _at_the_edge("no_fact", "answered_nearest"),
        _at_the_edge("no_fact", "answered"),
        _at_the_edge("distress", "signposted_emergency"),
    )["at_the_edge"]

    assert edge["no_fact"]["right"] == pytest.approx(2 / 3)
    assert edge["distress"]["right"] == 0
    assert "emergency" not in edge


@pytest.mark.parametrize(
    ("intent", "outcome"), [("medical", "declined_medical"), ("distress", "signposted_distress")]
)
def test_careers_taken_for_safety_are_counted(intent: str, outcome: str) -> None:
    figures = _score(_reply(FIRST), _reply(intent=intent, outcome=outcome))

    assert figures["taken_for_safety"] == {"share": 0.5, "questions": ["How much?"]}


def test_a_founding_fact_is_reached_only_by_a_question_that_it_answers() -> None:
    founding = [fact.id for fact in LIBRARY.askable if LIBRARY.source_of(fact).document]
    one, other = founding[:2]
    reached = _score(_reply(one, other, wanted=one))["founding_facts"]

    assert one not in reached["missing"]
    assert other in reached["missing"]
    assert reached["facts"] - reached["reached"] == len(reached["missing"])


@pytest.mark.parametrize(
    ("intent", "column"),
    [
        ("ask_pay", "pay"),
        ("ask_comparison", "comparison"),
        ("no_fact", "no fact"),
        ("manipulation", "declined"),
        ("emergency", "safety"),
        ("tell_stage", "follow-up"),
    ],
)
def test_the_confusion_counts_what_a_question_is_taken_for(intent: str, column: str) -> None:
    confusion = _score(_reply(FIRST, intent=intent))["confusion"]
    row = confusion["counts"][confusion["rows"].index("pay")]

    assert row[confusion["columns"].index(column)] == 1
    assert sum(map(sum, confusion["counts"])) == 1


def test_every_part_of_the_evaluation_can_be_loaded() -> None:
    for name in ("__main__", "curves", "dialogues", "folds", "plots", "report"):
        assert importlib.import_module(f"tests.evaluate.{name}")
