"""A classifier of short texts over two views of them: sentence vectors and n-grams."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from bot.errors import ModelFileError
from bot.nlu.wording import VIEWS, Wording

NGRAM_WEIGHT = 8.0
"""Weight of the n-gram margin beside the log-probability from the vectors; by cross-validation."""


class TextClassifier:
    """Logistic regression on sentence vectors, corrected by a linear SVM on n-grams."""

    def __init__(
        self, labels: list[str], arrays: dict[str, np.ndarray], words: dict[str, list[str]]
    ) -> None:
        self.labels = labels
        self._arrays = arrays
        self._words = words
        self._wording = Wording(words, {view: arrays[f"idf_{view}"] for view in VIEWS})

    @classmethod
    def fit(cls, texts: list[str], vectors: np.ndarray, labels: list[str]) -> TextClassifier:
        """Train on texts, their vectors of shape (n, 384), and one label each."""
        return cls.fit_each(texts, vectors, [labels])[0]

    @classmethod
    def fit_each(
        cls, texts: list[str], vectors: np.ndarray, labellings: list[list[str]]
    ) -> list[TextClassifier]:
        """A classifier for each way to label the same texts, all trained at once."""
        vectorizers = {
            name: TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **view)
            for name, view in VIEWS.items()
        }
        ngrams = hstack([each.fit_transform(texts) for each in vectorizers.values()]).tocsr()
        # The fits let go of the interpreter's lock, so each kind has a core of its own. No two SVMs
        # at once: liblinear has one row of random numbers for the whole process.
        with ThreadPoolExecutor(1) as pool, threadpool_limits(1):
            wordings = [
                pool.submit(LinearSVC(C=0.3, tol=1e-3, random_state=0).fit, ngrams, labels)
                for labels in labellings
            ]
            meanings = [
                LogisticRegression(C=15.0, max_iter=60).fit(vectors, labels)
                for labels in labellings
            ]
            return [
                cls._of(meaning, wording.result(), vectorizers)
                for meaning, wording in zip(meanings, wordings, strict=True)
            ]

    @classmethod
    def _of(
        cls,
        meaning: LogisticRegression,
        wording: LinearSVC,
        vectorizers: dict[str, TfidfVectorizer],
    ) -> TextClassifier:
        arrays = {
            "meaning": _one_column_a_label(meaning.coef_),
            "meaning_bias": _one_column_a_label(meaning.intercept_),
            "wording": _one_column_a_label(wording.coef_),
            "wording_bias": _one_column_a_label(wording.intercept_),
            **{f"idf_{name}": each.idf_ for name, each in vectorizers.items()},
        }
        words = {name: each.get_feature_names_out().tolist() for name, each in vectorizers.items()}
        return cls([str(each) for each in meaning.classes_], _as_stored(arrays), words)

    def probabilities(self, texts: list[str], vectors: np.ndarray) -> np.ndarray:
        """Probability of each label, shape (len(texts), len(labels))."""
        meaning = _log_softmax(vectors @ self._arrays["meaning"] + self._arrays["meaning_bias"])
        margin = np.array([self._margin(text) for text in texts]) + self._arrays["wording_bias"]
        return np.exp(_log_softmax(meaning + NGRAM_WEIGHT * margin))

    def count_as(self, other: TextClassifier) -> None:
        """Leave the n-grams to a classifier of the same texts, so that they are counted once."""
        same_idf = (
            np.array_equal(self._arrays[f"idf_{v}"], other._arrays[f"idf_{v}"]) for v in VIEWS
        )
        if self._words == other._words and all(same_idf):
            self._words, self._wording = other._words, other._wording

    def _margin(self, text: str) -> np.ndarray:
        """What the wording says for each label; only the rows of the n-grams there are read."""
        columns, values = self._wording.columns(text)
        return values @ self._arrays["wording"][columns].astype(np.float32)

    def save(self, folder: Path, name: str) -> None:
        """Write the classifier to `folder` as plain arrays and JSON."""
        small = {key: array.astype(np.float16) for key, array in self._arrays.items()}
        np.savez(folder / f"{name}.npz", **small)
        content = {"labels": self.labels, "words": self._words}
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path, name: str) -> TextClassifier:
        """Read a classifier back.

        Raises:
            ModelFileError: the files are missing or not what `save` writes.
        """
        try:
            with np.load(folder / f"{name}.npz", allow_pickle=False) as stored:
                arrays = _as_stored(stored)
            content = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
            return cls(content["labels"], arrays, content["words"])
        except (OSError, ValueError, KeyError) as error:
            raise ModelFileError(f"{name}: the model is damaged ({error}): train again") from error


def _as_stored(arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Arrays to compute with, rounded as the half-size file rounds them.

    The weights of the wording stay at half size, as only a few of their rows are read at a time.
    """
    small = {key: arrays[key].astype(np.float16, copy=False) for key in arrays}
    return {
        key: each if key == "wording" else each.astype(np.float32) for key, each in small.items()
    }


def _one_column_a_label(weights: np.ndarray) -> np.ndarray:
    """Weights as (features, labels); with two labels scikit-learn keeps those of the second."""
    if len(weights) == 1:
        weights = np.concatenate([-weights, weights]) / 2
    return np.ascontiguousarray(weights.T, dtype=np.float32)


def _log_softmax(scores: np.ndarray) -> np.ndarray:
    scores = scores - scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
