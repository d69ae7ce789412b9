"""The list of English words by which a typing mistake is told from a word."""

from __future__ import annotations

from functools import lru_cache

from spellchecker import SpellChecker


@lru_cache(maxsize=1)
def english_words() -> SpellChecker:
    """The one spelling checker of this process; it is only asked, never taught."""
    return SpellChecker(language="en", distance=1)
