"""Points to help: in an emergency, in distress, and with a medical question. Nothing else."""

from __future__ import annotations

from bot.answers.answer import Answer, cite, tell
from bot.answers.answering import Desk
from bot.answers.outcome import Outcome

HELP = {
    "emergency": ("emergency_help", Outcome.SIGNPOSTED_EMERGENCY),
    "distress": ("crisis_help", Outcome.SIGNPOSTED_DISTRESS),
    "medical": ("medical_help", Outcome.DECLINED_MEDICAL),
}
"""Which help is named for which kind of message, and how the turn ends."""


def signpost(intent: str, desk: Desk) -> Answer:
    """Where to turn; no careers question is answered or offered in the same breath."""
    subject, outcome = HELP[intent]
    facts = desk.library.by_subject.get(subject, ())
    if intent == "medical":
        facts = (*facts, *desk.library.by_subject.get("emergency_help", ())[:1])
    return Answer(
        outcome=outcome,
        opening=(desk.phrases.say(intent),),
        facts=tell(facts, desk.library, desk.today),
        sources=cite(facts, desk.library),
    )
