"""Tests of telling when a model is out of date."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import StartError
from bot.rasa_runtime.training import MADE_OF, current_model, fingerprint, train
from bot.settings import ROOT

MADE = ("config.yml", "domain.yml", "data/rules.yml", "data/nlu/pay.yml", "bot/nlu/encoder.py")
NOT_MADE = (
    "data/facts.yml",
    "data/safety.yml",
    "bot/answers/text.py",
    "bot/run.py",
    "credentials.yml",
    "endpoints.yml",
    "models/old.tar.gz",
    "tests/held_out/pay.yml",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with all kinds of files."""
    for name in (*MADE, *NOT_MADE):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", MADE)
def test_changing_what_a_model_is_made_of_asks_for_another(root: Path, name: str) -> None:
    before = fingerprint(root)

    (root / name).write_text("changed", encoding="utf-8")

    assert fingerprint(root) != before


@pytest.mark.parametrize("name", NOT_MADE)
def test_changing_anything_else_keeps_the_model(root: Path, name: str) -> None:
    before = fingerprint(root)

    (root / name).write_text("changed", encoding="utf-8")

    assert fingerprint(root) == before


@pytest.mark.parametrize("name", ["data/nlu/hours.yml", "bot/nlu/another.py"])
def test_adding_removing_and_renaming_questions_or_code_asks_for_another(root, name: str) -> None:
    prints = [fingerprint(root)]

    (root / name).write_text("new", encoding="utf-8")
    prints.append(fingerprint(root))
    (root / name).rename((root / name).with_stem("renamed"))
    prints.append(fingerprint(root))

    assert len(set(prints)) == 3
    next((root / name).parent.glob("renamed.*")).unlink()
    assert fingerprint(root) == prints[0]


def test_the_model_is_named_after_its_fingerprint(root: Path) -> None:
    assert current_model(root) == root / "models" / f"{fingerprint(root)}.tar.gz"


@pytest.mark.parametrize("pattern", MADE_OF)
def test_everything_that_a_model_is_made_of_exists_here(pattern: str) -> None:
    assert list(ROOT.glob(pattern))


def test_what_rasa_refuses_is_an_error_that_keeps_its_words(root: Path, monkeypatch) -> None:
    monkeypatch.setenv("RASA_CACHE_DIRECTORY", "restored after the test")

    with pytest.raises(
        StartError, match=r"training gave no model: .*\n.*'config.yml' is not a dict"
    ):
        train(root)

    assert not current_model(root).exists()
