"""Tells what comes next from the stage where a person stands."""

from __future__ import annotations

from actions.turn import Turn
from bot.answers.planning import Person, tell_next_step


class TellNextStep(Turn):
    """The action behind "what comes next for me" and "I'm an F2"."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_tell_next_step"

    def answer(self, question, topic, desk, slots):
        """Tell the next step, remembering the stage."""
        person = Person(slots.get("stage"), slots.get("interest"), slots.get("awaiting"))
        guided = tell_next_step(question, topic, person, desk)
        return guided.answer, vars(guided.person)
