"""Makes the golden values of rotations between people.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy pyriemann
"""
import json
import pathlib

import numpy as np
import pyriemann
from pyriemann.optimization.grassmann import _get_rotation_manifold
from pyriemann.transfer import TLRotate, encode_domains
from pyriemann.geometry.mean import mean_riemann
from scipy.linalg import expm

HERE = pathlib.Path(__file__).parent
N, CLASSES = 5, 3


def flat(x):
    return [float(f"{v:.15g}") for v in np.asarray(x, float).ravel()]


def definite(rng, spread):
    a = rng.normal(size=(N, N))
    values, vectors = np.linalg.eigh(a + a.T)
    return vectors @ np.diag(np.exp(spread * values / np.abs(values).max())) @ vectors.T


def main():
    rng = np.random.default_rng(7)
    means = [definite(rng, 1.0) for _ in range(CLASSES)]
    # a small turn: from a large one the package does not find back, by signs of its eigenvectors
    slant = rng.normal(size=(N, N)) * 0.1
    turn = expm(slant - slant.T)
    # matrices of the one whom others are turned to, and the same of another, turned
    rows, y = [], []
    for label, mean in enumerate(means):
        root = np.linalg.cholesky(mean)
        for _ in range(4):
            rows.append(root @ definite(rng, 0.2) @ root.T)
            y.append(label)
    target = np.array(rows)
    source = turn.T @ target @ turn
    x = np.concatenate([target, source])
    domains = np.array(["target"] * len(target) + ["source"] * len(source))
    _, coded = encode_domains(x, np.array(y * 2), domains)
    rotated = TLRotate("target", metric="euclid").fit_transform(x, coded)[len(target):]

    # with noise nothing fits; the package's result, and what it leaves
    noisy = np.array([turn.T @ m @ turn for m in means])
    noisy = np.array([m + 0.2 * definite(rng, 0.5) for m in noisy])
    wanted = np.array(means)
    found = _get_rotation_manifold(noisy, wanted, metric="euclid")
    left = np.sum((wanted - found @ noisy @ found.T) ** 2)
    content = {
        "n": N, "classes": y, "target": flat(target), "source": flat(source),
        "rotated": flat(rotated),
        "sourceMeans": flat([mean_riemann(source[np.array(y) == k]) for k in range(CLASSES)]),
        "targetMeans": flat([mean_riemann(target[np.array(y) == k]) for k in range(CLASSES)]),
        "noisy": flat(noisy), "wanted": flat(wanted), "noisyLeft": float(left),
    }
    (HERE / "rotation.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
    (HERE / "manifest.json").write_text(json.dumps([{
        "file": "rotation.json", "tool": "pyriemann, numpy",
        "version": f"{pyriemann.__version__}, {np.__version__}",
        "command": "python test/golden/rotation/generate.py",
        "tolerance": {"relative": 1e-6},
        "why": "the package stops when a step is shorter than 1e-9; where nothing fits exactly it "
               "sums distances that are not squared, so only what is left is compared: never more",
    }], indent=2) + "\n")
    print(left, np.abs(rotated - target).max())


if __name__ == "__main__":
    main()
