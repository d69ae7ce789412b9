"""Understands each training question by models that were trained without it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import numpy as np
from tqdm import tqdm

from bot.answers import read_question
from bot.answers.question import Part
from bot.checks.project import Project
from bot.checks.training import Example
from bot.facts import read_facts
from bot.nlu.fact_index import FALSE, TRUE, UNLABELLED, FactIndex
from bot.nlu.parts import QuestionPart
from bot.nlu.subject_finder import SubjectFinder
from bot.nlu.text_classifier import TextClassifier
from bot.rasa_runtime.training import fingerprint
from bot.settings import ROOT
from tests.evaluate.vectors import vectors_of

FOLDS = 5
SEED = 3
LEAST = 0.01
"""Classes less likely than this are left out, as the pipeline leaves them out."""

KEPT = "cross-validation-{}.json.gz"
MADE_OF = ("data/nlu/*.yml", "data/facts.yml", "bot/nlu/*.py")
"""What the outcome of the cross-validation depends on."""


@dataclass(frozen=True)
class Understood:
    """A training question as it is understood unseen; `fact` answers it, if one does."""

    intent: str
    fact: Optional[str]
    part: Part


def is_understood(folder: Path) -> bool:
    """Whether the outcome of the present data is kept in `folder`."""
    return _kept(folder).is_file()


def understood(folder: Path) -> list[Understood]:
    """Every training question as models trained on the other folds understand it.

    The outcome is kept in `folder`, so that it is only computed when the data has changed.
    """
    path = _kept(folder)
    if not path.is_file():
        examples = [each for each in Project(ROOT).examples if each.block.intent]
        found = _cross_validate(examples, vectors_of([each.text for each in examples], folder))
        for outdated in folder.glob(KEPT.format("*")):
            outdated.unlink()
        path.write_bytes(gzip.compress(json.dumps(found).encode()))
    rows = json.loads(gzip.decompress(path.read_bytes()))
    return [Understood(row["intent"], row["fact"], _part(row["part"])) for row in rows]


def _kept(folder: Path) -> Path:
    return folder / KEPT.format(fingerprint(ROOT, MADE_OF))


def _part(data: dict[str, Any]) -> Part:
    return read_question({"parts": [data]}).first


def _cross_validate(examples: list[Example], vectors: np.ndarray) -> list[dict[str, Any]]:
    texts = [each.text for each in examples]
    folds = np.random.RandomState(SEED).randint(0, FOLDS, len(examples))
    finder = SubjectFinder(read_facts())
    found = []
    for fold in tqdm(range(FOLDS), "Cross-validating", unit=" folds"):
        known, asked = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        for place, part in _understand(examples, texts, vectors, known, asked):
            mentions = finder.find(texts[place])
            part.subjects = tuple(dict.fromkeys(each.subject for each in mentions))
            block = examples[place].block
            found.append({"intent": block.intent, "fact": block.fact, "part": part.to_data()})
    return found


def _understand(
    examples: list[Example],
    texts: list[str],
    vectors: np.ndarray,
    known: np.ndarray,
    asked: np.ndarray,
) -> Iterator[tuple[int, QuestionPart]]:
    """The place and the classes and facts of each question asked, by models of the known ones."""
    intents = [examples[each].block.intent for each in known]
    classifier = TextClassifier.fit([texts[each] for each in known], vectors[known], intents)
    labelled = [each for each in known if examples[each].block.fact]
    index = FactIndex.fit(
        [texts[each] for each in labelled],
        vectors[labelled],
        [str(examples[each].block.fact) for each in labelled],
        [_premise(examples[each]) for each in labelled],
    )
    found = classifier.probabilities([texts[each] for each in asked], vectors[asked])
    for place, row in zip(asked, found, strict=True):
        part = QuestionPart(texts[place])
        part.classes = {
            name: round(float(share), 4)
            for name, share in zip(classifier.labels, row, strict=True)
            if share >= LEAST or share == row.max()
        }
        part.meaning, part.similarity = index.rank(texts[place], vectors[place])
        yield int(place), part


def _premise(example: Example) -> int:
    premise = (example.block.metadata or {}).get("premise")
    return UNLABELLED if premise is None else TRUE if premise else FALSE
