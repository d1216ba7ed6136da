"""Places of electrodes on the unit sphere, as `src/kernels/electrode-positions.ts` feeds them."""

import math
import re

import torch

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
