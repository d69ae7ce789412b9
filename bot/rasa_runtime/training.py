"""Trains the model when what it is made of has changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from bot.errors import StartError

CODE = ("bot/nlu/*.py",)
MADE_OF = ("config.yml", "domain.yml", "data/rules.yml", "data/nlu/*.yml", *CODE)
"""What a model is made of; not the facts file, for facts are read when they are told."""


def fingerprint(root: Path, patterns: tuple[str, ...] = MADE_OF) -> str:
    """A short hash of all that a model is made of."""
    digest = hashlib.sha256()
    for pattern in patterns:
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
    # Rasa's cache knows a component's own class, but not the modules that the class stands on.
    os.environ["RASA_CACHE_DIRECTORY"] = str(root / ".rasa" / fingerprint(root, CODE))
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
