"""Makes the golden values of vector autoregressions and of what follows from them.

Usage: python generate.py   (writes beside itself)
Needs: numpy statsmodels. The input is the formula of test/signal-golden.ts, through a recursion that
couples its rows; it is written out, for it is not exact in f32.
"""
import importlib.metadata
import json
import pathlib
import sys

import numpy as np
from statsmodels.tsa.api import VAR

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from golden_input import signal_input  # noqa: E402

RATE, HZ = 100, [5.0, 12.0, 30.0]
wide = lambda a: [float(v) for v in np.asarray(a).ravel()]

noise = signal_input(3, 400)
noise = noise - noise.mean(1, keepdims=True)
x = np.zeros_like(noise)
for t in range(400):
    x[:, t] = noise[:, t]
    if t > 1:
        x[0, t] += 0.6 * x[0, t - 1] - 0.4 * x[0, t - 2]
        x[1, t] += 0.5 * x[0, t - 1] + 0.3 * x[1, t - 1]
        x[2, t] += 0.4 * x[1, t - 2] - 0.2 * x[2, t - 1]
x = x.astype(np.float32).astype(float)


def fit(x, p):
    got = VAR(x.T).fit(p, trend="c")
    return got.coefs, got.sigma_u_mle


def transform(coefs, hz):
    n = coefs.shape[1]
    z = np.exp(-2j * np.pi * hz / RATE)
    return np.eye(n) - sum(a * z ** (k + 1) for k, a in enumerate(coefs))


coefs, sigma = fit(x, 3)
A = np.stack([transform(coefs, hz) for hz in HZ])
H = np.linalg.inv(A)
h2, a2 = np.abs(H) ** 2, np.abs(A) ** 2
S = H @ sigma @ H.conj().transpose(0, 2, 1)
P = np.linalg.inv(S)
d = np.einsum("fii->fi", P).real
pcoh = np.abs(P) ** 2 / (d[:, :, None] * d[:, None, :])
ff = h2 / h2.sum((0, 2), keepdims=True)
g2 = a2 / np.diag(sigma)[None, :, None]
granger, spectral = np.zeros((3, 3)), np.zeros((len(HZ), 3, 3))
for j in range(3):
    others = [c for c in range(3) if c != j]
    less = fit(x[others], 3)[1]
    for r, i in enumerate(others):
        granger[i, j] = np.log(less[r, r] / sigma[i, i])
for i in range(3):
    for j in range(3):
        if i == j:
            continue
        c2, s2 = fit(x[[i, j]], 3)
        for f, hz in enumerate(HZ):
            h = np.linalg.inv(transform(c2, hz))
            power = (h @ s2 @ h.conj().T)[0, 0].real
            spectral[f, i, j] = np.log(
                power / (power - (s2[1, 1] - s2[0, 1] ** 2 / s2[0, 0]) * np.abs(h[0, 1]) ** 2))
orders = VAR(x.T).select_order(8)
content = {
    "x": wide(x), "rateHz": RATE, "frequenciesHz": HZ, "order": 3,
    "weights": wide(coefs), "residual": wide(sigma),
    "dtf": wide(h2 / h2.sum(2, keepdims=True)), "ffdtf": wide(ff), "ddtf": wide(ff * pcoh),
    "pdc": wide(a2 / a2.sum(1, keepdims=True)), "gpdc": wide(g2 / g2.sum(1, keepdims=True)),
    "granger": wide(granger), "spectralGranger": wide(spectral),
    "orders": {"aic": int(orders.aic), "bic": int(orders.bic)},
}
(HERE / "directed.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
TOOLS = ("numpy", "statsmodels")
(HERE / "manifest.json").write_text(json.dumps([{
    "file": "directed.json",
    "tool": ", ".join(TOOLS),
    "version": ", ".join(importlib.metadata.version(t) for t in TOOLS),
    "command": "python test/golden/directed/generate.py",
    "tolerance": {"relative": 1e-8},
    "why": "normal equations here, an orthogonal decomposition there; what follows from the fit by NumPy",
}], indent=2) + "\n")
