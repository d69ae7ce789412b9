"""An assistant for the tests of the commands in the terminal: it answers from a script."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

MODEL = Path("model.tar.gz")


class ScriptedAssistant:
    """Answers each text with the replies written for it, and keeps what was asked by whom."""

    def __init__(self, replies: Mapping[str, list[dict[str, Any]]], **parse: Any) -> None:
        self._replies = replies
        self._parse = parse
        self.asked: list[tuple[str, str]] = []
        self.tracker_store = self

    async def parse_message(self, text: str) -> dict[str, Any]:
        """What was understood, the same for every text."""
        return {"text": text, **self._parse}

    async def handle_text(self, text: str, sender_id: str) -> list[dict[str, Any]]:
        """The replies of the script."""
        self.asked.append((sender_id, text))
        return self._replies.get(text, [])

    async def retrieve(self, sender_id: str) -> SimpleNamespace:
        """The conversation of a sender, whose outcome tells which text it answers."""
        [(_, text)] = [each for each in self.asked if each[0] == sender_id]
        return SimpleNamespace(get_slot={"outcome": f"answered {text}"}.get)


def stand_in(patch: pytest.MonkeyPatch, command: Any, assistant: ScriptedAssistant) -> None:
    """Let a command load this assistant in place of the trained one."""

    async def load(root: Path, model: Path) -> ScriptedAssistant:
        assert model == MODEL
        return assistant

    patch.setattr(command, "trained_model", lambda: MODEL)
    patch.setattr(command, "load_assistant", load)
