"""Names the sources of what was just said, and how far they can be relied on."""

from __future__ import annotations

from bot.answers.answer import Answer, cite
from bot.answers.answering import Desk
from bot.answers.outcome import Outcome
from bot.answers.text import spoken_date
from bot.answers.topic import Topic
from bot.facts import Fact


def name_sources(topic: Topic, desk: Desk, asks_certainty: bool) -> Answer:
    """The sources of the last answer; for "are you sure?" also what may have changed."""
    facts = tuple(desk.library.fact(each) for each in topic.shown if desk.library.has_fact(each))
    if not facts:
        return Answer(Outcome.CONVERSED, (desk.phrases.say("nothing_said"),), topic=topic)
    opening = [desk.phrases.say("certain" if asks_certainty else "sourced")]
    opening += _details(facts, desk)
    if asks_certainty and any(fact.as_of for fact in facts):
        opening.append(desk.phrases.say("certain_dated"))
    return Answer(Outcome.ANSWERED, tuple(opening), topic=topic)


def _details(facts: tuple[Fact, ...], desk: Desk) -> list[str]:
    return [
        desk.phrases.say(
            "source_detail",
            publisher=each.publisher,
            title=each.title,
            address=each.address,
            date=spoken_date(desk.library.sources[each.id].read_on.isoformat()),
        )
        for each in cite(facts, desk.library)
    ]
