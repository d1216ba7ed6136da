"""Makes the golden values of layers of a model against places and moments.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy scikit-learn
"""
import json
import pathlib

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn.linear_model import Ridge

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(5)


def permuted(layer_of, values, layers):
    """Pearson's r of depth and value, its p over all orders of the layers."""
    statistic = lambda depths: stats.pearsonr(np.asarray(depths)[layer_of], values).statistic
    found = stats.permutation_test(
        (np.arange(1, layers + 1),), statistic, permutation_type="pairings",
        alternative="greater", n_resamples=np.inf, vectorized=False,
    )  # fmt: skip
    return {"r": found.statistic, "p": found.pvalue}


def orders():
    cases = []
    for layers, count, slope in ((3, 12, 0.5), (5, 40, 0.3), (4, 20, -0.5), (6, 30, 0.1)):
        layer_of = rng.integers(layers, size=count)
        values = slope * layer_of + rng.normal(size=count)
        given = {"layers": layers, "layerOf": layer_of.tolist(), "values": values.tolist()}
        cases.append(given | permuted(layer_of, values, layers))
    return cases


def encoded():
    """Two recordings are predicted from two others by each of four layers alone."""
    rows, layers, wide, responses = 60, 4, 2, 12
    x = rng.normal(size=(2 * rows, layers * wide)).astype("f4")
    voxels = np.stack(np.unravel_index(np.arange(responses), (3, 2, 2)), 1)
    affine = np.array([[3, 0, 0, -3], [0, 4, 0, 2], [0, 0.5, 5, 1], [0, 0, 0, 1.0]])
    mm = voxels @ affine[:3, :3].T + affine[:3, 3]
    middle = 3 * np.linalg.norm(mm - mm[0], axis=1) / np.linalg.norm(mm - mm[0], axis=1).max()
    bump = np.exp(-((np.repeat(np.arange(layers), wide)[:, None] - middle) ** 2))
    weights = rng.normal(size=(layers * wide, responses)) * bump
    y = (x @ weights + 1.5 * rng.normal(size=(2 * rows, responses))).astype("f4")
    y[:, 5] = rng.normal(size=2 * rows)
    run = np.repeat([0, 1], rows // 2)
    r = []
    for k in range(layers):
        own = slice(k * wide, (k + 1) * wide)
        told = Ridge(alpha=10).fit(x[:rows, own], y[:rows]).predict(x[rows:, own])
        each = [
            [stats.pearsonr(told[run == g, d], y[rows:][run == g, d]).statistic for g in (0, 1)]
            for d in range(responses)
        ]
        r.append(np.mean(each, 1))
    r = np.array(r)
    best = r.max(0)
    depth = np.where(best > 0.2, r.argmax(0) + 1.0, np.nan)
    distance = np.linalg.norm(mm[:, None] - mm[[0, 3]], axis=2).min(1)
    kept = ~np.isnan(depth)
    spatial = permuted((depth[kept] - 1).astype(int), distance[kept], layers)
    # the same responses as 3 channels at 4 moments
    times = np.array([0.1, 0.2, 0.3, 0.4])
    course = r.reshape(layers, 3, 4)
    seen = course.max(2) > 0.2
    temporal = permuted(np.nonzero(seen)[0], times[course.argmax(2)][seen], layers)
    return {
        "x": x.ravel().tolist(), "y": y.ravel().tolist(), "affine": affine.ravel().tolist(),
        "names": [",".join(map(str, v)) for v in voxels], "r": r.ravel().tolist(),
        "depth": [None if np.isnan(d) else d for d in depth], "distanceMm": distance.tolist(),
        "encoding": best[kept].mean(), "spatial": spatial, "temporal": temporal,
        "timesS": times.tolist(),
    }  # fmt: skip


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [rounded(one) for one in value]
    return float(f"{value:.10g}") if isinstance(value, float) else value


(HERE / "layers.json").write_text(
    json.dumps(rounded({"orders": orders(), "encoded": encoded()}), default=float) + "\n"
)
manifest = {
    "file": "layers.json",
    "tool": "SciPy, scikit-learn, NumPy",
    "version": f"SciPy {scipy.__version__}, scikit-learn {sklearn.__version__}, NumPy {np.__version__}",
    "command": "python generate.py",
    "tolerance": "relative 1e-9; correlations of predictions 1e-6",
    "why": "the same sums in f64; means over folds are kept as f32",
}
(HERE / "manifest.json").write_text(json.dumps([manifest], indent=2) + "\n")
