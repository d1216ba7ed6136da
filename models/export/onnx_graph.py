"""From a PyTorch module to the bytes of an ONNX graph, the same at every run."""

import onnx
import torch
from exported import cases, inputs_of

OPSET = 18


def to_onnx(exported, producer):
    """The graph's bytes; the same bytes at every run."""
    case = cases(exported)[0]
    fed = inputs_of(exported, case)
    shapes = [
        {i: torch.export.Dim.AUTO for i, axis in enumerate(spec.shape) if isinstance(axis, str)}
        for spec in exported.inputs
    ]
    program = torch.onnx.export(
        exported.graph,
        fed,
        dynamo=True,
        opset_version=OPSET,
        input_names=[each.name for each in exported.inputs],
        output_names=[each.name for each in exported.outputs],
        dynamic_shapes=tuple(shapes),
        verbose=False,
    )
    program.optimize()
    model = program.model_proto
    tidy(model, exported, producer)
    onnx.checker.check_model(model, full_check=False)
    return model.SerializeToString(deterministic=True)


def plain_weights(model):
    """Replaces weights that are computed at every step (norms, constraints) by their values."""
    for module in model.modules():
        for name in list(getattr(module, "parametrizations", None) or {}):
            torch.nn.utils.parametrize.remove_parametrizations(module, name)


def tidy(model, exported, producer):
    """Names of axes as in the card; no traces of the machine that exported."""
    del model.metadata_props[:]
    model.producer_name, model.producer_version = producer, ""
    model.graph.name, model.graph.doc_string = "model", ""
    del model.graph.value_info[:]
    for each in [
        *model.graph.node,
        *model.graph.initializer,
        *model.graph.input,
        *model.graph.output,
    ]:
        each.doc_string = ""
        del each.metadata_props[:]
    for found, spec in [
        *zip(model.graph.input, exported.inputs, strict=True),
        *zip(model.graph.output, exported.outputs, strict=True),
    ]:
        for dim, axis in zip(found.type.tensor_type.shape.dim, spec.shape, strict=True):
            if isinstance(axis, str):
                dim.dim_param = axis
            elif dim.HasField("dim_value") and dim.dim_value != axis:
                raise SystemExit(f"{spec.name} has an axis of {dim.dim_value}, not {axis}")
            else:
                dim.dim_value = axis
