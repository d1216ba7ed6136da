"""Places of the points that come with neurarrow, as nilearn has them, and centres of mass as SciPy has them. Usage: python generate.py (writes beside itself).

Needs: nilearn numpy scipy.
"""
import importlib.metadata
import json
import pathlib

import numpy as np
import scipy
import scipy.ndimage
from nilearn import datasets

HERE = pathlib.Path(__file__).parent


def places(rois):
    return [[float(r[axis]) for axis in "xyz"] for r in rois]


power = datasets.fetch_coords_power_2011()
dosenbach = datasets.fetch_coords_dosenbach_2010(ordered_regions=False)
seitzman = datasets.fetch_coords_seitzman_2018(ordered_regions=False)
out = {
    "power-2011": dict(places=places(power.rois.to_records())),
    "dosenbach-2010": dict(places=places(dosenbach.rois.to_records()), networks=list(map(str, dosenbach.networks))),
    "seitzman-2018": dict(places=places(seitzman.rois.to_records()), networks=list(map(str, seitzman.networks))),
}
(HERE / "atlases.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")

rng = np.random.default_rng(8)
shape = (5, 4, 3)
labels = rng.integers(0, 5, shape)
maps = np.round(rng.standard_normal((3, *shape)), 3)
centre = scipy.ndimage.center_of_mass
(HERE / "centres.json").write_text(json.dumps(dict(
    shape=shape,
    labels=labels.ravel(order="F").tolist(),
    maps=[v for m in maps for v in m.ravel(order="F").tolist()],
    labelCentres=[list(map(float, centre(labels == k))) for k in range(1, 5)],
    mapCentres=[list(map(float, centre(np.maximum(m, 0)))) for m in maps],
), separators=(",", ":")) + "\n")
(HERE / "manifest.json").write_text(json.dumps([{
    "file": "atlases.json",
    "tool": "nilearn.datasets.fetch_coords_*",
    "version": f"nilearn {importlib.metadata.version('nilearn')}, numpy {np.__version__}",
    "command": "python test/golden/atlases/generate.py",
    "tolerance": "equal",
    "why": "the same decimals",
}, {
    "file": "centres.json",
    "tool": "scipy.ndimage.center_of_mass",
    "version": f"scipy {scipy.__version__}, numpy {np.__version__}",
    "command": "python test/golden/atlases/generate.py",
    "tolerance": "1e-10",
    "why": "sums in another order",
}], indent=2) + "\n")
