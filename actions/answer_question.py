"""Answers a careers question from the facts, or says how far they reach."""

from __future__ import annotations

from actions.turn import Turn
from bot.answers import answer_question


class AnswerQuestion(Turn):
    """The action behind every aspect, and behind what is out of scope or in no fact."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_answer_question"

    def answer(self, question, topic, desk, slots):
        """Answer the question."""
        return answer_question(question, topic, desk), {}
