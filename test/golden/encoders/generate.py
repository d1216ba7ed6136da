"""Makes the small models that the tests of encoders use: python3 test/golden/encoders/generate.py

Needs what models/export/wavelet_encoder.py needs. `montage-encoder` takes a signal and the numbers of its
channels, in a fixed order, and has two outputs; `batch-encoder` wrongly lets the windows of a batch
see each other, which neurarrow must not let reach a result; `lonely-encoder` gives something
else for a single window than for more, as graphs do that round differently there; `half-encoder` is in 16-bit floats and
`int8-encoder` in dynamically quantised integers; `chain-encoder` has two graphs, a tokenizer whose
codes the encoder takes beside a mask, places in time and a constant; `tiny-labels` is fed like ICLabel and knows
a component by its front (eye) or by the mains (line); `tiny-seizures` is fed like brainmaze's model and
takes power around 7 Hz for a seizure. `gaussian-denoiser` says the noise in normal
signals whose mean is that of their label (`plain-denoiser` of label 1), `markov-decoder` the logarithm of the probabilities of the
next of four codes. `dropout-encoder` drops hidden numbers where its noise is low; so does
`dropout-answer`, whose output is a number that is asked for.
"""

import hashlib
import json
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
import pyarrow as pa
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "models" / "export"))
sys.dont_write_bytecode = True
from golden import golden_table  # noqa: E402

MODELS = ROOT / "test" / "fixtures" / "models"
ORDER = ["Fp1", "Cz", "O2"]
RATE_HZ = 64


def info(name, dtype, shape):
    return helper.make_tensor_value_info(name, dtype, shape)


def save(name, nodes, values, weights=()):
    inputs, outputs = values
    model = helper.make_model(
        helper.make_graph(nodes, name, inputs, outputs, list(weights)),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=8,
        producer_name="neurarrow test/golden/encoders/generate.py",
    )
    onnx.checker.check_model(model, full_check=True)
    data = model.SerializeToString(deterministic=True)
    folder = MODELS / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(data)
    return onnxruntime.InferenceSession(data), hashlib.sha256(data).hexdigest()


def card(name, sha256, graph, rest, role="encoder"):
    text = f"""name: {name}
title: A model for tests
description: It computes next to nothing.
licence: {{ code: Apache-2.0, weights: Apache-2.0, redistributable: true }}
source: test/golden/encoders/generate.py
graphs:
  - role: {role}
    file: model.onnx
    sha256: {sha256}
    opset: 17
{graph}
rateHz: {RATE_HZ}
unit: uV
window: {{ minS: 0.5, maxS: 4 }}
scale: {{ medianAbs: [0.01, 100] }}
preprocessing: []
pooling: [mean, meanAll, flatten]
pretraining: []
golden: {{ file: golden.arrow, tolerance: 1.0e-6 }}
{rest}
"""
    (MODELS / name / "model.yaml").write_text(text)


