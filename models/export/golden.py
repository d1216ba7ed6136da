"""Golden tables: windows and what a model must make of them, as one Arrow file."""

import json

import numpy as np
import pyarrow as pa


def golden_signals(windows, channels, samples, rate_hz, seed=20240229):
    """Made-up EEG in microvolt [windows, channels, samples]: falling noise and a rhythm each."""
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((windows, channels, samples))
    slow = np.cumsum(noise, axis=-1)
    slow -= slow.mean(-1, keepdims=True)
    t = np.arange(samples) / rate_hz
    hz = rng.uniform(5, 30, (windows, channels, 1))
    x = 2 * noise + 0.5 * slow + 8 * np.sin(2 * np.pi * hz * t)
    return x.astype(np.float32)


def golden_table(tokens, embedding, rate_hz, channels=None, unit="uV", more=None, others=None):
    """One row a window: the block of tokens and, beside it, the embedding expected of it.

    A signal is a block of one token: [windows, channels, 1, samples]. What other outputs must be
    (`others`) stands in columns of their names; `more` are further entries of the metadata.
    """
    windows, channel, time, depth = tokens.shape
    axes = dict(
        channel=channel, time=time, depth=depth,
        channels=list(channels or [f"X{i + 1}" for i in range(channel)]), rateHz=rate_hz,
    )  # fmt: skip
    meta = {
        "unit": unit,
        "labels": "[]",
        "axes": json.dumps(axes, separators=(",", ":")),
        "embedding": json.dumps(list(embedding.shape[1:]), separators=(",", ":")),
        "neurarrow.kind": "tokens",
        **(more or {}),
    }
    blocks = {"tokens": tokens, "embedding": embedding, **(others or {})}
    fields = [pa.field("window", pa.int32(), nullable=False)]
    arrays = [pa.array(np.arange(windows, dtype=np.int32))]
    for name, block in blocks.items():
        item = pa.field("item", pa.float32(), nullable=False)
        kind = pa.list_(item, block[0].size)
        fields.append(pa.field(name, kind, nullable=False))
        arrays.append(
            pa.FixedSizeListArray.from_arrays(pa.array(block.astype(np.float32).ravel()), type=kind)
        )
    schema = pa.schema(fields, metadata=meta)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, schema) as writer:
        writer.write_batch(pa.record_batch(arrays, schema=schema))
    return sink.getvalue().to_pybytes()
