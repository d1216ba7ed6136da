"""Makes the golden values of spatial filters and of features chosen by information.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy scikit-learn pyriemann mne. The windows are those of test/golden/csp/generate.py.
"""
import importlib.metadata
import json
import pathlib

import mne
import numpy as np
import scipy.linalg
import scipy.signal as ss
from pyriemann.spatialfilters import Xdawn
from pyriemann.transfer import TLCenter, TLScale, encode_domains
from sklearn.feature_selection import mutual_info_classif

mne.set_log_level("error")
HERE = pathlib.Path(__file__).parent
R, C, T = 12, 5, 80
wide = lambda a: [float(v) for v in np.asarray(a).ravel()]


def windows(classes):
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


x, y = windows(2), np.arange(R) % 2
dawn = Xdawn(nfilter=2).fit(x, y)

# SSD: the signal and noise of mne.decoding.SSD, with SciPy's filters and their padding.
rate, band, around = 80, (8, 12), (4, 20)
both = lambda edges: ss.sosfiltfilt(ss.butter(2, edges, "bandpass", fs=rate, output="sos"), x, axis=-1)
signal = both(band)
noise = both(around) - signal
cov = lambda a: np.mean([w @ w.T / T for w in a], 0)
values, vectors = scipy.linalg.eigh(cov(signal), cov(noise))
order = np.argsort(values)[::-1]
vectors = vectors[:, order].T
vectors *= np.sign(np.take_along_axis(vectors, np.abs(vectors).argmax(1)[:, None], 1))

i = np.arange(60)
feature = np.stack([np.sin(i * i + 1.0) + (i % 3 == 0) * shift for shift in (0, 0.3, 2)], 1)
covs = np.array([w @ w.T / T for w in x])
_, coded = encode_domains(covs, y, ["a"] * R)
centred = TLCenter("a").fit_transform(covs, coded)
scaled = TLScale("a", centered_data=True).fit_transform(centred.copy(), coded)
content = {
    "xdawn": {"filters": wide(dawn.filters_), "prototypes": wide(dawn.evokeds_)},
    "ssd": {"values": wide(values[order]), "filters": wide(vectors)},
    "information": {"x": wide(feature.T), "codes": wide(i % 3),
                    "expected": wide(mutual_info_classif(feature, i % 3, random_state=0))},
    "scaled": wide(scaled), "centred": wide(centred),
}
(HERE / "spatial.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
TOOLS = ("numpy", "scipy", "scikit-learn", "pyriemann")
(HERE / "manifest.json").write_text(json.dumps([{
    "file": "spatial.json",
    "tool": ", ".join(TOOLS),
    "version": ", ".join(importlib.metadata.version(t) for t in TOOLS),
    "command": "python test/golden/spatial/generate.py",
    "tolerance": {"relative": 1e-6},
    "why": "filters up to their sign; what passes through tables is stored in f32; scikit-learn adds "
           "noise of 1e-10 before it counts neighbours",
}], indent=2) + "\n")