def montage_encoder(rng):
    """power [B, C, 2]: row `id` of a table times the mean square of the channel; flat [B, C]."""
    table = np.array([[1, -1], [2, 0.5], [-3, 4]], dtype=np.float32)
    nodes = [
        helper.make_node("Mul", ["signal", "signal"], ["square"]),
        helper.make_node("ReduceMean", ["square"], ["mean"], axes=[2], keepdims=1),
        helper.make_node("Gather", ["table", "ids"], ["rows"], axis=0),
        helper.make_node("Mul", ["mean", "rows"], ["power"]),
        helper.make_node("ReduceMean", ["square"], ["flat"], axes=[2], keepdims=0),
    ]
    inputs = [
        info("signal", TensorProto.FLOAT, ["batch", "channel", "samples"]),
        info("ids", TensorProto.INT64, ["batch", "channel"]),
    ]
    outputs = [
        info("power", TensorProto.FLOAT, ["batch", "channel", 2]),
        info("flat", TensorProto.FLOAT, ["batch", "channel"]),
    ]
    weights = [numpy_helper.from_array(table, "table")]
    session, sha256 = save("montage-encoder", nodes, (inputs, outputs), weights)
    x = rng.standard_normal((3, 3, RATE_HZ)).astype(np.float32)
    ids = np.tile(np.arange(3), (3, 1))
    expected = (x.astype(np.float64) ** 2).mean(-1)[..., None] * table.astype(np.float64)[ids]
    found, _ = session.run(None, {"signal": x, "ids": ids})
    assert np.abs(found - expected).max() < 1e-5
    (MODELS / "montage-encoder" / "golden.arrow").write_bytes(
        golden_table(x[:, :, None, :], expected, RATE_HZ, channels=ORDER)
    )
    graph = """    inputs:
      - { name: signal, is: signal, dtype: float32, shape: [batch, channel, samples] }
      - { name: ids, is: channelIds, dtype: int64, shape: [batch, channel] }
    outputs:
      - { name: power, is: embedding, dtype: float32, shape: [batch, channel, 2] }
      - { name: flat, is: embedding, dtype: float32, shape: [batch, channel] }"""
    card("montage-encoder", sha256, graph, f"channels: {{ order: [{', '.join(ORDER)}] }}\nonMissing: zero")
    return {"signal": x.ravel().tolist(), "power": expected.ravel().tolist()}


def dense(rng, name, dtype):
    """[batch, channel, time, 32] -> relu(tokens W1) W2, pooled over channel and time: [batch, 8]."""
    real = np.float16 if dtype == TensorProto.FLOAT16 else np.float32
    first = (rng.standard_normal((32, 64)) / 6).astype(real)
    second = (rng.standard_normal((64, 8)) / 8).astype(real)
    nodes = [
        helper.make_node("MatMul", ["tokens", "first"], ["hidden"]),
        helper.make_node("Relu", ["hidden"], ["positive"]),
        helper.make_node("ReduceMean", ["positive"], ["pooled"], axes=[1, 2], keepdims=0),
        helper.make_node("MatMul", ["pooled", "second"], ["embedding"]),
    ]
    values = (
        [info("tokens", dtype, ["batch", "channel", "time", 32])],
        [info("embedding", dtype, ["batch", 8])],
    )
    weights = [numpy_helper.from_array(first, "first"), numpy_helper.from_array(second, "second")]
    return nodes, values, weights, (first.astype(np.float64), second.astype(np.float64))


def dense_card(name, sha256, dtype, tolerance):
    graph = f"""    inputs:
      - {{ name: tokens, is: tokens, dtype: {dtype}, shape: [batch, channel, time, 32] }}
    outputs:
      - {{ name: embedding, is: embedding, dtype: {dtype}, shape: [batch, 8] }}"""
    card(name, sha256, graph, "channels: { any: true }\npatch: { lengthS: 0.5 }")
    path = MODELS / name / "model.yaml"
    path.write_text(path.read_text().replace("tolerance: 1.0e-6", f"tolerance: {tolerance}"))


def dense_golden(name, rng, weights):
    x = rng.standard_normal((3, 2, 2, 32)).astype(np.float32)
    hidden = np.maximum(x.astype(np.float64) @ weights[0], 0).mean((1, 2))
    (MODELS / name / "golden.arrow").write_bytes(golden_table(x, hidden @ weights[1], RATE_HZ))


def lonely_encoder(rng):
    nodes, values, weights, numbers = dense(rng, "lonely-encoder", TensorProto.FLOAT)
    nodes[-1].output[0] = "right"
    nodes += [
        helper.make_node("Shape", ["tokens"], ["rows"], start=0, end=1),
        helper.make_node("Equal", ["rows", "one"], ["single"]),
        helper.make_node("Cast", ["single"], ["wrong"], to=TensorProto.FLOAT),
        helper.make_node("Add", ["right", "wrong"], ["embedding"]),
    ]
    weights.append(numpy_helper.from_array(np.array([1], dtype=np.int64), "one"))
    _, sha256 = save("lonely-encoder", nodes, values, weights)
    dense_golden("lonely-encoder", rng, numbers)
    dense_card("lonely-encoder", sha256, "float32", "1.0e-5")


