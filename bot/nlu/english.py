"""spaCy's English tokenizer and sentence splitter, with no model behind them."""

from __future__ import annotations

from functools import lru_cache

import spacy

MOST_WORDS = 20_000
"""Different words that one vocabulary may meet: a word typed stays in it as long as it lives."""


def english() -> spacy.Language:
    """The tokenizer of this process, to be asked for each time.

    spaCy 3.7 forgets no word that it has met: what people type would stay in memory, which would
    grow with every typing mistake. So a new tokenizer takes the place of one that knows many.
    """
    if len(_newest().vocab.strings) > MOST_WORDS:
        _newest.cache_clear()
    return _newest()


@lru_cache(maxsize=1)
def _newest() -> spacy.Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp
