"""Answers a question with facts, or says honestly how far the facts reach."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from typing import Optional

from bot.answers.answer import Answer, cite, tell
from bot.answers.finding import Found, asked_before, chosen, find, rank_in_topic
from bot.answers.outcome import Outcome
from bot.answers.phrases import Phrases
from bot.answers.question import Part, Question
from bot.answers.scope import Scope
from bot.answers.selection import about
from bot.answers.suggestions import MOST, opening_questions, suggest
from bot.answers.topic import Topic
from bot.facts import Fact, Library

AND_WHAT = re.compile(r"(and|what about|how about)( \S+){1,2}$")
"""A message that asks the same of something else, however it was understood."""

NEARLY_OWN = 0.85
"""A fact is a subject's own when it is about it further than this: not only broader or narrower."""

LEADS_TO_PATH = {"route", "duration"}
"""Aspects after which all the steps to consultant are offered."""

WHERE = {
    "route": "where_route",
    "duration": "where_route",
    "exams": "where_exams",
    "application": "where_application",
    "pay": "where_pay",
}
"""Whom to ask where there is no fact, by aspect; otherwise NHS Health Careers."""


@dataclass(frozen=True)
class Desk:
    """What every answer is made from: the facts, the fixed sentences, and today's date."""

    library: Library
    phrases: Phrases
    today: datetime.date


def answer_question(question: Question, topic: Topic, desk: Desk) -> Answer:
    """Answer a message of one to three questions about careers."""
    if not any(each.isalnum() for each in question.text):
        return unclear(desk)
    if _changes_subject(question, topic):
        return _same_aspect(question, topic, desk)
    if len(question.parts) > 1:
        found = _find_each(question.parts[1:], topic, desk.library)
        if _are_several(found):
            return _answer_several(found, topic, desk)
    return _answer_one(find(question.first, topic, desk.library), question, topic, desk)


def _changes_subject(question: Question, topic: Topic) -> bool:
    """Whether a message only puts another subject in the old one's place ("and 2A?")."""
    only_names = bool(AND_WHAT.match(question.text.lower())) and bool(topic.subjects)
    changes = question.intent in ("change_subject", "correct_subject") or only_names
    return changes and bool(question.subjects)


def _find_each(parts: tuple[Part, ...], topic: Topic, library: Library) -> list[Found]:
    """What was found for each question; a later one may follow up on the one before it."""
    found = []
    for part in parts:
        found.append(find(part, topic, library))
        if found[-1].facts and found[-1].subjects:
            topic = replace(topic, subjects=found[-1].subjects, aspect=part.aspect, shown=())
    return found


def _are_several(found: list[Found]) -> bool:
    """Whether there is a fact for each question, or for one while another lacks its own."""
    sure = {each.facts[0].id for each in found if each.scope is Scope.ANSWERS}
    near = {each.facts[0].id for each in found if _is_near(each)}
    lacks = any(
        each.scope is Scope.NO_FACT or (_is_near(each) and each.facts[0].id in sure)
        for each in found
    )
    return len(sure | near) >= 2 or bool(sure and lacks)


def _is_near(found: Found) -> bool:
    return found.scope is Scope.NEAREST


def _answer_one(found: Found, question: Question, topic: Topic, desk: Desk) -> Answer:
    if found.scope is Scope.OUTSIDE:
        return out_of_scope(question, desk)
    if found.scope is Scope.NO_FACT:
        return no_fact(found.part, topic, desk)
    if _is_unclear(found, topic):
        return clarify(found, topic, desk)
    facts = with_other_side(found.facts, desk.library)
    opening = _opening(found, facts, desk.phrases)
    missing = _missing(found, facts, desk)
    closing = list(missing)
    outcome = Outcome.ANSWERED_PARTLY if missing else Outcome.ANSWERED
    subjects = found.subjects
    if found.scope is Scope.NEAREST:
        outcome = Outcome.ANSWERED_NEAREST
        closing.append(where_to_ask(found.part.aspect, desk.phrases))
        # What is only near does not change what is talked about; a name would.
        subjects = subjects or topic.subjects
    return told(outcome, facts, subjects, found.part.aspect, topic, desk, opening, closing)


