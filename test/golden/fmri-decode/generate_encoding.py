"""Makes the golden values of voxelwise encoding: himalaya, statsmodels and formulas in NumPy.

Usage: python generate_encoding.py   (writes beside itself)
Needs: what generate.py needs, himalaya and statsmodels.
"""
import importlib.metadata

import numpy as np
from himalaya.ridge import solve_group_ridge_random_search
from sklearn.model_selection import PredefinedSplit
from statsmodels.stats.multitest import fdrcorrection

from generate import save


def banded():
    cases = []
    for rows, sizes, targets in [(40, (4, 3), 5), (24, (20, 15), 4), (30, (6,), 3)]:
        draw = np.random.default_rng(rows)
        xs = [np.round(draw.normal(size=(rows, size)) + 0.5, 4) for size in sizes]
        y = np.round(xs[0] @ draw.normal(size=(sizes[0], targets))
                     + 2 * draw.normal(size=(rows, targets)) + 3, 4)
        folds = np.arange(rows) * 4 // rows
        alphas = [0.1, 1.0, 10.0, 100.0]
        gammas = [[1.0]] if len(sizes) == 1 else [[0.5, 0.5], [0.9, 0.1], [0.1, 0.9]]
        deltas, weights, scores, intercept = solve_group_ridge_random_search(
            xs, y, n_iter=np.array(gammas), alphas=np.array(alphas), fit_intercept=True,
            cv=PredefinedSplit(folds), return_weights=True, progress_bar=False)
        cases.append({"rows": rows, "bands": np.repeat(np.arange(len(sizes)), sizes),
                      "x": np.hstack(xs).ravel(), "y": y.ravel(), "folds": folds,
                      "alphas": alphas, "gammas": gammas, "weights": weights.T.ravel(),
                      "intercepts": intercept, "errors": -scores.max(0)})
    return cases


def encoding():
    draw = np.random.default_rng(2)
    old = np.sort(np.round(draw.uniform(0, 30, size=60), 3))
    new = np.arange(15) * 2.0 + 1
    x = np.round(draw.normal(size=(60, 2)), 4)
    u = (new[:, None] - old[None]) * 1.0 / np.mean(np.diff(new))
    with np.errstate(all="ignore"):
        s = 3 * np.sin(np.pi * u) * np.sin(np.pi * u / 3) / (np.pi**2 * u**2)
    s[u == 0] = 1
    s[np.abs(u) > 3] = 0
    repeats, length = 5, 40
    signal = draw.normal(size=length)
    responses = np.round(signal + 1.2 * draw.normal(size=(repeats, length)), 4)
    predicted = np.round(signal + 0.5 * draw.normal(size=length), 4)
    mean = responses.mean(0)
    total = responses.var(axis=1, ddof=1).mean()
    power = (repeats * mean.var(ddof=1) - total) / (repeats - 1)
    noise = responses.var(axis=0, ddof=1).mean()
    ncsnr = np.sqrt(max(0, responses.var(ddof=1) - noise) / noise)
    r = np.corrcoef(responses[::2].mean(0), responses[1::2].mean(0))[0, 1]
    p = np.round(draw.uniform(size=12) ** 3, 5)
    return {"old": old, "new": new, "x": x.ravel(), "resampled": (s @ x).ravel(),
            "repeats": repeats, "responses": responses.ravel(), "predicted": predicted, "totalPower": total,
            "signalPower": power, "ccMax": 1 / np.sqrt(1 + (total / power - 1) / repeats),
            "ccNorm": np.cov(mean, predicted)[0, 1] / np.sqrt(power * predicted.var(ddof=1)),
            "ncsnr": ncsnr, "explainable": ncsnr**2 / (ncsnr**2 + 1 / repeats),
            "splitHalf": 2 * r / (1 + r), "p": p, "q": fdrcorrection(p)[1]}


versions = {name: importlib.metadata.version(name) for name in ("himalaya", "statsmodels", "numpy")}
save({"banded.json": (banded, "himalaya.ridge.solve_group_ridge_random_search", "relative 1e-9",
                      "eigenvectors of products in place of singular vectors"),
      "encoding.json": (encoding, "statsmodels; formulas in NumPy", "relative 1e-10",
                        "other order of sums in f64")},
     ", ".join(f"{name} {version}" for name, version in versions.items()),
     "python generate_encoding.py")