def half_encoder(rng):
    nodes, values, weights, numbers = dense(rng, "half-encoder", TensorProto.FLOAT16)
    _, sha256 = save("half-encoder", nodes, values, weights)
    dense_golden("half-encoder", rng, numbers)
    dense_card("half-encoder", sha256, "float16", "5.0e-3")


def int8_encoder(rng):
    nodes, values, weights, numbers = dense(rng, "int8-encoder", TensorProto.FLOAT)
    save("int8-encoder", nodes, values, weights)
    file = MODELS / "int8-encoder" / "model.onnx"
    quantize_dynamic(str(file), str(file), weight_type=QuantType.QInt8)
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    dense_golden("int8-encoder", rng, numbers)
    dense_card("int8-encoder", sha256, "float32", "0.05")


def chain_encoder(rng):
    """codes [B, C, T]: the nearest of 5 patches; embedding: a row of a table by code and by time."""
    book = rng.standard_normal((5, 32)).astype(np.float32)
    by_code = rng.standard_normal((5, 3)).astype(np.float32)
    by_time = rng.standard_normal((4, 3)).astype(np.float32)
    nodes = [
        helper.make_node("MatMul", ["tokens", "book"], ["products"]),
        helper.make_node("Sub", ["products", "halves"], ["nearness"]),
        helper.make_node("ArgMax", ["nearness"], ["codes"], axis=3, keepdims=0),
    ]
    weights = [
        numpy_helper.from_array(np.ascontiguousarray(book.T), "book"),
        numpy_helper.from_array((book**2).sum(1) / 2, "halves"),
    ]
    shape = ["batch", "channel", "time"]
    values = (
        [info("tokens", TensorProto.FLOAT, [*shape, 32])],
        [info("codes", TensorProto.INT64, shape)],
    )
    _, tokenizer = save("chain-encoder", nodes, values, weights)
    (MODELS / "chain-encoder" / "model.onnx").rename(MODELS / "chain-encoder" / "tokenizer.onnx")
    nodes = [
        helper.make_node("Gather", ["byCode", "codes"], ["coded"], axis=0),
        helper.make_node("Gather", ["byTime", "places"], ["timed"], axis=0),
        helper.make_node("Unsqueeze", ["timed", "one"], ["spread"]),
        helper.make_node("Add", ["coded", "spread"], ["sum"]),
        helper.make_node("Cast", ["there"], ["real"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["real", "three"], ["column"]),
        helper.make_node("Mul", ["sum", "column"], ["masked"]),
        helper.make_node("Mul", ["masked", "gain"], ["embedding"]),
        helper.make_node("Cast", ["embedding"], ["half"], to=TensorProto.FLOAT16),
    ]
    weights = [
        numpy_helper.from_array(by_code, "byCode"),
        numpy_helper.from_array(by_time, "byTime"),
        numpy_helper.from_array(np.array([1], dtype=np.int64), "one"),
        numpy_helper.from_array(np.array([3], dtype=np.int64), "three"),
    ]
    inputs = [
        info("codes", TensorProto.INT64, shape),
        info("places", TensorProto.INT32, ["batch", "time"]),
        info("there", TensorProto.BOOL, shape),
        info("gain", TensorProto.FLOAT, [1]),
    ]
    outputs = [info("embedding", TensorProto.FLOAT, [*shape, 3]), info("half", TensorProto.FLOAT16, [*shape, 3])]
    _, encoder = save("chain-encoder", nodes, (inputs, outputs), weights)
    x = rng.standard_normal((2, 2, 4, 32)).astype(np.float32)
    codes = ((x[..., None, :] - book) ** 2).sum(-1).argmin(-1)
    expected = 2 * (by_code[codes] + by_time[None, None])
    (MODELS / "chain-encoder" / "golden.arrow").write_bytes(golden_table(x, expected, RATE_HZ))
    graph = f"""    inputs:
      - {{ name: codes, is: codes, dtype: int64, shape: [batch, channel, time] }}
      - {{ name: places, is: timeId, dtype: int32, shape: [batch, time] }}
      - {{ name: there, is: attnMask, dtype: bool, shape: [batch, channel, time] }}
      - {{ name: gain, is: labelId, dtype: float32, shape: [1], constant: 2 }}
    outputs:
      - {{ name: embedding, is: embedding, dtype: float32, shape: [batch, channel, time, 3] }}
      - {{ name: half, is: embedding, dtype: float16, shape: [batch, channel, time, 3] }}"""
    card("chain-encoder", encoder, graph, "channels: { any: true }\npatch: { lengthS: 0.5 }")
    path = MODELS / "chain-encoder" / "model.yaml"
    first = f"""graphs:
  - role: tokenizer
    file: tokenizer.onnx
    sha256: {tokenizer}
    opset: 17
    inputs:
      - {{ name: tokens, is: tokens, dtype: float32, shape: [batch, channel, time, 32] }}
    outputs:
      - {{ name: codes, is: codes, dtype: int64, shape: [batch, channel, time] }}
"""
    books = "codebooks: [{ levels: 1, codes: 5, depth: 32 }]\n"
    path.write_text(path.read_text().replace("graphs:\n", first) + books)
    return {"tokens": x.ravel().tolist(), "codes": codes.ravel().tolist()}


def with_columns(golden, columns):
    """The golden table with columns of whole numbers, some for each window."""
    table = pa.ipc.open_file(golden).read_all().combine_chunks()
    fields, arrays = list(table.schema), [column.chunk(0) for column in table.columns]
    for name, block in columns.items():
        item = pa.field("item", pa.int32(), nullable=False)
        kind = pa.list_(item, block[0].size)
        fields.append(pa.field(name, kind, nullable=False))
        arrays.append(pa.FixedSizeListArray.from_arrays(pa.array(block.ravel().astype(np.int32)), type=kind))
    schema = pa.schema(fields, metadata=table.schema.metadata)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, schema) as writer:
        writer.write_batch(pa.record_batch(arrays, schema=schema))
    return sink.getvalue().to_pybytes()


