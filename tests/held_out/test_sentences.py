"""Tests that no sentence passes for one of ours, and that every one of ours passes."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from bot.answers import Answer, Desk, Question, Topic, plain_text
from bot.answers.person import INTERESTS, Person
from bot.answers.planning import plan_path, tell_next_step
from bot.answers.question import Part
from bot.answers.small_talk import SPOKEN, list_topics, make_small_talk
from bot.answers.sourcing import name_sources
from bot.facts import read_facts
from tests.evaluate.asking import Reply
from tests.evaluate.sentences import Sayable

LIBRARY = read_facts()
STARTS = tuple(LIBRARY.pathway.starts)
FACT = next(fact for fact in LIBRARY.askable if not (fact.as_of or fact.items))
DATED = next(fact for fact in LIBRARY.askable if fact.as_of)
SOURCE = LIBRARY.source_of(FACT)
OTHER_SOURCE = next(each for each in LIBRARY.sources.values() if each.title != SOURCE.title)


@pytest.mark.parametrize(
    "planted",
    [
        "Radiologists are all paid the same.",
        f"{FACT.says} It is also great fun.",
        f"Well, {FACT.says}",
        f"Maybe. {FACT.says}",
        FACT.says.replace(".", "", 1) + "!",
        f"{FACT.says} (as of 1999)",
        f"- {FACT.says}",
        DATED.says,
        "In all: 5 + 2 + 3 + 2 = 13 years, if nothing is repeated, deferred or part-time.",
        "In all: 1 + 1 = 2 years, if nothing is repeated, deferred or part-time.",
        "I have nothing on dragons about this.",
        'I have no fact for "words that the visitor never wrote".',
        "Back to surgery of the future.",
        f"Source: {SOURCE.publisher}, {SOURCE.title} (https://example.org)",
        f"Source: {OTHER_SOURCE.publisher}, {OTHER_SOURCE.title} ({SOURCE.address})",
        "Source: my own experience",
        "1. Consultant radiologist (2 years). Entry on the GMC Specialist Register. A post.",
        "Something went wrong here, and your question was not answered.",
        "",
    ],
)
def test_a_planted_sentence_is_found_in_any_answer(
    planted: str, replies: list[Reply], sayable: Sayable
) -> None:
    answered = next(each for each in replies if each.outcome == "answered")
    spoiled = replace(answered, text=f"{answered.text}\n{planted}")

    assert sayable.foreign_in(answered) == []
    assert sayable.foreign_in(spoiled) == [planted]


def test_a_planted_button_is_found(replies: list[Reply], sayable: Sayable) -> None:
    offering = next(each for each in replies if each.buttons)
    spoiled = replace(offering, buttons=(*offering.buttons, "Shall I tell you a secret?"))

    assert sayable.foreign_in(spoiled) == ["Shall I tell you a secret?"]


SILENT = Question("", "tell_stage", 1.0, (Part(""),))
"""A message that names neither stage nor interest, so that what is remembered counts."""


def _foreign(answer: Answer, desk: Desk, sayable: Sayable) -> list[str]:
    lines = sayable.foreign_lines(plain_text(answer, desk.phrases))
    return [*lines, *sayable.foreign_buttons(answer.suggestions)]


@pytest.mark.parametrize(("start", "interest"), product(STARTS, INTERESTS))
def test_every_plan_with_its_steps_and_its_sum_is_ours(
    start: str, interest: str, desk: Desk, sayable: Sayable
) -> None:
    person = Person(start, interest)
    plan = plan_path(SILENT, Topic(), person, desk).answer
    following = tell_next_step(SILENT, Topic(), person, desk).answer

    assert plan.steps
    assert _foreign(plan, desk, sayable) == []
    assert _foreign(following, desk, sayable) == []


@pytest.mark.parametrize("person", [Person(), Person(STARTS[0])], ids=["stage", "interest"])
def test_what_the_planner_asks_back_is_ours(person: Person, desk: Desk, sayable: Sayable) -> None:
    assert _foreign(plan_path(SILENT, Topic(), person, desk).answer, desk, sayable) == []


@pytest.mark.parametrize("intent", SPOKEN)
def test_small_talk_is_ours(intent: str, desk: Desk, sayable: Sayable) -> None:
    assert _foreign(make_small_talk(intent, Topic(), desk), desk, sayable) == []


def test_the_list_of_topics_is_ours(desk: Desk, sayable: Sayable) -> None:
    assert _foreign(list_topics(Topic(), desk), desk, sayable) == []


@pytest.mark.parametrize("asks_certainty", [True, False])
def test_the_sources_that_are_named_are_ours(
    asks_certainty: bool, desk: Desk, sayable: Sayable
) -> None:
    topic = Topic(shown=(FACT.id, DATED.id))

    assert _foreign(name_sources(topic, desk, asks_certainty), desk, sayable) == []
