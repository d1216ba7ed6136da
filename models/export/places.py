"""Places of electrodes: on the unit sphere, as `src/kernels/electrode-positions.ts` feeds them to
the input `pos`, or from a table that goes into the graph.
"""

import dataclasses
import json
import math
import re

import torch
from exported import Tensor

NASION_DEG = 112.5
ROWS = {"fp": 2, "af": 4, "f": 6, "fc": 8, "c": 10, "cp": 12, "p": 14, "po": 16, "o": 18}
TEMPORAL = {"ft": "fc", "t": "c", "tp": "cp"}


def places(names):
    """Shape [1, C, 3]: x to the right ear, y to the nose, z up."""
    return torch.tensor([[place(name) for name in names]], dtype=torch.float64).float()


def place(name):
    """An electrode of the 10-10 system, columns z and 1 to 8."""
    letters, column = re.fullmatch(r"([a-z]+?)(z|[1-8])", name.lower()).groups()
    row = ROWS[TEMPORAL.get(letters, letters)]
    if column == "z":
        return on_line(0, 0, (10 - row) / 10 * NASION_DEG)
    number = int(column)
    side = 1 if number % 2 else -1
    eighths = number + 1 if number % 2 else number
    if row in (2, 18):
        from_vertex = abs(10 - row) / 10 * NASION_DEG
        return on_line(side, eighths if row < 10 else 20 - eighths, from_vertex)
    left = on_line(1, row, 0.8 * NASION_DEG)
    return on_row(left, on_line(0, 0, (10 - row) / 10 * NASION_DEG), side, eighths / 8)


def on_line(side, steps, from_vertex_deg):
    azimuth, polar = steps * math.pi / 20, math.radians(from_vertex_deg)
    flat = math.sin(polar)
    return (-side * math.sin(azimuth) * flat, math.cos(azimuth) * flat, math.cos(polar))


def on_row(left, middle, side, share):
    x, *end = left
    top = middle[1:]
    chord = math.dist(end, top)
    radius = (x * x + chord * chord) / (2 * chord)
    angle = 2 * math.atan2(chord, abs(x)) * share
    along = radius * (1 - math.cos(angle)) / chord
    return (
        -side * radius * math.sin(angle),
        *(start + along * (stop - start) for start, stop in zip(top, end, strict=True)),
    )


def table_of(source):
    """Names and coordinates of electrodes, shape [N, 3].

    `template` is the 10-05 system on MNE's template head, in metres; anything else a JSON file
    of names with three numbers each, as the owner of REVE publishes it.
    """
    if source == "template":
        import mne

        montage = mne.channels.make_standard_montage("standard_1005")
        found = montage.get_positions()["ch_pos"]
    else:
        with open(source) as file:
            found = json.load(file)
    return list(found), torch.tensor([[float(v) for v in found[name]] for name in found])


class Placed(torch.nn.Module):
    """A graph that takes `pos`, given the numbers of channels in a table of places instead."""

    def __init__(self, graph, table):
        super().__init__()
        self.inner = graph
        self.register_buffer("table", table)

    def forward(self, signal, channelIds):  # noqa: N803
        return self.inner(signal, self.table[channelIds])


def with_table(exported, source):
    """What is exported, with places from a table and channels by name instead of `pos`."""
    names, table = table_of(source)
    numbers = {name.lower(): i for i, name in enumerate(names)}
    signal, _ = exported.inputs
    return dataclasses.replace(
        exported,
        graph=Placed(exported.graph, table),
        original=lambda x, ids: exported.original(x, table[ids]),
        inputs=(signal, Tensor("channelIds", "channelIds", ("batch", "channel"), "int64")),
        feed=lambda case, chosen: (
            torch.tensor([[numbers[name.lower()] for name in chosen]] * case.batch),
        ),
        facts=exported.facts | {"channels": {"vocabulary": names}, "positions": None},
    )
