"""`make talk`: a conversation in the terminal, with the same answers as everywhere."""

from __future__ import annotations

import asyncio
import sys
import uuid
from typing import Any

from bot.rasa_runtime.server import load_assistant
from bot.settings import ROOT
from bot.starting import guarded, report, trained_model


async def converse() -> None:
    """Answer line by line until the input ends; a number picks a question that was offered."""
    assistant = await load_assistant(ROOT, trained_model())
    report("Ask about a career in clinical radiology. End with Ctrl-D.")
    offered: list[str] = []
    sender = f"terminal-{uuid.uuid4().hex}"
    while True:
        print("> ", end="", flush=True)
        line = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            return
        text = line.strip()
        if text.isdecimal() and 0 < int(text) <= len(offered):
            text = offered[int(text) - 1]
        offered = _show(await assistant.handle_text(text or " ", sender_id=sender))


def _show(replies: list[dict[str, Any]]) -> list[str]:
    """Print the replies; the questions that they offer, numbered through."""
    offered: list[str] = []
    for reply in replies:
        print(reply.get("text", ""))
        for button in reply.get("buttons") or []:
            offered.append(button["title"])
            print(f"  [{len(offered)}] {button['title']}")
    return offered


def talk() -> None:
    """Converse until the end of the input."""
    asyncio.run(converse())


if __name__ == "__main__":
    guarded(talk)
