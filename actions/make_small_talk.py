"""Greets, thanks, says goodbye and who it is."""

from __future__ import annotations

from actions.turn import Turn
from bot.answers.small_talk import make_small_talk


class MakeSmallTalk(Turn):
    """The action behind small talk."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_make_small_talk"

    def answer(self, question, topic, desk, slots):
        """Answer small talk."""
        return make_small_talk(question.intent, topic, desk), {}
