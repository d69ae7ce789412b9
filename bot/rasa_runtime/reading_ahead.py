"""Adjustment: while several messages wait, what may be read aside is read on another core.

Rasa 3.6.21 reads a message from end to end in the one thread that serves every channel. A component
with `read_ahead` does its dearest part in a thread of its own, which holds no lock of Python's
while it computes; meanwhile other messages go on: a third more answers a second (three pairs by
turns, on two busy cores). A message that comes alone is read as ever: changing threads would only
delay it.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, Optional, Protocol

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.trackers import DialogueStateTracker

_rasa_parse = MessageProcessor.parse_message
_in_hand = 0
_one_by_one = False


class Reader(Protocol):
    """A component of which a part may run in another thread."""

    def read_ahead(self, text: str) -> Any:
        """Compute what `process` will need for a text as it was typed."""

    def have_read(self, found: Any) -> None:
        """Keep that for the message of this task, the next that `process` gets."""


def read_ahead() -> None:
    """Make Rasa read messages that wait for each other on a second core."""
    MessageProcessor.parse_message = _parse  # type: ignore[method-assign]


def read_one_by_one() -> None:
    """Read as Rasa does, where processes share the port: each core has one of its own.

    A process that looks for further messages while it reads would take them from an idle one.
    """
    global _one_by_one
    _one_by_one = True


async def _parse(
    self: MessageProcessor,
    message: UserMessage,
    tracker: Optional[DialogueStateTracker] = None,
    only_output_properties: bool = True,
) -> dict[str, Any]:
    global _in_hand
    if _one_by_one:
        return await _rasa_parse(self, message, tracker, only_output_properties)
    _in_hand += 1
    try:
        # The loop looks once for messages that came meanwhile; they count themselves.
        await asyncio.sleep(0)
        if _in_hand > 1 and message.text:
            loop = asyncio.get_running_loop()
            for each in _readers(self):
                found = await loop.run_in_executor(_thread(), each.read_ahead, message.text)
                each.have_read(found)
        return await _rasa_parse(self, message, tracker, only_output_properties)
    finally:
        _in_hand -= 1


def _readers(processor: MessageProcessor) -> list[Reader]:
    nodes = vars(processor.graph_runner).get("_instantiated_nodes", {}).values()
    components = (getattr(each, "_component", None) for each in nodes)
    return [each for each in components if hasattr(each, "read_ahead")]


@lru_cache(maxsize=1)
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "reading-ahead")
