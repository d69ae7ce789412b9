"""Trains the model when what it is made of has changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bot.errors import StartError

MADE_OF = ("config.yml", "domain.yml", "data/rules.yml", "data/nlu/*.yml", "bot/nlu/*.py")
"""What a model is made of; the facts file is not among it, for facts are read when they are told."""


def fingerprint(root: Path) -> str:
    """A short hash of all that a model is made of."""
    digest = hashlib.sha256()
    for pattern in MADE_OF:
        for path in sorted(root.glob(pattern)):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def current_model(root: Path) -> Path:
    """Where the model of the present data stands, trained or not."""
    return root / "models" / f"{fingerprint(root)}.tar.gz"


def train(root: Path) -> Path:
    """Train a model of the present data and return its path.

    Raises:
        StartError: Rasa did not produce a model.
    """
    from rasa.model_training import train as rasa_train

    model = current_model(root)
    result = rasa_train(
        domain=str(root / "domain.yml"),
        config=str(root / "config.yml"),
        training_files=[str(root / "data" / "nlu"), str(root / "data" / "rules.yml")],
        output=str(model.parent),
        fixed_model_name=model.name.removesuffix(".tar.gz"),
    )
    if result.code != 0 or not model.is_file():
        raise StartError(f"{model}: training gave no model (code {result.code}): see above")
    return model
