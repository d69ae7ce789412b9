"""Compares two subjects: what tells them apart, and what each of them is."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.answers.answer import Answer
from bot.answers.answering import Desk, answer_question, told
from bot.answers.outcome import Outcome
from bot.answers.question import Question
from bot.answers.selection import about, rank
from bot.answers.topic import Topic
from bot.facts import Fact, Library

EACH_SIDE = 2
COMPARES = re.compile(
    r"\b(compar(e|es|ed|ing|ison)|versus|vs|differences? between|differs? from|different from)\b"
)
"""Words that compare."""

DESCRIBES = {"definition": 1.0, "tasks": 0.8, "techniques": 0.7, "duration": 0.3, "exams": 0.3}
"""Aspects that say what a thing is, when two things stand side by side."""


def asks_to_compare(question: Question) -> bool:
    """Whether a message sets two subjects against each other, whatever aspect it was taken for."""
    if len(question.parts) > 1 or len(question.subjects) < 2:
        return False
    return bool(COMPARES.search(question.text.lower()))


def compare_subjects(question: Question, topic: Topic, desk: Desk) -> Answer:
    """Set two subjects side by side; with only one named, the other is the topic's."""
    named = [s for s in question.subjects if not _is_outside(s, desk.library)]
    if len(named) == 1 and topic.subjects and topic.subjects[0] not in named:
        named.insert(0, topic.subjects[0])
    if len(named) < 2:
        return answer_question(question, topic, desk)
    pair = _apart(named, desk.library)
    if pair is None:
        return answer_question(question, topic, desk)
    return _side_by_side(pair, question, topic, desk)


def _is_outside(subject: str, library: Library) -> bool:
    return subject not in library.subjects or library.is_outside(subject)


def _apart(named: list[str], library: Library) -> tuple[str, str] | None:
    """The first two subjects that are not the same thing under two names."""
    first = named[0]
    other = next((each for each in named[1:] if library.closeness(first, each) < 0.9), None)
    return (first, other) if other else None


def _side_by_side(pair: tuple[str, str], question: Question, topic: Topic, desk: Desk) -> Answer:
    library, phrases = desk.library, desk.phrases
    between = [
        fact
        for fact in library.askable
        if "difference" in (fact.aspect, *fact.also)
        and all(about(library, (subject,), fact) >= 0.7 for subject in pair)
    ]
    between.sort(key=lambda fact: -question.first.meaning.get(fact.id, 0.0))
    aspect = _asked_aspect(question)
    sides = tuple(_side(subject, aspect, question, library, between) for subject in pair)
    facts = tuple(dict.fromkeys((*between[:1], *sides[0], *sides[1])))
    missing = [
        phrases.say("missing_subject", subject=library.subjects[subject].name)
        for subject, side in zip(pair, sides, strict=True)
        if not side and not between
    ]
    if not facts:
        return answer_question(question, topic, desk)
    names = tuple(library.subjects[each].name for each in pair)
    answer = told(
        Outcome.ANSWERED_PARTLY if missing else Outcome.ANSWERED,
        facts,
        pair,
        aspect or "difference",
        topic,
        desk,
        (phrases.say("compared", first=names[0], second=names[1]),),
        missing,
    )
    columns = tuple(tuple(fact.id for fact in side) for side in sides)
    counted = replace(answer.topic, options=names) if answer.topic else None
    return replace(answer, compared=names, columns=columns, topic=counted)


def _asked_aspect(question: Question) -> str | None:
    aspects = {k: v for k, v in question.first.aspects.items() if k != "difference"}
    likeliest = max(aspects, key=lambda each: aspects[each], default=None)
    return likeliest if likeliest and aspects[likeliest] >= 0.5 else None


def _side(
    subject: str, aspect: str | None, question: Question, library: Library, between: list[Fact]
) -> tuple[Fact, ...]:
    """The facts that say what one of the two is, those of the asked aspect first."""
    wanted = {aspect: 1.0} if aspect else DESCRIBES
    ranked = rank(library, question.first.meaning, wanted, (subject,))
    fitting = [
        each
        for each in ranked
        if each.fact.subjects[0] in _names_of(subject, library) and each.fact not in between
    ]
    fitting.sort(key=lambda each: -(each.aspect + each.subject + 0.5 * each.meaning))
    return tuple(each.fact for each in fitting[:EACH_SIDE])


def _names_of(subject: str, library: Library) -> set[str]:
    return {each for each in library.subjects if library.closeness(subject, each) >= 0.9}
