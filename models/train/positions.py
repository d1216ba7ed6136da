"""Places of electrodes on the unit sphere: x to the right ear, y to the nose, z up.

The 10-20 electrodes by the construction that neurarrow's `electrode-positions` uses (nasion at 112.5
degrees from the vertex), and random caps for made-up recordings.
"""

import numpy as np

NASION_DEG = 112.5
ROWS = {"Fp": 2, "F": 6, "C": 10, "T": 10, "P": 14, "O": 18}
ALIASES = {"T3": "T7", "T4": "T8", "T5": "P7", "T6": "P8"}


def at(azimuth_deg, polar_deg):
    """The place at an angle from the vertex, turned from the nose towards the left ear."""
    azimuth, polar = np.radians(azimuth_deg), np.radians(polar_deg)
    flat = np.sin(polar)
    return np.array([-np.sin(azimuth) * flat, np.cos(azimuth) * flat, np.cos(polar)])


def place(name):
    name = ALIASES.get(name, name)
    letters, column = name.rstrip("0123456789z"), name.lstrip("FpCTPO")
    row = ROWS[letters]
    middle = at(0, (10 - row) / 10 * NASION_DEG)
    if column == "z":
        return middle
    number = int(column)
    mirror = np.array([1 if number % 2 else -1, 1, 1])
    ring = at(9 * row, 0.8 * NASION_DEG)
    if letters in ("Fp", "O"):
        return mirror * at(18 if row < 10 else 162, 0.8 * NASION_DEG)
    share = (number + number % 2) / 8
    return mirror * on_circle(middle, ring, share)


def on_circle(middle, left, share):
    """On the circle through `left`, `middle` and the mirror of `left`, at a share of its half."""
    chord = np.hypot(*(left - middle)[1:])
    radius = (left[0] ** 2 + chord**2) / (2 * chord)
    angle = 2 * np.arctan2(chord, abs(left[0])) * share
    along = radius * (1 - np.cos(angle)) / chord
    found = middle + along * (left - middle)
    found[0] = -radius * np.sin(angle)
    return found


def places(names):
    """Shape [C, 3]."""
    return np.stack([place(name) for name in names]).astype(np.float32)


def random_cap(rng, channels):
    """Electrodes evenly spread over the part of the sphere that caps cover, shape [C, 3]."""
    height = rng.uniform(np.cos(np.radians(NASION_DEG)), 1, channels)
    azimuth = rng.uniform(0, 2 * np.pi, channels)
    flat = np.sqrt(1 - height**2)
    return np.stack([flat * np.cos(azimuth), flat * np.sin(azimuth), height], 1).astype(np.float32)
