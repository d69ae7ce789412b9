"""Finds messages about an emergency, distress or one's own health by the phrases of a file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Optional

from bot.nlu.spelling import english_words
from bot.safety import CLASSES, SAFETY_PATH, Pattern, SafetyFile, read_safety_file
from bot.safety.reading import CAREERS, END, HIGH_NUMBER, NUMBER

SHORTEST_TYPO = 5
"""Words shorter than this are never corrected: too many real words are one edit away."""

LONGEST_WORD = 20
MOST_TYPOS = 100
"""Unknown words corrected in a message: correcting costs more than all the rest."""

_SENTENCE_END = re.compile(r"[.!?;:]+(?:\s|$)|\n")
_APOSTROPHE = re.compile(r"['’‘`´]")
_WORD = re.compile(r"[a-z]+|[0-9]+")

Token = frozenset
"""All that one typed word may be read as: itself, its corrections, `begin*`, NUMBER."""


@dataclass(frozen=True)
class Finding:
    """The class a message belongs to, and the pattern that says so, as it is written."""

    label: str
    pattern: str


class SafetyPatterns:
    """The compiled patterns; reading time grows with the text's length and no faster."""

    def __init__(self, content: SafetyFile) -> None:
        self.career_kinds = content.career_kinds
        self.career_topics = content.career_topics
        self._persons = content.persons
        self._vocabulary = content.vocabulary
        self._longest_start = max(len(each) for each in content.vocabulary)
        self._starts: dict[str, list[Pattern]] = defaultdict(list)
        for pattern in content.patterns:
            for word in pattern.first_words():
                self._starts[word].append(pattern)
        self._unless = {label: content.unless.get(label, ()) for label in CLASSES}
        self._spelling = english_words()
        self._readings = lru_cache(maxsize=20_000)(self._read)

    def find(self, text: str) -> Optional[Finding]:
        """The gravest class that a pattern finds in `text`, if any does."""
        sentences = [self._tokens(each) for each in _sentences(text)]
        found = [
            pattern for tokens in sentences for pattern in self._firing(tokens, len(sentences) == 1)
        ]
        if not found:
            return None
        gravest = min(found, key=lambda each: CLASSES.index(each.group))
        return Finding(gravest.group, gravest.text)

    def is_about_careers(self, text: str) -> bool:
        """Whether a phrase of work or study stands in `text`: an exception named careers."""
        sentences = [self._tokens(each) for each in _sentences(text)]
        return any(each.group == CAREERS for tokens in sentences for each in self._matching(tokens))

    def _firing(self, tokens: list[Token], is_message: bool) -> list[Pattern]:
        matching = self._matching(tokens)
        has_person = any(token & self._persons for token in tokens)
        exceptions = {each.group for each in matching}
        return [
            each
            for each in matching
            if each.group in CLASSES
            and (is_message or not each.is_whole)
            and (
                not each.needs_person
                or (has_person and not exceptions & set(self._unless[each.group]))
            )
        ]

    def _matching(self, tokens: list[Token]) -> list[Pattern]:
        found = {}
        for start, token in enumerate(tokens):
            for word in token:
                for pattern in self._starts.get(word, ()):
                    if pattern not in found and pattern.matches(tokens, start):
                        found[pattern] = True
        return list(found)

    def _tokens(self, sentence: list[str]) -> list[Token]:
        unknown = 0
        tokens = []
        for word in sentence:
            corrects = unknown < MOST_TYPOS and self._may_be_typo(word)
            unknown += corrects
            tokens.append(self._readings(word, corrects))
        return [*tokens, Token([END])]

    def _may_be_typo(self, word: str) -> bool:
        return (
            SHORTEST_TYPO <= len(word) <= LONGEST_WORD
            and word.isalpha()
            and word not in self._spelling.word_frequency
        )

    def _read(self, word: str, corrects: bool) -> Token:
        readings = Token(self._as_written(word))
        if corrects and not readings:
            meant = self._spelling.candidates(word) or ()
            readings = Token(each for other in meant for each in self._as_written(other))
        return readings

    def _as_written(self, word: str) -> Iterable[str]:
        if word.isdigit():
            yield from (NUMBER, HIGH_NUMBER) if len(word) > 1 else (NUMBER,)
        if word in self._vocabulary:
            yield word
        for length in range(1, min(len(word), self._longest_start) + 1):
            if f"{word[:length]}*" in self._vocabulary:
                yield f"{word[:length]}*"


def _sentences(text: str) -> list[list[str]]:
    plain = _APOSTROPHE.sub("", text.lower())
    words = (_WORD.findall(each) for each in _SENTENCE_END.split(plain))
    return [each for each in words if each]


def read_safety_patterns(path: Path = SAFETY_PATH) -> SafetyPatterns:
    """Read, check and compile the patterns of a file.

    Raises:
        DataFileError: the file is missing or faulty; it lists every problem as
            `path:line: what is wrong: what to do`.
    """
    return SafetyPatterns(read_safety_file(path))
