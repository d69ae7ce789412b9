"""Plans the steps left to consultant, with their years."""

from __future__ import annotations

from actions.turn import Turn, known_person
from bot.answers.planning import plan_path


class PlanPath(Turn):
    """The action behind the planner: asks stage and interest, then gives the steps and the sum."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_plan_path"

    def answer(self, question, topic, desk, slots):
        """Plan the path, remembering stage and interest."""
        guided = plan_path(question, topic, known_person(slots), desk)
        return guided.answer, vars(guided.person)
