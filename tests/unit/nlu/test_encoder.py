"""Tests of the sentence encoder and of the check of its files."""

from __future__ import annotations

import importlib
import sys

import numpy as np
import pytest

from bot.errors import ModelFileError
from bot.nlu.encoder import DIMENSIONS, MODEL, TOKENIZER, checked_file, shared_encoder

TEXTS = ["CT", "how long is radiology training? " * 5, "the salary", "MRI scans", "a pay scale"]


def test_every_vector_has_length_one() -> None:
    vectors = shared_encoder().encode([*TEXTS, "", "🩻", "x" * 5000])

    assert vectors.shape == (len(TEXTS) + 3, DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_no_texts_give_no_vectors() -> None:
    assert shared_encoder().encode([]).shape == (0, DIMENSIONS)


@pytest.mark.parametrize("batch", [1, 2, 32])
def test_vectors_keep_the_order_of_the_texts_in_batches_of_any_size(batch: int) -> None:
    encoder = shared_encoder()
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])

    similar = encoder.encode(TEXTS, batch=batch) @ alone.T

    assert similar.argmax(axis=1).tolist() == list(range(len(TEXTS)))
    assert np.diag(similar).min() > 0.9999


def test_texts_of_one_meaning_are_nearer_than_others() -> None:
    pay, salary, scan = shared_encoder().encode(["what is the pay", "the salary", "an MRI scan"])

    assert pay @ salary > pay @ scan


def test_one_encoder_is_shared_by_the_process() -> None:
    assert shared_encoder() is shared_encoder()


@pytest.mark.parametrize("file", [MODEL, TOKENIZER])
def test_the_installed_files_are_the_expected_ones(file) -> None:
    assert checked_file(*file).is_file()


def test_a_file_with_another_hash_is_refused_with_both_hashes(package) -> None:
    (package / "model.onnx").write_bytes(b"altered")

    with pytest.raises(ModelFileError) as error:
        checked_file("planted_package", "model.onnx", "0" * 64)

    assert str(error.value) == (
        "planted_package/model.onnx: sha256 is "
        "4aa009153649a0a7c1425387f3da9c72330ad069ea9f69ce1640abe46f92a83b, "
        f"expected {'0' * 64}: reinstall the locked version"
    )


def test_a_missing_file_is_refused_with_the_remedy(package) -> None:
    with pytest.raises(ModelFileError, match=r"model\.onnx: the file is missing: rein"):
        checked_file("planted_package", "model.onnx", "0" * 64)


def test_a_missing_package_is_refused_with_the_remedy() -> None:
    with pytest.raises(ModelFileError, match="no_such_package: the package is not installed: run"):
        checked_file("no_such_package", "model.onnx", "0" * 64)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """The folder of an installed package."""
    folder = tmp_path / "planted_package"
    folder.mkdir()
    (folder / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    importlib.invalidate_caches()
    return folder
