"""A first-level GLM with AR(1) noise by nilearn's run_glm.

    python3 bench/python/fmri_glm.py VOXELS SCANS REPEATS

The rows are those of bench/fmri-ours.ts. Prints one JSON document.
"""

import json
import sys
import time

import numpy as np
from nilearn.glm.contrasts import compute_contrast
from nilearn.glm.first_level import run_glm

voxels, scans, repeats = map(int, sys.argv[1:4])
P = 16
t = np.arange(scans)
design = np.stack([np.cos(np.pi * (t + 0.5) * (p + 1) / scans) for p in range(P - 1)] + [np.ones(scans)], 1)
v, s = np.arange(voxels, dtype=np.int64)[:, None], t[None, :].astype(np.int64)
y = (1000 + (((s + 1) * (s + 1) * 7919 + (v + 1) * 104729 * (s + 3)) % 65521 / 6552.1)).astype(np.float32).astype(float)
y[:, 1:] += 0.4 * (y[:, :-1] - 1000)
y = np.ascontiguousarray(y.astype(np.float32).astype(float).T)
contrast = np.eye(P)[0] - np.eye(P)[1]
best = None
for _ in range(repeats):
    start = time.perf_counter()
    labels, results = run_glm(y, design, "ar1", n_jobs=1)
    z = compute_contrast(labels, results, contrast).z_score()
    took = time.perf_counter() - start
    best = took if best is None else min(best, took)
print(json.dumps({"seconds": best, "check": float(z.sum())}))
