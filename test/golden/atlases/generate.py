"""Places of the points that come with neurarrow, as nilearn has them. Usage: python generate.py (writes beside itself).

Needs: nilearn numpy.
"""
import importlib.metadata
import json
import pathlib

import numpy as np
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
(HERE / "manifest.json").write_text(json.dumps([{
    "file": "atlases.json",
    "tool": "nilearn.datasets.fetch_coords_*",
    "version": f"nilearn {importlib.metadata.version('nilearn')}, numpy {np.__version__}",
    "command": "python test/golden/atlases/generate.py",
    "tolerance": "equal",
    "why": "the same decimals",
}], indent=2) + "\n")
