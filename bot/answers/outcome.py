"""How a turn can end: the one list of outcomes, set by actions, read by console and checks."""

from __future__ import annotations

from enum import Enum


class Outcome(str, Enum):
    """The end of a turn, with the label and the meaning that trainers see."""

    label: str
    meaning: str

    def __new__(cls, value: str, label: str, meaning: str) -> Outcome:
        """Make an outcome from its stored value, its label and its meaning."""
        outcome = str.__new__(cls, value)
        outcome._value_ = value
        outcome.label = label
        outcome.meaning = meaning
        return outcome

    ANSWERED = ("answered", "Answered", "Facts that answer the question were shown")
    ANSWERED_PARTLY = ("answered_partly", "Partly answered", "A part of the question has no fact")
    ANSWERED_NEAREST = (
        "answered_nearest",
        "Nearest shown",
        "No fact answers it exactly; the nearest were shown as such",
    )
    CLARIFIED = ("clarified", "Asked back", "The question was unclear and choices were offered")
    UNANSWERED_UNCLEAR = ("unanswered_unclear", "Not understood", "Nothing could be made of it")
    UNANSWERED_NO_FACT = ("unanswered_no_fact", "No fact", "About radiology, but no fact answers")
    DECLINED_OUT_OF_SCOPE = ("declined_out_of_scope", "Out of scope", "Not about radiology careers")
    DECLINED_MEDICAL = ("declined_medical", "Medical question", "Medical advice was not given")
    SIGNPOSTED_EMERGENCY = ("signposted_emergency", "Emergency", "Pointed to emergency help")
    SIGNPOSTED_DISTRESS = ("signposted_distress", "Distress", "Pointed to help in a crisis")
    CONVERSED = ("conversed", "Small talk", "Greeting, thanks, help and the like")
    ERROR_ACTION = ("error_action", "Error in an action", "An action failed; the log has why")
    ERROR_CHANNEL = ("error_channel", "Error in a channel", "A channel failed; the log has why")
