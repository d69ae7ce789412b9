"""Follow-ups on the last answer: more, why, the second one, and back to the topic."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.answers.answer import Answer
from bot.answers.answering import Desk, told, where_to_ask, with_other_side
from bot.answers.outcome import Outcome
from bot.answers.question import Question
from bot.answers.selection import about
from bot.answers.suggestions import opening_questions
from bot.answers.topic import Topic
from bot.facts import Fact, Library

MORE = 2
REASONS = ("benefits", "future", "definition")
"""Aspects that can say why."""

SAME, CLOSE = 0.9, 0.5
"""How far a fact is about a subject when it is its own, and when it is still worth showing."""

DESCRIBES = ("definition", "techniques", "tasks")
"""Aspects that say what a thing is, the best first."""

ORDINALS = {
    "first": 0, "1st": 0, "one": 0, "1": 0, "former": 0,
    "second": 1, "2nd": 1, "two": 1, "2": 1, "latter": 1,
    "third": 2, "3rd": 2, "three": 2, "3": 2,
    "fourth": 3, "4th": 3, "four": 3, "4": 3,
    "fifth": 4, "5th": 4, "five": 4, "5": 4,
    "sixth": 5, "6th": 5, "six": 5, "6": 5,
    "seventh": 6, "7th": 6, "seven": 6, "7": 6,
    "eighth": 7, "8th": 7, "eight": 7, "8": 7,
    "ninth": 8, "9th": 8, "nine": 8, "9": 8,
    "tenth": 9, "10th": 9, "ten": 9, "10": 9,
    "eleventh": 10, "11th": 10, "eleven": 10, "11": 10,
    "twelfth": 11, "12th": 11, "twelve": 11, "12": 11,
    "last": -1, "final": -1,
}  # fmt: skip
"""Words for a place in a list; "one" counts only when no other does ("the second one")."""


def tell_more(topic: Topic, desk: Desk) -> Answer:
    """Further facts on the subjects talked about, nearest aspect first."""
    if topic.is_empty:
        return _no_topic(desk)
    rest = _untold(topic, desk.library)
    if not rest:
        return _spoken(desk, Outcome.ANSWERED, ("no_more",), topic)
    return told(Outcome.ANSWERED, tuple(rest[:MORE]), topic.subjects, topic.aspect, topic, desk)


def _untold(topic: Topic, library: Library) -> list[Fact]:
    """Facts on the topic not told yet: those of the same aspect first, then of the same subject."""
    fitting = [
        (about(library, topic.subjects, fact), fact)
        for fact in library.askable
        if fact.id not in topic.told
    ]
    fitting = [(share, fact) for share, fact in fitting if share >= 0.35]
    same = {topic.aspect}
    fitting.sort(
        key=lambda each: (
            not same & {each[1].aspect, *each[1].also},
            -each[0],
        )
    )
    return [fact for _, fact in fitting]


def tell_why(topic: Topic, desk: Desk) -> Answer:
    """A fact that gives a reason on the topic, or honestly none."""
    if topic.is_empty:
        return _no_topic(desk)
    reasons = [fact for fact in _untold(topic, desk.library) if fact.aspect == REASONS[0]]
    if reasons:
        return told(
            Outcome.ANSWERED_NEAREST,
            (reasons[0],),
            topic.subjects,
            topic.aspect,
            topic,
            desk,
            (desk.phrases.say("no_reason"), desk.phrases.say("nearest")),
        )
    answer = _spoken(desk, Outcome.UNANSWERED_NO_FACT, ("no_reason",), topic)
    return _and_where(answer, topic, desk)


def _and_where(answer: Answer, topic: Topic, desk: Desk) -> Answer:
    return Answer(
        outcome=answer.outcome,
        opening=(*answer.opening, where_to_ask(topic.aspect, desk.phrases)),
        suggestions=answer.suggestions,
        topic=answer.topic,
    )


def resume(topic: Topic, desk: Desk) -> Answer:
    """Back to what was talked about before a digression."""
    if topic.is_empty or not topic.subjects:
        return _no_topic(desk)
    name = desk.library.subjects[topic.subjects[0]].name
    facts = tuple(desk.library.fact(each) for each in topic.shown if desk.library.has_fact(each))
    if not facts:
        return _no_topic(desk)
    opening = (desk.phrases.say("back_to", subject=name),)
    return _with_both_sides(facts[0], topic.subjects, topic.aspect, topic, desk, opening)


def accept(topic: Topic, desk: Desk) -> Answer:
    """The first thing that was offered, as after "yes, please"."""
    offered = [each for each in topic.options if _asked_by(each, desk.library)]
    if offered:
        return answer_offered(offered[0], topic, desk)
    return tell_more(topic, desk)


def pick_item(question: Question, topic: Topic, desk: Desk) -> Answer:
    """The item of the list or the choices shown last that an ordinal counts out."""
    place = ordinal(question.text)
    if place is None or not topic.options or not -1 <= place < len(topic.options):
        return _spoken(desk, Outcome.UNANSWERED_UNCLEAR, ("no_such_item",), topic)
    return answer_offered(topic.options[place], topic, desk)


def is_item(question: Question, topic: Topic) -> bool:
    """Whether a change of subject names none, but a place in the list ("and the sixth?")."""
    names_place = ordinal(question.text) is not None and bool(topic.options)
    return question.intent == "change_subject" and not question.subjects and names_place


def ordinal(text: str) -> int | None:
    """The place in a list that a text names, from 0, or -1 for the last; None if it names none."""
    words = [word.strip(".,!?").lower() for word in text.split()]
    named = [word for word in words if word in ORDINALS]
    exact = [word for word in named if word != "one"] or named
    return ORDINALS[exact[0]] if exact else None


def asked_fact(text: str, library: Library) -> Fact | None:
    """The fact whose own question a text is, word for word: a suggestion that was taken."""
    return _asked_by(text.strip(), library)


def answer_offered(option: str, topic: Topic, desk: Desk) -> Answer:
    """The answer to a question that was offered, or what is known of a list item."""
    fact = _asked_by(option, desk.library)
    if fact is not None:
        return _with_both_sides(fact, fact.subjects[:1], fact.aspect, topic, desk)
    subject = _named(option, desk.library)
    known = _told_of(subject, desk.library) if subject else None
    if subject is None or known is None:
        return _spoken(desk, Outcome.UNANSWERED_NO_FACT, ("no_fact",), topic)
    is_its_own = desk.library.closeness(subject, known.subjects[0]) >= SAME
    outcome = Outcome.ANSWERED if is_its_own else Outcome.ANSWERED_NEAREST
    opening = () if is_its_own else (desk.phrases.say("nearest"),)
    answer = told(outcome, (known,), (subject,), known.aspect, topic, desk, opening)
    return _keeping_list(answer, topic)


def _with_both_sides(
    fact: Fact,
    subjects: tuple[str, ...],
    aspect: str | None,
    topic: Topic,
    desk: Desk,
    opening: tuple[str, ...] = (),
) -> Answer:
    """A fact told together with those that disagree with it."""
    facts = with_other_side((fact,), desk.library)
    if len(facts) > 1:
        opening = (*opening, desk.phrases.say("sources_differ"))
    return told(Outcome.ANSWERED, facts, subjects, aspect, topic, desk, opening)


def _told_of(subject: str, library: Library) -> Fact | None:
    """The fact that best says what a thing is; a list that only names it says nothing of it."""
    told_of = ((about(library, (subject,), fact), fact) for fact in library.askable)
    fitting = [each for each in told_of if each[0] >= CLOSE and not each[1].items]
    fitting.sort(key=lambda each: (-each[0], *(each[1].aspect != kind for kind in DESCRIBES)))
    return fitting[0][1] if fitting else None


def _keeping_list(answer: Answer, topic: Topic) -> Answer:
    """The answer on an item, with ordinals still counted over the list that it is from."""
    if answer.topic is None or answer.facts[0].items:
        return answer
    return replace(answer, topic=replace(answer.topic, options=topic.options))


def _asked_by(option: str, library: Library) -> Fact | None:
    return next((fact for fact in library.askable if fact.asks == option), None)


def _named(option: str, library: Library) -> str | None:
    """The subject that a list item names: the one whose alias or name is the longest part of it."""
    lowered = option.casefold()
    found = [
        (len(alias), name)
        for name, subject in library.subjects.items()
        if subject.kind != "outside"
        for alias in (subject.name.casefold(), *subject.aliases, *subject.everyday)
        if re.search(rf"\b{re.escape(alias)}\b", lowered)
    ]
    return max(found)[1] if found else None


def next_topic(answer: Answer, topic: Topic) -> Topic:
    """The topic after an answer; where no facts were told, ordinals count over what it offers."""
    after = answer.topic if answer.topic is not None else topic
    if answer.facts or not answer.suggestions:
        return after
    return replace(after, options=answer.suggestions)


def _no_topic(desk: Desk) -> Answer:
    return Answer(
        outcome=Outcome.CLARIFIED,
        opening=(desk.phrases.say("no_topic"),),
        suggestions=opening_questions(desk.library),
    )


def _spoken(desk: Desk, outcome: Outcome, names: tuple[str, ...], topic: Topic) -> Answer:
    return Answer(
        outcome=outcome,
        opening=tuple(desk.phrases.say(each) for each in names),
        suggestions=opening_questions(desk.library),
        topic=topic,
    )
