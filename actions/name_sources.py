"""Names the sources of what was just said."""

from __future__ import annotations

from actions.turn import Turn
from bot.answers.sourcing import name_sources


class NameSources(Turn):
    """The action behind "source?" and "are you sure?"."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_name_sources"

    def answer(self, question, topic, desk, slots):
        """Name the sources of the last answer."""
        return name_sources(topic, desk, question.intent == "ask_certainty"), {}
