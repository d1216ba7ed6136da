"""Makes the golden values of Moran's I: esda with binary weights, of voxels on a grid with holes.

Usage: python generate.py   (writes beside itself)
Needs: numpy esda libpysal.
"""
import importlib.metadata
import json
import pathlib
import warnings

import libpysal
import numpy as np
from esda import Moran

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent


def case(rng, shape, radius, smooth):
    voxels = np.array([v for v in np.ndindex(*shape) if rng.uniform() < 0.8])
    apart = np.linalg.norm(voxels[:, None] - voxels[None], axis=2)
    near = (apart > 0) & (apart <= radius + 1e-9)
    values = rng.normal(size=len(voxels))
    if smooth:
        values = np.exp(-((apart / 2) ** 2)) @ values
    values = np.round(values + 3, 5)
    neighbours = {i: np.flatnonzero(row).tolist() for i, row in enumerate(near)}
    weights = libpysal.weights.W(neighbours, silence_warnings=True)
    found = Moran(values, weights, transformation="B", permutations=0)
    return {"voxels": voxels.tolist(), "radius": radius, "values": values.tolist(), "moran": found.I}


def main():
    rng = np.random.default_rng(3)
    cases = [case(rng, (5, 4, 3), 1, False), case(rng, (5, 4, 3), 1.5, True), case(rng, (6, 5, 1), 1.8, True)]
    (HERE / "moran.json").write_text(json.dumps(cases) + "\n")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("esda", "libpysal", "numpy"))
    entry = {"file": "moran.json", "tool": "esda.Moran", "version": versions,
             "command": "python generate.py", "tolerance": "relative 1e-10",
             "why": "the same sums in another order"}
    (HERE / "manifest.json").write_text(json.dumps([entry], indent=2) + "\n")


main()
