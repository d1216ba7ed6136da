"""The work of fmri-decode-ours.ts: nilearn, himalaya and scikit-learn, all cores.

Small matrices may be faster with one thread of OpenBLAS: the faster number is found first.

Usage: python fmri_decode.py SIZES   (JSON, as the bench gives it)
Needs: numpy nilearn himalaya scikit-learn nibabel.
"""
import json
import sys
import time
import warnings

import nibabel
import numpy as np
from himalaya.ridge import RidgeCV
from nilearn.connectome import ConnectivityMeasure
from nilearn.decoding import SearchLight
from sklearn.covariance import LedoitWolf
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.model_selection import LeaveOneGroupOut, PredefinedSplit
from threadpoolctl import threadpool_limits

warnings.filterwarnings("ignore")
sizes = json.loads(sys.argv[1])
M = np.uint64(0xFFFFFFFF)


def noise(length, seed):
    mul = lambda a, b: (a * np.uint64(b)) & M
    h = mul(np.arange(1, length + 1, dtype=np.uint64), 0x9E3779B1)
    h ^= mul(np.uint64(seed + 1), 0x85EBCA77)
    h = mul(h ^ (h >> np.uint64(15)), 0x2C1B3C6D)
    h = mul(h ^ (h >> np.uint64(12)), 0x297A2D39)
    h = (h ^ (h >> np.uint64(15))) & M
    return (h.astype(float) / 4294967296 - 0.5) * 3.4641016151377544


def tangent(subjects, parcels, scans):
    xs = []
    for s in range(subjects):
        x = noise(parcels * scans, s).reshape(parcels, scans)
        first = x[0].copy()
        x += first
        xs.append(x.T)
    start = time.perf_counter()
    measure = ConnectivityMeasure(kind="tangent", vectorize=True,
                                  cov_estimator=LedoitWolf(store_precision=False))
    out = measure.fit_transform(xs)
    return time.perf_counter() - start, float(np.sqrt((out**2).sum()) * np.sqrt(2))


def fastest_tangent(subjects, parcels, scans):
    tried = {}
    for threads in (1, 2):
        with threadpool_limits(threads, "blas"):
            tried[threads], _ = tangent(min(20, subjects), parcels, scans)
    with threadpool_limits(min(tried, key=tried.get), "blas"):
        return tangent(subjects, parcels, scans)


def ridge(rows, features, voxels, alphas, dtype=float):
    x = noise(rows * features, 1).reshape(rows, features).astype(dtype)
    y = noise(rows * voxels, 2).reshape(rows, voxels).astype(dtype)
    cv = PredefinedSplit(np.arange(rows) * 5 // rows)
    with threadpool_limits(2, "blas"):
        start = time.perf_counter()
        some = {"n_targets_batch": 5000, "n_targets_batch_refit": 5000}
        fit = RidgeCV(alphas=np.array(alphas), fit_intercept=True, cv=cv, solver_params=some)
        fit.fit(x, y)
        return time.perf_counter() - start, float(np.abs(fit.coef_).sum())


def searchlight(side, rows, classes, runs):
    volumes = noise(rows * side**3, 3).astype(np.float32).reshape(rows, side**3).T
    image = nibabel.Nifti1Image(volumes.reshape(side, side, side, rows), np.diag([3.0, 3, 3, 1]))
    mask = nibabel.Nifti1Image(np.ones((side,) * 3, np.int8), image.affine)
    lda = LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto")
    light = SearchLight(mask, radius=5.0, estimator=lda, cv=LeaveOneGroupOut(), n_jobs=2,
                        scoring="accuracy")
    start = time.perf_counter()
    light.fit(image, np.arange(rows) % classes, np.arange(rows) * runs // rows)
    return time.perf_counter() - start, float(light.scores_.sum() * runs)


works = {
    "tangent": lambda: fastest_tangent(**sizes["tangent"]),
    "ridge": lambda: ridge(**sizes["ridge"]),
    "ridge32": lambda: ridge(**sizes["ridge"], dtype=np.float32),
    "voxelwise": lambda: ridge(**sizes["voxelwise"]),
    "searchlight": lambda: searchlight(**sizes["searchlight"]),
}
out = {}
for name, work in works.items():
    if name.removesuffix("32") in sizes:
        seconds, check = work()
        out[name] = {"seconds": seconds, "check": check}
print(json.dumps(out))
