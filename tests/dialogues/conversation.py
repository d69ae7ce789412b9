"""Holds a dialogue with the trained assistant and tells where it differs from what is expected."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.channels.rest import WholeAnswers
from bot.rasa_runtime.server import load_assistant
from bot.settings import ROOT
from tests.dialogues.dialogue import Dialogue, Turn


@dataclass(frozen=True)
class Reply:
    """What the assistant said: the text, the facts in order, the buttons and the outcome."""

    text: str
    facts: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    outcome: str = ""


@dataclass(frozen=True)
class Exchange:
    """A turn as it was held, with every difference from what is expected."""

    turn: Turn
    reply: Reply
    differences: tuple[str, ...] = field(default=())


class Assistant:
    """The trained assistant, without a server; each conversation has its own sender."""

    def __init__(self, model: Path) -> None:
        self._loop = asyncio.new_event_loop()
        self.agent = self._loop.run_until_complete(load_assistant(ROOT, model))

    def close(self) -> None:
        """Release the event loop."""
        self._loop.close()

    def reply(self, text: str, sender: str) -> Reply:
        """The reply to one message."""
        output = WholeAnswers()
        self._loop.run_until_complete(self.agent.handle_text(text, output, sender))
        return _read(output.messages)

    def hold(self, dialogue: Dialogue) -> list[Exchange]:
        """Hold a whole dialogue."""
        held = []
        for turn in dialogue.turns:
            reply = self.reply(turn.person, dialogue.dialogue)
            held.append(Exchange(turn, reply, tuple(differences(turn, reply))))
        return held


def _read(messages: list[dict[str, Any]]) -> Reply:
    answers = [each.get("answer") or {} for each in messages]
    return Reply(
        text="\n".join(each.get("text") or "" for each in messages),
        facts=tuple(fact["id"] for answer in answers for fact in answer.get("facts") or ()),
        buttons=tuple(button["title"] for each in messages for button in each.get("buttons") or ()),
        outcome=str(answers[-1].get("outcome") or "") if answers else "",
    )


def differences(turn: Turn, reply: Reply) -> Iterator[str]:
    """Each way in which a reply is not what the turn expects."""
    text = reply.text.casefold()
    lead = reply.facts[0] if reply.facts else "no fact"
    if turn.leads_with and lead not in turn.leads_with:
        yield f"leads with {lead}, not {_one_of(turn.leads_with)}"
    yield from (f"does not show {each}" for each in turn.shows if each not in reply.facts)
    if turn.outcome and reply.outcome not in turn.outcome:
        yield f"ends as {reply.outcome or 'nothing'}, not {_one_of(turn.outcome)}"
    yield from (f"does not say '{each}'" for each in turn.says if each.casefold() not in text)
    yield from (f"says '{each}'" for each in turn.never_says if each.casefold() in text)
    yield from (f"does not offer '{each}'" for each in turn.offers if each not in reply.buttons)
    if turn.offers_nothing and reply.buttons:
        yield f"offers {', '.join(reply.buttons)}"


def _one_of(names: tuple[str, ...]) -> str:
    return " or ".join(names)


def transcript(dialogue: Dialogue, held: list[Exchange]) -> str:
    """The dialogue as it was held, with what was expected under each turn that went wrong."""
    lines = [dialogue.dialogue]
    for exchange in held:
        lines.append(f"  person     {exchange.turn.person}")
        lines += [f"  assistant  {line}" for line in exchange.reply.text.splitlines()]
        lines += [f"             [{button}]" for button in exchange.reply.buttons]
        lines += [f"  WRONG      {each}" for each in exchange.differences]
    return "\n".join(lines)
