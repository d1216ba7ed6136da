"""Makes the golden values of common spatial patterns: MNE and pyRiemann.

Usage: python generate.py   (writes beside itself)
Needs: numpy mne pyriemann. The windows are a formula that test/csp-golden.ts repeats.
"""
import importlib.metadata
import json
import pathlib

import mne
import numpy as np
from mne.decoding import CSP
from pyriemann.geometry.ajd import ajd_pham

mne.set_log_level("ERROR")
HERE = pathlib.Path(__file__).parent
R, C, T = 12, 5, 80


def windows(classes):
    """Rough noise, mixed over channels by class, in multiples of 1/256, shape [R, C, T]."""
    r, c, t = np.meshgrid(np.arange(R), np.arange(C), np.arange(T), indexing="ij")
    noise = (((t + 1) ** 2 * 7919 + (c + 1) * 104729 * (t + r + 1) + r * 15485863) % 65521) / 256 - 128
    gain = np.ones((R, C, 1))
    for i in range(R):
        gain[i, (i % classes)] = 3
        gain[i, C - 1] = 2
    x = noise * gain
    mixed = x.copy()
    mixed[:, 1:] += 0.5 * x[:, :-1]
    return mixed


def flat(x):
    return np.asarray(x, float).ravel().tolist()


def made(classes, **options):
    x, y = windows(classes), np.arange(R) % classes
    csp = CSP(n_components=4, **options).fit(x, y)
    return {"filters": flat(csp.filters_), "features": flat(csp.transform(x))}


def joint():
    x = windows(3)
    covs = np.array([np.mean([w @ w.T / T for w in x[np.arange(R) % 3 == k]], 0) for k in range(3)])
    basis, diagonal = ajd_pham(covs, eps=1e-12, n_iter_max=200)
    return {"covariances": flat(covs), "basis": flat(basis), "diagonal": flat(diagonal)}


content = {"two": made(2), "shrunk": made(2, reg=0.1),
           "three": made(3), "joint": joint()}
(HERE / "csp.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
TOOLS = ("numpy", "mne", "pyriemann")
(HERE / "manifest.json").write_text(json.dumps([{
    "file": "csp.json",
    "tool": ", ".join(TOOLS),
    "version": ", ".join(importlib.metadata.version(t) for t in TOOLS),
    "command": "python test/golden/csp/generate.py",
    "tolerance": {"relative": 1e-6},
    "why": "features are stored in f32; filters are equal up to their signs",
}], indent=2) + "\n")
