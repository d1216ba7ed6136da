"""Makes the golden values of the heads: scikit-learn and pyRiemann on seeded data.

Usage: python generate.py   (writes beside itself)
Needs: numpy scikit-learn pyriemann.
"""
import json
import pathlib
import warnings

import numpy as np
import pyriemann
import sklearn
from pyriemann.classification import MDM
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import BayesianRidge, LogisticRegression, RidgeClassifierCV, RidgeCV
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor, NearestCentroid
from sklearn.svm import LinearSVC

warnings.filterwarnings("error")
HERE = pathlib.Path(__file__).parent
MANIFEST = []
VERSIONS = {"scikit-learn": sklearn.__version__, "pyriemann": pyriemann.__version__}
ALPHAS = np.logspace(-2, 6, 9)


def write(name, content, tool, tolerance, why):
    text = json.dumps(content, separators=(",", ":"))
    assert len(text) < 200_000, (name, len(text))
    (HERE / name).write_text(text + "\n")
    MANIFEST.append({
        "file": name, "tool": tool, "version": VERSIONS[tool],
        "command": "python test/golden/heads/generate.py", "tolerance": tolerance, "why": why,
    })


def flat(x):
    return np.asarray(x, float).ravel().tolist()


def exact(x):
    return np.round(x * 4096) / 4096


def make(seed, counts, cols, shift=0.7):
    """Rows of classes with other means, in random order, 10 of them for testing."""
    rng = np.random.default_rng(seed)
    y = rng.permutation(np.repeat(np.arange(len(counts)), counts))
    means = rng.normal(size=(len(counts), cols)) * shift
    x = exact(means[y] + rng.normal(size=(len(y), cols)))
    return x[:-10], y[:-10], x[-10:]


def ill_conditioned():
    """Columns from 1e-3 to 1e3, one nearly the sum of two others."""
    x, y, test = make(3, (45, 35), 6, 0.4)
    scale = np.array([1e3, 1e2, 1, 1, 1e-1, 1e-3])

    def spoil(x):
        x = x * scale
        x[:, 3] = x[:, 2] + x[:, 4] + 1e-3 * x[:, 3]
        return x
    return spoil(x), y, spoil(test)


DATA = {"two": make(1, (45, 25), 8), "three": make(2, (40, 30, 20), 6), "ill": ill_conditioned(),
        "wide": make(4, (12, 12, 10), 60, 0.3)}


def targets(x):
    weights = np.sin(np.arange(x.shape[1])) / np.abs(x).max(0)
    return exact(x @ weights + np.cos(np.arange(len(x)) * 7) * 0.3)


def data():
    content = {n: {"rows": len(x), "cols": x.shape[1], "classes": int(y.max() + 1), "x": flat(x),
                   "y": y.tolist(), "numbers": flat(targets(x)), "test": flat(t)}
               for n, (x, y, t) in DATA.items()}
    write("data.json", content, "scikit-learn", {}, "the inputs of the other files")


def two_columns(decision):
    return np.stack([-decision, decision], 1) if decision.ndim == 1 else decision


def logistic():
    cases = []
    for name, c, weight in (("two", 1, None), ("two", 0.01, "balanced"), ("two", 1e4, None), ("three", 1, None),
                            ("three", 0.1, "balanced"), ("ill", 1, None), ("wide", 1, None), ("wide", 0.01, None)):
        x, y, test = DATA[name]
        head = LogisticRegression(C=c, class_weight=weight, solver="newton-cholesky", tol=1e-12, max_iter=500)
        head.fit(x, y)
        cases.append({"data": name, "options": {"c": c, "classWeight": weight or "none"},
                      "scores": flat(head.predict_proba(test))})
    write("logistic.json", cases, "scikit-learn", {"absolute": 1e-8},
          "one optimum of a convex loss; both fits end near it, theirs with tol=1e-12")


def svm():
    cases = []
    for name, c, weight in (("two", 1, None), ("two", 0.01, "balanced"), ("two", 100, None), ("three", 1, None),
                            ("wide", 1, None), ("wide", 1e-3, None)):
        x, y, test = DATA[name]
        head = LinearSVC(C=c, class_weight=weight, tol=1e-11, max_iter=10**7, dual=True, random_state=0).fit(x, y)
        cases.append({"data": name, "options": {"c": c, "classWeight": weight or "none"},
                      "scores": flat(two_columns(head.decision_function(test)))})
    write("svm.json", cases, "scikit-learn", {"relative": 1e-6},
          "one optimum of a convex loss; coordinate descent ends within tol=1e-11 of its gradient")


