"""Finds the subjects that a text names: their aliases, by spaCy's matcher, and those misspelt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import spacy
from spacy.matcher import PhraseMatcher
from spacy.matcher.levenshtein import levenshtein
from spacy.tokens import Doc, Span

from bot.facts import Library
from bot.nlu.spelling import english_words

SHORTEST_TYPO = 5
"""Words shorter than this are never corrected: too many real words are one edit away."""

LONG_WORD = 8
"""Words from this length on may be two edits off, shorter ones a single edit."""

LONGEST_EDIT = 2

SUBJECTS = ""
"""Where the subjects of an alias stand, in the tree of aliases, behind its last word."""


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
    """Finds subjects by their aliases; a word it knows is never taken for a misspelt alias.

    spaCy's own matcher allows for typos too, but compares every word with every alias: 9 ms for a
    message with one. Here only words that nobody knows are compared, and each of them once.
    """

    def __init__(self, library: Library) -> None:
        self._nlp = english()
        self._exact = PhraseMatcher(self._nlp.vocab, attr="LOWER")
        self._known = english_words().word_frequency
        self._aliases: dict[str, Any] = {}
        self._alias_words: dict[str, None] = {}
        for subject_id, subject in library.subjects.items():
            for each in (*subject.aliases, *subject.everyday):
                self._learn(subject_id, self._nlp.make_doc(each))
        sentences = (self._nlp.make_doc(fact.says) for fact in library.facts)
        self._said = {token.lower_ for doc in sentences for token in doc}
        self._meant_by = lru_cache(maxsize=10_000)(self._nearest)

    def _learn(self, subject_id: str, alias: Doc) -> None:
        self._exact.add(subject_id, [alias])
        node = self._aliases
        for token in alias:
            self._alias_words[token.lower_] = None
            node = node.setdefault(token.lower_, {})
        node.setdefault(SUBJECTS, []).append(subject_id)

    def find(self, text: str) -> list[Mention]:
        """The subjects named in `text`, in reading order, the longest name winning."""
        doc = self._nlp.make_doc(text)
        exact = [Span(doc, start, end, label=label) for label, start, end in self._exact(doc)]
        found = {(each.start, each.end): (each, True) for each in exact}
        if any(self._is_misspelt(token.lower_) for token in doc):
            for each in self._misspelt(doc):
                found.setdefault((each.start, each.end), (each, False))
        return _longest_first(list(found.values()))

    def _misspelt(self, doc: Doc) -> Iterator[Span]:
        """The places of aliases with a typo; where two are equally long, the nearest first."""
        words = [token.lower_ for token in doc]
        for start in range(len(words)):
            nodes = [self._aliases]
            for end, word in enumerate(words[start:], start + 1):
                meant = self._meant_by(word)
                nodes = [node[each] for node in nodes for each in meant if each in node]
                if not nodes:
                    break
                if any(each not in self._alias_words for each in words[start:end]):
                    for subject in (each for node in nodes for each in node.get(SUBJECTS, ())):
                        yield Span(doc, start, end, label=subject)

    def _nearest(self, word: str) -> tuple[str, ...]:
        """The words of aliases that a typed word may stand for, the nearest first."""
        if word not in self._alias_words and not self._is_misspelt(word):
            return ()
        far = {each: levenshtein(word, each, LONGEST_EDIT) for each in self._alias_words}
        return tuple(sorted((e for e in far if far[e] <= _allowed(e)), key=far.__getitem__))

    def _is_misspelt(self, word: str) -> bool:
        return (
            len(word) >= SHORTEST_TYPO
            and word.isalpha()
            and word not in self._alias_words
            and word not in self._said
            and word not in self._known
        )


def _allowed(word: str) -> int:
    """How many edits a word of an alias may be off."""
    if len(word) < SHORTEST_TYPO or not word.isalpha():
        return 0
    return LONGEST_EDIT if len(word) >= LONG_WORD else 1


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
