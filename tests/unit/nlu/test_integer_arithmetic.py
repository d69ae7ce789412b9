"""Tests that whole numbers give nearly the vectors that the encoder's own products give."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime
import pytest

from bot.nlu.encoder import MODEL, checked_file
from bot.nlu.integer_arithmetic import use_integers

TOKENS = [[101, 2129, 2146, 2003, 12497, 2731, 102], [101, 3477, 102], [101, *range(2000, 2040)]]
PRODUCTS = 36
"""Six in each of its six layers: three before, one after attention, and two that follow."""

TABLES = 2
"""Of words, and of places."""


@pytest.fixture(scope="module")
def as_it_is() -> onnx.ModelProto:
    return onnx.load(checked_file(*MODEL))


@pytest.fixture(scope="module")
def rewritten(as_it_is) -> onnx.ModelProto:
    model = onnx.ModelProto()
    model.CopyFrom(as_it_is)
    assert use_integers(model) == (PRODUCTS, TABLES)
    return model


def _vectors(model: onnx.ModelProto) -> list[np.ndarray]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    found = []
    for tokens in TOKENS:
        ids = np.array([tokens], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        feed["token_type_ids"] = np.zeros_like(ids)
        names = {each.name for each in session.get_inputs()}
        (hidden,) = session.run(None, {k: v for k, v in feed.items() if k in names})
        mean = hidden[0].mean(axis=0)
        found.append(mean / np.linalg.norm(mean))
    return found


def test_vectors_are_nearly_those_of_the_file(as_it_is, rewritten) -> None:
    for vector, own in zip(_vectors(rewritten), _vectors(as_it_is), strict=True):
        assert vector @ own > 0.99


def test_no_weight_is_made_a_fraction_any_more(rewritten) -> None:
    whole = {each.name for each in rewritten.graph.initializer if len(each.dims) == 2}
    cast = [each for each in rewritten.graph.node if each.op_type == "Cast"]

    assert [each for each in cast if each.input[0] in whole] == []


def test_what_is_left_is_a_sound_model(rewritten) -> None:
    onnx.checker.check_model(rewritten.SerializeToString())
