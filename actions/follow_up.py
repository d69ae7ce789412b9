"""Follows up the last answer: more, why, yes please, and back to the topic."""

from __future__ import annotations

from actions.turn import AFTER_SIGNPOSTS, Turn
from bot.answers import following
from bot.answers.small_talk import make_small_talk


class FollowUp(Turn):
    """The action behind "more", "why", "yes" and "back to my question"."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_follow_up"

    def answer(self, question, topic, desk, slots):
        """Follow up by what was asked for; more of the topic unless it says otherwise.

        Right after help was named, "ok" is no wish for careers questions.
        """
        if question.intent == "affirm" and slots.get("outcome") in AFTER_SIGNPOSTS:
            return make_small_talk("deny", topic, desk), {}
        ways = {
            "ask_why": following.tell_why,
            "resume_topic": following.resume,
            "affirm": following.accept,
        }
        return ways.get(question.intent, following.tell_more)(topic, desk), {}
