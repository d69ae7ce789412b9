"""`make ask TEXT="..."`: shows authors how a question is understood and answered."""

from __future__ import annotations

import asyncio
import sys
import uuid

from bot.errors import StartError
from bot.rasa_runtime.server import load_assistant
from bot.settings import ROOT
from bot.starting import guarded, trained_model

SHOWN_FACTS = 6
SHOWN_CLASSES = 4


async def explain(text: str) -> None:
    """Print aspect, subjects, confidences, facts and the answer for one question."""
    assistant = await load_assistant(ROOT, trained_model())
    parse = await assistant.parse_message(text)
    intent = parse.get("intent") or {}
    print(f"intent      {intent.get('name')} ({intent.get('confidence') or 0:.2f})")
    for part in parse.get("parts") or []:
        _print_part(part)
    sender = f"ask-{uuid.uuid4().hex}"
    for reply in await assistant.handle_text(text, sender_id=sender):
        print(f"\n{reply.get('text', '')}")
        for button in reply.get("buttons") or []:
            print(f"  [{button['title']}]")
    tracker = await assistant.tracker_store.retrieve(sender)
    print(f"\noutcome     {tracker.get_slot('outcome')}")


def _print_part(part: dict) -> None:
    print(f"question    {part['text']}")
    print(f"subjects    {', '.join(part['subjects']) or '-'}")
    classes = list(part["classes"].items())[:SHOWN_CLASSES]
    print(f"aspects     {', '.join(f'{name} {value:.2f}' for name, value in classes)}")
    print(f"similarity  {part['similarity']:.2f}   premises {part['premises'] or '-'}")
    for fact, value in list(part["meaning"].items())[:SHOWN_FACTS]:
        print(f"  {value:.2f}  {fact}")


def ask() -> None:
    """Explain the question on the command line."""
    text = " ".join(sys.argv[1:]).strip()
    if not text:
        raise StartError('make ask: no question was given: write make ask TEXT="what is CT?"')
    asyncio.run(explain(text))


if __name__ == "__main__":
    guarded(ask)
