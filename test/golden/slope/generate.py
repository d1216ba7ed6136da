"""Makes the golden values of spectra parted into an aperiodic curve and peaks: fooof.

Usage: python generate.py   (writes beside itself)
Needs: numpy fooof
"""
import importlib.metadata
import json
import pathlib

import numpy as np
from fooof import FOOOF

HERE = pathlib.Path(__file__).parent
wide = lambda a: [float(v) for v in np.asarray(a).ravel()]


def made(hz, offset, knee, exponent, peaks, rough):
    y = offset - np.log10(knee + hz ** exponent)
    for middle, height, spread in peaks:
        y = y + height * np.exp(-((hz - middle) ** 2) / (2 * spread ** 2))
    return 10 ** (y + rough * np.sin(7919.0 * np.arange(len(hz)) ** 2))


def case(hz, power, mode, **how):
    model = FOOOF(aperiodic_mode=mode, verbose=False, **how)
    model.fit(hz, power)
    ap = model.aperiodic_params_
    return {"hz": wide(hz), "power": wide(power), "knee": mode == "knee",
            "widthHz": how.get("peak_width_limits"), "mostPeaks": how.get("max_n_peaks"),
            "leastHeight": how.get("min_peak_height", 0), "aperiodic": wide(ap),
            "peaks": wide(model.peak_params_), "rSquared": float(model.r_squared_),
            "error": float(model.error_)}


low, wide_hz = np.arange(1, 45.5, 0.5), np.arange(1, 101, 1.0)
how = dict(peak_width_limits=(1.0, 8.0), max_n_peaks=4, min_peak_height=0.05)
content = [
    case(low, made(low, 1.2, 0, 1.4, [(10, 0.8, 1.2), (21, 0.4, 2.5)], 0.01), "fixed", **how),
    case(low, made(low, -3, 0, 0.7, [(6, 0.3, 1), (10.4, 0.7, 1), (30, 0.2, 3)], 0.02), "fixed", **how),
    case(low, made(low, 0, 0, 2, [], 0.005), "fixed", **how),
    case(wide_hz, made(wide_hz, 2, 40, 2.2, [(12, 0.6, 2), (60, 0.3, 3)], 0.005), "knee", **how),
]
(HERE / "slope.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
TOOLS = ("numpy", "fooof")
(HERE / "manifest.json").write_text(json.dumps([{
    "file": "slope.json",
    "tool": ", ".join(TOOLS),
    "version": ", ".join(importlib.metadata.version(t) for t in TOOLS),
    "command": "python test/golden/slope/generate.py",
    "tolerance": {"relative": 1e-4},
    "why": "both minimise the same squares; its optimiser stops when they change by 1e-8",
}], indent=2) + "\n")
