"""Makes the golden values of fMRI decoding: scikit-learn and nilearn on numbers of a formula.

Usage: python generate.py   (writes beside itself)
Needs: numpy scikit-learn nilearn nibabel.
"""
import json
import pathlib
import warnings

import nibabel
import nilearn
import numpy as np
import sklearn
from nilearn.decoding import SearchLight
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


def write(name, value):
    text = json.dumps(value, default=lambda a: a.tolist(), separators=(",", ":"))
    (HERE / name).write_text(text + "\n")


write("select.json", select())
write("searchlight.json", searchlight())
version = f"scikit-learn {sklearn.__version__}, nilearn {nilearn.__version__}, NumPy {np.__version__}"
(HERE / "manifest.json").write_text(json.dumps([
    {"file": "select.json", "tool": "scikit-learn", "version": version, "command": "python generate.py",
     "tolerance": "relative 1e-10; places exactly", "why": "other order of sums in f64"},
    {"file": "searchlight.json", "tool": "nilearn.decoding.SearchLight", "version": version,
     "command": "python generate.py", "tolerance": "1e-6", "why": "maps are stored in f32"},
], indent=2) + "\n")
