"""Makes the golden values of alignment across subjects: brainiak, and SciPy's Procrustes rotations.

Usage: python generate_align.py   (writes beside itself)
Needs: what generate.py needs, and brainiak. brainiak asks for mpi4py even for one process:
see ../brainiak_alone.py.
"""
import importlib.metadata
import pathlib
import sys

import numpy as np
from scipy.linalg import orthogonal_procrustes

from generate import save

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from brainiak_alone import srm  # noqa: E402


def align():
    draw = np.random.default_rng(4)
    features, samples, voxels = 3, 25, (6, 8, 7)
    shared = draw.normal(size=(features, samples))
    data = [np.round(draw.normal(size=(v, features)) @ shared + 0.5 * draw.normal(size=(v, samples)), 4)
            for v in voxels]
    # brainiak takes the noise variance from data that still have their means: take them before
    data = [x - x.mean(1, keepdims=True) for x in data]
    out = {"features": features, "samples": samples, "voxels": voxels,
           "data": [x.ravel() for x in data]}
    for name, Model in [("probabilistic", srm.SRM), ("deterministic", srm.DetSRM)]:
        model = Model(n_iter=6, features=features, rand_seed=0)
        states = np.random.RandomState(0)
        streams = [np.random.RandomState(states.randint(2**32, dtype=np.int64)) for _ in data]
        initial, _ = srm._init_w_transforms(data, features, streams)
        model.fit(data)
        out[name] = {"initial": [w.ravel() for w in initial], "maps": [w.ravel() for w in model.w_],
                     "shared": model.s_.ravel()}
        if name == "probabilistic":
            out[name]["noise"] = model.rho2_
    same = [x[:6] for x in data]
    turn = lambda x, common: orthogonal_procrustes(x.T, common.T)[0]
    common, turned = same[0], [same[0]]
    for i, x in enumerate(same[1:]):
        turned.append(turn(x, common).T @ x)
        common = (common * (i + 1) + turned[-1]) / (i + 2)
    again = [turn(x, np.mean([y for j, y in enumerate(turned) if j != i], 0)).T @ x
             for i, x in enumerate(turned)]
    out["hyper"] = {"shared": np.mean(again, 0).ravel(),
                    "maps": [turn(x, np.mean(again, 0)).ravel() for x in same]}
    return out


versions = {name: importlib.metadata.version(name) for name in ("brainiak", "scipy", "numpy")}
save({"align.json": (align, "brainiak.funcalign.srm; scipy.linalg.orthogonal_procrustes",
                     "relative 1e-8", "other singular value decompositions, six rounds")},
     ", ".join(f"{name} {version}" for name, version in versions.items()),
     "python generate_align.py")
