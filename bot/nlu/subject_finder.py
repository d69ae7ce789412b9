"""Finds the subjects that a text names: their aliases, by spaCy's matcher, and those misspelt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from spacy.matcher import PhraseMatcher
from spacy.matcher.levenshtein import levenshtein
from spacy.tokens import Doc, Token

from bot.facts import Library
from bot.nlu.english import english
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


class Place(NamedTuple):
    """Where a subject is named: tokens `start` to `end`."""

    start: int
    end: int
    subject: str
    is_exact: bool


class SubjectFinder:
    """Finds subjects by their aliases; a word it knows is never taken for a misspelt alias.

    spaCy's own matcher allows for typos too, but compares every word with every alias: 9 ms for a
    message with one. Here a word is compared if it is misspelt or an alias has it, and each once.
    """

    def __init__(self, library: Library) -> None:
        nlp = english()
        self._names = nlp.vocab.strings
        self._exact = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._known = english_words().word_frequency
        self._aliases: dict[str, Any] = {}
        self._alias_words: dict[str, None] = {}
        for subject_id, subject in library.subjects.items():
            for each in (*subject.aliases, *subject.everyday):
                self._learn(subject_id, nlp.make_doc(each))
        self._longest = max(map(len, self._alias_words), default=0) + LONGEST_EDIT
        sentences = (nlp.make_doc(fact.says) for fact in library.facts)
        self._said = {token.lower_ for doc in sentences for token in doc}
        self._nearest = lru_cache(maxsize=10_000)(self._compare)

    def _learn(self, subject_id: str, alias: Doc) -> None:
        self._exact.add(subject_id, [alias])
        node = self._aliases
        for token in alias:
            self._alias_words[token.lower_] = None
            node = node.setdefault(token.lower_, {})
        node.setdefault(SUBJECTS, []).append(subject_id)

    def find(self, text: str) -> list[Mention]:
        """The subjects named in `text`, in reading order, the longest name winning."""
        doc = english().make_doc(text)
        found = {}
        for label, start, end in self._exact(doc):
            found[start, end] = Place(start, end, self._names[label], True)
        words = [token.lower_ for token in doc]
        if any(map(self._is_misspelt, words)):
            for each in self._misspelt(words):
                found.setdefault((each.start, each.end), each)
        return [
            Mention(each.subject, doc[each.start].idx, _end(doc[each.end - 1]), each.is_exact)
            for each in _longest_first(list(found.values()))
        ]

    def _misspelt(self, words: list[str]) -> Iterator[Place]:
        """The places of aliases with a typo; by the first word that differs, the nearest first."""
        for start in range(len(words)):
            nodes = [self._aliases]
            for end, word in enumerate(words[start:], start + 1):
                nodes = [node[each] for node in nodes for each in self._meant(word) if each in node]
                if not nodes:
                    break
                if any(each not in self._alias_words for each in words[start:end]):
                    for subject in (each for node in nodes for each in node.get(SUBJECTS, ())):
                        yield Place(start, end, subject, False)

    def _meant(self, word: str) -> tuple[str, ...]:
        """The words of aliases that a typed word may stand for, the nearest first."""
        if word in self._alias_words or self._is_misspelt(word):
            return self._nearest(word)
        return ()

    def _compare(self, word: str) -> tuple[str, ...]:
        far = {each: levenshtein(word, each, LONGEST_EDIT) for each in self._alias_words}
        return tuple(sorted((e for e in far if far[e] <= _allowed(e)), key=far.__getitem__))

    def _is_misspelt(self, word: str) -> bool:
        return (
            SHORTEST_TYPO <= len(word) <= self._longest
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


def _end(token: Token) -> int:
    """Where a token ends, in characters."""
    return token.idx + len(token)


def _longest_first(found: list[Place]) -> list[Place]:
    found.sort(key=lambda each: (each.start - each.end, not each.is_exact, each.start))
    taken: set[int] = set()
    kept = []
    for each in found:
        places = set(range(each.start, each.end))
        if not places & taken:
            taken |= places
            kept.append(each)
    return sorted(kept)
