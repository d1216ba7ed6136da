"""The input that golden values are made of: the formula of test/signal-golden.ts."""
import numpy as np


def signal_input(rows, samples):
    """Multiples of 1/256 below 2^15, exact in f32: rough noise on a drift, shape [rows, samples]."""
    r = np.arange(rows, dtype=object)[:, None]
    i = np.arange(samples, dtype=object)[None, :]
    noise = ((i + 1) * (i + 1) * 7919 + (r + 1) * 104729 * i) % 65521
    return noise.astype(float) / 256 - 128 + i.astype(float) / 16 + r.astype(float) * 8
