"""Picks an item of the list shown last: "the second one"."""

from __future__ import annotations

from actions.turn import Turn
from bot.answers.following import pick_item


class PickItem(Turn):
    """The action behind an ordinal."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_pick_item"

    def answer(self, question, topic, desk, slots):
        """Answer the item picked."""
        return pick_item(question, topic, desk), {}
