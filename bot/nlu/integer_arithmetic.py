"""Lets a sentence encoder reckon with whole numbers: in about half the time, and less memory.

The file of the encoder keeps its weights as whole numbers of eight bits, with a scale for each
column of a product and each row of a table, but makes float32 of them before it begins. Here tables
stay whole, and what is multiplied by a weight is rounded to eight bits, too, with a scale for each
token: so a vector does not depend on the texts that it is computed with.

Method: LLM.int8(), Dettmers and others, 2022 (arXiv 2208.07339), section 2.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from onnx import GraphProto, ModelProto, NodeProto, TensorProto
from onnx.helper import make_node
from onnx.numpy_helper import from_array, to_array

MIDDLE = 128
"""Nought, among whole numbers without a sign: signed ones overflow on processors without VNNI."""

NUMBERS = {
    "smallest": np.float32(1e-12),
    "largest": np.float32(127),
    "middle": np.float32(MIDDLE),
    "whole_middle": np.uint8(MIDDLE),
}
"""What the new nodes reckon with, by name."""


class Weight(NamedTuple):
    """A weight as the file keeps it, and the names of its scale and of what was made of it."""

    whole: TensorProto
    scale: str
    made: tuple[str, str]


def use_integers(model: ModelProto) -> tuple[int, int]:
    """Rewrite, in place, what a model does with weights that are whole numbers.

    Returns:
        How many products and how many tables there were.
    """
    graph = model.graph
    weights = _weights(graph)
    nodes: list[NodeProto] = []
    rounded: set[str] = set()
    tables = products = 0
    for node in graph.node:
        if node.op_type == "Gather" and node.input[0] in weights:
            tables += 1
            nodes += _rows(weights[node.input[0]], node.input[1], node.output[0])
        elif node.op_type == "MatMul" and node.input[1] in weights:
            products += 1
            given, weight = node.input[0], weights[node.input[1]]
            nodes += [] if given in rounded else _rounding(given)
            rounded.add(given)
            _drop_sign(weight.whole)
            nodes += _product(given, weight, node.output[0])
        else:
            nodes.append(node)
    dead = {name for each in weights.values() for name in each.made}
    del graph.node[:]
    graph.node.extend(each for each in nodes if each.output[0] not in dead)
    graph.initializer.extend(from_array(np.asarray(each), name) for name, each in NUMBERS.items())
    return products, tables


def _weights(graph: GraphProto) -> dict[str, Weight]:
    """The weights that are whole numbers, by the name of what a model makes of them."""
    kept = {each.name: each for each in graph.initializer if each.data_type == TensorProto.INT8}
    casts = {
        node.output[0]: kept[node.input[0]]
        for node in graph.node
        if node.op_type == "Cast" and node.input[0] in kept
    }
    return {
        node.output[0]: Weight(casts[node.input[0]], node.input[1], (node.input[0], node.output[0]))
        for node in graph.node
        if node.op_type == "Mul" and node.input[0] in casts
    }


def _rows(weight: Weight, places: str, made: str) -> list[NodeProto]:
    """Only the rows that are looked up are multiplied by their scales."""
    return [
        make_node("Gather", [weight.whole.name, places], [f"{made}_whole"]),
        make_node("Cast", [f"{made}_whole"], [f"{made}_float"], to=TensorProto.FLOAT),
        make_node("Gather", [weight.scale, places], [f"{made}_scale"]),
        make_node("Mul", [f"{made}_float", f"{made}_scale"], [made]),
    ]


def _rounding(given: str) -> list[NodeProto]:
    """Whole numbers of eight bits for each token, and the scale that they were divided by."""
    return [
        make_node("Abs", [given], [f"{given}_sizes"]),
        make_node("ReduceMax", [f"{given}_sizes"], [f"{given}_size"], axes=[-1], keepdims=1),
        make_node("Max", [f"{given}_size", "smallest"], [f"{given}_range"]),
        make_node("Div", [f"{given}_range", "largest"], [f"{given}_scale"]),
        make_node("Div", [given, f"{given}_scale"], [f"{given}_divided"]),
        make_node("Round", [f"{given}_divided"], [f"{given}_rounded"]),
        make_node("Add", [f"{given}_rounded", "middle"], [f"{given}_raised"]),
        make_node("Cast", [f"{given}_raised"], [f"{given}_whole"], to=TensorProto.UINT8),
    ]


def _product(given: str, weight: Weight, made: str) -> list[NodeProto]:
    factors = [f"{given}_whole", weight.whole.name, "whole_middle", "whole_middle"]
    return [
        make_node("MatMulInteger", factors, [f"{made}_whole"]),
        make_node("Cast", [f"{made}_whole"], [f"{made}_float"], to=TensorProto.FLOAT),
        make_node("Mul", [f"{made}_float", f"{given}_scale"], [f"{made}_scaled"]),
        make_node("Mul", [f"{made}_scaled", weight.scale], [made]),
    ]


def _drop_sign(weight: TensorProto) -> None:
    if weight.data_type == TensorProto.INT8:
        raised = (to_array(weight).astype(np.int16) + MIDDLE).astype(np.uint8)
        weight.CopyFrom(from_array(raised, weight.name))
