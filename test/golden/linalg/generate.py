"""Makes the golden values of linear algebra, covariance, Riemannian geometry and PCA.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy scikit-learn pyriemann. `hashed` is a formula that test/linalg-golden.ts repeats.
"""
import json
import pathlib

import numpy as np
import pyriemann
import scipy
import scipy.linalg as sl
import sklearn
from pyriemann.geometry.distance import distance
from pyriemann.geometry.mean import mean_euclid, mean_logeuclid, mean_riemann
from pyriemann.geometry.tangentspace import tangent_space
from pyriemann.geometry.base import invsqrtm, logm
from pyriemann.geometry.covariance import covariances
from sklearn.covariance import ledoit_wolf, oas
from sklearn.decomposition import PCA

HERE = pathlib.Path(__file__).parent
MANIFEST = []
VERSIONS = {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__,
            "pyriemann": pyriemann.__version__}


def hashed(rows, cols):
    """Noise around zero, exact in f32, shape [rows, cols]."""
    r = np.arange(rows, dtype=object)[:, None]
    c = np.arange(cols, dtype=object)[None, :]
    noise = ((r + 1) * (r + 1) * 7919 + (c + 1) * (c + 1) * 104729 + (r + 1) * (c + 3) * 31) % 65521
    return noise.astype(float) / 4096 - 8


def write(name, content, tool, tolerance, why):
    text = json.dumps(content, separators=(",", ":"))
    assert len(text) < 200_000, (name, len(text))
    (HERE / name).write_text(text + "\n")
    MANIFEST.append({
        "file": name, "tool": tool, "version": ", ".join(VERSIONS[t] for t in tool.split(", ")),
        "command": "python test/golden/linalg/generate.py", "tolerance": {"relative": tolerance},
        "why": why,
    })


def flat(x):
    return np.asarray(x, float).ravel().tolist()


def noise(seed, *shape):
    """Multiples of 1/4096, exact in f32 and short in JSON."""
    return np.round(np.random.default_rng(seed).normal(size=shape) * 4096) / 4096


def eigen():
    a = noise(1, 12, 12)
    hilbert = sl.hilbert(12)
    block = sl.block_diag(np.eye(3) * 2, np.ones((2, 2)), np.zeros((2, 2)))
    cases = [{"name": n, "size": len(m), "a": flat(m), "values": flat(np.linalg.eigvalsh(m))}
             for n, m in (("random", a + a.T), ("hilbert", hilbert), ("repeated", block))]
    write("eigen.json", cases, "numpy", 1e-14, "relative to the largest eigenvalue, as the error is")


def functions():
    a = noise(2, 5, 9)
    c = a @ a.T + np.eye(5)
    content = {"size": 5, "a": flat(c), "cholesky": flat(np.linalg.cholesky(c)), "log": flat(sl.logm(c)),
               "sqrt": flat(sl.sqrtm(c)), "exp": flat(sl.expm(c / 16)), "invSqrt": flat(invsqrtm(c)),
               "log2": flat(logm(c))}
    assert np.allclose(sl.logm(c), logm(c))
    write("functions.json", content, "numpy, scipy, pyriemann", 1e-12, "the same functions in f64")


def covariance():
    cases = []
    for channels, samples, scale in ((5, 40, 1), (6, 5, 1), (4, 100, 1e3), (1, 20, 1)):
        x = noise(3 + channels, channels, samples) * scale + np.arange(channels)[:, None]
        x[-1] += 0.5 * x[0] if channels > 1 else 0
        sample = np.atleast_2d(covariances(x[None], "cov")[0])
        assert np.allclose(sample, np.cov(x))
        cases.append({"channels": channels, "samples": samples, "x": flat(x), "sample": flat(sample),
                      "oas": flat(oas(x.T)[0]), "ledoitWolf": flat(ledoit_wolf(x.T)[0]),
                      "shrinkage": float(ledoit_wolf(x.T)[1])})
    write("covariance.json", cases, "numpy, scikit-learn, pyriemann", 1e-12, "the same sums in f64")


def riemann():
    content = []
    for n, count, spread in ((4, 12, 1), (3, 5, 1), (6, 20, 3)):
        x = noise(20 + n, count, n, 4 * n) * np.exp(spread * np.linspace(-1, 1, n))[None, :, None]
        c = np.round(x @ x.transpose(0, 2, 1) * 4096) / 4096 + np.eye(n) / 4096
        mean = mean_riemann(c, tol=1e-13, maxiter=2000)
        log, euclid = mean_logeuclid(c), mean_euclid(c)
        white = invsqrtm(mean)
        content.append({
            "size": n, "matrices": flat(c), "riemann": flat(mean), "logEuclid": flat(log),
            "euclid": flat(euclid), "tangent": flat(tangent_space(c, mean)),
            "tangentEuclid": flat(tangent_space(c, euclid)), "tangentIdentity": flat(tangent_space(c, np.eye(n))),
            "centred": flat(white @ c @ white),
            "distance": {"riemann": flat(distance(c, c[0], metric="riemann")),
                         "logEuclid": flat(distance(c, c[0], metric="logeuclid")),
                         "euclid": flat(distance(c, c[0], metric="euclid"))}})
    write("riemann.json", content, "pyriemann", 1e-8, "both iterations for the mean end within 1e-9 of it")


def components():
    cases = []
    for name, x, count in (("tall", noise(40, 40, 6) @ noise(41, 6, 6), 6), ("wide", noise(42, 10, 30), 9),
                           ("large", hashed(150, 120), 5), ("largeWide", hashed(90, 260), 5)):
        pca = PCA(svd_solver="full").fit(x)
        axes = pca.components_[:count]
        signs = np.sign(axes[np.arange(count), np.abs(axes).argmax(1)])
        case = {"name": name, "rows": len(x), "cols": x.shape[1], "count": count,
                "variances": flat(pca.explained_variance_[:count]), "directions": flat(axes * signs[:, None]),
                "share90": int(PCA(0.9, svd_solver="full").fit(x).n_components_),
                "scores": flat(((x - x.mean(0)) @ axes.T * signs)[:3])}
        cases.append(case if name.startswith("large") else {**case, "x": flat(x)})
    write("pca.json", cases, "scikit-learn", 1e-8, "directions lose digits where variances are close")


for make in (eigen, functions, covariance, riemann, components):
    make()
(HERE / "manifest.json").write_text(json.dumps(MANIFEST, indent=2) + "\n")
