"""Answers a question with facts, or says honestly how far the facts reach."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Optional

from bot.answers.answer import Answer, cite, tell
from bot.answers.outcome import Outcome
from bot.answers.phrases import Phrases
from bot.answers.question import Part, Question
from bot.answers.scope import MEANING_CERTAIN, OFF_TOPIC, Scope, judge
from bot.answers.selection import Ranked, Weights, about, rank
from bot.answers.suggestions import opening_questions, suggest
from bot.answers.topic import Topic
from bot.facts import Fact, Library

MOST_FACTS = 3
MARGIN = 0.5
"""A further fact is shown when its score is this near to the lead's."""

FOLLOW_UP = Weights(meaning=0.5, aspect=1.0, subject=1.0)
"""In a follow-up the old subject and the new aspect say more than the few words do."""

SHORT_FOLLOW_UP = 7
LONG_FOLLOW_UP = 14
SURELY_OFF_TOPIC = 0.9
POINTERS = {"that", "it", "this", "they", "them", "those", "there", "he", "she", "one", "its"}
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
    if question.intent in ("change_subject", "correct_subject") and question.subjects:
        return _same_aspect(question, topic, desk)
    found = [_find(part, topic, desk.library) for part in question.parts]
    several = [each for each in found[1:] if each.scope in (Scope.ANSWERS, Scope.NEAREST)]
    if len({each.facts[0].id for each in several if each.facts}) >= 2:
        return _answer_several(found[1:], topic, desk)
    return _answer_one(found[0], question, topic, desk)


@dataclass(frozen=True)
class Found:
    """What was found for one question."""

    part: Part
    subjects: tuple[str, ...]
    scope: Scope
    facts: tuple[Fact, ...]
    ranked: tuple[Ranked, ...]
    is_follow_up: bool = False


def _find(part: Part, topic: Topic, library: Library) -> Found:
    inside = tuple(s for s in part.subjects if s in library.subjects and not library.is_outside(s))
    follows = not part.subjects and _is_follow_up(part, topic)
    subjects = topic.subjects if follows else inside
    weights = FOLLOW_UP if follows else Weights()
    ranked = rank(library, part.meaning, part.aspects, subjects, weights)
    best = max(part.meaning.values(), default=0.0)
    scope = Scope.ANSWERS if follows and ranked[0].subject > 0 else judge(part, library, best)
    if scope is Scope.ANSWERS and _is_of_another_year(part.text, ranked[0].fact):
        scope = Scope.NEAREST
    return Found(part, subjects, scope, chosen(ranked), tuple(ranked), follows)


YEAR = re.compile(r"\b20\d\d\b")


def _is_of_another_year(text: str, fact: Fact) -> bool:
    """Whether a question names years and the fact, which is of one year, names none of them."""
    asked = set(YEAR.findall(text))
    told = set(YEAR.findall(f"{fact.says} {fact.as_of or ''}"))
    return bool(asked) and bool(fact.as_of) and not asked & told


def _is_follow_up(part: Part, topic: Topic) -> bool:
    """Whether few words, or words that point back, leave open what is asked about."""
    words = part.text.lower().replace("?", " ").replace(",", " ").replace("'s", " ").split()
    off_topic = sum(part.classes.get(each, 0.0) for each in OFF_TOPIC)
    if not topic.subjects or len(words) > LONG_FOLLOW_UP or off_topic >= SURELY_OFF_TOPIC:
        return False
    if POINTERS & set(words):
        return True
    stands_alone = max(part.meaning.values(), default=0.0) >= MEANING_CERTAIN
    return len(words) <= SHORT_FOLLOW_UP and not stands_alone


def chosen(ranked: list[Ranked]) -> tuple[Fact, ...]:
    """The lead and the few facts whose score is near to it."""
    lead = ranked[0]
    near = [each for each in ranked[1:MOST_FACTS] if lead.score - each.score <= MARGIN]
    return (lead.fact, *(each.fact for each in near if each.meaning > 0))


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
    if found.scope is Scope.NEAREST:
        outcome = Outcome.ANSWERED_NEAREST
        closing.append(where_to_ask(found.part.aspect, desk.phrases))
    return told(outcome, facts, found.subjects, found.part.aspect, topic, desk, opening, closing)


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
        suggestions=suggestions,
        topic=new_topic,
    )


def with_other_side(facts: tuple[Fact, ...], library: Library) -> tuple[Fact, ...]:
    """The facts, with those that a lead fact disagrees with set right behind it."""
    lead, *rest = facts
    others = [library.fact(each) for each in lead.disagrees_with]
    return (lead, *others, *(each for each in rest if each not in others))


def _opening(found: Found, facts: tuple[Fact, ...], phrases: Phrases) -> tuple[str, ...]:
    if found.scope is Scope.NEAREST:
        return (phrases.say("nearest"),)
    opening = []
    if facts[0].disagrees_with:
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
    absent = [s for s in named if not any(about(library, (s,), fact) for fact in facts)]
    if len(named) < 2 and not (set(absent) & NATIONS):
        return []
    return [
        desk.phrases.say("missing_subject", subject=library.subjects[each].name) for each in absent
    ]


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
    ranked = rank(library, question.first.meaning, {aspect: 1.0}, subjects, FOLLOW_UP)
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
    facts: list[Fact] = []
    closing = []
    for each in found:
        if each.scope in (Scope.ANSWERS, Scope.NEAREST) and each.facts:
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
