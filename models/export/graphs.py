"""Graphs of a system: what they take and give, their bytes, and how near they are to PyTorch."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import onnx
import torch

OPSET = 17
TOLERANCE = 1e-4
MOST_BYTES = 2**31


@dataclass(frozen=True)
class Tensor:
    """An input or output of a graph: name, what it is, and axes by name or length.

    Of a `fixed` one only the batch varies: the other names say what axes are that have one length.
    A `constant` fills an input.
    """

    name: str
    role: str
    shape: list
    fixed: bool = False
    dtype: str = "float32"
    constant: float | None = None


@dataclass(frozen=True)
class Graph:
    """A module that takes its inputs and gives its outputs in order.

    `folded`: whether what follows from weights alone is computed while exporting. `excess` says of
    whole numbers that differ from PyTorch's how much worse they are: two codes may be nearest to
    within rounding, and then either is right.
    """

    module: torch.nn.Module
    inputs: list
    outputs: list
    role: str = "encoder"
    file: str = "model.onnx"
    folded: bool = True
    excess: Callable | None = None


def outputs_of(graph, case):
    """What PyTorch gives for a case, by name."""
    with torch.inference_mode():
        found = graph.module(*(case[spec.name] for spec in graph.inputs))
    found = found if isinstance(found, tuple) else (found,)
    return {spec.name: each for spec, each in zip(graph.outputs, found, strict=True)}


def compare(graph, session, case, wanted):
    """The largest difference of any output, as a share of its largest magnitude."""
    feeds = {spec.name: case[spec.name].numpy() for spec in graph.inputs}
    found = session.run([spec.name for spec in graph.outputs], feeds)
    apart = 0.0
    for (name, theirs), mine in zip(wanted.items(), found, strict=True):
        theirs = theirs.numpy()
        if mine.shape != theirs.shape or mine.dtype != theirs.dtype:
            raise SystemExit(
                f"{name} is {mine.dtype} {mine.shape}, not {theirs.dtype} {theirs.shape}"
            )
        if mine.dtype.kind == "i":
            share = 0.0 if np.array_equal(mine, theirs) else excess_of(graph, case, mine)
        else:
            share = float(np.abs(mine - theirs).max() / np.abs(theirs).max())
        if not share <= TOLERANCE:
            raise SystemExit(f"{name} lies {share:.2e} apart; nothing is written")
        apart = max(apart, share)
    return apart


def excess_of(graph, case, found):
    """How much worse whole numbers are than PyTorch's; infinitely where nobody knows."""
    if graph.excess is None:
        return float("inf")
    with torch.inference_mode():
        return float(graph.excess(case, torch.from_numpy(found)))


def to_onnx(graph, case, producer):
    """The graph's bytes; the same bytes at every run."""
    weights = {id(each): each.nbytes for each in graph.module.parameters()}
    if sum(weights.values()) >= MOST_BYTES:
        raise SystemExit(
            f"{sum(weights.values())} bytes of weights: an ONNX file holds 2 GiB at most"
        )
    named = {
        spec.name: {
            i: axis
            for i, axis in enumerate(spec.shape)
            if isinstance(axis, str) and (axis == "batch" or not spec.fixed)
        }
        for spec in [*graph.inputs, *graph.outputs]
    }
    buffer = io.BytesIO()
    torch.onnx.export(
        graph.module,
        tuple(case[spec.name] for spec in graph.inputs),
        buffer,
        dynamo=False,
        opset_version=OPSET,
        input_names=[spec.name for spec in graph.inputs],
        output_names=[spec.name for spec in graph.outputs],
        dynamic_axes=named,
        do_constant_folding=graph.folded,
    )
    model = onnx.load_from_string(buffer.getvalue())
    model.producer_name, model.producer_version = producer, ""
    model.graph.name, model.graph.doc_string = "model", ""
    del model.graph.value_info[:]
    for node in model.graph.node:
        node.doc_string = ""
    for found, spec in [
        *zip(model.graph.input, graph.inputs, strict=True),
        *zip(model.graph.output, graph.outputs, strict=True),
    ]:
        for dim, axis in zip(found.type.tensor_type.shape.dim, spec.shape, strict=True):
            if isinstance(axis, str):
                dim.dim_param = axis
            else:
                dim.dim_value = axis
    onnx.checker.check_model(model, full_check=False)
    return model.SerializeToString(deterministic=True)


def graph_facts(graph, data=None):
    """What the card says of a graph; without hash where there are no bytes."""
    facts = {"role": graph.role, "file": graph.file}
    if data is not None:
        facts |= {"sha256": hashlib.sha256(data).hexdigest(), "opset": OPSET}
    described = [[tensor_facts(spec) for spec in side] for side in (graph.inputs, graph.outputs)]
    return facts | {"inputs": described[0], "outputs": described[1]}


def tensor_facts(spec):
    facts = {"name": spec.name, "is": spec.role, "dtype": spec.dtype, "shape": list(spec.shape)}
    return facts if spec.constant is None else facts | {"constant": spec.constant}
