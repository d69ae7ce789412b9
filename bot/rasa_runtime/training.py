"""Trains the model when what it is made of has changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from bot.errors import StartError

CODE = ("bot/nlu/*.py",)
MADE_OF = ("config.yml", "domain.yml", "data/rules.yml", "data/nlu/*.yml", *CODE)
"""What a model is made of; not the facts file, for facts are read when they are told."""


UNFINISHED = "unfinished.tar.gz"
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
        StartError: Rasa refuses what the model is made of.
    """
    from rasa.shared.exceptions import RasaException

    model = current_model(root)
    unfinished = model.with_name(UNFINISHED)
    try:
        _train(root, unfinished)
    except RasaException as error:
        raise StartError(f"{model}: training gave no model: {error}: mend it") from error
    return unfinished.rename(model)


def _train(root: Path, model: Path) -> None:
    """What `rasa train` does, with quicker reading and packing."""
    from rasa.engine.caching import LocalTrainingCache
    from rasa.engine.recipes.recipe import Recipe
    from rasa.engine.runner.dask import DaskGraphRunner
    from rasa.engine.training.graph_trainer import GraphTrainer
    from rasa.engine.validation import validate
    from rasa.shared.data import TrainingType

    from bot.rasa_runtime.model_files import FilesReadOnce, QuicklyPacked

    data = [str(_in_one_file(root)), str(root / "data" / "rules.yml")]
    files = FilesReadOnce(str(root / "config.yml"), str(root / "domain.yml"), data)
    config = files.get_config()
    recipe = Recipe.recipe_for_name(config.get("recipe"))
    graph = recipe.graph_config_for_recipe(config, {}, TrainingType.BOTH, is_finetuning=False)
    validate(graph)
    # Rasa's cache knows a component's own class, but not the modules that the class stands on.
    os.environ["RASA_CACHE_DIRECTORY"] = str(root / ".rasa" / fingerprint(root, CODE))
    with tempfile.TemporaryDirectory() as folder:
        storage = QuicklyPacked(Path(folder))
        GraphTrainer(storage, LocalTrainingCache(), DaskGraphRunner).train(graph, files, model)


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