def ridge():
    numbers, classes = [], []
    for name, (x, y, test) in DATA.items():
        head = RidgeCV(ALPHAS).fit(x, targets(x))
        numbers.append({"data": name, "alpha": head.alpha_, "error": -head.best_score_,
                        "scores": flat(head.predict(test))})
        head = RidgeClassifierCV(ALPHAS).fit(x, y)
        classes.append({"data": name, "alpha": head.alpha_, "error": -head.best_score_,
                        "scores": flat(two_columns(head.decision_function(test)))})
    vectors = []
    for name in ("two", "wide"):
        x, _, test = DATA[name]
        y = np.stack([targets(x), exact(x[:, 0] * 2 + np.sin(np.arange(len(x)) * 3)), exact(np.cos(np.arange(len(x))))], 1)
        head = RidgeCV(ALPHAS, alpha_per_target=True).fit(x, y)
        vectors.append({"data": name, "y": flat(y), "alphas": flat(head.alpha_), "scores": flat(head.predict(test))})
    write("ridge.json", {"numbers": numbers, "classes": classes, "vectors": vectors}, "scikit-learn", {"relative": 1e-9},
          "the same equations by another decomposition; ill conditioned data lose digits")


def bayesian_ridge():
    cases = []
    for name, (x, y, test) in DATA.items():
        head = BayesianRidge(tol=1e-13, max_iter=100_000).fit(x, targets(x))
        mean, deviation = head.predict(test, return_std=True)
        cases.append({"data": name, "penalty": float(head.lambda_ / head.alpha_),
                      "noiseSd": float(head.alpha_ ** -0.5),
                      "scores": flat(mean), "deviations": flat(deviation)})
    write("bayesian-ridge.json", cases, "scikit-learn", {"relative": 1e-6},
          "one fixed point, which turns come near by a constant factor; both stop before it")


def lda():
    cases = []
    for name, shrinkage in [(n, s) for n in DATA for s in ("auto", "none", 0.3) if (n, s) != ("wide", "none")]:
        x, y, test = DATA[name]
        head = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=None if shrinkage == "none" else shrinkage)
        cases.append({"data": name, "options": {"shrinkage": shrinkage},
                      "scores": flat(head.fit(x, y).predict_proba(test))})
    write("lda.json", cases, "scikit-learn", {"absolute": 1e-9},
          "the same equations; a condition number of 1e13 loses digits")


def nearest():
    cases = []
    for name, (x, y, test) in DATA.items():
        head = NearestCentroid().fit(x, y)
        apart = np.linalg.norm(test[:, None] - head.centroids_[None], axis=-1)
        assert (head.predict(test) == apart.argmin(1)).all()
        cases.append({"data": name, "scores": flat(-apart), "predicted": head.predict(test).tolist()})
    write("nearest.json", cases, "scikit-learn", {"relative": 1e-12}, "the same sums")


def mdm():
    rng = np.random.default_rng(7)
    y = np.arange(36) % 3
    gains = np.exp(0.4 * rng.normal(size=(3, 4)))
    x = exact(rng.normal(size=(36, 4, 16))) * exact(gains)[y][:, :, None]
    c = np.round(x @ x.transpose(0, 2, 1) * 4096) / 4096
    cases = []
    for metric, name in (("riemann", "riemann"), ("logeuclid", "logEuclid"), ("euclid", "euclid")):
        scale = 1 if name != "euclid" else 64
        head = MDM(metric=metric).fit(c[:-6] / scale, y[:-6])
        cases.append({"metric": name, "scale": scale, "scores": flat(head.predict_proba(c[-6:] / scale))})
    content = {"size": 4, "rows": 30, "x": flat(c[:-6]), "y": y[:-6].tolist(), "test": flat(c[-6:]), "cases": cases}
    write("mdm.json", content, "pyriemann", {"absolute": 1e-6},
          "the reference ends its iteration for the mean at 1e-8; ours goes on")


def knn():
    cases = []
    for name, k, metric, weights in (("two", 5, "cosine", "uniform"), ("three", 7, "euclidean", "uniform"),
                                     ("three", 4, "cosine", "distance"), ("wide", 3, "euclidean", "distance")):
        x, y, test = DATA[name]
        settings = {"n_neighbors": k, "metric": metric, "weights": weights, "algorithm": "brute"}
        options = {"k": k, "metric": "cosine" if metric == "cosine" else "euclid",
                   "weights": "same" if weights == "uniform" else "distance"}
        cases.append({"data": name, "options": options,
                      "scores": flat(KNeighborsClassifier(**settings).fit(x, y).predict_proba(test)),
                      "numbers": flat(KNeighborsRegressor(**settings).fit(x, targets(x)).predict(test))})
    write("knn.json", cases, "scikit-learn", {"relative": 1e-9}, "distances by the same formula")


for make_golden in (data, logistic, svm, ridge, bayesian_ridge, lda, nearest, mdm, knn):
    make_golden()
KEPT = [one for one in json.loads((HERE / "manifest.json").read_text()) if one["tool"] == "torch"]
(HERE / "manifest.json").write_text(json.dumps(MANIFEST + KEPT, indent=2) + "\n")
