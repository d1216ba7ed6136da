"""Makes the graphs of the bench of encoders, and times one with Python's onnxruntime.

make FOLDER               writes the models bench-tiny and bench-2m there, cbramod and labram as
                          models/export makes them at their published size, with random weights, and
                          a copy of neurarrow-small
answer GRAPH BATCH DEPTH  encodes 160 windows on one thread for every line of its input; answers with
                          the seconds that passed and a check of the embeddings
mean GRAPH BATCH PASSES THREADS
                          prints the mean of the seconds that pass
"""

import hashlib
import json
import math
import pathlib
import shutil
import sys
import tempfile
import time

import numpy as np
import onnxruntime

CHANNELS, PATCHES, DEPTH, RATE_HZ = 19, 5, 200, 200
WINDOWS = 160
FAMILIES = ("cbramod", "labram")
OURS = "neurarrow-small"


def windows(count, depth=DEPTH):
    """Noise in microvolt that bench/encoders-ours.ts makes too, number by number."""
    i = np.arange(count * CHANNELS * PATCHES * depth, dtype=np.int64)
    noise = (i * 7919 + i // depth * 104729) % 1013
    shape = (count, CHANNELS, PATCHES, depth)
    return ((noise - 506) / 50.6).astype(np.float32).reshape(shape)


class Graph:
    """Nodes and weights of a small transformer over the tokens of a window."""

    def __init__(self, width, heads, layers, seed):
        from onnx import helper

        self.helper, self.nodes, self.weights = helper, [], []
        self.rng = np.random.default_rng(seed)
        self.width, self.heads = width, heads
        x = self.add("Reshape", ["tokens", self.shape([0, -1, DEPTH])])
        x = self.dense(x, DEPTH, width)
        for _ in range(layers):
            x = self.add("Add", [x, self.attention(self.norm(x))])
            hidden = self.add("Relu", [self.dense(self.norm(x), width, 4 * width)])
            x = self.add("Add", [x, self.dense(hidden, 4 * width, width)])
        self.add("ReduceMean", [self.norm(x)], out="embedding", axes=[1], keepdims=0)

    def add(self, op, inputs, out=None, **attributes):
        out = out or f"v{len(self.nodes)}"
        self.nodes.append(self.helper.make_node(op, inputs, [out], **attributes))
        return out

    def weight(self, value):
        from onnx import numpy_helper

        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(value, name))
        return name

    def shape(self, lengths):
        return self.weight(np.array(lengths, np.int64))

    def dense(self, x, inputs, outputs):
        w = self.rng.standard_normal((inputs, outputs)) / math.sqrt(inputs)
        product = self.add("MatMul", [x, self.weight(w.astype(np.float32))])
        return self.add("Add", [product, self.weight(np.zeros(outputs, np.float32))])

    def norm(self, x):
        ones, zeros = np.ones(self.width, np.float32), np.zeros(self.width, np.float32)
        return self.add("LayerNormalization", [x, self.weight(ones), self.weight(zeros)], axis=-1)

    def attention(self, x):
        depth = self.width // self.heads
        parts = []
        for _ in range(3):
            y = self.add("Reshape", [self.dense(x, self.width, self.width), self.shape([0, -1, self.heads, depth])])
            parts.append(self.add("Transpose", [y], perm=[0, 2, 1, 3]))
        q, k, v = parts
        k = self.add("Transpose", [k], perm=[0, 1, 3, 2])
        scores = self.add("Mul", [self.add("MatMul", [q, k]), self.weight(np.float32(depth**-0.5))])
        y = self.add("MatMul", [self.add("Softmax", [scores], axis=-1), v])
        y = self.add("Reshape", [self.add("Transpose", [y], perm=[0, 2, 1, 3]), self.shape([0, -1, self.width])])
        return self.dense(y, self.width, self.width)