def told(
    outcome: Outcome,
    facts: tuple[Fact, ...],
    subjects: tuple[str, ...],
    aspect: Optional[str],
    topic: Topic,
    desk: Desk,
    opening: tuple[str, ...] = (),
    closing: list[str] | tuple[str, ...] = (),
) -> Answer:
    """An answer that tells facts, cites their sources and offers what to ask next."""
    subjects = subjects or tuple(facts[0].subjects[:1])
    same = set(subjects) == set(topic.subjects)
    already = topic.told if same else ()
    known = tuple(dict.fromkeys((*already, *(fact.id for fact in facts))))
    suggestions = suggest(facts, subjects, known, desk.library)
    new_topic = Topic(
        subjects=subjects,
        aspect=aspect or facts[0].aspect,
        shown=tuple(fact.id for fact in facts),
        told=known,
        options=facts[0].items or suggestions,
    )
    return Answer(
        outcome=outcome,
        opening=opening,
        facts=tell(facts, desk.library, desk.today),
        closing=tuple(closing),
        sources=cite(facts, desk.library),
        suggestions=_and_whole_path(suggestions, facts[0], desk),
        topic=new_topic,
    )


def _and_whole_path(suggestions: tuple[str, ...], lead: Fact, desk: Desk) -> tuple[str, ...]:
    """Where the way to consultant is asked about, all its steps are offered too."""
    if lead.aspect not in LEADS_TO_PATH:
        return suggestions
    return (*suggestions[: MOST - 1], desk.phrases.say("whole_path"))


def with_other_side(facts: tuple[Fact, ...], library: Library) -> tuple[Fact, ...]:
    """The facts, with those that a lead fact disagrees with set right behind it."""
    lead, *rest = facts
    others = [library.fact(each) for each in lead.disagrees_with]
    return (lead, *others, *(each for each in rest if each not in others))


def differ(facts: tuple[Fact, ...]) -> bool:
    """Whether two of the facts disagree."""
    told = {fact.id for fact in facts}
    return any(told & set(fact.disagrees_with) for fact in facts)


def _opening(found: Found, facts: tuple[Fact, ...], phrases: Phrases) -> tuple[str, ...]:
    if found.scope is Scope.NEAREST:
        return (phrases.say("nearest"),)
    opening = []
    if differ(facts):
        opening.append(phrases.say("sources_differ"))
    premise = found.part.premises.get(facts[0].id)
    if premise is not None:
        opening.append(phrases.say("yes" if premise else "no"))
    return tuple(opening)


MISSING_KINDS = {"modality", "interest", "procedure", "organisation", "role", "award"}
NATIONS = {"england", "scotland", "wales", "northern_ireland"}
PARTLY_WORDS = 16


def _missing(found: Found, facts: tuple[Fact, ...], desk: Desk) -> list[str]:
    """A sentence for each subject that was asked about and that no fact shown is about."""
    library = desk.library
    if found.is_follow_up or len(found.part.text.split()) > PARTLY_WORDS:
        return []
    named = [s for s in found.subjects if library.subjects[s].kind in MISSING_KINDS or s in NATIONS]
    absent = [s for s in named if not any(_covers(fact, s, library) for fact in facts)]
    told_kinds = {library.subjects[each].kind for each in named if each not in absent}
    return [
        desk.phrases.say("missing_subject", subject=library.subjects[each].name)
        for each in absent
        if each in NATIONS or library.subjects[each].kind in told_kinds
    ]


def _covers(fact: Fact, subject: str, library: Library) -> bool:
    """Whether a fact is about a subject, or at least speaks of it."""
    aliases = "|".join(re.escape(alias) for alias in library.subjects[subject].aliases)
    speaks = bool(aliases) and re.search(rf"\b({aliases})s?\b", fact.says, re.IGNORECASE)
    return bool(speaks) or about(library, (subject,), fact) > 0


