"""Writes MAT files of version 7.3 as MATLAB lays them out: HDF5 behind a block of 512 bytes."""

import h5py
import numpy as np

CLASSES = {"float64": "double", "float32": "single", "int16": "int16", "int32": "int32",
           "uint8": "uint8"}


def mark(node, name):
    node.attrs["MATLAB_class"] = np.bytes_(name)


class Writer:
    def __init__(self, path, chunks=None, filters=None):
        self.file = h5py.File(path, "w", userblock_size=512, libver="earliest")
        self.path, self.chunks, self.filters = path, chunks, filters or {}
        self.count = 0

    def put(self, group, name, value):
        if isinstance(value, str):
            if value == "":
                return self.empty(group, name, "char")
            codes = np.array([ord(c) for c in value], dtype="u2").reshape(-1, 1)
            node = group.create_dataset(name, data=codes)
            mark(node, "char")
            node.attrs["MATLAB_int_decode"] = np.int32(2)
        elif isinstance(value, dict):
            node = group.create_group(name)
            mark(node, "struct")
            for key, one in value.items():
                self.put(node, key, one)
        elif isinstance(value, list):  # an array of structs
            node = group.create_group(name)
            mark(node, "struct")
            for key in value[0]:
                refs = [self.refer(one[key]) for one in value]
                data = np.array(refs, dtype=h5py.ref_dtype).reshape(-1, 1)
                node.create_dataset(key, data=data)
        else:
            array = np.atleast_2d(np.asarray(value))
            if array.size == 0:
                return self.empty(group, name, "double")
            how = dict(self.filters, chunks=self.chunks) if self.chunks and array.size > 50 else {}
            node = group.create_dataset(name, data=array.T, **how)
            mark(node, CLASSES[array.dtype.name])
        return node

    def empty(self, group, name, kind):
        node = group.create_dataset(name, data=np.zeros(2, dtype="u8"))
        mark(node, kind)
        node.attrs["MATLAB_empty"] = np.uint8(1)
        return node

    def refer(self, value):
        refs = self.file.require_group("#refs#")
        self.count += 1
        return self.put(refs, f"v{self.count}", value).ref

    def close(self):
        self.file.close()
        text = b"MATLAB 7.3 MAT-file, Platform: GLNXA64, Created on: Sat Jan 1 2022 HDF5 schema 1.00 ."
        with open(self.path, "r+b") as file:
            file.write(text.ljust(116) + bytes(8) + b"\x00\x02IM")


def write_mat73(path, variables, **options):
    writer = Writer(path, **options)
    for name, value in variables.items():
        writer.put(writer.file, name, value)
    writer.close()
