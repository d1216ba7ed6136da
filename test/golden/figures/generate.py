"""Makes the golden values of figures: SciPy, MNE, scikit-learn, NumPy.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy mne scikit-learn. The numbers are a formula that the tests repeat.
"""
import importlib.metadata
import json
import pathlib

import mne
import numpy as np
from mne.decoding import GeneralizingEstimator, LinearModel
from scipy.interpolate import RBFInterpolator
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, precision_recall_curve

mne.set_log_level("ERROR")
HERE = pathlib.Path(__file__).parent


def rough(count, salt=1):
    """Rough numbers between -1 and 1 in multiples of 1/4096."""
    i = np.arange(count, dtype=np.int64)
    return (((i + salt) * (i + salt) * 7919 + i * 104729 + salt * 15485863) % 8191) / 4096 - 1


def flat(x):
    return np.asarray(x, float).ravel().tolist()


def scalp():
    places, values = 0.45 * rough(24, 3).reshape(12, 2), rough(24, 5).reshape(2, 12)
    side = (np.arange(9) / 8) - 0.5
    grid = np.array([[x, -y] for y in side for x in side])
    spline = RBFInterpolator(places, values.T, kernel="thin_plate_spline")
    return flat(spline(grid).T)


def patterns():
    x = rough(40 * 5, 7).reshape(40, 5)
    x[:, 1] += 2 * x[:, 0]
    y = (x[:, 0] + 0.3 * rough(40, 9) > 0).astype(int)
    model = LinearModel(LogisticRegression(C=1, tol=1e-12, max_iter=10000)).fit(x, y)
    return {"filters": flat(model.filters_), "patterns": flat(model.patterns_)}


def inverse():
    return flat(np.linalg.pinv(rough(3 * 6, 11).reshape(3, 6)).T)


def precision():
    truth, scores = (rough(30, 13) > 0.2).astype(int), np.round(rough(30, 17), 1)
    heights, recall, _ = precision_recall_curve(truth, scores)
    return {"precision": flat(heights), "recall": flat(recall),
            "average": float(average_precision_score(truth, scores))}


def generalise():
    x = rough(48 * 3 * 6, 19).reshape(48, 3, 6)
    y = np.arange(48) % 2
    x[:, 0, 2:5] += 0.8 * y[:, None]
    x[:, 1, 4:] -= 0.6 * y[:, None]
    x = x.astype(np.float32).astype(float)
    head = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=0.1)
    model = GeneralizingEstimator(head, scoring="roc_auc", n_jobs=1, verbose=False)
    total = np.zeros((6, 6))
    for group in range(4):
        test = np.arange(48) // 12 == group
        total += model.fit(x[~test], y[~test]).score(x[test], y[test])
    return flat(total / 4)


content = {"scalp": scalp(), "patterns": patterns(), "inverse": inverse(),
           "precision": precision(), "generalise": generalise()}
(HERE / "figures.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
TOOLS = ("numpy", "scipy", "mne", "scikit-learn")
(HERE / "manifest.json").write_text(json.dumps([{
    "file": "figures.json",
    "tool": ", ".join(TOOLS),
    "version": ", ".join(importlib.metadata.version(t) for t in TOOLS),
    "command": "python test/golden/figures/generate.py",
    "tolerance": {"relative": 1e-6},
    "why": "solvers of linear systems differ in order; tables of figures hold f32",
}], indent=2) + "\n")
