"""Makes the golden values of representational similarity: rsatoolbox on drawn numbers.

Usage: python generate_rsa.py   (writes beside itself)
Needs: what generate.py needs, and rsatoolbox.
"""
import importlib.metadata

import numpy as np
import rsatoolbox
from rsatoolbox.inference.noise_ceiling import boot_noise_ceiling
from rsatoolbox.rdm import RDMs, calc_rdm, compare
from rsatoolbox.rdm.transform import geodesic_transform, geotopological_transform
from sklearn.covariance import LedoitWolf

from generate import save

METHODS = {"spearman": "spearman", "kendallTauA": "tau-a", "cosine": "cosine", "pearson": "corr"}


def rsa():
    draw = np.random.default_rng(5)
    conditions, runs, channels, repeats = 6, 4, 5, 3
    rows = conditions * runs * repeats
    condition = np.tile(np.arange(conditions), runs * repeats)
    run = np.repeat(np.arange(runs), conditions * repeats)
    centres = draw.normal(size=(conditions, channels))
    x = np.round(centres[condition] + 0.8 * draw.normal(size=(rows, channels)), 3)
    data = rsatoolbox.data.Dataset(x, obs_descriptors={"condition": condition, "run": run})
    vectors = lambda rdms: rdms.get_vectors()
    out = {"conditions": conditions, "runs": runs, "channels": channels, "x": x.ravel(),
           "condition": condition, "run": run}
    for method in ("correlation", "euclidean"):
        out[method] = vectors(calc_rdm(data, method=method, descriptor="condition"))[0].copy()
    plain = calc_rdm(data, method="crossnobis", descriptor="condition", cv_descriptor="run")
    out["crossnobis"] = vectors(plain)[0]
    cells = condition + 100 * run
    means = np.array([x[cells == cell].mean(0) for cell in cells])
    noise = np.linalg.inv(LedoitWolf().fit(x - means).covariance_)
    white = calc_rdm(data, method="crossnobis", descriptor="condition", cv_descriptor="run",
                     noise=noise)
    out["whitened"] = vectors(white)[0]
    fresh = lambda: RDMs(np.array(out["euclidean"])[None].copy())  # transforms write in place
    out["geodesic"] = vectors(geodesic_transform(fresh()))[0]
    out["geotopological"] = vectors(geotopological_transform(fresh(), 0.2, 0.7))[0]
    each = np.array([vectors(calc_rdm(data.subset_obs("run", r), method="euclidean",
                                      descriptor="condition"))[0] for r in range(runs)])
    out["rdms"] = each
    model = (np.arange(each.shape[1]) % 3 > 0).astype(float)
    out["model"] = model
    for name, method in METHODS.items():
        out[f"compare {name}"] = compare(RDMs(model[None]), RDMs(each), method)[0]
        out[f"ceiling {name}"] = boot_noise_ceiling(RDMs(each), method=method)
    a, b = x[:20], x[20:40, :3] + x[:20, :3]
    a, b = a - a.mean(0), b - b.mean(0)
    out["cka"] = np.linalg.norm(b.T @ a) ** 2 / (np.linalg.norm(a.T @ a) * np.linalg.norm(b.T @ b))
    return out


save({"rsa.json": (rsa, "rsatoolbox; CKA: the formula in NumPy", "relative 1e-9",
                   "other order of sums in f64")},
     f"rsatoolbox {importlib.metadata.version('rsatoolbox')}, NumPy {np.__version__}",
     "python generate_rsa.py")
