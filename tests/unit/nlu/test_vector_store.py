"""Tests of keeping sentence vectors from one training to the next."""

from __future__ import annotations

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import vector_store
from bot.nlu.sentence_embedding import SentenceEmbedding, sentence_vector
from bot.nlu.vector_store import vectors_of

PAY, TIME, SCAN = "how much is the pay", "how long does it take", "what is a scan"


class Encoder:
    """Counts as a vector the length of a text, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, texts: list[str]) -> np.ndarray:
        self.asked.append(texts)
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)


@pytest.fixture
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture
def path(tmp_path):
    """A file in a folder that is not there yet."""
    return tmp_path / "folder" / "vectors.npz"


def test_each_text_is_only_encoded_once_and_keeps_its_place(encoder, path) -> None:
    first = vectors_of([PAY, TIME, PAY], encoder, path)
    second = vectors_of([SCAN, TIME, PAY], encoder, path)

    assert encoder.asked == [[PAY, TIME], [SCAN]]
    assert first[:, 0].tolist() == [len(PAY), len(TIME), len(PAY)]
    assert second[:, 0].tolist() == [len(SCAN), len(TIME), len(PAY)]
    assert first.dtype == second.dtype == np.float32


def test_a_training_without_new_texts_encodes_nothing_and_gives_the_very_same(encoder, path):
    first = vectors_of([PAY, TIME], encoder, path)

    assert np.array_equal(vectors_of([PAY, TIME], encoder, path), first)
    assert len(encoder.asked) == 1


def test_texts_that_are_gone_are_not_kept(encoder, path) -> None:
    vectors_of([PAY, TIME], encoder, path)
    vectors_of([PAY], encoder, path)
    vectors_of([PAY, TIME], encoder, path)

    assert encoder.asked == [[PAY, TIME], [TIME]]


def test_vectors_made_by_other_code_are_made_anew(encoder, path, monkeypatch) -> None:
    vectors_of([PAY], encoder, path)
    monkeypatch.setattr(vector_store, "MADE_BY", ("encoder.py",))

    vectors_of([PAY], encoder, path)

    assert encoder.asked == [[PAY], [PAY]]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half a file", b"\x80\x04K\x01."])
def test_a_damaged_file_is_made_anew(encoder, path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)

    vectors_of([PAY], encoder, path)
    vectors_of([PAY], encoder, path)

    assert encoder.asked == [[PAY]]
    assert [each.name for each in path.parent.iterdir()] == ["vectors.npz"]


def test_a_file_cut_short_is_made_anew(encoder, path) -> None:
    vectors_of([PAY, TIME], encoder, path)
    path.write_bytes(path.read_bytes()[:-100])

    assert vectors_of([TIME], encoder, path)[:, 0].tolist() == [len(TIME)]
    assert encoder.asked == [[PAY, TIME], [TIME]]


def test_the_component_gives_kept_vectors_that_are_the_very_same(path) -> None:
    trainings = [
        SentenceEmbedding("embedding", str(path)).process_training_data(
            TrainingData([Message({"text": text}) for text in (PAY, TIME)])
        )
        for _ in range(2)
    ]

    first, second = ([sentence_vector(each) for each in t.training_examples] for t in trainings)
    assert np.array_equal(first, second)
    assert path.is_file()
