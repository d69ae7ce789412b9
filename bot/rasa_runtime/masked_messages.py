"""Adjustment: personal data is masked between the understanding of a message and all the rest.

The components read what was written; the tracker, and with it policies, actions, action servers,
stores, brokers and logs, never do. Rasa 3.6.21 has no place for this but the method that runs the
components: whatever comes after it takes the text from the message and the rest from its result.
"""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.trackers import DialogueStateTracker

from bot.privacy import mask, mask_all

MASKED = "masked"
"""Where the parsed message names the kinds of personal data that it had."""

_parse_with_graph = MessageProcessor._parse_message_with_graph


def mask_messages() -> None:
    """Make Rasa mask each message once its components have read it."""
    MessageProcessor._parse_message_with_graph = _parse  # type: ignore[method-assign]


def _parse(
    self: MessageProcessor,
    message: UserMessage,
    tracker: DialogueStateTracker,
    only_output_properties: bool = True,
) -> dict[str, Any]:
    parsed = _parse_with_graph(self, message, tracker, only_output_properties)
    text = message.text or ""
    masked = mask(text)
    if masked.kinds:
        parsed = {**mask_all(parsed, text), MASKED: list(masked.kinds)}
        message.text = masked.text
        message.metadata = mask_all(message.metadata, text)
    return parsed
