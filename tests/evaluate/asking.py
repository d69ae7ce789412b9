"""Asks the trained assistant every question, each in a conversation of its own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bot.channels.rest import WholeAnswers
from bot.rasa_runtime.server import load_assistant
from bot.settings import ROOT
from tests.evaluate.questions import SAFETY, HeldOut

SAFETY_OUTCOMES = ("declined_medical", "signposted_emergency", "signposted_distress")


@dataclass(frozen=True)
class Reply:
    """What the assistant made of a question, and what it said.

    Attributes:
        answer: the neutral answer that travels beside the text.
        seconds: from the message to the whole answer, in this process.
    """

    asked: HeldOut
    intent: str
    text: str
    buttons: tuple[str, ...]
    answer: dict[str, Any]
    seconds: float

    @property
    def outcome(self) -> str:
        """How the turn ended."""
        return self.answer.get("outcome", "")

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts told, the lead first."""
        return tuple(each["id"] for each in self.answer.get("facts", ()))

    @property
    def opening(self) -> tuple[str, ...]:
        """The fixed sentences before the facts."""
        return tuple(self.answer.get("opening", ()))

    @property
    def leads_right(self) -> bool:
        """Whether a right fact leads."""
        return bool(self.facts) and self.facts[0] in self.asked.facts

    @property
    def shows_right(self) -> bool:
        """Whether a right fact is shown."""
        return bool(set(self.facts) & set(self.asked.facts))

    @property
    def is_signposted(self) -> bool:
        """Whether it was taken for an emergency, distress or a medical question."""
        return self.intent in SAFETY or self.outcome in SAFETY_OUTCOMES


def ask_all(model: Path, questions: Iterable[HeldOut]) -> list[Reply]:
    """The reply to each question, by the model, through the rules and the actions."""
    return asyncio.run(_ask_all(model, list(questions)))


async def _ask_all(model: Path, questions: list[HeldOut]) -> list[Reply]:
    assistant = await load_assistant(ROOT, model)
    # The first message also loads the actions and the facts, which is not what is timed.
    await assistant.handle_text("hello", WholeAnswers(), "first")
    named = tqdm(enumerate(questions), "Asking", len(questions), unit=" questions", mininterval=1)
    return [await _ask(assistant, question, f"question-{place}") for place, question in named]


async def _ask(assistant: Any, asked: HeldOut, sender: str) -> Reply:
    output = WholeAnswers()
    began = time.perf_counter()
    await assistant.handle_text(asked.question, output, sender)
    seconds = time.perf_counter() - began
    tracker = await assistant.tracker_store.retrieve(sender)
    messages = output.messages
    return Reply(
        asked=asked,
        intent=str(tracker.latest_message.intent.get("name") or ""),
        text="\n".join(each.get("text") or "" for each in messages),
        buttons=tuple(each["title"] for m in messages for each in m.get("buttons") or ()),
        answer=next((each["answer"] for each in messages if each.get("answer")), {}),
        seconds=seconds,
    )
