"""What comes next for a person, and the plan of the steps left to consultant."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Optional

from bot.answers.answer import Answer, Step, cite, tell
from bot.answers.answering import Desk
from bot.answers.following import ordinal
from bot.answers.outcome import Outcome
from bot.answers.person import GENERAL, INTERESTS, Person, find_interest, find_stage
from bot.answers.question import Part, Question
from bot.answers.topic import Topic
from bot.facts import Fact, Library
from bot.facts.pathway import Leg, remaining, total_years

AWAIT_STAGE = "plan_stage"
AWAIT_INTEREST = "plan_interest"
AWAIT_NEXT = "next_stage"
FIRST_STAGE = "sixth_former"
MOST_WORDS = 6
"""A reply to a question of ours is short."""

ASKS = re.compile(r"(what|how|wh(o|y|en|ere|ich)|is|are|do|does|did|can|could|would|will)\b")
"""First words of a message that asks something itself, and so is no reply."""

PLANS = re.compile(
    r"\bplan (?:it|me|out)\b"
    r"|\bplan (?:my|the|this) (?:\w+ ){0,3}(?:path(?:way)?|route|way|training|career|steps?)\b"
    r"|\b(?:make|give|write|draw up|build|get) me a (?:\w+ )?plan\b"
    r"|\bi(?: want| need| would like|'d like) a (?:\w+ )?plan\b"
)
NEXT = re.compile(
    r"\bnext (?:steps? )?for me\b|\bmy next steps?\b|\bwhat (?:do|should) i do next\b"
)
"""Words that ask for a plan, and for the next step, whatever else the message says."""

REPLIES_BY_INTENT = {"tell_stage", "pick_item", "ask_plan", "ask_next_step"}
NO_REPLIES = {
    *("medical", "emergency", "distress", "other_language"),
    *("greet", "thank", "goodbye", "deny", "start_again"),
}
"""Intents that always give a stage or a place in a list, and intents that never do."""


@dataclass(frozen=True)
class Guided:
    """An answer, and what is now known of the person."""

    answer: Answer
    person: Person


def take_up(question: Question, topic: Topic, person: Person, desk: Desk) -> Optional[Guided]:
    """Go on with what the person was asked for, if the message gives it."""
    if person.awaiting is None or not _is_reply(question):
        return None
    picked = _picked(question, topic, desk)
    stage, interest = picked or (find_stage(question), find_interest(question))
    wanted = interest if person.awaiting == AWAIT_INTEREST else stage
    if wanted is None:
        return None
    known = replace(person, stage=stage or person.stage, interest=interest or person.interest)
    go_on = tell_next_step if person.awaiting == AWAIT_NEXT else plan_path
    nothing_new = replace(question, text="", parts=(Part(text=""),))
    return go_on(nothing_new, topic, replace(known, awaiting=None), desk)


def guide(question: Question, topic: Topic, person: Person, desk: Desk) -> Optional[Guided]:
    """Guide a person who gives what was asked for, or asks for guidance in so many words."""
    if question.intent in NO_REPLIES:
        return None
    guided = take_up(question, topic, person, desk)
    text = question.text.lower()
    if question.text.strip() == desk.phrases.say("whole_path"):
        return Guided(_whole_path(topic, person, desk), replace(person, awaiting=None))
    if guided is None and PLANS.search(text):
        return plan_path(question, topic, person, desk)
    if guided is None and NEXT.search(text):
        return tell_next_step(question, topic, person, desk)
    return guided


def _is_reply(question: Question) -> bool:
    text = question.text.lower()
    if not text:
        return False
    if question.intent in REPLIES_BY_INTENT:
        return True
    return len(text.split()) <= MOST_WORDS and "?" not in text and not ASKS.match(text)


def _picked(
    question: Question, topic: Topic, desk: Desk
) -> Optional[tuple[Optional[str], Optional[str]]]:
    """Stage and interest, one of the two, by its place among what was offered."""
    place = ordinal(question.text)
    if question.intent != "pick_item" or place is None or not place < len(topic.options):
        return None
    if topic.options == _interests(desk):
        return None, INTERESTS[place]
    return list(desk.library.pathway.starts)[place], None


def tell_next_step(question: Question, topic: Topic, person: Person, desk: Desk) -> Guided:
    """What comes next; asks for the stage when it is not known."""
    stage = find_stage(question) or person.stage
    person = replace(person, stage=stage, interest=find_interest(question) or person.interest)
    if stage is None:
        return _ask_stage(topic, replace(person, awaiting=AWAIT_NEXT), desk)
    legs = remaining(desk.library, stage, person.interest)
    is_before = desk.library.pathway.starts[stage].before
    answer = _answer(legs[:2], stage, topic, desk, "next_then" if is_before else "next_now")
    if question.intent == "tell_stage":
        name = desk.library.pathway.starts[stage].name
        noted = desk.phrases.say("stage_noted", stage=name)
        answer = replace(answer, opening=(noted, *answer.opening))
    return Guided(answer, replace(person, awaiting=None))


def plan_path(question: Question, topic: Topic, person: Person, desk: Desk) -> Guided:
    """The steps left with their years and the sum; asks for stage, then for interest."""
    stage = find_stage(question) or person.stage
    interest = find_interest(question) or person.interest
    person = replace(person, stage=stage, interest=interest)
    if stage is None:
        return _ask_stage(topic, replace(person, awaiting=AWAIT_STAGE), desk)
    if interest is None:
        return _ask_interest(topic, replace(person, awaiting=AWAIT_INTEREST), desk)
    legs = remaining(desk.library, stage, interest)
    name = desk.library.subjects[interest].name
    answer = _answer(legs, stage, topic, desk, "plan", interest=name)
    return Guided(answer, replace(person, awaiting=None))


def _whole_path(topic: Topic, person: Person, desk: Desk) -> Answer:
    """Every step, from school unless the person has told where they stand."""
    known = Person(person.stage or FIRST_STAGE, person.interest or GENERAL)
    nothing_new = Question("", "ask_plan", 1.0, (Part(text=""),))
    return plan_path(nothing_new, topic, known, desk).answer


def _ask_stage(topic: Topic, person: Person, desk: Desk) -> Guided:
    starts = list(desk.library.pathway.starts.values())
    options = tuple(desk.phrases.say("stage_button", stage=start.name) for start in starts)
    answer = Answer(
        outcome=Outcome.CLARIFIED,
        opening=(desk.phrases.say("ask_stage"),),
        suggestions=options,
        topic=replace(topic, options=options),
    )
    return Guided(answer, person)


def _ask_interest(topic: Topic, person: Person, desk: Desk) -> Guided:
    options = _interests(desk)
    answer = Answer(
        outcome=Outcome.CLARIFIED,
        opening=(desk.phrases.say("ask_interest"),),
        suggestions=options,
        topic=replace(topic, options=options),
    )
    return Guided(answer, person)


def _interests(desk: Desk) -> tuple[str, ...]:
    return tuple(desk.library.subjects[each].name for each in INTERESTS)


def _answer(
    legs: tuple[Leg, ...], stage: str, topic: Topic, desk: Desk, opening: str, **values: str
) -> Answer:
    start = desk.library.pathway.starts[stage]
    facts = _facts(legs, start.facts, desk.library)
    shown = tuple(desk.library.fact(each) for each in start.facts)
    closing = (_sum(legs, desk),) if opening == "plan" else ()
    return Answer(
        outcome=Outcome.ANSWERED,
        opening=(desk.phrases.say(opening, stage=start.name, **values),),
        steps=tuple(_step(leg) for leg in legs),
        facts=tell(shown, desk.library, desk.today),
        closing=closing,
        sources=cite((*shown, *facts), desk.library)[:3],
        suggestions=_questions(facts),
        topic=replace(
            topic,
            subjects=(legs[0].stage.subject,),
            aspect="route",
            shown=tuple(fact.id for fact in (*shown, *facts)),
            options=_questions(facts),
        ),
    )


def _step(leg: Leg) -> Step:
    stage = leg.stage
    return Step(stage.name, leg.years, stage.enter, stage.leave_with, bool(stage.instead_of))


def _facts(legs: tuple[Leg, ...], extra: tuple[str, ...], library: Library) -> tuple[Fact, ...]:
    names = dict.fromkeys(each for leg in legs for each in leg.stage.facts if each not in extra)
    return tuple(library.fact(each) for each in names)


def _questions(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact.asks for fact in facts if fact.asks))[:3]


def _sum(legs: tuple[Leg, ...], desk: Desk) -> str:
    years = [leg.years for leg in legs if leg.years]
    total = str(total_years(legs))
    if len(years) == 1:
        return desk.phrases.say("sum_one", total=total)
    return desk.phrases.say("sum", sum=" + ".join(str(each) for each in years), total=total)
