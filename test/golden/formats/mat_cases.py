"""MAT files of all kinds of values: what a test expects of them stands in the test."""

import h5py
import numpy as np
from mat73 import mark, write_mat73
from scipy.io import savemat
from scipy.sparse import csr_matrix


def values():
    return {
        "number": 2.5,
        "small": np.array([[1, 2, 3], [4, 5, 6]], dtype="u1"),
        "single": np.array([[0.5, -0.25]], dtype="f4"),
        "word": "µV: Ω",
        "none": np.zeros((0, 0)),
        "one": {"a": "x", "inner": {"b": 7.0}},
    }


def level5(compressed):
    def write(folder):
        cells = np.empty((1, 2), dtype=object)
        cells[0, 0], cells[0, 1] = "first", np.array([[9.0]])
        rows = np.array([("p", 1.0), ("q", 2.0)], dtype=[("name", object), ("at", object)])
        more = {"cells": cells, "rows": rows, "sparse": csr_matrix(np.eye(2)),
                "truth": np.array([[True, False]]), "imaginary": np.array([[1 + 2j]])}
        savemat(folder / "made.mat", {**values(), **more}, do_compression=compressed)
        return {}, "made.mat"

    return write


def level73(folder):
    rows = [{"name": "p", "at": 1.0}, {"name": "q", "at": 2.0}]
    write_mat73(folder / "made.mat", {**values(), "rows": rows})
    return {}, "made.mat"


def newest(folder):
    """The version of HDF5 that MATLAB does not write."""
    with h5py.File(folder / "made.mat", "w", userblock_size=512, libver="latest") as file:
        mark(file.create_dataset("number", data=np.array([[2.5]])), "double")
    return {}, "made.mat"


def holes(folder):
    """Chunks that were never written, which HDF5 takes for zeros."""
    with h5py.File(folder / "made.mat", "w", libver="earliest") as file:
        node = file.create_dataset("number", shape=(100, 2), chunks=(10, 2), dtype="f8")
        node[:10] = 1
        mark(node, "double")
    return {}, "made.mat"


CASES = [("level 5", level5(False)), ("level 5, compressed", level5(True)),
         ("version 7.3", level73), ("newest HDF5", newest), ("holes", holes)]
