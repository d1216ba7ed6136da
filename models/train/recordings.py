"""Batches for the pretraining: random pieces of real and made-up recordings under random montages.

Every batch depends on the seed and the number of the step alone, so that training can be resumed.
"""

import pathlib

import numpy as np
import pyarrow as pa
import synthetic
from model import DEPTH
from positions import places

BATCH = 16
REAL_SHARE = 0.75


def load(folder):
    """The tables of a run of eegmat-signals.yaml: (samples [C, T] in microvolt, places [C, 3])."""
    found = []
    for path in sorted(pathlib.Path(folder).glob("rows/*.arrow")):
        table = pa.ipc.open_file(path).read_all()
        assert set(table["rateHz"].to_pylist()) == {128.0}, path
        values = table["samples"].combine_chunks().flatten().to_numpy()
        names = table["channel"].to_pylist()
        found.append((values.reshape(len(names), -1), places(names)))
    assert len(found) == 56, f"{len(found)} recordings in {folder}, not 56"
    return found


def batch(recordings, seed, step):
    """tokens [B, C, T, 128], places [B, C, 3], and which tokens are hidden [B, C, T]."""
    rng = np.random.default_rng([seed, step])
    channels, seconds = int(rng.integers(6, 20)), int(rng.integers(4, 11))
    real = rng.random() < REAL_SHARE
    pieces = [piece(recordings if real else None, rng, channels, seconds) for _ in range(BATCH)]
    tokens = np.stack([x for x, _ in pieces]).reshape(BATCH, channels, seconds, DEPTH)
    hidden = np.stack([hide(rng, channels, seconds) for _ in range(BATCH)])
    return tokens.astype(np.float32), np.stack([p for _, p in pieces]), hidden


def piece(recordings, rng, channels, seconds):
    """Some channels of a few seconds, in random order, reference, gain, sign and side."""
    if recordings is None:
        x, at = synthetic.recording(rng, channels, seconds)
    else:
        weights = np.array([x.shape[1] for x, _ in recordings], float)
        x, at = recordings[rng.choice(len(recordings), p=weights / weights.sum())]
        chosen = rng.permutation(len(x))[:channels]
        start = rng.integers(0, x.shape[1] - seconds * DEPTH + 1)
        x, at = x[chosen, start : start + seconds * DEPTH], at[chosen]
    if rng.random() < 0.5:
        x = x - x.mean(0)
    if rng.random() < 0.5:
        at = at * np.array([-1, 1, 1], np.float32)
    sign = 1 if rng.random() < 0.5 else -1
    return sign * np.exp(0.25 * rng.standard_normal()) * x, at


def hide(rng, channels, seconds):
    """Half of the tokens: any of them, or whole electrodes, or seconds that follow each other."""
    hidden = np.zeros((channels, seconds), np.float32)
    kind = rng.random()
    if kind < 0.5:
        hidden[:] = rng.random((channels, seconds)) < 0.5
    elif kind < 0.75:
        hidden[rng.permutation(channels)[: channels // 2]] = 1
    else:
        start = rng.integers(0, seconds - seconds // 2 + 1)
        hidden[:, start : start + seconds // 2] = 1
    return hidden
