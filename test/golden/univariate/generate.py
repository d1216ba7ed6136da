"""Makes the golden values of the measures of one channel: antropy and SciPy.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy antropy. The input is the formula of test/signal-golden.ts.
"""
import importlib.metadata
import json
import pathlib

import antropy
import numpy as np
import scipy.signal
import scipy.stats

HERE = pathlib.Path(__file__).parent


def signal_input(rows, samples):
    """Multiples of 1/256 below 2^15, exact in f32: rough noise on a drift, shape [rows, samples]."""
    r = np.arange(rows, dtype=object)[:, None]
    i = np.arange(samples, dtype=object)[None, :]
    noise = ((i + 1) * (i + 1) * 7919 + (r + 1) * 104729 * i) % 65521
    return noise.astype(float) / 256 - 128 + i.astype(float) / 16 + r.astype(float) * 8


def flat(x):
    return np.asarray(x, float).ravel().tolist()


def pairs(z):
    return np.stack([np.real(z), np.imag(z)], -1).ravel().tolist()


def measured(x):
    mobility, complexity = antropy.hjorth_params(x)
    return {
        "activity": np.var(x), "mobility": mobility, "complexity": complexity,
        "skewness": scipy.stats.skew(x), "kurtosis": scipy.stats.kurtosis(x),
        "lineLength": np.abs(np.diff(x)).mean(),
        "differentialEntropy": scipy.stats.norm(scale=np.std(x)).entropy(),
        "permutationEntropy": antropy.perm_entropy(x, order=3, normalize=True),
        "permutationEntropy5": antropy.perm_entropy(x, order=5, delay=2, normalize=True),
        "sampleEntropy": antropy.sample_entropy(x),
        "lempelZiv": antropy.lziv_complexity(x > np.median(x), normalize=True),
    }


x = signal_input(3, 300)
x[1] = np.float32(np.cumsum(x[1]) / 50)
content = {
    "rows": [{k: float(v) for k, v in measured(row).items()} for row in x],
    "second": flat(x[1]),
    "analytic": {str(n): pairs(scipy.signal.hilbert(signal_input(1, n)[0])) for n in (1, 2, 7, 40, 81)},
}
(HERE / "univariate.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
TOOLS = ("numpy", "scipy", "antropy")
(HERE / "manifest.json").write_text(json.dumps([{
    "file": "univariate.json",
    "tool": ", ".join(TOOLS),
    "version": ", ".join(importlib.metadata.version(t) for t in TOOLS),
    "command": "python test/golden/univariate/generate.py",
    "tolerance": {"relative": 1e-9},
    "why": "the same arithmetic in f64; features are stored in f32: 1e-6",
}], indent=2) + "\n")
