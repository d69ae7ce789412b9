"""Adjustment: the components of a model run one after another, in an order found once.

Rasa 3.6.21 builds the graph anew for every message and every prediction and hands it to dask, which
finds an order and runs it in this thread too, through queues and futures: 8 % of an answer.
"""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import Any, Optional

from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner

_rasa_run = DaskGraphRunner.run
_ORDERS = "orders_found"


def run_in_order() -> None:
    """Make Rasa run a loaded model without dask; training, which names no targets, keeps it."""
    DaskGraphRunner.run = _run  # type: ignore[method-assign]


def _run(
    self: DaskGraphRunner,
    inputs: Optional[dict[str, Any]] = None,
    targets: Optional[list[str]] = None,
) -> dict[str, Any]:
    if not targets:
        return _rasa_run(self, inputs, targets)
    # Rasa's nodes take what they need as pairs of a name and a value, and return such a pair.
    done: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
    try:
        for name, needs in _order(self, tuple(targets)):
            done[name] = self._instantiated_nodes[name](*(done.get(each, each) for each in needs))
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
    return dict(done[each] for each in targets)


def _order(runner: DaskGraphRunner, targets: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """The nodes that the targets need, each after those that it needs itself."""
    orders = vars(runner).setdefault(_ORDERS, {})
    if targets not in orders:
        nodes = runner._graph_schema.minimal_graph_schema(list(targets)).nodes
        needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
        orders[targets] = [
            (name, needs[name]) for name in TopologicalSorter(needs).static_order() if name in needs
        ]
    return orders[targets]
