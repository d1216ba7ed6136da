"""Times dense linear algebra with NumPy and SciPy (LAPACK), and scikit-learn's PCA.

    python3 bench/python/dense.py [N ...]

For each N, and for PCA: the median seconds of some repetitions and a check. The same matrices and the
same work as bench/dense-ours.ts.
"""

import json
import sys
import time

import numpy as np
import scipy.linalg
from sklearn.decomposition import PCA


def noise(rows, columns):
    """Numbers from -0.5 to 0.5 that look random and are the same on both sides."""
    k = np.arange(rows * columns, dtype=np.float64)
    wave = np.sin(k * 12.9898) * 43758.5453
    return (wave - np.floor(wave) - 0.5).reshape(rows, columns)


def once(work):
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def timed(work, check):
    """The median of some repetitions after a first one; the first alone when it takes long."""
    result, first = once(work)
    times = []
    while first <= 2 and (len(times) < 3 or (sum(times) < 0.2 and len(times) < 1000)):
        times.append(once(work)[1])
    return {"seconds": float(np.median(times or [first])), "check": float(check(result))}


def dense(n):
    square = noise(n, n)
    spd = square @ square.T / n + np.eye(n)
    right = noise(n, 1)[:, 0]
    return {
        "eigen": timed(lambda: np.linalg.eigh(spd), lambda r: r[0][-1]),
        "cholesky": timed(lambda: np.linalg.cholesky(spd), lambda r: r[-1, -1]),
        "solve": timed(lambda: scipy.linalg.solve(spd, right, assume_a="pos"), lambda r: r[0]),
        "solveAny": timed(lambda: np.linalg.solve(spd, right), lambda r: r[0]),
        "svd": timed(lambda: np.linalg.svd(square), lambda r: r[1][0]),
    }


def pca(rows, columns):
    x = noise(rows, columns)
    return timed(lambda: PCA(svd_solver="full").fit(x), lambda r: r.explained_variance_[0])


out = {"dense": {n: dense(int(n)) for n in sys.argv[1:]}}
sizes = [(300, 500), (2000, 100), (200, 5000)]
out["pca"] = {f"{rows} x {columns}": pca(rows, columns) for rows, columns in sizes}
print(json.dumps(out))
