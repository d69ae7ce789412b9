"""Finds the facts for one question, by itself or as a follow-up on what was talked about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.answers.question import Part
from bot.answers.scope import OFF_TOPIC, Scope, judge
from bot.answers.selection import Ranked, Weights, about, rank
from bot.answers.topic import Topic
from bot.facts import Fact, Library

MOST_FACTS = 3
MARGIN = 0.5
"""A further fact is shown when its score is this near to the lead's."""

FOLLOW_UP_MARGIN = 0.3
"""The same in a follow-up: 0.5 tells eight more facts in the dialogues and leads no better, such as
Oriel's beside the portfolio pathway's."""

IN_TOPIC = Weights(meaning=0.6, aspect=1.0, subject=1.0)
"""A message that leans on what was talked about has few words of its own: the subject, the aspect
and the words shared with a fact (up to 1) say more than its meaning does."""

SHORT_FOLLOW_UP = 7
"""Words up to which a message without a subject is taken for a follow-up."""

LONG_FOLLOW_UP = 14
"""The same of a message that points back: a longer one has an "it" of its own."""

POINTERS = {"that", "it", "this", "they", "them", "those", "he", "she", "one", "its"}

LIKELY = 0.5
"""Probability from which a message is taken for chat, or for what no fact answers."""

SURE = 0.8
"""How well a fact of the topic must fit for a message to be a follow-up although it names something
outside radiology ("how does it compare with surgery?")."""

SAME_WORDING = 0.5
"""Chat that shares this much wording with a fact of the topic is a follow-up all the same."""

WIDE_KINDS = {"topic"}
WIDE = {"interventional_procedures"}
"""Subjects that a follow-up adds to the old one rather than puts in its place ("their pay")."""

YEAR = re.compile(r"\b20\d\d\b")
WORD = re.compile(r"[a-z0-9']+")
STEM = 5
"""Letters by which words are compared, so that "trained" is "training"."""

SMALL_WORDS = frozenset(
    WORD.findall(
        "a an the and so ok then do does did is are was it they them this that to of in on at i me "
        "my you we be being if with as there one its can could would not just anyway please thanks"
    )
)
SAYS_SHARE = 0.5
"""How much a word counts that stands in a fact's sentence and not in its question; counting only
the question, a follow-up on a figure finds another fact than the one that holds it."""


@dataclass(frozen=True)
class Found:
    """What was found for one question."""

    part: Part
    subjects: tuple[str, ...]
    scope: Scope
    facts: tuple[Fact, ...]
    ranked: tuple[Ranked, ...]
    is_follow_up: bool = False


def find(part: Part, topic: Topic, library: Library) -> Found:
    """The facts that answer a question best, and how far they reach."""
    alone = judge(part, library, max(part.meaning.values(), default=0.0))
    if _follows(part, topic, alone, library):
        return _follow_up(part, topic, alone, library)
    subjects = _inside(part, library)
    ranked = rank(library, part.meaning, part.aspects, subjects)
    scope = _mind_year(alone, part, ranked)
    return Found(part, subjects, scope, chosen(ranked), tuple(ranked))


def chosen(ranked: list[Ranked], margin: float = MARGIN) -> tuple[Fact, ...]:
    """The lead and the few facts whose score is near to it, best first."""
    lead = ranked[0]
    near = [each for each in ranked[1:MOST_FACTS] if lead.score - each.score <= margin]
    return (
        lead.fact,
        *(each.fact for each in near if each.meaning > 0 and _same_aspect(each.fact, lead.fact)),
    )


def _same_aspect(fact: Fact, lead: Fact) -> bool:
    """Whether a fact tells the same kind of thing; read by hand, the others mostly distract."""
    return bool({fact.aspect, *fact.also} & {lead.aspect, *lead.also})


def wording(text: str, fact: Fact) -> float:
    """How much of a text's wording a fact shares, 0 to 1: all of it in its question is 1."""
    asked = _stems(text)
    in_question, in_sentence = _stems(fact.asks or ""), _stems(fact.says)
    shared = [
        1.0 if stem in in_question else SAYS_SHARE if stem in in_sentence else 0.0 for stem in asked
    ]
    return sum(shared) / len(asked) if asked else 0.0


