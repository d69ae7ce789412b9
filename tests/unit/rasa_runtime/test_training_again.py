"""Tests that a change trains only what depends on it, and that training tells how far it is."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest
import yaml

from bot.nlu import sentence_embedding
from bot.rasa_runtime.training import current_model, train
from bot.settings import ROOT
from bot.training import show_progress

HOOKS = "rasa.engine.training.hooks"
DOMAIN = """
version: "3.1"
intents: [ask_pay, ask_hours, greet]
actions: [action_answer_question]
responses:
  utter_hello:
  - text: Hello.
"""
QUESTIONS = """version: "3.1"
nlu:
- intent: ask_pay
  metadata: {fact: pay}
  examples: |
    - how much is the pay
    - what is the pay like
    - is the pay good
    - the pay of a radiologist
- intent: ask_hours
  metadata: {fact: hours, premise: true}
  examples: |
    - are the hours long
    - are the hours of work long
    - is it long hours
    - long hours then
- intent: ask_hours
  metadata: {fact: hours, premise: false}
  examples: |
    - are the hours short
    - are the hours of work short
    - is it short hours
    - short hours then
- intent: greet
  examples: |
    - hello
    - hello there
    - good morning
    - hello to the hours of the pay
"""
RULES = """
version: "3.1"
rules:
- rule: greet
  steps:
  - intent: greet
  - action: utter_hello
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch) -> Path:
    """A small project that is trained by our components."""
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    for each in config["pipeline"]:
        if "kept_vectors" in each:
            each["kept_vectors"] = str(tmp_path / ".rasa" / "vectors.npz")
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    (tmp_path / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (tmp_path / "domain.yml").write_text(DOMAIN, encoding="utf-8")
    (tmp_path / "data" / "rules.yml").write_text(RULES, encoding="utf-8")
    (tmp_path / "data" / "nlu" / "all.yml").write_text(QUESTIONS, encoding="utf-8")
    shutil.copy(ROOT / "data" / "facts.yml", tmp_path / "data")
    monkeypatch.setenv("RASA_CACHE_DIRECTORY", "restored after the test")
    return tmp_path


@pytest.fixture
def encoded(monkeypatch) -> list[str]:
    """The texts that vectors were computed for."""
    texts: list[str] = []
    encode = sentence_embedding.encode_messages

    def noting(asked, encoder):
        texts.extend(asked)
        return encode(asked, encoder)

    monkeypatch.setattr(sentence_embedding, "encode_messages", noting)
    return texts


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_new_example_computes_one_vector_and_leaves_the_rules(root, encoded, caplog) -> None:
    train(root)
    assert len(encoded) == 16
    encoded.clear()

    with (root / "data" / "nlu" / "all.yml").open("a", encoding="utf-8") as file:
        file.write("    - good evening\n")
    with caplog.at_level(logging.INFO, HOOKS):
        train(root)

    assert encoded == ["good evening"]
    told = [each.getMessage() for each in caplog.records if each.name == HOOKS]
    assert "Restored component 'Rules' from cache." in told
    started = {each for each in told if each.startswith("Starting")}
    assert started == {
        "Starting to train component 'AspectClassifier'.",
        "Starting to train component 'FactRanker'.",
    }


def test_a_changed_alias_trains_nothing(root) -> None:
    before = current_model(root)
    facts = root / "data" / "facts.yml"
    text = facts.read_text(encoding="utf-8")

    facts.write_text(text.replace("aliases: [", "aliases: [another name, ", 1), encoding="utf-8")

    assert facts.read_text(encoding="utf-8") != text
    assert current_model(root) == before


def test_a_training_tells_each_step(capsys) -> None:
    with show_progress():
        logging.getLogger(HOOKS).info("Starting to train component 'FactRanker'.")
        logging.getLogger("bot.nlu.encoder").info("%d of %d sentences read", 5, 10)
    logging.getLogger(HOOKS).info("afterwards")

    shown = capsys.readouterr().err
    assert "  Starting to train component 'FactRanker'." in shown
    assert "  5 of 10 sentences read" in shown
    assert "afterwards" not in shown
