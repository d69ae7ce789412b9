"""Starts afresh: nothing said before counts any more."""

from __future__ import annotations

from actions.turn import Turn
from bot.answers.small_talk import make_small_talk
from bot.answers.topic import Topic


class StartAgain(Turn):
    """The action behind "start again"."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_start_again"

    def answer(self, question, topic, desk, slots):
        """Forget topic, stage and interest."""
        return make_small_talk("start_again", Topic(), desk), {"stage": None, "interest": None}
