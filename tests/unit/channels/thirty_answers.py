"""Answers of all kinds, made from the facts file by the assistant's own functions."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import yaml

from bot.answers import Answer, Desk, Outcome, Phrases, Topic, greet
from bot.answers.answering import clarify, no_fact, out_of_scope, told, unclear, with_other_side
from bot.answers.comparison import compare_subjects
from bot.answers.finding import find
from bot.answers.person import GENERAL, Person
from bot.answers.planning import plan_path, tell_next_step
from bot.answers.signposting import signpost
from bot.answers.small_talk import list_topics, make_small_talk
from bot.answers.sourcing import name_sources
from bot.facts import read_facts
from bot.settings import ROOT
from tests.unit.answers.asked import asked

TODAY = datetime.date(2026, 11, 21)
LIBRARY = read_facts()
PHRASES = Phrases(yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"])
DESK = Desk(LIBRARY, PHRASES, TODAY)
LATER = replace(DESK, today=datetime.date(2099, 1, 1))
NO_TOPIC = Topic()
NOBODY = Person()


def facts_told(*names: str, opening: tuple[str, ...] = (), desk: Desk = DESK) -> Answer:
    """An answer with some facts, and those that they disagree with."""
    facts = with_other_side(tuple(LIBRARY.fact(each) for each in names), LIBRARY)
    return told(Outcome.ANSWERED, facts, (), None, NO_TOPIC, desk, opening)


def _with(is_wanted: Callable[[Any], object], number: int) -> list[str]:
    """The first facts of a kind, by their ids."""
    return [each.id for each in LIBRARY.facts if each.asks and is_wanted(each)][:number]


def _compared(text: str, *subjects: str) -> Answer:
    return compare_subjects(asked(text, subjects, ask_difference=1.0), NO_TOPIC, DESK)


def _planned(**known: str) -> Answer:
    question = asked("make me a plan", ask_plan=1.0)
    return plan_path(question, NO_TOPIC, replace(NOBODY, **known), DESK).answer


def _next(**known: str) -> Answer:
    question = asked("what is next for me?", ask_next_step=1.0)
    return tell_next_step(question, NO_TOPIC, replace(NOBODY, **known), DESK).answer


DEFINED = facts_told("ir_definition")
PART = asked("What is it?", ("ct",), {"ct_what": 0.9}, ask_definition=1.0).first
STARTS = list(LIBRARY.pathway.starts)
ANSWERS = {
    **{f"a list: {each}": facts_told(each) for each in _with(lambda fact: fact.items, 4)},
    **{f"dated: {each}": facts_told(each) for each in _with(lambda fact: fact.as_of, 4)},
    **{
        f"two sources: {each}": facts_told(each, opening=(PHRASES.say("sources_differ"),))
        for each in _with(lambda fact: fact.disagrees_with, 2)
    },
    "a definition": DEFINED,
    "yes": facts_told("training_five_years", opening=(PHRASES.say("yes"),)),
    "no": facts_told("training_five_years", opening=(PHRASES.say("no"),)),
    "three facts": facts_told(*_with(lambda fact: fact.aspect == "techniques", 3)),
    "due for review": facts_told(*_with(lambda fact: fact.as_of, 1), desk=LATER),
    "CT and MRI": _compared("difference between CT and MRI", "ct", "mri"),
    "CT and ultrasound": _compared("compare CT with ultrasound", "ct", "ultrasound"),
    "the plan of a beginner": _planned(stage=STARTS[0], interest=GENERAL),
    "the plan of an F2": _planned(stage=STARTS[-1], interest=GENERAL),
    "a plan for nobody": _planned(),
    "the next step": _next(stage=STARTS[1]),
    "which stage?": _next(),
    "which?": clarify(find(PART, NO_TOPIC, LIBRARY), NO_TOPIC, DESK),
    "no fact": no_fact(PART, NO_TOPIC, DESK),
    "out of scope": out_of_scope(asked("the weather?", out_of_scope=1.0), DESK),
    "unclear": unclear(DESK),
    "emergency": signpost("emergency", DESK),
    "distress": signpost("distress", DESK),
    "sources": name_sources(DEFINED.topic or NO_TOPIC, DESK, asks_certainty=False),
    "topics": list_topics(NO_TOPIC, DESK),
    "greeting": greet(PHRASES),
    "thanks": make_small_talk("thank", NO_TOPIC, DESK),
}
