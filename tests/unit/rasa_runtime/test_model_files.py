"""Tests of reading the files once and of packing the model."""

from __future__ import annotations

import pytest
from rasa.engine.graph import GraphModelConfiguration
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.data import TrainingType
from rasa.shared.importers.importer import TrainingDataImporter

from bot.rasa_runtime.model_files import FilesReadOnce, QuicklyPacked
from bot.settings import ROOT

QUESTIONS = """
version: "3.1"
nlu:
- intent: ask_pay
  metadata: {fact: pay_scale}
  examples: |
    - how much is the pay
    - the salary
- intent: greet
  examples: |
    - hello
"""
RULES = """
version: "3.1"
rules:
- rule: greet
  steps:
  - intent: greet
  - action: utter_hello
"""
DOMAIN = """
version: "3.1"
intents: [ask_pay, greet]
responses:
  utter_hello:
  - text: Hello.
"""


@pytest.fixture
def files(tmp_path) -> tuple[str, str, list[str]]:
    """The paths of a small project's files."""
    contents = {"domain": DOMAIN, "nlu": QUESTIONS, "rules": RULES}
    for name, content in contents.items():
        (tmp_path / f"{name}.yml").write_text(content, encoding="utf-8")
    domain, nlu, rules = (str(tmp_path / f"{name}.yml") for name in contents)
    return str(ROOT / "config.yml"), domain, [nlu, rules]


def test_the_same_is_read_as_by_rasas_own_way(files) -> None:
    ours, rasas = FilesReadOnce(*files), TrainingDataImporter.load_from_config(*files)

    questions = rasas.get_nlu_data().intent_examples
    assert ours.get_nlu_data().intent_examples == questions
    assert len(questions) == 3
    assert ours.get_domain().fingerprint() == rasas.get_domain().fingerprint()
    assert ours.get_stories().fingerprint() == rasas.get_stories().fingerprint()
    assert ours.get_config() == rasas.get_config()


def test_questions_and_domain_are_read_once(files) -> None:
    reader = FilesReadOnce(*files)

    assert reader.get_nlu_data() is reader.get_nlu_data(language="en")
    assert reader.get_domain() is reader.get_domain()


def test_what_is_packed_is_what_rasa_unpacks(tmp_path) -> None:
    (tmp_path / "made").mkdir()
    made, resource = QuicklyPacked(tmp_path / "made"), Resource("part")
    with made.write_to(resource) as folder:
        (folder / "weights").write_bytes(b"weights")
    model = tmp_path / "models" / "model.tar.gz"

    metadata = made.create_model_package(model, graph(), Domain.empty())

    (tmp_path / "read").mkdir()
    read, found = LocalModelStorage.from_model_archive(tmp_path / "read", model)
    assert found.model_id == metadata.model_id
    with read.read_from(resource) as folder:
        assert (folder / "weights").read_bytes() == b"weights"


def graph() -> GraphModelConfiguration:
    """The graph of our configuration."""
    config = FilesReadOnce(str(ROOT / "config.yml"), "", []).get_config()
    return DefaultV1Recipe().graph_config_for_recipe(config, {}, TrainingType.BOTH)
