"""Tests that a graph gives without dask what it gives with it, and that Rasa still uses dask."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.exceptions import GraphComponentException, GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphNode, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

from bot.rasa_runtime import graph_order, rules
from bot.rasa_runtime.graph_order import _rasa_run

RAN: list[str] = []


class Joins(GraphComponent):
    """A component that joins what it gets; with `fails` it does not."""

    def __init__(self, name: str, fails: bool) -> None:
        self._name, self._fails = name, fails

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Joins:
        return cls(execution_context.node_name, config.get("fails", False))

    def join(self, first: str = "", second: str = "") -> str:
        RAN.append(self._name)
        if self._fails:
            raise RuntimeError("planted")
        return f"{self._name}({first}{second})"


def node(fails: bool = False, is_target: bool = False, **needs: str) -> SchemaNode:
    return SchemaNode(needs, Joins, "create", "join", {"fails": fails}, is_target=is_target)


SCHEMA = GraphSchema(
    {
        "last": node(is_target=True, first="left", second="right"),
        "right": node(first="begin", second="left"),
        "left": node(first="begin"),
        "begin": node(first="message"),
        "aside": node(first="begin"),
        "broken": node(fails=True, first="begin"),
        "astray": node(first="missing"),
    }
)


@pytest.fixture
def runner(tmp_path: Path) -> DaskGraphRunner:
    RAN.clear()
    return DaskGraphRunner.create(SCHEMA, LocalModelStorage(tmp_path), ExecutionContext(SCHEMA))


def test_naming_the_policy_puts_the_adjustment_in_place() -> None:
    assert rules.Rules.__module__ == "bot.rasa_runtime.rules"
    assert DaskGraphRunner.run is graph_order._run


@pytest.mark.parametrize("targets", [["last"], ["left"], ["aside", "last"], ["begin"]])
def test_targets_are_what_dask_would_make_them(runner, targets: list[str]) -> None:
    for text in ("hello", "begin of another"):
        given = {"message": text}
        assert runner.run(given, targets) == _rasa_run(runner, given, targets)


def test_each_component_runs_once_and_those_that_are_not_needed_do_not(runner) -> None:
    runner.run({"message": "hello"}, ["right"])

    assert RAN == ["begin", "left", "right"]


@pytest.mark.parametrize("target", ["broken", "astray"])
@pytest.mark.filterwarnings("ignore")
def test_a_failure_is_told_as_rasa_tells_it(runner, target: str) -> None:
    with pytest.raises((GraphRunError, GraphComponentException)) as ours:
        runner.run({"message": "hello"}, [target])
    with pytest.raises((GraphRunError, GraphComponentException)) as theirs:
        _rasa_run(runner, {"message": "hello"}, [target])

    assert (ours.type, str(ours.value)) == (theirs.type, str(theirs.value))


def test_training_which_names_no_targets_is_left_to_dask(runner, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(graph_order, "_rasa_run", lambda *given: asked.append(given) or {})

    assert runner.run({"message": "hello"}) == {}
    assert asked == [(runner, {"message": "hello"}, None)]


def test_rasa_still_builds_a_graph_for_dask_every_time() -> None:
    source = inspect.getsource(_rasa_run)

    assert "self._build_dask_graph(minimal_schema)" in source
    assert "dask.get(run_graph, run_targets)" in source
    assert "Tuple[Text, Any]" in inspect.signature(GraphNode.__call__).return_annotation
