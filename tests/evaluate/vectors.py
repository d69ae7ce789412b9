"""Embeds the training questions, and keeps their vectors, for new questions are always few."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from tqdm import tqdm

from bot.nlu.encoder import shared_encoder
from bot.nlu.parts import encode_messages
from bot.rasa_runtime.training import fingerprint
from bot.settings import ROOT

BATCH = 256
KEPT = "vectors-{}.npz"
MADE_OF = ("bot/nlu/encoder.py", "bot/nlu/parts.py")
"""What a text's vector depends on."""


def vectors_of(texts: list[str], folder: Path) -> np.ndarray:
    """Vectors of the texts, shape (len(texts), 384), those already in `folder` from there."""
    path = folder / KEPT.format(fingerprint(ROOT, MADE_OF))
    known = _read(path)
    new = [text for text in dict.fromkeys(texts) if text not in known]
    encoder = shared_encoder()
    for start in tqdm(range(0, len(new), BATCH), "Embedding", unit=" batches", disable=not new):
        batch = new[start : start + BATCH]
        known.update(zip(batch, encode_messages(batch, encoder), strict=True))
    vectors = np.array([known[text] for text in texts])
    if new:
        for outdated in folder.glob(KEPT.format("*")):
            outdated.unlink()
        np.savez(path, texts=np.array(texts), vectors=vectors)
    return vectors


def _read(path: Path) -> dict[str, np.ndarray]:
    if not path.is_file():
        return {}
    with np.load(path, allow_pickle=False) as stored:
        return dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True))
