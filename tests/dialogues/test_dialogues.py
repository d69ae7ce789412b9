"""Whole conversations with the trained assistant, one test for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.facts import read_facts
from tests.dialogues.conversation import Assistant, Reply, differences, transcript
from tests.dialogues.dialogue import (
    FEWEST_TURNS,
    MOST_TURNS,
    Dialogue,
    DialogueError,
    Turn,
    read_dialogues,
)

LIBRARY = read_facts()
DIALOGUES = read_dialogues(LIBRARY)
FEWEST_DIALOGUES = 60


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda each: each.dialogue)
def test_the_dialogue_goes_as_expected(dialogue: Dialogue, assistant: Assistant) -> None:
    held = assistant.hold(dialogue)
    if any(exchange.differences for exchange in held):
        pytest.fail(transcript(dialogue, held), pytrace=False)


def test_there_are_enough_dialogues_of_three_to_eight_turns() -> None:
    sized = [each for each in DIALOGUES if FEWEST_TURNS <= len(each.turns) <= MOST_TURNS]
    assert len(sized) == len(DIALOGUES) >= FEWEST_DIALOGUES


GOOD_TURN = "  - {person: hello, outcome: conversed}\n"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("- dialogue: No turns\n", "turns"),
        ("- dialogue: Too short\n  turns:\n" + GOOD_TURN * 2, "at least 3"),
        ("- dialogue: Too long\n  turns:\n" + GOOD_TURN * 9, "at most 8"),
        (
            "- dialogue: A misspelt key\n  turns:\n"
            + GOOD_TURN * 2
            + "  - {person: hello, lead_with: ct_what}\n",
            "lead_with",
        ),
        (
            "- dialogue: No such fact\n  turns:\n"
            + GOOD_TURN * 2
            + "  - {person: hello, leads_with: fact_of_fancy}\n",
            "there is no fact 'fact_of_fancy'",
        ),
        (
            "- dialogue: No such outcome\n  turns:\n"
            + GOOD_TURN * 2
            + "  - {person: hello, outcome: delighted}\n",
            "there is no outcome 'delighted'",
        ),
        (
            "- dialogue: Nothing expected\n  turns:\n" + GOOD_TURN * 2 + "  - {person: hello}\n",
            "nothing is expected",
        ),
        (("- dialogue: The same\n  turns:\n" + GOOD_TURN * 3) * 2, "two dialogues are called"),
        ("just words\n", "not a list"),
        ("- dialogue: [\n", "not YAML"),
    ],
)
def test_a_malformed_dialogue_file_is_refused(tmp_path: Path, content: str, fault: str) -> None:
    (tmp_path / "theme.yml").write_text(content, encoding="utf-8")
    with pytest.raises(DialogueError, match=r"theme\.yml|two dialogues") as refusal:
        read_dialogues(LIBRARY, tmp_path)
    assert fault in str(refusal.value)


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.yml").write_text("words\n", encoding="utf-8")
    (tmp_path / "two.yml").write_text("- dialogue: None\n", encoding="utf-8")
    with pytest.raises(DialogueError) as refusal:
        read_dialogues(LIBRARY, tmp_path)
    assert "one.yml" in str(refusal.value)
    assert "two.yml" in str(refusal.value)


REPLY = Reply("Yes. CT is a scan.", ("ct_what", "mri_how"), ("What is PET-CT?",), "answered")


@pytest.mark.parametrize(
    ("expected", "difference"),
    [
        ({"leads_with": "mri_how"}, "leads with ct_what, not mri_how"),
        ({"shows": ["ct_what", "pet_what"]}, "does not show pet_what"),
        ({"outcome": ["clarified", "conversed"]}, "ends as answered, not clarified or conversed"),
        ({"says": "is a scanner"}, "does not say 'is a scanner'"),
        ({"never_says": "a scan"}, "says 'a scan'"),
        ({"offers": "What is CT?"}, "does not offer 'What is CT?'"),
        ({"offers_nothing": True}, "offers What is PET-CT?"),
    ],
)
def test_each_difference_is_told(expected: dict, difference: str) -> None:
    assert list(differences(Turn(person="hello", **expected), REPLY)) == [difference]


def test_a_reply_as_expected_has_no_difference() -> None:
    turn = Turn(
        person="hello",
        leads_with=["mri_how", "ct_what"],
        shows="mri_how",
        outcome="answered",
        says="yes.",
        never_says="No.",
        offers="What is PET-CT?",
    )
    assert not list(differences(turn, REPLY))
