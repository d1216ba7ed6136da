"""Edges of weighted graphs, as SciPy lists them. Usage: python generate.py (writes beside itself).

Needs: nilearn scipy numpy.
"""
import importlib.metadata
import json
import pathlib

import numpy as np
import scipy
from nilearn.connectome import ConnectivityMeasure
from scipy.sparse import coo_array

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(21)
series = [rng.standard_normal((30, 6)) for _ in range(3)]
matrices = ConnectivityMeasure(kind="correlation", standardize=False).fit_transform(series).astype(np.float32)
cases = []
for above in (0.0, 0.1, 0.25):
    rows = []
    for r, matrix in enumerate(matrices):
        upper = coo_array(np.triu(np.where(np.abs(matrix) > np.float32(above), matrix, 0), 1))
        rows += sorted([r, int(i), int(j), float(w)] for i, j, w in zip(*upper.coords, upper.data))
    cases.append(dict(above=above, edges=rows))
(HERE / "edges.json").write_text(json.dumps(dict(nodes=6, matrices=matrices.astype(float).ravel().tolist(), cases=cases), separators=(",", ":")) + "\n")
(HERE / "manifest.json").write_text(json.dumps([{
    "file": "edges.json",
    "tool": "scipy.sparse.coo_array of nilearn.connectome.ConnectivityMeasure",
    "version": f"scipy {scipy.__version__}, nilearn {importlib.metadata.version('nilearn')}, numpy {np.__version__}",
    "command": "python test/golden/edges/generate.py",
    "tolerance": "equal",
    "why": "numbers are copied",
}], indent=2) + "\n")
