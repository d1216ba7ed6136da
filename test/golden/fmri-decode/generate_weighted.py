"""Makes the golden weights of models of RDMs: rsatoolbox and SciPy on drawn numbers; SVCCA: the formula in NumPy.

Usage: python generate_weighted.py   (writes beside itself)
Needs: rsatoolbox scipy numpy.
"""
import importlib.metadata
import json
import pathlib

import numpy as np
import rsatoolbox
from rsatoolbox.model import ModelWeighted
from rsatoolbox.model.fitter import fit_regress_nn
from scipy.optimize import nnls

HERE = pathlib.Path(__file__).parent
draw = np.random.default_rng(8)
conditions, people, models = 7, 4, 3
pairs = conditions * (conditions - 1) // 2
basis = np.round(draw.uniform(size=(models, pairs)), 4)
share = np.array([0.7, 0.0, 0.4])
rdms = np.round(share @ basis + 0.15 * draw.uniform(size=(people, pairs)), 4)
fitted = fit_regress_nn(ModelWeighted("m", rsatoolbox.rdm.RDMs(basis)), rsatoolbox.rdm.RDMs(rdms), method="cosine")
cases = []
for rows, cols in ((12, 4), (30, 6), (5, 8)):
    x = np.round(draw.normal(size=(rows, cols)), 4)
    y = np.round(draw.normal(size=rows), 4)
    weights, left = nnls(x, y)
    cases.append(dict(rows=rows, x=x.ravel().tolist(), y=y.tolist(), weights=weights.tolist(), left=float(left)))


def svcca(x, y, share):
    bases = []
    for matrix in (x, y):
        u, s, _ = np.linalg.svd(matrix - matrix.mean(0), full_matrices=False)
        kept = int(np.searchsorted(np.cumsum(s**2) / np.sum(s**2), share)) + 1
        bases.append(u[:, :kept])
    return float(np.linalg.svd(bases[0].T @ bases[1], compute_uv=False).mean())


x = np.round(draw.normal(size=(20, 5)) * [5, 3, 1, 0.3, 0.1], 4)
y = np.round(x[:, :3] @ draw.normal(size=(3, 4)) + draw.normal(size=(20, 4)), 4)
shared = dict(rows=20, x=x.ravel().tolist(), y=y.ravel().tolist(), values={str(s): svcca(x, y, s) for s in (0.9, 0.99)})
out = dict(svcca=shared, basis=basis.tolist(), rdms=rdms.tolist(), weights=np.asarray(fitted).tolist(), cases=cases)
(HERE / "weighted.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
version = importlib.metadata.version
entry = {
    "file": "weighted.json",
    "tool": "rsatoolbox.model.fitter.fit_regress_nn; scipy.optimize.nnls; SVCCA: the formula in NumPy",
    "version": f"rsatoolbox {version('rsatoolbox')}, scipy {version('scipy')}, numpy {np.__version__}",
    "command": "python generate_weighted.py",
    "tolerance": "absolute 1e-9",
    "why": "normal equations in place of a decomposition",
}
manifest = HERE / "manifest.json"
entries = [each for each in json.loads(manifest.read_text()) if each["file"] != "weighted.json"] + [entry]
manifest.write_text(json.dumps(sorted(entries, key=lambda each: each["file"]), indent=2) + "\n")