def gaussian_denoiser(rng, name="gaussian-denoiser", constant=""):
    """200 steps, beta from 1e-4 to 0.1; signals of label 0 and 1 have means -4 and 3, deviation 0.5."""
    kept = np.cumprod(1 - np.linspace(1e-4, 0.1, 200))
    lost, means = 1 - kept, np.array([-4.0, 3.0])
    tables = {"kept": np.sqrt(kept), "slope": np.sqrt(lost) / (0.25 * kept + lost), "means": means}
    nodes = [
        helper.make_node("Gather", ["kept", "t"], ["k"]),
        helper.make_node("Gather", ["slope", "t"], ["s"]),
        helper.make_node("Gather", ["means", "label"], ["m"]),
        helper.make_node("Mul", ["k", "m"], ["km"]),
        helper.make_node("Unsqueeze", ["km", "last"], ["shift"]),
        helper.make_node("Unsqueeze", ["s", "last"], ["scale"]),
        helper.make_node("Sub", ["x", "shift"], ["apart"]),
        helper.make_node("Mul", ["apart", "scale"], ["noise"]),
    ]
    weights = [numpy_helper.from_array(v.astype(np.float32), name) for name, v in tables.items()]
    weights.append(numpy_helper.from_array(np.array([1, 2], dtype=np.int64), "last"))
    shape = ["batch", "channel", "samples"]
    inputs = [
        info("x", TensorProto.FLOAT, shape),
        info("t", TensorProto.INT64, ["batch"]),
        info("label", TensorProto.INT64, ["batch"]),
    ]
    _, sha256 = save(name, nodes, (inputs, [info("noise", TensorProto.FLOAT, shape)]), weights)
    x = rng.standard_normal((3, 2, 8)).astype(np.float32)
    t, label = np.array([0, 100, 199]), np.array([1, 1, 1] if constant else [0, 1, 1])
    apart = x - (tables["kept"][t] * means[label])[:, None, None]
    golden = golden_table(x[:, :, None, :], tables["slope"][t][:, None, None] * apart, RATE_HZ)
    columns = {"t": t[:, None]} if constant else {"t": t[:, None], "label": label[:, None]}
    (MODELS / name / "golden.arrow").write_bytes(with_columns(golden, columns))
    graph = f"""    inputs:
      - {{ name: x, is: signal, dtype: float32, shape: [batch, channel, samples] }}
      - {{ name: t, is: timestep, dtype: int64, shape: [batch] }}
      - {{ name: label, is: labelId, dtype: int64, shape: [batch]{constant} }}
    outputs:
      - {{ name: noise, is: noise, dtype: float32, shape: [batch, channel, samples] }}"""
    card(name, sha256, graph, "channels: { any: true }")
    path = MODELS / name / "model.yaml"
    path.write_text(path.read_text().replace("role: encoder", "role: denoiser").replace("1.0e-6", "1.0e-5"))


