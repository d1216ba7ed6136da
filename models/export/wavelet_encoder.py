"""Builds models/wavelet-encoder: an ONNX graph, its golden table and nothing learned.

    python3 -m pip install numpy==2.4.6 onnx==1.23.2 onnxruntime==1.31.1 pyarrow==26.0.1
    python3 models/export/wavelet_encoder.py

The graph takes patches of one second at 256 Hz, tokens [batch, channel, time, 256] in microvolt,
projects each on a fixed bank of Gabor atoms (a complex exponential under a Gaussian, at several
places of the patch), and gives the natural logarithm of the mean power of each frequency,
embedding [batch, channel, time, 24]. The same bytes come out at every run; the script proves the
graph against its own NumPy computation in float64 before it writes, and prints the SHA-256 that
belongs into model.yaml.
"""

import hashlib
import pathlib

import numpy as np
import onnx
import onnxruntime
from golden import golden_signals, golden_table
from onnx import TensorProto, helper, numpy_helper

RATE_HZ = 256
DEPTH = 256
FREQUENCIES = 24
LOW_HZ, HIGH_HZ = 2.0, 48.0
CYCLES_LOW, CYCLES_HIGH = 2.0, 10.0
CENTRES = 5
FLOOR_UV2 = 1e-3
OPSET = 17
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "wavelet-encoder"


def frequencies():
    return np.geomspace(LOW_HZ, HIGH_HZ, FREQUENCIES)


def atoms():
    """Real and imaginary parts of every atom: [DEPTH, FREQUENCIES * CENTRES * 2].

    An atom has no mean and unit energy, so that white noise of variance v gives a power of v.
    """
    t = np.arange(DEPTH) / RATE_HZ
    cycles = np.geomspace(CYCLES_LOW, CYCLES_HIGH, FREQUENCIES)
    columns = []
    for f, n in zip(frequencies(), cycles):
        width = n / (2 * np.pi * f)
        for centre in (np.arange(CENTRES) + 0.5) / CENTRES * DEPTH / RATE_HZ:
            envelope = np.exp(-((t - centre) ** 2) / (2 * width**2))
            wave = envelope * np.exp(2j * np.pi * f * (t - centre))
            wave -= envelope * (wave.sum() / envelope.sum())
            wave /= np.sqrt(np.sum(np.abs(wave) ** 2))
            columns += [wave.real, wave.imag]
    return np.stack(columns, axis=1)


def averaging():
    """Sums the squares of both parts and averages over the centres: [atoms, FREQUENCIES]."""
    return np.kron(np.eye(FREQUENCIES), np.full((CENTRES * 2, 1), 1 / CENTRES))


def reference(tokens):
    """What the graph must give, in float64 and with complex numbers."""
    bank = atoms()
    waves = (bank[:, 0::2] + 1j * bank[:, 1::2]).reshape(DEPTH, FREQUENCIES, CENTRES)
    response = np.einsum("bcnt,tfs->bcnfs", tokens.astype(np.float64), waves)
    return np.log((np.abs(response) ** 2).mean(-1) + FLOOR_UV2)


def graph():
    shape = ["batch", "channel", "time"]
    weights = [
        numpy_helper.from_array(atoms().astype(np.float32), "atoms"),
        numpy_helper.from_array(averaging().astype(np.float32), "averaging"),
        numpy_helper.from_array(np.float32(FLOOR_UV2), "floor"),
    ]
    nodes = [
        helper.make_node("MatMul", ["tokens", "atoms"], ["response"]),
        helper.make_node("Mul", ["response", "response"], ["energy"]),
        helper.make_node("MatMul", ["energy", "averaging"], ["power"]),
        helper.make_node("Add", ["power", "floor"], ["raised"]),
        helper.make_node("Log", ["raised"], ["embedding"]),
    ]
    model = helper.make_model(
        helper.make_graph(
            nodes,
            "wavelet-encoder",
            [helper.make_tensor_value_info("tokens", TensorProto.FLOAT, shape + [DEPTH])],
            [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, shape + [FREQUENCIES])],
            weights,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=8,
        producer_name="neurarrow models/export/wavelet_encoder.py",
    )
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString(deterministic=True)


def golden_tokens(windows=5, channels=3, patches=4):
    x = golden_signals(windows, channels, patches * DEPTH, RATE_HZ)
    return x.reshape(windows, channels, patches, DEPTH)


def main():
    model = graph()
    tokens = golden_tokens()
    expected = reference(tokens)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"tokens": tokens})
    apart = np.abs(found - expected).max()
    assert apart < 2e-5, f"the graph and NumPy lie {apart} apart"
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "model.onnx").write_bytes(model)
    (FOLDER / "golden.arrow").write_bytes(golden_table(tokens, expected, RATE_HZ))
    print(f"largest difference from NumPy: {apart:.2e}")
    for name in ("model.onnx", "golden.arrow"):
        data = (FOLDER / name).read_bytes()
        print(f"{hashlib.sha256(data).hexdigest()}  {name}  {len(data)} bytes")


if __name__ == "__main__":
    main()
