"""Makes the golden values of the normalisers: NumPy, scikit-learn, SciPy and braindecode.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy scikit-learn braindecode. The input is the formula of test/signal-golden.ts.
"""
import importlib.metadata
import json
import pathlib

import numpy as np
from braindecode.preprocessing import exponential_moving_standardize
from scipy.linalg import fractional_matrix_power
from sklearn.covariance import ledoit_wolf
from sklearn.preprocessing import MinMaxScaler

HERE = pathlib.Path(__file__).parent
TOOLS = ("numpy", "scipy", "scikit-learn", "braindecode")


def signal_input(rows, samples):
    """Multiples of 1/256 below 2^15, exact in f32: rough noise on a drift, shape [rows, samples]."""
    r = np.arange(rows, dtype=object)[:, None]
    i = np.arange(samples, dtype=object)[None, :]
    noise = ((i + 1) * (i + 1) * 7919 + (r + 1) * 104729 * i) % 65521
    return noise.astype(float) / 256 - 128 + i.astype(float) / 16 + r.astype(float) * 8


def flat(x):
    return np.asarray(x, float).ravel().tolist()


x = signal_input(3, 120)
windows = signal_input(4, 4 * 60).reshape(4, 4, 60).transpose(1, 0, 2)  # [R, C, T]
second = np.mean([w @ w.T / w.shape[1] for w in windows], axis=0)
noise = np.mean([ledoit_wolf(w.T)[0] for w in windows], axis=0)
content = {
    "quantile": flat(x / np.quantile(np.abs(x), 0.95, axis=1, keepdims=True)),
    "range": flat(MinMaxScaler((-1, 1)).fit_transform(x.T).T),
    "moving": flat(exponential_moving_standardize(x, factor_new=0.02, init_block_size=None)),
    "movingAfterStart": flat(exponential_moving_standardize(x, factor_new=0.02, init_block_size=30)),
    "euclideanAlign": flat(fractional_matrix_power(second, -0.5) @ windows),
    "mvnn": flat(fractional_matrix_power(noise, -0.5) @ windows),
}
(HERE / "normalize.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
(HERE / "manifest.json").write_text(json.dumps([{
    "file": "normalize.json",
    "tool": ", ".join(TOOLS),
    "version": ", ".join(importlib.metadata.version(t) for t in TOOLS),
    "command": "python test/golden/normalize/generate.py",
    "tolerance": {"relative": 1e-6},
    "why": "samples are stored in f32, whose rounding is 6e-8 relative; the arithmetic is f64",
}], indent=2) + "\n")
