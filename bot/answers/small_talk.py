"""Greetings, thanks and the like, and the list of what can be asked."""

from __future__ import annotations

from bot.answers.answer import Answer
from bot.answers.answering import Desk
from bot.answers.outcome import Outcome
from bot.answers.suggestions import opening_questions
from bot.answers.topic import Topic
from bot.facts import ASPECTS

SPOKEN = {
    "greet": ("greet", "greet_ask"),
    "thank": ("thank",),
    "goodbye": ("goodbye",),
    "deny": ("deny",),
    "ask_maker": ("maker",),
    "complain": ("complain", "where_general"),
    "other_language": ("other_language",),
    "start_again": ("start_again", "greet_ask"),
}
"""What is said to each kind of small talk: names of sentences in domain.yml."""

OFFERS = {"greet", "ask_maker", "complain", "start_again"}
"""Kinds of small talk after which questions are offered."""


def make_small_talk(intent: str, topic: Topic, desk: Desk) -> Answer:
    """Answer small talk; the topic stays, so that one can return to it."""
    names = SPOKEN.get(intent, ("unclear",))
    outcome = Outcome.CONVERSED if intent in SPOKEN else Outcome.UNANSWERED_UNCLEAR
    offered = opening_questions(desk.library) if intent in OFFERS else ()
    return Answer(
        outcome=outcome,
        opening=tuple(desk.phrases.say(each) for each in names),
        suggestions=offered,
        topic=Topic() if intent == "start_again" else topic,
    )


def list_topics(topic: Topic, desk: Desk) -> Answer:
    """What can be asked, counted and listed from the facts file itself."""
    library, phrases = desk.library, desk.phrases
    told = {fact.aspect for fact in library.askable}
    topics = [
        phrases.say("help_topic", topic=phrases.say(f"aspect_{each}"))
        for each in ASPECTS
        if each in told
    ]
    counts = {"facts": str(len(library.askable)), "sources": str(len(library.sources))}
    return Answer(
        outcome=Outcome.CONVERSED,
        opening=(phrases.say("help", **counts), *topics),
        suggestions=opening_questions(library),
        topic=topic,
    )
