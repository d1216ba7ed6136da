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
REAL_SHARE = 0.8
AROUND_S = 10


def load(folder):
    """The tables of a run of eegmat-signals.yaml: (samples [C, T] in microvolt, places [C, 3])."""
    found = []
    for path in sorted(pathlib.Path(folder).glob("rows/*.arrow")):
        table = pa.ipc.open_file(path).read_all()
        assert set(table["rateHz"].to_pylist()) == {128.0}, path
        values = table["samples"].combine_chunks().flatten().to_numpy()
        names = table["channel"].to_pylist()
        found.append((values.reshape(len(names), -1), places(names)))
    return found


def batch(recordings, seed, step):
    """Pieces of up to 10 s with what surrounds them.

    Tokens [B, C, T, 128], surroundings [B, C, T + 2 AROUND_S, 128] with the tokens in the middle,
    places [B, C, 3], and which tokens are hidden [B, C, T].
    """
    rng = np.random.default_rng([seed, step])
    channels, seconds = int(rng.integers(6, 20)), int(rng.integers(4, 9))
    real = rng.random() < REAL_SHARE
    long = seconds + 2 * AROUND_S
    pieces = [piece(recordings if real else None, rng, channels, long) for _ in range(BATCH)]
    around = np.stack([x for x, _ in pieces]).reshape(BATCH, channels, long, DEPTH)
    hidden = np.stack([hide(rng, channels, seconds) for _ in range(BATCH)])
    around = around.astype(np.float32)
    tokens = around[:, :, AROUND_S : AROUND_S + seconds].copy()
    return tokens, around, np.stack([p for _, p in pieces]), hidden


def piece(recordings, rng, channels, seconds):
    """Some channels of a few seconds, in random order, reference, gain, colour, sign and side."""
    if recordings is None:
        x, at = synthetic.recording(rng, channels, seconds)
    else:
        x, at = cut(recordings, rng, seconds)
        if rng.random() < 0.5:
            angle = rng.uniform(0, np.pi / 2)
            x = np.cos(angle) * x + np.sin(angle) * cut(recordings, rng, seconds)[0]
        chosen = rng.permutation(len(x))[:channels]
        x, at = x[chosen], at[chosen]
    if rng.random() < 0.5:
        x = x - x.mean(0)
    if rng.random() < 0.5:
        at = at * np.array([-1, 1, 1], np.float32)
    return coloured(rng, x), at


def cut(recordings, rng, seconds):
    """Seconds of a recording, longer ones more often: all its channels and their places."""
    weights = np.array([x.shape[1] for x, _ in recordings], float)
    x, at = recordings[rng.choice(len(recordings), p=weights / weights.sum())]
    start = rng.integers(0, x.shape[1] - seconds * DEPTH + 1)
    return x[:, start : start + seconds * DEPTH], at


def coloured(rng, x):
    """Another amplifier: gain, a smooth change of the spectrum, the gain of each channel, sign."""
    f = np.fft.rfftfreq(x.shape[1], 1 / DEPTH)
    octaves = np.log2(np.clip(f, 0.5, 64)) / 7
    waves = np.arange(4)[:, None] * octaves * np.pi + rng.uniform(0, 2 * np.pi, (4, 1))
    change = 0.2 * rng.standard_normal(4) @ np.cos(waves)
    own = 0.15 * rng.standard_normal((len(x), 1))
    sign = 1 if rng.random() < 0.5 else -1
    return sign * np.fft.irfft(np.fft.rfft(x) * np.exp(change + own), x.shape[1])


def hide(rng, channels, seconds):
    """Half of the tokens: any of them, or whole electrodes, or seconds that follow each other.

    In one piece of four nothing is hidden, as when the model is used.
    """
    hidden = np.zeros((channels, seconds), np.float32)
    kind = rng.random()
    if kind < 0.4:
        hidden[:] = rng.random((channels, seconds)) < 0.5
    elif kind < 0.6:
        hidden[rng.permutation(channels)[: channels // 2]] = 1
    elif kind < 0.75:
        start = rng.integers(0, seconds - seconds // 2 + 1)
        hidden[:, start : start + seconds // 2] = 1
    return hidden
