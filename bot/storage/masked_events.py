"""Masks what events hold of a visitor's own words: the last gate before anything is kept or sent.

Messages come masked from the understanding; remarks with a feedback, and messages that did not
pass it, do not.
"""

from __future__ import annotations

import copy

from rasa.shared.core.events import Event, SlotSet, UserUttered

from bot.privacy import mask, mask_all

REMARKS = "feedback"
"""The slot in which a visitor's remark is kept."""


def masked_event(event: Event) -> Event:
    """The event, or a copy without the personal data in it."""
    if isinstance(event, UserUttered) and event.text:
        return _masked_message(event)
    if isinstance(event, SlotSet) and event.key == REMARKS and isinstance(event.value, dict):
        remark = event.value.get("remark")
        if isinstance(remark, str) and mask(remark).kinds:
            masked = copy.copy(event)
            masked.value = {**event.value, "remark": mask(remark).text}
            return masked
    return event


def _masked_message(event: UserUttered) -> UserUttered:
    masked = mask(event.text)
    if not masked.kinds:
        return event
    kept = copy.copy(event)
    kept.text = masked.text
    kept.parse_data = {**mask_all(event.parse_data, event.text), "text": masked.text}
    kept.entities = mask_all(event.entities, event.text)
    kept.metadata = mask_all(event.metadata, event.text)
    return kept
