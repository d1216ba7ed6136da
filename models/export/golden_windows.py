"""Golden tables for graphs of any form: windows, and what the model must make of them."""

import json

import numpy as np
import pyarrow as pa

SAMPLES = ("tokens", "signal", "volumes")


def golden_bytes(graphs, case, card):
    """One Arrow file of kind `tokens`: a row a window, its samples and its first embedding."""
    fed = next(spec for graph in graphs for spec in graph.inputs if spec.role in SAMPLES)
    encoder = next(graph for graph in graphs if graph.role == "encoder")
    made = encoder.outputs[0].name
    values, axes = block(case[fed.name].numpy(), fed.role)
    axes |= {"channels": channels_of(card, axes["channel"]), "rateHz": rate_of(card)}
    expected = case[made].numpy()
    meta = {
        "unit": card["unit"],
        "labels": "[]",
        "axes": json.dumps(axes, separators=(",", ":")),
        "embedding": json.dumps(list(expected.shape[1:]), separators=(",", ":")),
        "neurarrow.kind": "tokens",
    }
    given = {spec.name: case[spec.name].numpy() for spec in others(graphs, fed)}
    return arrow({"tokens": values, "embedding": expected} | given, meta)


def others(graphs, fed):
    """Inputs beside the samples that a golden table must hold: not constant, not made before."""
    made = {spec.name for graph in graphs for spec in graph.outputs}
    inputs = [spec for graph in graphs for spec in graph.inputs if spec is not fed]
    return [spec for spec in inputs if spec.constant is None and spec.name not in made]


def block(values, role):
    """Samples as a table has them [windows, channel, time, depth], and these axes."""
    if role == "signal":
        values = values[:, :, None]
    if role == "volumes":
        _, _, x, y, z, time = values.shape
        values = values[:, 0].transpose(0, 4, 3, 2, 1).reshape(len(values), 1, time, x * y * z)
        return values, dict(channel=1, time=time, depth=x * y * z, grid=[x, y, z])
    return values, dict(zip(("channel", "time", "depth"), values.shape[1:], strict=True))


def channels_of(card, count):
    """Names of the channels of a golden window: those of the card where it has any."""
    channels = card["channels"]
    names = channels.get("order") or channels.get("vocabulary")
    return names[:count] if names else [str(i + 1) for i in range(count)]


def rate_of(card):
    if "rateHz" in card:
        return card["rateHz"]
    return 1 / (card["trS"] if isinstance(card["trS"], (int, float)) else card["trS"][0])


def arrow(blocks, meta):
    """An Arrow file of one batch with lists of fixed length."""
    count = len(next(iter(blocks.values())))
    fields = [pa.field("window", pa.int32(), nullable=False)]
    arrays = [pa.array(np.arange(count, dtype=np.int32))]
    for name, values in blocks.items():
        item = pa.field("item", pa.float32(), nullable=False)
        kind = pa.list_(item, values[0].size)
        flat = np.ascontiguousarray(values, dtype=np.float32).ravel()
        fields.append(pa.field(name, kind, nullable=False))
        arrays.append(pa.FixedSizeListArray.from_arrays(pa.array(flat), type=kind))
    schema = pa.schema(fields, metadata=meta)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, schema) as writer:
        writer.write_batch(pa.record_batch(arrays, schema=schema))
    return sink.getvalue().to_pybytes()
