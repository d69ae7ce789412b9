"""Answers questions with one model, for replays: `python -m bot.rehearse MODEL IN OUT`."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from bot.channels.conversations import WholeAnswers
from bot.errors import StartError
from bot.rasa_runtime.server import load_assistant
from bot.settings import ROOT
from bot.starting import guarded


async def answer_all(model: Path, questions: list[dict[str, str]]) -> list[dict[str, Any]]:
    """The answers to questions, each sender's in one conversation, kept nowhere."""
    assistant = await load_assistant(ROOT, model)
    return [await _answer(assistant, each["sender"], each["text"]) for each in questions]


async def _answer(assistant: Any, sender: str, text: str) -> dict[str, Any]:
    output = WholeAnswers()
    await assistant.handle_text(text, output, sender)
    answers = [each.get("answer") or {} for each in output.messages]
    return {
        "text": "\n".join(each.get("text") or "" for each in output.messages),
        "outcome": str(answers[-1].get("outcome") or "") if answers else "",
        "facts": [fact["id"] for answer in answers for fact in answer.get("facts") or ()],
    }


def rehearse() -> None:
    """Answer the questions of the first file into the second."""
    if len(sys.argv) != 4:
        raise StartError("python -m bot.rehearse: name the model, the questions and the answers")
    model, asked, answered = (Path(each) for each in sys.argv[1:])
    questions = json.loads(asked.read_text(encoding="utf-8"))
    answers = asyncio.run(answer_all(model, questions))
    answered.write_text(json.dumps(answers), encoding="utf-8")


if __name__ == "__main__":
    guarded(rehearse)