def markov_decoder(rng):
    """From code c to c + 1 with probability 0.7, to itself with 0.3, never elsewhere (1e-9)."""
    chances = np.full((4, 4), 1e-9)
    for c in range(4):
        chances[c, (c + 1) % 4], chances[c, c] = 0.7, 0.3
    table = np.log(chances).astype(np.float32)
    nodes = [helper.make_node("Gather", ["table", "codes"], ["logits"])]
    shape = ["batch", "channel", "time"]
    values = (
        [info("codes", TensorProto.INT64, shape)],
        [info("logits", TensorProto.FLOAT, [*shape, 4])],
    )
    _, sha256 = save("markov-decoder", nodes, values, [numpy_helper.from_array(table, "table")])
    codes = rng.integers(0, 4, (2, 2, 5))
    golden = golden_table(np.zeros((2, 2, 5, 1), np.float32), table[codes].astype(float), RATE_HZ)
    (MODELS / "markov-decoder" / "golden.arrow").write_bytes(with_columns(golden, {"codes": codes}))
    graph = """    inputs:
      - { name: codes, is: codes, dtype: int64, shape: [batch, channel, time] }
    outputs:
      - { name: logits, is: logits, dtype: float32, shape: [batch, channel, time, 4] }"""
    card("markov-decoder", sha256, graph, "channels: { any: true }")
    path = MODELS / "markov-decoder" / "model.yaml"
    path.write_text(path.read_text().replace("role: encoder", "role: decoder"))


def batch_encoder(rng):
    """twice the patch less the mean of the batch: for a batch of one, the patch itself."""
    nodes = [
        helper.make_node("ReduceMean", ["tokens"], ["mean"], axes=[0], keepdims=1),
        helper.make_node("Sub", ["tokens", "mean"], ["centred"]),
        helper.make_node("Add", ["centred", "tokens"], ["embedding"]),
    ]
    shape = ["batch", "channel", "time", 32]
    values = ([info("tokens", TensorProto.FLOAT, shape)], [info("embedding", TensorProto.FLOAT, shape)])
    _, sha256 = save("batch-encoder", nodes, values)
    x = rng.standard_normal((2, 1, 1, 32)).astype(np.float32)
    (MODELS / "batch-encoder" / "golden.arrow").write_bytes(golden_table(x, x, RATE_HZ))
    graph = """    inputs:
      - { name: tokens, is: tokens, dtype: float32, shape: [batch, channel, time, 32] }
    outputs:
      - { name: embedding, is: embedding, dtype: float32, shape: [batch, channel, time, 32] }"""
    card("batch-encoder", sha256, graph, "channels: { any: true }\npatch: { lengthS: 0.5 }")


