# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy==2.4.6", "onnx==1.23.2", "onnxruntime==1.31.1", "pyarrow==26.0.1"]
# ///
"""Builds models/tiny-denoiser: the noise in signals whose spectrum is known. Nothing was learned.

    python models/export/tiny_denoiser.py

Signals are normal, stationary around a circle of 128 samples at 64 Hz, with a variance of 1: a
background that falls with the frequency and a rhythm at 10 Hz. After t of 50 steps x is
sqrt(a) signal + sqrt(1 - a) noise, and the noise that is to be expected in it is
sqrt(1 - a) (a S + (1 - a) I)^-1 x with the covariance S of the signal; a is the share of the signal
that a cosine schedule leaves. So what a sampler draws must have the spectrum of S.
"""

import hashlib
import pathlib

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from golden_windows import arrow
from plain_yaml import write_yaml

STEPS, SAMPLES, RATE_HZ = 50, 128, 64
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "tiny-denoiser"


def spectrum():
    """Variance of each Fourier coefficient of a circle, shape [SAMPLES], mean 1."""
    hz = np.abs(np.fft.fftfreq(SAMPLES, 1 / RATE_HZ))
    power = 1 / (1 + hz) + 2 * np.exp(-((hz - 10) ** 2) / 2)
    return power / power.mean()


def basis():
    """An orthonormal basis of real waves and the variance along each."""
    frames = np.fft.ifft(spectrum())[(np.arange(SAMPLES)[:, None] - np.arange(SAMPLES)) % SAMPLES]
    values, vectors = np.linalg.eigh(frames.real)
    return values, vectors


def shares():
    """What is left of the signal's variance after each step, shape [STEPS]."""
    t = np.arange(STEPS)
    left = lambda s: np.cos((s / STEPS + 0.008) / 1.008 * np.pi / 2) ** 2  # noqa: E731
    return np.cumprod(1 - np.minimum(1 - left(t + 1) / left(t), 0.999))


def gains():
    """What coefficients along the basis are multiplied by at each step, shape [STEPS, SAMPLES]."""
    a = shares()[:, None]
    return np.sqrt(1 - a) / (a * basis()[0] + 1 - a)


def graph():
    shape = ["batch", "channel", SAMPLES]
    vectors = basis()[1].astype(np.float32)
    weights = {"gains": gains().astype(np.float32)[:, None], "waves": vectors, "back": vectors.T}
    nodes = [
        helper.make_node("Gather", ["gains", "t"], ["gain"]),
        helper.make_node("MatMul", ["signal", "waves"], ["along"]),
        helper.make_node("Mul", ["along", "gain"], ["scaled"]),
        helper.make_node("MatMul", ["scaled", "back"], ["noise"]),
    ]
    model = helper.make_model(
        helper.make_graph(
            nodes,
            "tiny-denoiser",
            [
                helper.make_tensor_value_info("signal", TensorProto.FLOAT, shape),
                helper.make_tensor_value_info("t", TensorProto.INT64, ["batch"]),
            ],
            [helper.make_tensor_value_info("noise", TensorProto.FLOAT, shape)],
            [numpy_helper.from_array(np.ascontiguousarray(v), k) for k, v in weights.items()],
        ),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=8,
        producer_name="neurarrow models/export/tiny_denoiser.py",
    )
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString(deterministic=True)


def expected(x, t):
    """The same by Fourier transforms of a circle."""
    a = shares()[t][:, None, None]
    spectra = np.fft.fft(x.astype(float))
    return np.fft.ifft(np.sqrt(1 - a) * spectra / (a * spectrum() + 1 - a)).real


def main():
    data = graph()
    rng = np.random.default_rng(0)
    x, t = rng.standard_normal((4, 2, SAMPLES)).astype(np.float32), np.array([0, 9, 30, 49])
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"signal": x, "t": t})
    wanted = expected(x, t).astype(np.float32)
    assert np.abs(found - wanted).max() < 1e-5 * np.abs(wanted).max()
    axes = f'{{"channel":2,"time":1,"depth":{SAMPLES},"channels":["X1","X2"],"rateHz":64}}'
    meta = {
        "unit": "1", "labels": "[]", "axes": axes, "embedding": f"[2,{SAMPLES}]",
        "neurarrow.kind": "tokens",
    }  # fmt: skip
    blocks = {"tokens": x[:, :, None], "embedding": wanted, "t": t[:, None]}
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "model.onnx").write_bytes(data)
    (FOLDER / "golden.arrow").write_bytes(arrow(blocks, meta))
    shape = ["batch", "channel", SAMPLES]
    signal = {"name": "signal", "is": "signal", "dtype": "float32", "shape": shape}
    step = {"name": "t", "is": "timestep", "dtype": "int64", "shape": ["batch"]}
    noise = {"name": "noise", "is": "noise", "dtype": "float32", "shape": shape}
    digest = hashlib.sha256(data).hexdigest()
    write_yaml(
        FOLDER / "model.yaml",
        dict(
            name="tiny-denoiser",
            title="The noise in signals whose spectrum is known",
            description=(
                "Nothing was learned: signals are normal with a variance of 1, a background that "
                "falls with the frequency and a rhythm at 10 Hz, and the noise to be expected in "
                "them follows. It is here so that samplers are tested: what they draw must have "
                "this spectrum."
            ),
            licence=dict(code="Apache-2.0", weights="CC0-1.0", redistributable=True),
            source="models/export/tiny_denoiser.py",
            graphs=[
                dict(
                    role="denoiser", file="model.onnx", sha256=digest, opset=17,
                    inputs=[signal, step], outputs=[noise],
                )
            ],
            rateHz=RATE_HZ,
            unit="1",
            channels={"any": True},
            window=dict(minS=SAMPLES / RATE_HZ, maxS=SAMPLES / RATE_HZ),
            scale=dict(medianAbs=[0.01, 100]),
            preprocessing=["windows of 2 s at 64 Hz; the schedule is cosine, of 50 steps"],
            pretraining=[],
            golden=dict(file="golden.arrow", tolerance=1e-5),
        ),
    )  # fmt: skip
    print(f"tiny-denoiser: {len(data)} bytes")


if __name__ == "__main__":
    main()
