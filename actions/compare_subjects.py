"""Compares two subjects side by side."""

from __future__ import annotations

from actions.turn import Turn
from bot.answers.comparison import compare_subjects


class CompareSubjects(Turn):
    """The action behind a comparison."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_compare_subjects"

    def answer(self, question, topic, desk, slots):
        """Set the two subjects side by side."""
        return compare_subjects(question, topic, desk), {}
