"""What a recipe exports, and the sizes at which graph and model are compared."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import torch
from golden import golden_signals, golden_table

TOLERANCE = 1e-4


@dataclass(frozen=True)
class Tensor:
    """An input or output of a graph: name, what it is, and axes by name or length."""

    name: str
    role: str
    shape: tuple
    dtype: str = "float32"


@dataclass(frozen=True)
class Case:
    """Sizes at which graph and model are compared."""

    batch: int
    channels: int
    samples: int


@dataclass(frozen=True)
class Exported:
    """What one checkpoint (or one set of random weights) becomes.

    `graph` takes the inputs in order and gives the outputs in order. `original` does the same by
    the model's own forward pass. `feed` makes the inputs beside the signal for a case.
    """

    graph: torch.nn.Module
    original: Callable
    inputs: tuple
    outputs: tuple
    rate_hz: float
    channels: list
    samples: int
    least_channels: int | None = None
    other_samples: tuple = ()
    feed: Callable = lambda case, names: ()
    facts: dict = field(default_factory=dict)


def cases(exported):
    """Batches of 1, 2 and 5; other numbers of channels and other lengths where any may come."""
    channels, samples = len(exported.channels), exported.samples
    found = [Case(2, channels, samples), Case(1, channels, samples), Case(5, channels, samples)]
    few = exported.least_channels
    if few is not None:
        found += [Case(2, few, samples), Case(3, (few + channels) // 2, samples)]
    for other in exported.other_samples:
        found += [Case(2, few or channels, other), Case(1, channels, other)]
    return found


def differs(case, first):
    return (case.channels, case.samples) != (first.channels, first.samples)


def inputs_of(exported, case):
    """The tensors of a case; its channels are the last ones, so that an index is not its place."""
    names = exported.channels[len(exported.channels) - case.channels :]
    signal = golden_signals(case.batch, case.channels, case.samples, exported.rate_hz)
    return (torch.from_numpy(signal), *exported.feed(case, names))


def original_outputs(exported, case):
    with torch.inference_mode():
        return [each.numpy() for each in exported.original(*inputs_of(exported, case))]


def compare(exported, session, case, wanted):
    """The largest difference of any output, as a share of its largest magnitude."""
    fed = inputs_of(exported, case)
    feeds = {spec.name: each.numpy() for spec, each in zip(exported.inputs, fed, strict=True)}
    found = session.run([each.name for each in exported.outputs], feeds)
    apart = 0.0
    for spec, mine, theirs in zip(exported.outputs, found, wanted, strict=True):
        if mine.shape != theirs.shape:
            raise SystemExit(f"{case}: {spec.name} has shape {mine.shape}, not {theirs.shape}")
        largest = np.abs(theirs).max()
        share = np.abs(mine - theirs).max() / largest
        if not (largest > 0 and share <= TOLERANCE):
            raise SystemExit(f"{case}: {spec.name} lies {share:.2e} apart; nothing is written")
        apart = max(apart, float(share))
    return apart


def write_golden(path, exported, case, wanted):
    signal = inputs_of(exported, case)[0].numpy()[:, :, None, :]
    names = exported.channels[len(exported.channels) - case.channels :]
    others = {spec.name: each for spec, each in zip(exported.outputs[1:], wanted[1:], strict=True)}
    table = golden_table(signal, wanted[0], exported.rate_hz, names, others=others)
    path.write_bytes(table)
