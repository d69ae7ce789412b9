"""Compares sentences by their words, so that copies are found whatever their punctuation."""

from __future__ import annotations

import re


def squeezed(sentence: str) -> str:
    """The letters and figures alone, in small letters; equal for copies of a sentence."""
    letters = "".join(each for each in sentence.casefold() if each.isalnum())
    return letters or sentence.strip()


def words(sentence: str) -> list[str]:
    """The words in small letters: `X-ray` is two, a possessive `'s` is dropped."""
    plain = re.sub(r"['’]s\b", "", sentence.casefold())
    return re.findall(r"\w+", re.sub(r"['’]", "", plain))


def names_any(sentence: str, names: tuple[str, ...]) -> bool:
    """Whether one of the names stands in the sentence as whole words."""
    spaced = f" {' '.join(words(sentence))} "
    return any(f" {' '.join(words(name))} " in spaced for name in names)


def likeness(some: frozenset[str], others: frozenset[str]) -> float:
    """The Jaccard index of two sets of words: 1 the same, 0 nothing shared."""
    return len(some & others) / len(some | others) if some | others else 1.0
