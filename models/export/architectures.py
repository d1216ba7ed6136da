"""The model classes of braindecode, which recipes build and load by name."""

import importlib

import torch


def architecture(name, module="braindecode.models"):
    """A class of braindecode.

    braindecode loads torchaudio, which refuses a PyTorch built for another version of CUDA. The
    recipes compute on the CPU, so the version is hidden from it.
    """
    torch.version.cuda = None
    return getattr(importlib.import_module(module), name)


def builder(name):
    """What makes a model of a class from its arguments, as a checkpoint's `config.json` has them."""
    return lambda config: architecture(name).from_config(config)
