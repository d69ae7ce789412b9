"""Points to help: emergency, distress, medical question."""

from __future__ import annotations

from actions.turn import Turn
from bot.answers.signposting import signpost


class SignpostHelp(Turn):
    """The action behind the safety classes."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_signpost_help"

    def answer(self, question, topic, desk, slots):
        """Say whom to turn to, and nothing else."""
        return signpost(question.intent, desk), {}
