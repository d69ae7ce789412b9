"""Tests of the classifier of short texts."""

from __future__ import annotations

import numpy as np
import pytest

from bot.errors import ModelFileError
from bot.nlu.encoder import shared_encoder
from bot.nlu.text_classifier import TextClassifier

TEXTS = {
    "pay": ["how much is the pay", "the salary of a doctor", "what do they pay", "pay scales"],
    "time": ["how long does it take", "how many years", "the time it takes", "years of training"],
    "hello": ["hello there", "good morning", "hello and good day", "a very good evening"],
}


def fitted(labels: tuple[str, ...]) -> TextClassifier:
    texts = [text for label in labels for text in TEXTS[label]]
    owners = [label for label in labels for _ in TEXTS[label]]
    return TextClassifier.fit(texts, shared_encoder().encode(texts), owners)


def asked(classifier: TextClassifier, *texts: str) -> np.ndarray:
    return classifier.probabilities(list(texts), shared_encoder().encode(list(texts)))


@pytest.mark.parametrize("labels", [("pay", "time", "hello"), ("pay", "time")])
def test_probabilities_sum_to_one_and_the_right_label_leads(labels) -> None:
    classifier = fitted(labels)

    found = asked(classifier, "how many years is it", "what salary do they pay", "🩻", "")

    assert found.shape == (4, len(labels))
    assert found.sum(axis=1) == pytest.approx(1.0, abs=1e-5)
    assert [classifier.labels[each] for each in found[:2].argmax(axis=1)] == ["time", "pay"]


def test_training_for_two_labellings_at_once_gives_the_same_as_for_each() -> None:
    texts = TEXTS["pay"] + TEXTS["time"]
    vectors = shared_encoder().encode(texts)
    labellings = [["pay"] * 4 + ["time"] * 4, ["odd", "even"] * 4]

    at_once = TextClassifier.fit_each(texts, vectors, labellings)

    for found, labels in zip(at_once, labellings, strict=True):
        alone = TextClassifier.fit(texts, vectors, labels)
        assert found.labels == alone.labels
        assert np.array_equal(asked(found, "years of pay"), asked(alone, "years of pay"))


def test_training_twice_gives_the_same() -> None:
    first, second = (fitted(("pay", "time", "hello")) for _ in range(2))

    assert np.array_equal(asked(first, "years of pay"), asked(second, "years of pay"))


def test_what_was_saved_and_read_gives_the_same(tmp_path) -> None:
    classifier = fitted(("pay", "time", "hello"))
    classifier.save(tmp_path, "kinds")

    read = TextClassifier.read(tmp_path, "kinds")

    assert read.labels == classifier.labels
    assert asked(read, "years of pay") == pytest.approx(asked(classifier, "years of pay"))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["kinds.json", "kinds.npz"]


@pytest.mark.parametrize("file", ["kinds.json", "kinds.npz"])
@pytest.mark.parametrize("content", [None, b"", b"{}", b"\x80\x04K\x01."])
def test_missing_and_damaged_files_are_refused_with_the_remedy(tmp_path, file, content) -> None:
    fitted(("pay", "time")).save(tmp_path, "kinds")
    if content is None:
        (tmp_path / file).unlink()
    else:
        (tmp_path / file).write_bytes(content)

    with pytest.raises(ModelFileError, match=r"kinds: the model is damaged .*: train again"):
        TextClassifier.read(tmp_path, "kinds")
