"""Arrays as NumPy saves them, of every type that recordings may have, as base64.

    python test/golden/arrays/generate.py

`values` is what a recording of each must hold: channel c of window n at time t is
100 n + 10 c + t.
"""

import base64
import io
import json
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent
N, C, T = 3, 2, 5
CUBE = 100 * np.arange(N)[:, None, None] + 10 * np.arange(C)[:, None] + np.arange(T)


def saved(array):
    out = io.BytesIO()
    np.save(out, array)
    return base64.b64encode(out.getvalue()).decode()


def zipped(save, **arrays):
    out = io.BytesIO()
    save(out, **arrays)
    return base64.b64encode(out.getvalue()).decode()


files = {}
for kind in ["<i1", "<u1", "<i2", ">i2", "<u2", "<i4", ">u4", "<f4", ">f4", "<f8", ">f8"]:
    cube = (CUBE % 100 if kind[1:] in ("i1", "u1") else CUBE).astype(kind)
    files[f"{kind} windows"] = saved(cube)
    files[f"{kind} windows, Fortran"] = saved(np.asfortranarray(cube))
    files[f"{kind} rows"] = saved(cube[1])
    files[f"{kind} rows, Fortran"] = saved(np.asfortranarray(cube[1]))
archives = {
    "stored": zipped(np.savez, X=CUBE.astype("f4"), y=np.array([0, 1, 0])),
    "deflated": zipped(np.savez_compressed, X=CUBE.astype("f4"), y=np.array([0, 1, 0])),
}
refused = {"int64": saved(CUBE), "complex": saved(CUBE + 1j), "line": saved(CUBE[0, 0])}
found = {"files": files, "archives": archives, "refused": refused}
(HERE / "arrays.json").write_text(json.dumps(found, separators=(",", ":")) + "\n")
manifest = [
    {
        "file": "arrays.json",
        "tool": "NumPy",
        "version": f"NumPy {np.__version__}",
        "command": "python test/golden/arrays/generate.py",
        "tolerance": {"absolute": 0},
        "why": "small whole numbers",
    }
]
(HERE / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
