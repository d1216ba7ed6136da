"""Makes the golden values of fMRI decoding from reference libraries on numbers of a formula.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy scikit-learn nilearn nibabel networkx.
"""
import json
import pathlib
import warnings

import nibabel
import networkx as nx
import nilearn
import numpy as np
import sklearn
import scipy
from nilearn.connectome import ConnectivityMeasure
from nilearn.decoding import SearchLight
from scipy.stats import rankdata
from sklearn.covariance import EmpiricalCovariance, LedoitWolf
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.feature_selection import (SelectKBest, SelectPercentile, f_classif, f_regression)
from sklearn.model_selection import LeaveOneGroupOut

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent


def hashed(rows, cols):
    r = np.arange(1, rows + 1)[:, None]
    c = np.arange(1, cols + 1)[None, :]
    noise = r * r * 7919 + c * c * 104729 + r * (c + 2) * 31
    return (noise % 65521) / 4096 - 8


def select():
    cases = []
    for rows, cols, classes in [(12, 7, 3), (30, 20, 2), (24, 50, 4)]:
        x = hashed(rows, cols)
        y = (np.arange(rows) * 5) % classes
        x[:, cols // 2] = x[:, 0]
        kept = {p: np.flatnonzero(SelectPercentile(f_classif, percentile=p).fit(x, y).get_support())
                for p in (10, 25, 50, 100)}
        best = {k: np.flatnonzero(SelectKBest(f_classif, k=k).fit(x, y).get_support())
                for k in (1, 3, 7)}
        numbers = hashed(rows, 1)[:, 0] + 0.3 * x[:, 1]
        cases.append({"rows": rows, "cols": cols, "classes": classes, "copied": cols // 2,
                      "anova": f_classif(x, y)[0], "percent": kept, "count": best,
                      "numbers": numbers, "regression": f_regression(x, numbers)[0]})
    return cases


def searchlight():
    shape, rows, classes, groups = (6, 5, 4), 36, 3, 4
    affine = np.array([[3, 0, 0, -9], [0, 3, 0, -6], [0, 0, 4, -6], [0, 0, 0, 1]], float)
    y = np.arange(rows) % classes
    group = np.arange(rows) // 9
    x = hashed(rows, int(np.prod(shape)))
    for k in range(classes):
        x[np.ix_(y == k, np.arange(x.shape[1]) % 7 == k)] += 4
    volumes = x.T.reshape(*shape, rows)          # z fastest, as a mask gives them
    mask = np.ones(shape)
    mask[0, 0, 0] = mask[3, 2, 1] = 0
    image = nibabel.Nifti1Image(volumes, affine)
    lda = LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto")
    light = SearchLight(nibabel.Nifti1Image(mask, affine), radius=5.0, estimator=lda,
                        cv=LeaveOneGroupOut(), scoring="accuracy")
    light.fit(image, y, group)
    inside = mask > 0
    return {"shape": shape, "affine": affine.ravel(), "rows": rows, "classes": classes,
            "groups": groups, "inside": np.flatnonzero(inside), "scores": light.scores_[inside]}


def connectome():
    subjects, channels, samples = 5, 6, 40
    draw = np.random.default_rng(3)
    x = [np.round(draw.normal(size=(samples, channels)), 4) for _ in range(subjects)]
    x = [np.round(a + 0.8 * a[:, [0]], 4) for a in x]
    out = {"subjects": subjects, "channels": channels, "samples": samples,
           "x": [a.T.ravel() for a in x]}
    shrunk, plain = LedoitWolf(store_precision=False), EmpiricalCovariance(store_precision=False)
    for name, estimator in [("ledoitWolf", shrunk), ("empirical", plain)]:
        for kind in ["correlation", "partial correlation", "covariance", "precision", "tangent"]:
            measure = ConnectivityMeasure(kind=kind, cov_estimator=estimator, vectorize=True)
            out[f"{name} {kind}"] = measure.fit_transform(x)
    low = ConnectivityMeasure(kind="correlation", cov_estimator=shrunk, vectorize=True,
                              discard_diagonal=True)
    out["discarded"] = low.fit_transform(x)
    return out


def graphs():
    cases = []
    for n, above in [(6, 0.2), (20, 0.1), (40, 0.25), (30, 0.9)]:
        x = hashed(n, 15)
        x[: n // 2] += 3 * hashed(1, 15)
        x[n // 2:] += 3 * hashed(2, 15)[1]
        r = np.corrcoef(x)
        a = np.where(r > above, r, 0)
        np.fill_diagonal(a, 0)
        g = nx.from_numpy_array((a != 0).astype(float))
        per = lambda d: [d[i] for i in range(n)]
        parts = nx.community.greedy_modularity_communities(g) if g.number_of_edges() else []
        cases.append({
            "nodes": n, "above": above, "x": x.ravel(), "degree": per(dict(g.degree())),
            "strength": a.sum(0), "cycles": per(nx.triangles(g)),
            "clustering": per(nx.clustering(g)),
            "localEfficiency": [nx.global_efficiency(g.subgraph(g[v])) for v in g],
            "globalEfficiency": nx.global_efficiency(g),
            "greedy": nx.community.modularity(g, parts) if parts else 0,
            "halves": nx.community.modularity(g, [set(range(n // 2)), set(range(n // 2, n))])
            if g.number_of_edges() else 0})
    return cases


def regional():
    rows, rate, band = 8, 0.5, (0.01, 0.08)
    out = {"rows": rows, "rateHz": rate, "bandHz": band, "alff": {}, "falff": {}}
    for samples in (60, 45):
        x = hashed(rows, samples)
        amplitude = 2 * np.abs(np.fft.rfft(x - x.mean(1, keepdims=True), axis=1)) / samples
        freqs = np.fft.rfftfreq(samples, 1 / rate)
        inside = (freqs >= band[0] - 1e-12) & (freqs <= band[1] + 1e-12)
        out["alff"][samples] = amplitude[:, inside].mean(1)
        out["falff"][samples] = amplitude[:, inside].sum(1) / amplitude[:, 1:].sum(1)
    ranks = rankdata(np.round(hashed(rows, 45)), axis=1)
    around = [[j for j in range(rows) if abs(i - j) <= 1] for i in range(rows)]
    out["around"] = around
    out["w"] = [12 * ((ranks[a].sum(0) - len(a) * 46 / 2) ** 2).sum() / (len(a) ** 2 * (45**3 - 45))
                for a in around]
    return out


def write(name, value):
    text = json.dumps(value, default=lambda a: a.tolist(), separators=(",", ":"))
    (HERE / name).write_text(text + "\n")


FILES = {
    "select.json": (select, "scikit-learn", "relative 1e-10; places exactly",
                    "other order of sums in f64"),
    "searchlight.json": (searchlight, "nilearn.decoding.SearchLight", "1e-6",
                         "maps are stored in f32"),
    "connectome.json": (connectome, "nilearn.connectome.ConnectivityMeasure",
                        "relative 1e-10; tangent 1e-6",
                        "other order of sums; nilearn ends its mean at a norm of 1e-7"),
    "graphs.json": (graphs, "networkx", "relative 1e-10", "other order of sums in f64"),
    "regional.json": (regional, "NumPy, SciPy: the formulas of ALFF, fALFF and ReHo",
                      "relative 1e-10", "other order of sums in f64"),
}
VERSION = (f"scikit-learn {sklearn.__version__}, nilearn {nilearn.__version__}, "
           f"networkx {nx.__version__}, SciPy {scipy.__version__}, NumPy {np.__version__}")
def save(files, version, command):
    """Writes files and their entries of the manifest; entries of other scripts stay."""
    path = HERE / "manifest.json"
    known = json.loads(path.read_text()) if path.exists() else []
    for name, (make, *_) in files.items():
        write(name, make())
    entries = [entry for entry in known if entry["file"] not in files]
    entries += [{"file": name, "tool": tool, "version": version, "command": command,
                 "tolerance": tolerance, "why": why}
                for name, (_, tool, tolerance, why) in files.items()]
    path.write_text(json.dumps(sorted(entries, key=lambda e: e["file"]), indent=2) + "\n")


if __name__ == "__main__":
    save(FILES, VERSION, "python generate.py")
