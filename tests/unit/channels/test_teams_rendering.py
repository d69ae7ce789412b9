"""Tests of laying answers out as Adaptive Cards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from bot.answers import Phrases
from bot.channels.rendering.teams import LONGEST_CARD, Asked, card, clipped, summary
from bot.settings import ROOT

ASKED = Asked("1485983408511", "person")
FACT = {"id": "ct", "says": "CT makes pictures of slices.", "source": "nhs"}
MRI = {"id": "mri", "says": "MRI uses magnets.", "items": ["Slow", "Loud"], "source": "nhs"}
SOURCE = {
    "id": "nhs",
    "title": "Clinical [radiology]",
    "publisher": "NHS_Careers",
    "address": "https://www.example.org/a_(b)",
}


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return Phrases(domain["responses"])


def reply(text: str = "As text.", suggestions: tuple = (), **answer: Any) -> dict:
    answer = {"outcome": "answered", **answer, "suggestions": list(suggestions)}
    return {"text": text, "suggestions": list(suggestions), "answer": answer}


def blocks(block: Any) -> Iterator[dict]:
    """Every part of a card, in order."""
    if isinstance(block, dict):
        yield block
        block = list(block.values())
    if isinstance(block, list):
        for each in block:
            yield from blocks(each)


def lines(made: dict) -> list[str]:
    """What a reader sees, block by block."""
    return [
        "".join(run["text"] for run in each["inlines"]) if "inlines" in each else each["text"]
        for each in blocks(made["body"])
        if each.get("type") in ("RichTextBlock", "TextBlock")
    ]


def buttons(made: dict) -> list[dict]:
    found = [each for each in blocks(made["body"]) if each.get("type") == "ActionSet"]
    return [each for row in found for each in row["actions"]]


def test_an_answer_shows_its_opening_facts_lists_dates_closing_and_sources(phrases) -> None:
    dated = {**MRI, "as_of": "2025-04", "is_overdue": True}

    made = card(
        [reply(opening=["Hello."], facts=[FACT, dated], closing=["Ask us."], sources=[SOURCE])],
        phrases,
    )

    assert lines(made) == [
        "Hello.",
        "CT makes pictures of slices.",
        "MRI uses magnets. (as of April 2025) (due for review: please check this)",
        "• Slow",
        "• Loud",
        "Ask us.",
        r"Source: [NHS\_Careers, Clinical \[radiology\]](https://www.example.org/a_%28b%29)",
    ]
    assert (made["type"], made["version"]) == ("AdaptiveCard", "1.5")
    assert made["fallbackText"] == "As text."


def test_yes_and_no_stand_in_one_line_with_the_lead(phrases) -> None:
    made = card([reply(opening=["Hello.", "Yes."], facts=[FACT])], phrases)

    assert lines(made) == ["Hello.", "Yes. CT makes pictures of slices."]
    assert made["body"][1]["inlines"][0]["weight"] == "Bolder"


def test_yes_stays_where_there_is_no_fact_to_lead(phrases) -> None:
    assert lines(card([reply(opening=["Yes."])], phrases)) == ["Yes."]


def test_steps_of_the_pathway_are_numbered(phrases) -> None:
    steps = [
        {"name": "F1", "years": 1, "enter": "A degree.", "leave_with": "Registration."},
        {"name": "ST1", "years": 5, "enter": "F2.", "leave_with": "CCT."},
        {"name": "Consultant", "years": None, "enter": "CCT.", "leave_with": "A post."},
    ]

    assert lines(card([reply(steps=steps)], phrases)) == [
        "1. F1 (1 year). To enter: A degree. At the end: Registration.",
        "2. ST1 (5 years). To enter: F2. At the end: CCT.",
        "3. Consultant. To enter: CCT. At the end: A post.",
    ]


def test_two_things_compared_stand_side_by_side(phrases) -> None:
    other = {**FACT, "id": "both", "says": "Both make pictures."}
    compared = {"compared": ["CT", "MRI"], "columns": [["ct"], ["mri"]]}

    made = card([reply(opening=["Yes."], facts=[FACT, MRI, other], **compared)], phrases)

    (columns,) = [each["columns"] for each in made["body"] if each["type"] == "ColumnSet"]
    assert [lines({"body": each["items"]}) for each in columns] == [
        ["CT", "CT makes pictures of slices."],
        ["MRI", "MRI uses magnets.", "• Slow", "• Loud"],
    ]
    assert lines(made)[0] == "Yes."
    assert lines(made)[-1] == "Both make pictures."


def test_suggestions_are_buttons_that_ask_when_they_are_pressed(phrases) -> None:
    """B15."""
    made = card([reply(suggestions=("What is MRI?", "Why?"), facts=[FACT])], phrases, ASKED)

    assert [each["title"] for each in buttons(made)] == ["What is MRI?", "Why?"]
    assert buttons(made)[0] == {
        "type": "Action.Submit",
        "title": "What is MRI?",
        "data": {
            "msteams": {
                "type": "messageBack",
                "text": "What is MRI?",
                "displayText": "What is MRI?",
                "value": {"suggestion": "What is MRI?", "asker": "person"},
            }
        },
    }


def test_no_set_has_more_buttons_than_teams_shows(phrases) -> None:
    """B15."""
    many = tuple(f"Question {each}?" for each in range(12))

    made = card([reply(suggestions=many)], phrases)

    rows = [each for each in made["body"] if each["type"] == "ActionSet"]
    assert max(len(each["actions"]) for each in rows) <= 6
    assert [each["title"] for each in buttons(made)] == list(many)


def test_feedback_is_asked_for_an_answer_and_for_nothing_else(phrases) -> None:
    made = card([reply(facts=[FACT])], phrases, ASKED)

    assert [(each["title"], each["type"]) for each in made["actions"]] == [
        ("Helpful", "Action.Execute"),
        ("Not helpful", "Action.Execute"),
    ]
    for button, helpful in zip(made["actions"], (True, False), strict=True):
        feedback = {"turn": ASKED.turn, "helpful": helpful}
        assert button["data"] == {"feedback": feedback, "asker": "person"}
        assert button["fallback"]["data"] == button["data"]
    assert "actions" not in card([reply(facts=[FACT])], phrases)
    assert "actions" not in card([{"text": "Sorry.", "suggestions": []}], phrases, ASKED)


def test_the_question_is_nowhere_in_the_card(phrases) -> None:
    """B22."""
    made = card([reply(facts=[FACT], sources=[SOURCE])], phrases, ASKED)

    assert "subtitle" not in json.dumps(made)
    assert lines(made)[0] == FACT["says"]


def test_a_text_without_an_answer_is_shown_line_by_line(phrases) -> None:
    made = card([{"text": "One.\n\nTwo.", "suggestions": []}], phrases)

    assert lines(made) == ["One.", "Two."]


def test_several_replies_are_one_card(phrases) -> None:
    first = {"text": "Welcome back.", "suggestions": ["Why?"]}
    second = reply(suggestions=("Why?", "How?"), facts=[FACT], sources=[SOURCE])

    made = card([first, second], phrases, ASKED)

    assert lines(made)[:2] == ["Welcome back.", FACT["says"]]
    assert [each["title"] for each in buttons(made)] == ["Why?", "How?"]
    assert made["fallbackText"] == "Welcome back.\nAs text."


def test_addresses_can_be_followed_and_nothing_else_becomes_a_link(phrases) -> None:
    said = 'No fact for "[x](https://evil.example) **y**". See https://www.example.org/x_y.'

    (block,) = card([reply(opening=[said])], phrases)["body"]

    assert block["type"] == "RichTextBlock"
    assert "".join(each["text"] for each in block["inlines"]) == said
    links = [each for each in block["inlines"] if "selectAction" in each]
    assert all(each["text"] == each["selectAction"]["url"] for each in links)
    assert links[-1]["text"] == "https://www.example.org/x_y"


def test_what_is_too_large_for_teams_is_clipped_and_keeps_sources_and_buttons(phrases) -> None:
    facts = [{**FACT, "id": str(each), "says": f"{each} " + "é" * 400} for each in range(60)]

    made = card(
        [reply("x " * 5000, ("Why?",), facts=facts, closing=["Ask us."], sources=[SOURCE])],
        phrases,
        ASKED,
    )

    assert len(json.dumps(made).encode()) <= LONGEST_CARD
    shown = lines(made)
    assert shown[0] == facts[0]["says"]
    assert shown[-3] == "…"
    assert shown[-2] == "Ask us."
    assert shown[-1].startswith("Source: ")
    assert [each["title"] for each in buttons(made)] == ["Why?"]
    assert len(made["actions"]) == 2


def test_texts_are_clipped_at_a_word() -> None:
    assert clipped("one two three", 13) == "one two three"
    assert clipped("one two three", 11) == "one two…"
    assert clipped("x" * 20, 10) == "x" * 9 + "…"


def test_the_summary_is_the_first_line(phrases) -> None:
    assert summary([{"text": "One.\nTwo."}, {"text": "Three."}]) == "One."
    assert summary([{"text": ""}]) == ""
    assert summary([]) == ""
    assert len(summary([{"text": "word " * 100}])) <= 150