def tiny_labels(rng):
    """softmax of weighted features, averaged over four variants: topo [4 n, 1, 32, 32] to labels [n, 7]."""
    weights = np.zeros((1224, 7), dtype=np.float32)
    weights[: 24 * 32, 2] = -0.02
    weights[24 * 32 : 1024, 2] = 0.08
    weights[1024 + 49, 4] = 40
    weights[1024 + 40 : 1024 + 45, 4] = -8
    weights[1124:, 6] = 0.001
    sizes = {"topo": [-1, 1024], "psds": [-1, 100], "autocorr": [-1, 100], "softmax": [4, -1, 7]}
    shapes = [numpy_helper.from_array(np.array(v), f"{n}_shape") for n, v in sizes.items()]
    nodes = [
        *[helper.make_node("Reshape", [n, f"{n}_shape"], [f"{n}_row"]) for n in ("topo", "psds", "autocorr")],
        helper.make_node("Abs", ["topo_row"], ["size"]),
        helper.make_node("Concat", ["size", "psds_row", "autocorr_row"], ["row"], axis=1),
        helper.make_node("MatMul", ["row", "weights"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["softmax"], axis=1),
        helper.make_node("Reshape", ["softmax", "softmax_shape"], ["variants"]),
        helper.make_node("ReduceMean", ["variants"], ["labels"], axes=[0], keepdims=0),
    ]
    axes = {"topo": [1, 32, 32], "psds": [1, 1, 100], "autocorr": [1, 1, 100]}
    inputs = [info(n, TensorProto.FLOAT, ["batch", *a]) for n, a in axes.items()]
    outputs = [info("labels", TensorProto.FLOAT, ["components", 7])]
    _, sha256 = save("tiny-labels", nodes, (inputs, outputs), [numpy_helper.from_array(weights, "weights"), *shapes])
    fed = [rng.uniform(-1, 1, (2, 8, *a)).astype(np.float32) for a in axes.values()]
    expected = []
    for run in range(2):
        rows = [x[run].reshape(8, -1).astype(np.float64) for x in fed]
        z = np.concatenate([np.abs(rows[0]), *rows[1:]], axis=1) @ weights
        p = np.exp(z - z.max(1, keepdims=True))
        expected.append((p / p.sum(1, keepdims=True)).reshape(4, 2, 7).mean(0))
    tokens = np.stack([np.concatenate([x[run].ravel() for x in fed]) for run in range(2)])
    table = golden_table(tokens[:, None, None, :], np.stack(expected), RATE_HZ, more={"rowsAre": "runs"})
    (MODELS / "tiny-labels" / "golden.arrow").write_bytes(table)
    graph = """    inputs:
      - { name: topo, is: features, dtype: float32, shape: [batch, 1, 32, 32] }
      - { name: psds, is: features, dtype: float32, shape: [batch, 1, 1, 100] }
      - { name: autocorr, is: features, dtype: float32, shape: [batch, 1, 1, 100] }
    outputs:
      - { name: labels, is: logits, dtype: float32, shape: [batch, 7] }"""
    labels = "[brain, muscle, eye, heart, line, channel, other]"
    rest = f"channels: {{ montage: 10-05 }}\nhead: {{ type: softmax, labels: {labels} }}"
    card("tiny-labels", sha256, graph, rest, role="head")


def tiny_seizures(rng):
    """softmax of weighted bins: x [batch, 100, time] to probs [time, batch, 4]."""
    weights = np.zeros((100, 4), dtype=np.float32)
    weights[5:10, 3] = 2
    nodes = [
        helper.make_node("Transpose", ["x"], ["columns"], perm=[2, 0, 1]),
        helper.make_node("MatMul", ["columns", "weights"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["probs"], axis=2),
    ]
    inputs = [info("x", TensorProto.FLOAT, ["batch", 100, "time"])]
    outputs = [info("probs", TensorProto.FLOAT, ["time", "batch", 4])]
    _, sha256 = save("tiny-seizures", nodes, (inputs, outputs), [numpy_helper.from_array(weights, "weights")])
    x = rng.standard_normal((2, 100, 3)).astype(np.float32)
    e = np.exp(x.astype(np.float64).transpose(0, 2, 1) @ weights)
    table = golden_table(x.reshape(2, 1, 1, -1), e / e.sum(2, keepdims=True), RATE_HZ, {"rowsAre": "runs"})
    (MODELS / "tiny-seizures" / "golden.arrow").write_bytes(table)
    graph = """    inputs:
      - { name: x, is: features, dtype: float32, shape: [batch, 100, time] }
    outputs:
      - { name: probs, is: logits, dtype: float32, shape: [time, batch, 4] }"""
    rest = "channels: { any: true }\nhead: { type: softmax, labels: [a, b, c, seizure] }"
    card("tiny-seizures", sha256, graph, rest, role="head")


def dropout_encoder(rng):
    """relu(mean square of the channel times four gains, a fifth of them dropped by the noise) times weights: [B, C, 3]."""
    gains = np.array([0.5, 1, -0.25, 2], np.float32)
    weights = rng.standard_normal((4, 3)).astype(np.float32)
    nodes = [
        helper.make_node("Mul", ["signal", "signal"], ["square"]),
        helper.make_node("ReduceMean", ["square"], ["mean"], axes=[2], keepdims=1),
        helper.make_node("Mul", ["mean", "gains"], ["hidden"]),
        helper.make_node("Greater", ["noise", "edge"], ["kept"]),
        helper.make_node("Cast", ["kept"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["hidden", "mask"], ["dropped"]),
        helper.make_node("Div", ["dropped", "share"], ["scaled"]),
        helper.make_node("Relu", ["scaled"], ["positive"]),
        helper.make_node("MatMul", ["positive", "weights"], ["embedding"]),
    ]
    edge, share = np.float32(-0.8416212), np.float32(0.8)
    inputs = [
        info("signal", TensorProto.FLOAT, ["batch", "channel", "samples"]),
        info("noise", TensorProto.FLOAT, ["batch", "channel", 4]),
    ]
    outputs = [info("embedding", TensorProto.FLOAT, ["batch", "channel", 3])]
    numbers = {"gains": gains, "weights": weights, "edge": edge, "share": share}
    stored = [numpy_helper.from_array(np.asarray(v, np.float32), name) for name, v in numbers.items()]
    _, sha256 = save("dropout-encoder", nodes, (inputs, outputs), stored)
    x = rng.standard_normal((3, 2, RATE_HZ)).astype(np.float32)
    noise = rng.standard_normal((3, 2, 4)).astype(np.float32)
    mean = (x.astype(np.float64) ** 2).mean(-1, keepdims=True)
    expected = np.maximum(mean * gains * (noise > edge) / share, 0) @ weights.astype(np.float64)
    table = golden_table(x[:, :, None, :], expected, RATE_HZ, others={"noise": noise})
    (MODELS / "dropout-encoder" / "golden.arrow").write_bytes(table)
    graph = """    inputs:
      - { name: signal, is: signal, dtype: float32, shape: [batch, channel, samples] }
      - { name: noise, is: noise, dtype: float32, shape: [batch, channel, 4] }
    outputs:
      - { name: embedding, is: embedding, dtype: float32, shape: [batch, channel, 3] }"""
    card("dropout-encoder", sha256, graph, "channels: { any: true }")
    path = MODELS / "dropout-encoder" / "model.yaml"
    path.write_text(path.read_text().replace("1.0e-6", "1.0e-5"))


def dropout_answer(rng):
    """A number a window, [B, 1]: 30 and a sum of four gains of its mean square, a fifth of them dropped by the noise."""
    gains = np.array([4, -6, 5, -2], np.float32)
    nodes = [
        helper.make_node("Mul", ["signal", "signal"], ["square"]),
        helper.make_node("ReduceMean", ["square"], ["mean"], axes=[1, 2], keepdims=1),
        helper.make_node("Squeeze", ["mean", "last"], ["level"]),
        helper.make_node("Mul", ["level", "gains"], ["hidden"]),
        helper.make_node("Greater", ["noise", "edge"], ["kept"]),
        helper.make_node("Cast", ["kept"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["hidden", "mask"], ["dropped"]),
        helper.make_node("Div", ["dropped", "share"], ["scaled"]),
        helper.make_node("ReduceSum", ["scaled", "last"], ["sum"], keepdims=1),
        helper.make_node("Add", ["sum", "offset"], ["answer"]),
    ]
    edge, share, offset = np.float32(-0.8416212), np.float32(0.8), np.float32(30)
    inputs = [
        info("signal", TensorProto.FLOAT, ["batch", "channel", "samples"]),
        info("noise", TensorProto.FLOAT, ["batch", 4]),
    ]
    outputs = [info("answer", TensorProto.FLOAT, ["batch", 1])]
    numbers = {"gains": gains, "edge": edge, "share": share, "offset": offset}
    stored = [numpy_helper.from_array(np.asarray(v, np.float32), name) for name, v in numbers.items()]
    stored.append(numpy_helper.from_array(np.array([1], np.int64), "last"))
    _, sha256 = save("dropout-answer", nodes, (inputs, outputs), stored)
    x = rng.standard_normal((3, 2, 16)).astype(np.float32)
    noise = rng.standard_normal((3, 4)).astype(np.float32)
    level = (x.astype(np.float64) ** 2).mean((1, 2))[:, None]
    expected = (level * gains * (noise > edge) / share).sum(1, keepdims=True) + offset
    table = golden_table(x[:, :, None, :], expected, 0.5, unit="1", others={"noise": noise})
    (MODELS / "dropout-answer" / "golden.arrow").write_bytes(table)
    graph = """    inputs:
      - { name: signal, is: signal, dtype: float32, shape: [batch, channel, samples] }
      - { name: noise, is: noise, dtype: float32, shape: [batch, 4] }
    outputs:
      - { name: answer, is: embedding, dtype: float32, shape: [batch, 1] }"""
    card("dropout-answer", sha256, graph, "channels: { any: true }")
    path = MODELS / "dropout-answer" / "model.yaml"
    text = path.read_text().replace(f"rateHz: {RATE_HZ}", "trS: 2").replace("unit: uV", "unit: '1'")
    path.write_text(text.replace("minS: 0.5, maxS: 4", "minS: 4, maxS: 400").replace("1.0e-6", "1.0e-5"))


def main():
    rng = np.random.default_rng(7)
    montage = montage_encoder(rng)
    batch_encoder(rng)
    lonely_encoder(rng)
    half_encoder(rng)
    int8_encoder(rng)
    chain = chain_encoder(rng)
    tiny_labels(rng)
    tiny_seizures(rng)
    gaussian_denoiser(rng)
    markov_decoder(rng)
    gaussian_denoiser(rng, "plain-denoiser", ", constant: 1")
    dropout_encoder(np.random.default_rng(8))
    dropout_answer(np.random.default_rng(9))
    here = pathlib.Path(__file__).resolve().parent
    (here / "montage.json").write_text(json.dumps(montage))
    (here / "chain.json").write_text(json.dumps(chain))


main()