def asked_before(topic: Topic, library: Library) -> str:
    """The wording of the last question but for its subject: "and 2A?" asks the same of another."""
    if not topic.shown or not library.has_fact(topic.shown[0]):
        return ""
    old = [library.subjects[each] for each in topic.subjects if each in library.subjects]
    names = _stems(" ".join(alias for each in old for alias in (each.name, *each.aliases)))
    asked = library.fact(topic.shown[0]).asks or ""
    return " ".join(word for word in _words(asked) if word[:STEM] not in names)


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in _words(text) if word not in SMALL_WORDS}


def _words(text: str) -> list[str]:
    return WORD.findall(text.lower().replace("'s", " ").replace("’s", " "))


def _inside(part: Part, library: Library) -> tuple[str, ...]:
    known = (each for each in part.subjects if each in library.subjects)
    return tuple(each for each in known if not library.is_outside(each))


def _follows(part: Part, topic: Topic, alone: Scope, library: Library) -> bool:
    """Whether a message only makes sense with what was talked about before it."""
    words = _words(part.text)
    inside = _inside(part, library)
    if not topic.subjects or len(words) > LONG_FOLLOW_UP:
        return False
    if len(inside) < len(part.subjects):
        return bool(POINTERS & set(words)) and _fits_topic(part, topic, library)
    if part.classes.get("no_fact", 0.0) >= LIKELY:
        return False
    is_short, points_back = len(words) <= SHORT_FOLLOW_UP, bool(POINTERS & set(words))
    is_lost = is_short and alone in (Scope.OUTSIDE, Scope.NO_FACT)
    if inside:
        return is_lost or (points_back and all(_is_wide(each, library) for each in inside))
    off_topic = sum(part.classes.get(each, 0.0) for each in OFF_TOPIC)
    is_likely = off_topic < LIKELY or _shares_wording(part.text, topic, library)
    return points_back or (is_short and is_likely)


def _fits_topic(part: Part, topic: Topic, library: Library) -> bool:
    """Whether the fact that a message surely means is one of the topic."""
    best = max(part.meaning, key=lambda each: part.meaning[each], default="")
    is_sure = library.has_fact(best) and part.meaning[best] >= SURE
    return is_sure and about(library, topic.subjects, library.fact(best)) >= SURE


def _is_wide(subject: str, library: Library) -> bool:
    return subject in WIDE or library.subjects[subject].kind in WIDE_KINDS


def _shares_wording(text: str, topic: Topic, library: Library) -> bool:
    return any(
        wording(text, fact) >= SAME_WORDING and about(library, topic.subjects, fact) > 0
        for fact in library.askable
    )


def _follow_up(part: Part, topic: Topic, alone: Scope, library: Library) -> Found:
    subjects = tuple(dict.fromkeys((*topic.subjects, *_inside(part, library))))
    ranked = rank_in_topic(part.text, part.meaning, part.aspects, subjects, library)
    scope = _mind_year(Scope.ANSWERS if ranked[0].subject > 0 else alone, part, ranked)
    facts = chosen(ranked, FOLLOW_UP_MARGIN)
    return Found(part, subjects, scope, facts, tuple(ranked), True)


def rank_in_topic(
    text: str,
    meaning: Mapping[str, float],
    aspects: Mapping[str, float],
    subjects: tuple[str, ...],
    library: Library,
    closeness: float = 0.0,
) -> list[Ranked]:
    """Every askable fact for a message that leans on the topic, the one that answers best first.

    Args:
        closeness: how far a fact must be about the subjects for `text` to speak for it.
    """
    ranked = [
        each._replace(score=each.score + wording(text, each.fact))
        if each.subject > closeness
        else each
        for each in rank(library, meaning, aspects, subjects, IN_TOPIC)
    ]
    return sorted(ranked, key=lambda each: -each.score)


def _mind_year(scope: Scope, part: Part, ranked: list[Ranked]) -> Scope:
    """A fact of another year than the one asked about is only the nearest."""
    lead = ranked[0].fact
    asked = set(YEAR.findall(part.text))
    told = set(YEAR.findall(f"{lead.says} {lead.as_of or ''}"))
    is_other = bool(asked) and bool(lead.as_of) and not asked & told
    return Scope.NEAREST if scope is Scope.ANSWERS and is_other else scope
