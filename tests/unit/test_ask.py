"""Tests of showing authors how a question is understood and answered."""

from __future__ import annotations

import pytest

from bot import ask
from bot.errors import StartError
from tests.unit.terminal import ScriptedAssistant, stand_in

PART = {
    "text": "what is ct",
    "subjects": ["ct", "imaging"],
    "classes": {f"ask_{n}": n / 10 for n in range(6, 0, -1)},
    "similarity": 0.987,
    "premises": {},
    "meaning": {f"fact_{n}": n / 10 for n in range(9, 0, -1)},
}
BARE = {**PART, "text": "and so?", "subjects": [], "premises": {"fact_9": True}, "meaning": {}}
INTENT = {"name": "ask_definition", "confidence": 0.876}
REPLY = {"text": "CT is a scan.", "buttons": [{"title": "Why CT?"}, {"title": "What is MRI?"}]}


def shown(monkeypatch, capsys, question: list[str], assistant: ScriptedAssistant) -> list[str]:
    stand_in(monkeypatch, ask, assistant)
    monkeypatch.setattr("sys.argv", ["ask", *question])
    ask.ask()
    return capsys.readouterr().out.splitlines()


def test_a_question_is_shown_with_what_was_understood_and_answered(monkeypatch, capsys) -> None:
    assistant = ScriptedAssistant({"what is ct": [REPLY]}, intent=INTENT, parts=[PART])

    assert shown(monkeypatch, capsys, ["what", "is ct "], assistant) == [
        "intent      ask_definition (0.88)",
        "question    what is ct",
        "subjects    ct, imaging",
        "aspects     ask_6 0.60, ask_5 0.50, ask_4 0.40, ask_3 0.30",
        "similarity  0.99   premises -",
        "  0.90  fact_9",
        "  0.80  fact_8",
        "  0.70  fact_7",
        "  0.60  fact_6",
        "  0.50  fact_5",
        "  0.40  fact_4",
        "",
        "CT is a scan.",
        "  [Why CT?]",
        "  [What is MRI?]",
        "",
        "outcome     answered what is ct",
    ]


def test_each_question_of_a_message_is_shown(monkeypatch, capsys) -> None:
    assistant = ScriptedAssistant({}, intent=INTENT, parts=[PART, BARE])

    lines = shown(monkeypatch, capsys, ["x"], assistant)

    assert [each for each in lines if each.startswith("question")] == [
        "question    what is ct",
        "question    and so?",
    ]
    assert "subjects    -" in lines
    assert "similarity  0.99   premises {'fact_9': True}" in lines


def test_what_was_not_understood_and_not_answered_is_shown_too(monkeypatch, capsys) -> None:
    assistant = ScriptedAssistant({}, intent=None)

    assert shown(monkeypatch, capsys, ["x"], assistant) == [
        "intent      None (0.00)",
        "",
        "outcome     answered x",
    ]


def test_each_question_has_a_conversation_of_its_own(monkeypatch, capsys) -> None:
    assistant = ScriptedAssistant({})

    shown(monkeypatch, capsys, ["x"], assistant)
    shown(monkeypatch, capsys, ["x"], assistant)

    assert len({sender for sender, _ in assistant.asked}) == 2


@pytest.mark.parametrize("question", [[], [""], [" ", " "]])
def test_no_question_is_told_what_to_write(monkeypatch, capsys, question: list[str]) -> None:
    with pytest.raises(StartError, match="no question was given: write make ask TEXT="):
        shown(monkeypatch, capsys, question, ScriptedAssistant({}))
