"""Finds the subjects that a text names, by spaCy's matcher over their aliases, typos allowed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import spacy
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span

from bot.facts import Library
from bot.nlu.spelling import english_words

SHORTEST_TYPO = 5
"""Words shorter than this are never corrected: too many real words are one edit away."""

LONG_WORD = 8
"""Words from this length on may be two edits off, shorter ones a single edit."""


@dataclass(frozen=True)
class Mention:
    """A subject named in a text: characters `start` to `end`, exactly or with a typo."""

    subject: str
    start: int
    end: int
    is_exact: bool


@lru_cache(maxsize=1)
def english() -> spacy.Language:
    """spaCy's English tokenizer, with no model behind it."""
    return spacy.blank("en")


class SubjectFinder:
    """Finds subjects by their aliases; a word it knows is never taken for a misspelt alias."""

    def __init__(self, library: Library) -> None:
        self._nlp = english()
        self._exact = PhraseMatcher(self._nlp.vocab, attr="LOWER")
        # Checking the form of each pattern, which is always the same one, takes a second.
        self._fuzzy = Matcher(self._nlp.vocab, validate=False)
        self._known = english_words().word_frequency
        self._alias_words: set[str] = set()
        for subject_id, subject in library.subjects.items():
            aliases = [self._nlp.make_doc(each) for each in (*subject.aliases, *subject.everyday)]
            self._learn(subject_id, aliases)
        sentences = (self._nlp.make_doc(fact.says) for fact in library.facts)
        self._said = {token.lower_ for doc in sentences for token in doc}

    def _learn(self, subject_id: str, aliases: list[Doc]) -> None:
        if not aliases:
            return
        self._exact.add(subject_id, aliases)
        self._alias_words.update(token.lower_ for doc in aliases for token in doc)
        patterns = [[_forgiving(token.lower_) for token in doc] for doc in aliases]
        forgiving = [each for each in patterns if any(isinstance(p["LOWER"], dict) for p in each)]
        if forgiving:
            self._fuzzy.add(subject_id, forgiving)

    def find(self, text: str) -> list[Mention]:
        """The subjects named in `text`, in reading order, the longest name winning."""
        doc = self._nlp.make_doc(text)
        exact = [Span(doc, start, end, label=label) for label, start, end in self._exact(doc)]
        found = {(each.start, each.end): (each, True) for each in exact}
        if any(self._is_misspelt(token.lower_) for token in doc):
            for label, start, end in self._fuzzy(doc):
                if self._may_be_typo(doc, start, end, label):
                    found.setdefault((start, end), (Span(doc, start, end, label=label), False))
        return _longest_first(list(found.values()))

    def _may_be_typo(self, doc: Doc, start: int, end: int, label: int) -> bool:
        words = [token.lower_ for token in doc[start:end]]
        inexact = [word for word in words if word not in self._alias_words]
        return bool(inexact) and all(self._is_misspelt(word) for word in inexact)

    def _is_misspelt(self, word: str) -> bool:
        return (
            len(word) >= SHORTEST_TYPO
            and word.isalpha()
            and word not in self._alias_words
            and word not in self._said
            and word not in self._known
        )


def _forgiving(word: str) -> dict:
    if len(word) < SHORTEST_TYPO or not word.isalpha():
        return {"LOWER": word}
    return {"LOWER": {"FUZZY2" if len(word) >= LONG_WORD else "FUZZY1": word}}


def _longest_first(found: list[tuple[Span, bool]]) -> list[Mention]:
    found.sort(key=lambda each: (-len(each[0]), not each[1], each[0].start))
    taken: set[int] = set()
    mentions = []
    for span, is_exact in found:
        places = set(range(span.start, span.end))
        if not places & taken:
            taken |= places
            mentions.append(Mention(span.label_, span.start_char, span.end_char, is_exact))
    return sorted(mentions, key=lambda each: each.start)