def _is_unclear(found: Found, topic: Topic) -> bool:
    """Few words, no subject, nothing talked about, and no fact that stands out."""
    lead = found.ranked[0]
    few = len(found.part.text.split()) <= 5
    return few and not found.subjects and topic.is_empty and lead.meaning < 0.5


def clarify(found: Found, topic: Topic, desk: Desk) -> Answer:
    """Ask which of the two nearest questions is meant."""
    options = tuple(dict.fromkeys(each.fact.asks for each in found.ranked[:2] if each.fact.asks))
    return Answer(
        outcome=Outcome.CLARIFIED,
        opening=(desk.phrases.say("which"),),
        suggestions=options,
        topic=Topic(topic.subjects, topic.aspect, topic.shown, topic.told, options),
    )


def _same_aspect(question: Question, topic: Topic, desk: Desk) -> Answer:
    """The old aspect of a new subject, as in "what about ultrasound"."""
    library = desk.library
    subjects = tuple(
        s for s in question.subjects if s in library.subjects and not library.is_outside(s)
    )
    if not subjects:
        return out_of_scope(question, desk)
    if question.intent == "correct_subject":
        subjects = subjects[:1]
    aspect = topic.aspect or "definition"
    asked = asked_before(topic, library)
    ranked = rank_in_topic(
        asked, question.first.meaning, {aspect: 1.0}, subjects, library, closeness=NEARLY_OWN
    )
    fitting = [each for each in ranked if each.subject > 0]
    facts = chosen(fitting)[:1]
    outcome, opening = Outcome.ANSWERED, ()
    if fitting[0].aspect == 0:
        outcome, opening = Outcome.ANSWERED_NEAREST, (desk.phrases.say("nearest"),)
    facts = with_other_side(facts, library)
    if opening == () and facts[0].disagrees_with:
        opening = (desk.phrases.say("sources_differ"),)
    return told(outcome, facts, subjects, aspect, topic, desk, opening)


def _answer_several(found: list[Found], topic: Topic, desk: Desk) -> Answer:
    """Two or three questions in one message: a fact for each, and what has none is named."""
    sure = [each.facts[0] for each in found if each.scope is Scope.ANSWERS]
    facts: list[Fact] = []
    closing = []
    for each in found:
        if each.scope is Scope.ANSWERS or (_is_near(each) and each.facts[0] not in sure):
            facts += [fact for fact in each.facts[:1] if fact not in facts]
        else:
            closing.append(desk.phrases.say("missing_question", question=each.part.text))
    outcome = Outcome.ANSWERED_PARTLY if closing else Outcome.ANSWERED
    subjects = tuple(dict.fromkeys(s for each in found for s in each.subjects))
    aspect = found[-1].part.aspect
    return told(outcome, tuple(facts), subjects, aspect, topic, desk, (), closing)


def where_to_ask(aspect: Optional[str], phrases: Phrases) -> str:
    """The sentence that names whom to ask about an aspect."""
    return phrases.say(WHERE.get(aspect or "", "where_general"))


def no_fact(part: Part, topic: Topic, desk: Desk) -> Answer:
    """Say that no fact answers, and where to ask."""
    phrases = desk.phrases
    return Answer(
        outcome=Outcome.UNANSWERED_NO_FACT,
        opening=(phrases.say("no_fact"), where_to_ask(part.aspect, phrases)),
        suggestions=opening_questions(desk.library),
        topic=topic,
    )


def out_of_scope(question: Question, desk: Desk) -> Answer:
    """Say what the assistant is for."""
    phrase = question.intent if question.intent == "manipulation" else "out_of_scope"
    return Answer(
        outcome=Outcome.DECLINED_OUT_OF_SCOPE,
        opening=(desk.phrases.say(phrase),),
        suggestions=opening_questions(desk.library),
    )


def unclear(desk: Desk) -> Answer:
    """Say that nothing could be made of the message."""
    return Answer(
        outcome=Outcome.UNANSWERED_UNCLEAR,
        opening=(desk.phrases.say("unclear"),),
        suggestions=opening_questions(desk.library),
    )
