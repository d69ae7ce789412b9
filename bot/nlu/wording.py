"""N-grams of a text, counted and weighed as scikit-learn's TfidfVectorizer does, but one by one.

scikit-learn makes sparse matrices of them, with many checks; for a single text that takes ten times
as long as the counting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

VIEWS = {
    "letters": {"analyzer": "char_wb", "ngram_range": (3, 4), "min_df": 3},
    "words": {"analyzer": "word", "ngram_range": (1, 2), "min_df": 2},
}


class Wording:
    """Weighs the n-grams that a model knows.

    Args:
        words: the n-grams of each view, in the order of its columns.
        idf: the inverse document frequency of each n-gram, for each view.
    """

    def __init__(self, words: Mapping[str, list[str]], idf: Mapping[str, np.ndarray]) -> None:
        self._places = {view: {word: at for at, word in enumerate(words[view])} for view in VIEWS}
        self._idf = {view: idf[view].astype(np.float64) for view in VIEWS}
        self.columns = lru_cache(maxsize=4)(self._columns)

    def _columns(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Which columns a text fills, those of one view after those of another, and with what."""
        columns, values = [], []
        first = 0
        for view, places in self._places.items():
            known = [
                (places[gram], _share(count))
                for gram, count in _counted(view, text)
                if gram in places
            ]
            here = np.array([place for place, _ in known], dtype=np.int64)
            weights = np.array([share for _, share in known]) * self._idf[view][here]
            columns.append(here + first)
            values.append(weights / (np.linalg.norm(weights) or 1.0))
            first += len(places)
        return np.concatenate(columns), np.concatenate(values)


@cache
def _analyzer(view: str) -> Callable[[str], list[str]]:
    return TfidfVectorizer(**VIEWS[view]).build_analyzer()


@cache
def _share(count: int) -> float:
    """What an n-gram that stands so often in a text counts."""
    return float(1 + np.log(count))


@lru_cache(maxsize=16)
def _counted(view: str, text: str) -> tuple[tuple[str, int], ...]:
    """N-grams with their numbers; the classifiers of one message count them only once."""
    return tuple(Counter(_analyzer(view)(text)).items())
