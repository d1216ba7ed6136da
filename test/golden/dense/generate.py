"""Makes the golden values of dense linear algebra: solutions, singular and eigenvalues, logarithms.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy. The matrices are formulas that test/dense-golden.ts repeats, exact in f64.
"""
import json
import pathlib

import numpy as np
import scipy
import scipy.linalg

HERE = pathlib.Path(__file__).parent
MANIFEST = []


def hashed(rows, cols):
    """Noise around zero, multiples of 1/4096, shape [rows, cols]."""
    r = np.arange(rows, dtype=object)[:, None]
    c = np.arange(cols, dtype=object)[None, :]
    noise = ((r + 1) * (r + 1) * 7919 + (c + 1) * (c + 1) * 104729 + (r + 1) * (c + 3) * 31) % 65521
    return noise.astype(float) / 4096 - 8


def matrix(kind, rows, cols):
    a = hashed(rows, cols)
    if kind == "noise":
        return a
    if kind == "graded":
        power = np.arange(rows)[:, None] + np.arange(cols)[None, :]
        return a * 2.0 ** -power
    if kind == "deficient":
        return hashed(rows, 3) @ hashed(3, cols)
    if kind == "clustered":
        return np.eye(rows, cols) + a * 2.0**-30
    if kind == "offset":
        return a + 100000
    assert kind == "zero"
    return np.zeros((rows, cols))


def write(name, content, tolerance, why, tool=np):
    text = json.dumps(content, separators=(",", ":"))
    assert len(text) < 200_000, (name, len(text))
    (HERE / name).write_text(text + "\n")
    MANIFEST.append({
        "file": name, "tool": tool.__name__, "version": tool.__version__,
        "command": "python test/golden/dense/generate.py", "tolerance": {"relative": tolerance},
        "why": why,
    })


def solutions():
    cases = []
    for n, columns in ((1, 1), (7, 2), (33, 1), (70, 5)):
        a = matrix("noise", n, n) + 20 * np.eye(n)[::-1]
        x = np.linalg.solve(a, hashed(n, columns))
        cases.append({"size": n, "columns": columns, "x": x.ravel().tolist()})
    write("solve.json", cases, 1e-11, "rounding by the condition number, up to 1e3")


def singular():
    shapes = ((1, 9), (9, 1), (12, 12), (60, 25), (25, 60), (41, 41), (90, 30))
    kinds = ("noise", "graded", "deficient", "clustered", "offset", "zero")
    cases = []
    for kind in kinds:
        for rows, cols in shapes:
            values = np.linalg.svd(matrix(kind, rows, cols), compute_uv=False)
            cases.append({"kind": kind, "rows": rows, "columns": cols, "values": values.tolist()})
    write("svd.json", cases, 1e-13, "relative to the largest, as the error is")


def eigen():
    cases = []
    for kind in ("noise", "graded", "deficient", "clustered", "offset", "zero"):
        for n in (40, 75, 130):
            a = matrix(kind, n, n)
            values = np.linalg.eigvalsh(a + a.T)
            cases.append({"kind": kind, "size": n, "values": values.tolist()})
    write("eigen.json", cases, 1e-13, "relative to the largest, as the error is")


def logs():
    """Of covariances of 2 N samples, of half as many and a ridge, and of channels in other units."""
    cases = []
    for n in (4, 33, 70):
        for kind in ("plain", "ridge", "units"):
            x = hashed(n, n // 2 if kind == "ridge" else 2 * n)
            if kind == "units":
                x = x * 2.0 ** -(np.arange(n)[:, None] % 4)
            log = scipy.linalg.logm(x @ x.T + (kind == "ridge") * np.eye(n) / 16).real
            rows = log[[0, n // 2, n - 1]]
            cases.append({"kind": kind, "size": n, "rows": rows.ravel().tolist()})
    write("log.json", cases, 1e-9, "Schur form against reflections; conditions up to 1e7", scipy)


solutions()
singular()
eigen()
logs()
(HERE / "manifest.json").write_text(json.dumps(MANIFEST, indent=2) + "\n")
