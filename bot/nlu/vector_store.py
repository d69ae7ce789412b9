"""Keeps the sentence vectors of one training for the next, whose new questions are few."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

MADE_BY = ("encoder.py", "integer_arithmetic.py", "parts.py")
"""The modules on which a vector depends; the hashes of the model's files stand in the first."""


def vectors_of(
    texts: Sequence[str], encode: Callable[[list[str]], np.ndarray], path: Path
) -> np.ndarray:
    """Vectors of the texts, shape (len(texts), 384), those that `path` keeps from there.

    Args:
        encode: gives the vectors of texts that are not kept.
        path: afterwards it keeps the vectors of these texts and no others.
    """
    keys = [_digest(text.encode()) for text in texts]
    known = _read(path)
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if new:
        known.update(zip(new, encode(list(new.values())), strict=True))
    vectors = np.array([known[key] for key in keys])
    if new or len(set(keys)) < len(known):
        _write(path, keys, vectors)
    return vectors


def _read(path: Path) -> dict[str, np.ndarray]:
    """The vectors by the hash of their text; none if the file is not whole or of other code."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            if str(stored["made_by"]) != _made_by():
                return {}
            return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}


def _write(path: Path, keys: list[str], vectors: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and then renamed, so that a training broken off leaves the old file whole.
    unfinished = path.with_suffix(f".{os.getpid()}.npz")
    np.savez(unfinished, made_by=_made_by(), keys=keys, vectors=vectors)
    unfinished.replace(path)


def _made_by() -> str:
    here = Path(__file__).parent
    return _digest(b"".join((here / name).read_bytes() for name in MADE_BY))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
