"""Tests of the conversation in the terminal."""

from __future__ import annotations

import io

from bot import talk
from tests.unit.terminal import ScriptedAssistant, stand_in

REPLIES = {
    "what is ct": [{"text": "CT is a scan.", "buttons": [{"title": "Why CT?"}, {"title": "MRI?"}]}],
    "MRI?": [{"text": "MRI is a magnet."}],
    "all": [
        {"text": "One.", "buttons": [{"title": "Why CT?"}]},
        {"text": "Two.", "buttons": [{"title": "MRI?"}]},
    ],
}


def held(monkeypatch, capsys, typed: str) -> tuple[list[str], list[str]]:
    """What was asked and what was shown."""
    assistant = ScriptedAssistant(REPLIES)
    stand_in(monkeypatch, talk, assistant)
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    talk.talk()
    assert len({sender for sender, _ in assistant.asked}) <= 1
    return [text for _, text in assistant.asked], capsys.readouterr().out.splitlines()


def test_it_is_told_what_to_ask_and_how_to_end(monkeypatch, capsys) -> None:
    stand_in(monkeypatch, talk, ScriptedAssistant({}))
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    talk.talk()

    assert "End with Ctrl-D." in capsys.readouterr().err


def test_each_line_is_answered_with_numbered_questions_until_the_input_ends(
    monkeypatch, capsys
) -> None:
    asked, lines = held(monkeypatch, capsys, " what is ct \nMRI?\n")

    assert asked == ["what is ct", "MRI?"]
    assert lines == ["> CT is a scan.", "  [1] Why CT?", "  [2] MRI?", "> MRI is a magnet.", "> "]


def test_a_number_picks_a_question_that_was_offered_last(monkeypatch, capsys) -> None:
    asked, _ = held(monkeypatch, capsys, "what is ct\n2\n2\n")

    assert asked == ["what is ct", "MRI?", "2"]


def test_another_number_is_a_message_as_it_stands(monkeypatch, capsys) -> None:
    asked, _ = held(monkeypatch, capsys, "1\nwhat is ct\n0\n3\n²\n")

    assert asked == ["1", "what is ct", "0", "3", "²"]


def test_an_empty_line_is_still_answered(monkeypatch, capsys) -> None:
    assert held(monkeypatch, capsys, "\n")[0] == [" "]


def test_what_a_reply_of_several_messages_offers_can_be_picked(monkeypatch, capsys) -> None:
    asked, lines = held(monkeypatch, capsys, "all\n2\n")

    assert lines[:4] == ["> One.", "  [1] Why CT?", "Two.", "  [2] MRI?"]
    assert asked == ["all", "MRI?"]
