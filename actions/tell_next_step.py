"""Tells what comes next from the stage where a person stands."""

from __future__ import annotations

from actions.turn import Turn, known_person
from bot.answers.planning import tell_next_step


class TellNextStep(Turn):
    """The action behind "what comes next for me" and "I'm an F2"."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_tell_next_step"

    def answer(self, question, topic, desk, slots):
        """Tell the next step, remembering the stage."""
        guided = tell_next_step(question, topic, known_person(slots), desk)
        return guided.answer, vars(guided.person)
