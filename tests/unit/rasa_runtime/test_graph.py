"""Tests that Rasa's own check accepts config.yml with our components and policy."""

from __future__ import annotations

import pytest
import yaml
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.validation import validate
from rasa.shared.data import TrainingType
from rasa.shared.utils.common import class_from_module_path

from bot.settings import ROOT

CONFIG = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
OURS = [each["name"] for each in (*CONFIG["pipeline"], *CONFIG["policies"])]


def test_the_graph_of_our_configuration_is_valid() -> None:
    graph = DefaultV1Recipe().graph_config_for_recipe(
        CONFIG, cli_parameters={}, training_type=TrainingType.BOTH
    )

    validate(graph)

    used = {node.uses for node in graph.predict_schema.nodes.values()}
    assert {class_from_module_path(name) for name in OURS} <= used


@pytest.mark.parametrize("name", OURS)
def test_every_part_of_our_configuration_is_ours(name: str) -> None:
    assert class_from_module_path(name).__module__.startswith("bot.")
