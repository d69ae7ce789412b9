"""Lists what can be asked, from the facts file."""

from __future__ import annotations

from actions.turn import Turn
from bot.answers.small_talk import list_topics


class ListTopics(Turn):
    """The action behind "help"."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_list_topics"

    def answer(self, question, topic, desk, slots):
        """List the topics."""
        return list_topics(topic, desk), {}