def make(folder):
    import onnx
    from onnx import TensorProto, helper

    sys.dont_write_bytecode = True
    sys.path.insert(0, "models/export")
    from check import full
    from golden import golden_table

    shutil.copytree(pathlib.Path("models") / OURS, pathlib.Path(folder) / OURS)
    for family in FAMILIES:
        with tempfile.TemporaryDirectory() as aside:
            print(family, full(family, aside))
            shutil.copytree(pathlib.Path(aside) / "out", pathlib.Path(folder) / family)

    for name, width, heads, layers in (("bench-tiny", 32, 2, 1), ("bench-2m", 192, 6, 4)):
        graph = Graph(width, heads, layers, 1)
        shape = ["batch", "channel", "time", DEPTH]
        inputs = [helper.make_tensor_value_info("tokens", TensorProto.FLOAT, shape)]
        outputs = [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", width])]
        made = helper.make_graph(graph.nodes, name, inputs, outputs, graph.weights)
        model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        onnx.checker.check_model(model, full_check=True)
        data = model.SerializeToString(deterministic=True)
        place = pathlib.Path(folder) / name
        place.mkdir(parents=True)
        (place / "model.onnx").write_bytes(data)
        x = windows(2)
        expected = session(data).run(None, {"tokens": x})[0]
        (place / "golden.arrow").write_bytes(golden_table(x, expected, RATE_HZ))
        (place / "model.yaml").write_text(card(name, hashlib.sha256(data).hexdigest(), width))


def card(name, sha256, width):
    return f"""name: {name}
title: A graph for the bench
description: Seeded random weights.
licence: {{ code: Apache-2.0, weights: Apache-2.0, redistributable: true }}
source: bench/python/encoders.py
graphs:
  - role: encoder
    file: model.onnx
    sha256: {sha256}
    opset: 17
    inputs:
      - {{ name: tokens, is: tokens, dtype: float32, shape: [batch, channel, time, {DEPTH}] }}
    outputs:
      - {{ name: embedding, is: embedding, dtype: float32, shape: [batch, {width}] }}
rateHz: {RATE_HZ}
unit: uV
channels: {{ any: true }}
window: {{ minS: 1, maxS: 60 }}
patch: {{ lengthS: 1 }}
scale: {{ medianAbs: [0.01, 500] }}
preprocessing: []
pooling: [flatten]
pretraining: []
golden: {{ file: golden.arrow, tolerance: 1.0e-4 }}
"""


def session(graph, threads=1):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def feeds(run, x):
    """Windows as the graph takes them; channels have the numbers 0, 1, 2 and so on."""
    names = [each.name for each in run.get_inputs()]
    fed = {names[0]: x if names[0] == "tokens" else x.reshape(len(x), CHANNELS, -1)}
    if "channelIds" in names:
        fed["channelIds"] = np.tile(np.arange(CHANNELS), (len(x), 1))
    if "pos" in names:
        i = np.arange(CHANNELS)
        circle = np.stack([np.cos(i), np.sin(i), 0 * i], axis=-1)
        fed["pos"] = np.tile(circle.astype(np.float32), (len(x), 1, 1))
    return fed


def encoder(graph, batch, threads, depth=DEPTH):
    """What encodes all windows in batches, once it has run."""
    run, x = session(graph, threads), windows(WINDOWS, depth)
    fed = [feeds(run, x[i : i + batch]) for i in range(0, WINDOWS, batch)]
    outputs = [run.get_outputs()[0].name]
    encode = lambda: [run.run(outputs, each)[0] for each in fed]
    encode()
    return lambda: np.concatenate(encode())


def answer(graph, batch, depth):
    encode = encoder(graph, batch, 1, depth)
    for _ in sys.stdin:
        start = time.perf_counter()
        y = encode()
        seconds = time.perf_counter() - start
        check = float(np.sqrt(np.mean(y.astype(np.float64) ** 2)))
        print(json.dumps({"seconds": seconds, "check": check}), flush=True)


def mean(graph, batch, passes, threads):
    encode, begin = encoder(graph, batch, threads), time.perf_counter()
    for _ in range(passes):
        encode()
    print(json.dumps({"mean": (time.perf_counter() - begin) / passes}))


does = {"make": make, "answer": answer, "mean": mean}[sys.argv[1]]
does(sys.argv[2], *(int(number) for number in sys.argv[3:]))
