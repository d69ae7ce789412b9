"""Ranks the facts by how near a question is to the questions that each is known to answer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from bot.errors import ModelFileError
from bot.nlu.text_classifier import TextClassifier

NAME = "facts"
JUDGE = "premises"
KEPT = 30
"""Facts kept of a ranking: the right one is nearly always among them."""

NEAREST_SHARE = 0.2
"""Weight of the nearest known question beside the classifier's probability."""

UNLABELLED, TRUE, FALSE = 0, 1, -1
ANSWERS = {UNLABELLED: "open", TRUE: "yes", FALSE: "no"}
PREMISE_FACTS = 3
PREMISE_SURE = 0.995
PREMISE_NEAR = 0.8
PREMISE_MARGIN = 0.1
"""Yes or no is only said when the wording is sure and a known question of that answer is near,
and much nearer than one of the other: 97 in 100 right by cross-validation, but seldom said."""


class FactIndex:
    """The known questions of all facts: their vectors, their fact, and yes/no where it is known."""

    def __init__(
        self,
        classifier: TextClassifier,
        judge: TextClassifier,
        vectors: np.ndarray,
        owners: np.ndarray,
        premises: np.ndarray,
    ) -> None:
        self._classifier = classifier
        self._judge = judge
        judge.count_as(classifier)
        self._vectors = vectors.astype(np.float32)
        self._owners = owners
        self._premises = premises
        self._starts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])
        self._ranked = owners[self._starts]

    @classmethod
    def fit(
        cls, texts: list[str], vectors: np.ndarray, facts: list[str], premises: list[int]
    ) -> FactIndex:
        """Learn from questions, their vectors (n, 384), their facts, and 1, 0, -1 premises."""
        answers = [ANSWERS[each] for each in premises]
        classifier, judge = TextClassifier.fit_each(texts, vectors, [facts, answers])
        place = {fact: each for each, fact in enumerate(classifier.labels)}
        owners = np.array([place[fact] for fact in facts])
        order = np.argsort(owners, kind="stable")
        return cls(classifier, judge, vectors[order], owners[order], np.array(premises)[order])

    def rank(self, text: str, vector: np.ndarray) -> tuple[dict[str, float], float]:
        """Meaning (0 to 1) of the likeliest facts, best first, and the nearest similarity."""
        likely = self._classifier.probabilities([text], vector[None, :])[0]
        similar = self._vectors @ vector
        nearest = np.full(len(likely), -1.0, dtype=np.float32)
        nearest[self._ranked] = np.maximum.reduceat(similar, self._starts)
        meaning = (1 - NEAREST_SHARE) * likely + NEAREST_SHARE * np.clip(nearest, 0, 1)
        order = np.argsort(-meaning)[:KEPT]
        labels = self._classifier.labels
        ranked = {labels[each]: round(float(meaning[each]), 4) for each in order}
        return ranked, float(similar.max())

    def premises(self, text: str, vector: np.ndarray, facts: Iterable[str]) -> dict[str, bool]:
        """Yes or no to a question, for those of the first `facts` that surely decide it."""
        sure = self._judge.probabilities([text], vector[None, :])[0]
        answer = self._judge.labels[int(sure.argmax())]
        if sure.max() < PREMISE_SURE or answer == ANSWERS[UNLABELLED]:
            return {}
        wording = TRUE if answer == ANSWERS[TRUE] else FALSE
        similar = self._vectors @ vector
        return {
            fact: wording == TRUE
            for fact in list(facts)[:PREMISE_FACTS]
            if self._leaning(self._classifier.labels.index(fact), similar) * wording
            >= PREMISE_MARGIN
        }

    def _leaning(self, place: int, similar: np.ndarray) -> float:
        """How much nearer the fact's yes-questions are than its no-questions, -1 to 1."""
        owned = slice(*np.searchsorted(self._owners, [place, place + 1]))
        near, premises = similar[owned], self._premises[owned]
        yes, no = (near[premises == kind].max(initial=0.0) for kind in (TRUE, FALSE))
        return float(yes - no) if max(yes, no) >= PREMISE_NEAR else 0.0

    def save(self, folder: Path) -> None:
        """Write the index to `folder`."""
        self._classifier.save(folder, NAME)
        self._judge.save(folder, JUDGE)
        np.savez(
            folder / "questions.npz",
            vectors=self._vectors.astype(np.float16),
            owners=self._owners,
            premises=self._premises,
        )

    @classmethod
    def read(cls, folder: Path) -> FactIndex:
        """Read an index back.

        Raises:
            ModelFileError: a file is missing or damaged.
        """
        classifier = TextClassifier.read(folder, NAME)
        judge = TextClassifier.read(folder, JUDGE)
        try:
            with np.load(folder / "questions.npz", allow_pickle=False) as stored:
                return cls(
                    classifier, judge, stored["vectors"], stored["owners"], stored["premises"]
                )
        except (OSError, ValueError, KeyError) as error:
            raise ModelFileError(f"{NAME}: the model is damaged ({error}): train again") from error
