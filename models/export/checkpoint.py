"""Checkpoints of others: read without running code of theirs, loaded to the last weight."""

import collections
import json
import math
import pickle
import struct

import torch

SAFE = {
    ("collections", "OrderedDict"): collections.OrderedDict,
    ("collections", "defaultdict"): collections.defaultdict,
    ("builtins", "set"): set,
    ("builtins", "dict"): dict,
    ("builtins", "list"): list,
    ("builtins", "int"): int,
    ("torch", "Size"): torch.Size,
    ("torch._utils", "_rebuild_tensor_v2"): torch._utils._rebuild_tensor_v2,
    ("torch._utils", "_rebuild_tensor"): torch._utils._rebuild_tensor,
    ("torch._utils", "_rebuild_parameter"): torch._utils._rebuild_parameter,
    ("torch.serialization", "_get_layout"): torch.serialization._get_layout,
}
DTYPES = {
    "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16,
    "I64": torch.int64, "I32": torch.int32, "U8": torch.uint8, "BOOL": torch.bool,
}  # fmt: skip


class Inert:
    """Stands for an object of a class that is not loaded: takes all that is done to it."""

    def __new__(cls, *args, **kwargs):
        return object.__new__(cls)

    def __init__(self, *args, **kwargs):
        pass

    def __setstate__(self, state):
        pass

    def __setitem__(self, key, value):
        pass

    def __call__(self, *args, **kwargs):
        return Inert()

    def append(self, value):
        pass

    def extend(self, values):
        pass


class InertPickle:
    """A pickle module for `torch.load` that makes tensors and plain containers, nothing else."""

    class Unpickler(pickle.Unpickler):
        def find_class(self, module, name):
            if module in ("torch", "torch.storage") and name.endswith("Storage"):
                return getattr(torch, name, None) or getattr(torch.storage, name)
            if module == "torch" and isinstance(getattr(torch, name, None), torch.dtype):
                return getattr(torch, name)
            return SAFE.get((module, name), Inert)

    @staticmethod
    def load(file, **kwargs):
        return InertPickle.Unpickler(file, **kwargs).load()

    loads = pickle.loads
    UnpicklingError = pickle.UnpicklingError


def read_checkpoint(path):
    """What a `.safetensors`, `.pt`, `.pth`, `.bin`, `.tar` or `.ckpt` file holds, on the CPU."""
    if str(path).endswith(".safetensors"):
        return read_safetensors(path)
    return torch.load(path, map_location="cpu", weights_only=False, pickle_module=InertPickle)


def read_safetensors(path):
    """The tensors of a safetensors file: a JSON header with places, then bytes."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        body = bytearray(file.read())
    header.pop("__metadata__", None)
    state = {}
    for name, facts in header.items():
        begin, end = facts["data_offsets"]
        dtype = DTYPES[facts["dtype"]]
        count = math.prod(facts["shape"])
        found = torch.frombuffer(body, dtype=dtype, count=count, offset=begin) if count else (
            torch.empty(0, dtype=dtype)
        )  # fmt: skip
        if count * found.element_size() != end - begin:
            raise ValueError(f"{name}: {end - begin} bytes for a shape of {facts['shape']}")
        state[name] = found.reshape(facts["shape"])
    return state


def tensors_of(found, *keys, prefix=""):
    """The tensors under the first of `keys` that is there, without `prefix` before their names."""
    state = next((found[key] for key in keys if key in found), found)
    state = {name: value for name, value in state.items() if isinstance(value, torch.Tensor)}
    if prefix and all(name.startswith(prefix) for name in state):
        return {name[len(prefix) :]: value for name, value in state.items()}
    return state


def load_strictly(model, state, ignored=()):
    """Loads every weight of `model`; a weight that is missing, of another shape, or neither used
    nor begins with one of `ignored`, is an error.
    """
    used = {name: value for name, value in state.items() if not name.startswith(tuple(ignored))}
    model.load_state_dict({name: value.float() if value.is_floating_point() else value
                           for name, value in used.items()}, strict=True)  # fmt: skip
    return model
