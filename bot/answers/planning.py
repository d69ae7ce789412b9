"""What comes next for a person, and the plan of the steps left to consultant."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Optional

from bot.answers.answer import Answer, Step, cite, tell
from bot.answers.answering import Desk
from bot.answers.outcome import Outcome
from bot.answers.question import Question
from bot.answers.topic import Topic
from bot.facts import Fact, Library
from bot.facts.pathway import Leg, remaining, total_years

AWAIT_STAGE = "plan_stage"
AWAIT_INTEREST = "plan_interest"
AWAIT_NEXT = "next_stage"
INTERVENTIONAL = "interventional_radiology"
GENERAL = "clinical_radiology"
OFFERED_STARTS = 8
TRAINEES = re.compile(r"\bst\s?([1-8])\b")
STARTS_BY_SUBJECT = {
    "sixth_former": "sixth_former",
    "a_levels": "sixth_former",
    "gateway_course": "sixth_former",
    "medical_student": "medical_student",
    "medical_school": "medical_student",
    "foundation_year_1": "foundation_year_1",
    "foundation_year_2": "foundation_year_2",
    "foundation_programme": "foundation_year_1",
    "overseas_doctor": "overseas_doctor",
    "radiographer": "radiographer",
    "sonographer": "radiographer",
    "core_training": "core_training",
    "registrar": "core_training",
}
"""The place on the pathway that a subject named by a person tells."""


@dataclass(frozen=True)
class Person:
    """What is known of the person: their place on the pathway and the radiology they want."""

    stage: Optional[str] = None
    interest: Optional[str] = None
    awaiting: Optional[str] = None


@dataclass(frozen=True)
class Guided:
    """An answer, and what is now known of the person."""

    answer: Answer
    person: Person


def find_stage(question: Question) -> Optional[str]:
    """The place on the pathway that a message tells, if it tells one."""
    trainee = TRAINEES.search(question.text.lower())
    if trainee:
        return "core_training" if int(trainee.group(1)) <= 3 else "st4"
    for subject in question.subjects:
        if subject in STARTS_BY_SUBJECT:
            return STARTS_BY_SUBJECT[subject]
    return None


def find_interest(question: Question) -> Optional[str]:
    """Interventional or general radiology, if the message names one."""
    named = set(question.subjects)
    if named & {INTERVENTIONAL, "interventional_radiologist", "interventional_neuroradiology"}:
        return INTERVENTIONAL
    return GENERAL if named & {GENERAL, "diagnostic_radiology", "radiologist"} else None


def tell_next_step(question: Question, topic: Topic, person: Person, desk: Desk) -> Guided:
    """What comes next; asks for the stage when it is not known."""
    stage = find_stage(question) or person.stage
    person = replace(person, stage=stage, interest=find_interest(question) or person.interest)
    if person.awaiting in (AWAIT_STAGE, AWAIT_INTEREST):
        return plan_path(question, topic, person, desk)
    if stage is None:
        return _ask_stage(topic, replace(person, awaiting=AWAIT_NEXT), desk)
    legs = remaining(desk.library, stage, person.interest)
    answer = _answer(legs[:2], stage, topic, desk, "next_now")
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


def _ask_stage(topic: Topic, person: Person, desk: Desk) -> Guided:
    starts = list(desk.library.pathway.starts.values())[:OFFERED_STARTS]
    options = tuple(desk.phrases.say("stage_button", stage=start.name) for start in starts)
    answer = Answer(
        outcome=Outcome.CLARIFIED,
        opening=(desk.phrases.say("ask_stage"),),
        suggestions=options,
        topic=replace(topic, options=options),
    )
    return Guided(answer, person)


def _ask_interest(topic: Topic, person: Person, desk: Desk) -> Guided:
    options = tuple(desk.library.subjects[each].name for each in (GENERAL, INTERVENTIONAL))
    answer = Answer(
        outcome=Outcome.CLARIFIED,
        opening=(desk.phrases.say("ask_interest"),),
        suggestions=options,
        topic=replace(topic, options=options),
    )
    return Guided(answer, person)


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
