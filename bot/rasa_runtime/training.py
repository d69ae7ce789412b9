"""Trains the model when what it is made of has changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from bot.errors import StartError

CODE = ("bot/nlu/*.py",)
MADE_OF = ("config.yml", "domain.yml", "data/rules.yml", "data/nlu/*.yml", *CODE)
"""What a model is made of; not the facts file, for facts are read when they are told."""


UNFINISHED = "unfinished"
"""The name of a model while it is written: nobody may load half a file."""


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
    one_file = _in_one_file(root)
    # Rasa's cache knows a component's own class, but not the modules that the class stands on.
    os.environ["RASA_CACHE_DIRECTORY"] = str(root / ".rasa" / fingerprint(root, CODE))
    result = rasa_train(
        domain=str(root / "domain.yml"),
        config=str(root / "config.yml"),
        training_files=[str(one_file), str(root / "data" / "rules.yml")],
        output=str(model.parent),
        fixed_model_name=UNFINISHED,
    )
    finished = model.with_name(f"{UNFINISHED}.tar.gz")
    if result.code != 0 or not finished.is_file():
        raise StartError(f"{model}: training gave no model (code {result.code}): see above")
    return finished.rename(model)


def _in_one_file(root: Path) -> Path:
    """All questions in one file: Rasa merges file after file, hashing every question each time."""
    head = 'version: "3.1"\nnlu:\n'
    blocks = [
        path.read_text(encoding="utf-8").removeprefix(head)
        for path in sorted((root / "data" / "nlu").glob("*.yml"))
    ]
    one_file = root / ".rasa" / "questions" / "nlu.yml"
    one_file.parent.mkdir(parents=True, exist_ok=True)
    one_file.write_text(head + "".join(blocks), encoding="utf-8")
    return one_file
