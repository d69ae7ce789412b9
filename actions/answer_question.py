"""Answers a careers question from the facts, or says how far they reach."""

from __future__ import annotations

from actions.turn import Turn
from bot.answers import answer_question
from bot.answers.comparison import asks_to_compare, compare_subjects
from bot.answers.following import is_item, pick_item


class AnswerQuestion(Turn):
    """The action behind every aspect, and behind what is out of scope or in no fact."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_answer_question"

    def answer(self, question, topic, desk, slots):
        """Answer the question, as a comparison or an item of a list where it is one."""
        if asks_to_compare(question):
            return compare_subjects(question, topic, desk), {}
        if is_item(question, topic):
            return pick_item(question, topic, desk), {}
        return answer_question(question, topic, desk), {}
