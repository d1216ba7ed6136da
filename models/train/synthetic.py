"""Made-up EEG of random heads under random caps, so that the model meets any montage.

Sources lie under the sphere; an electrode sees each by its distance. A source has a 1/f background
and bursts of one rhythm. Eyes blink in front, muscles and electrodes add noise of their own.
Nothing of neurarrow's data set `synthetic-eeg` is used: other sources, other seeds, no trials.
"""

import numpy as np
from positions import random_cap

RATE_HZ = 128
BAND_HZ = (0.5, 45.0)


def coloured(rng, rows, samples, exponent):
    """Noise of unit variance whose power falls as f to minus `exponent`, within the band."""
    f = np.fft.rfftfreq(samples, 1 / RATE_HZ)
    inside = (f >= BAND_HZ[0]) & (f <= BAND_HZ[1])
    gain = np.where(inside, np.maximum(f, BAND_HZ[0]) ** (-exponent / 2), 0)
    spectrum = rng.standard_normal((rows, f.size)) + 1j * rng.standard_normal((rows, f.size))
    x = np.fft.irfft(spectrum * gain, samples)
    return x / x.std(-1, keepdims=True)


def rhythm(rng, samples, hz, width_hz):
    """A narrow band that waxes and wanes over seconds."""
    f = np.fft.rfftfreq(samples, 1 / RATE_HZ)
    gain = np.exp(-((f - hz) ** 2) / (2 * width_hz**2))
    spectrum = (rng.standard_normal(f.size) + 1j * rng.standard_normal(f.size)) * gain
    x = np.fft.irfft(spectrum, samples)
    slow = coloured(rng, 1, samples, 2.0)[0]
    return x / x.std() * np.exp(0.6 * slow)


def blinks(rng, samples):
    x = np.zeros(samples)
    length = int(0.3 * RATE_HZ)
    for start in rng.integers(0, samples, rng.integers(0, 1 + samples // (2 * RATE_HZ))):
        end = min(samples, start + length)
        x[start:end] += np.sin(np.pi * np.arange(end - start) / length) ** 2
    return x


def sees(cap, place, width):
    """How much of a source each electrode sees: a Gaussian of the distance, shape [C]."""
    return np.exp(-((cap - place) ** 2).sum(1) / (2 * width**2))


def recording(rng, channels, seconds):
    """Samples in microvolt, shape [C, T], and the places of the electrodes, shape [C, 3]."""
    samples = seconds * RATE_HZ
    cap = random_cap(rng, channels)
    x = np.zeros((channels, samples))
    count = rng.integers(8, 20)
    background = coloured(rng, count, samples, rng.uniform(0.8, 2.0))
    for source in background:
        x += 6 * np.exp(0.4 * rng.standard_normal()) * np.outer(
            sees(cap, 0.9 * random_cap(rng, 1)[0], rng.uniform(0.4, 0.9)), source
        )
    for _ in range(rng.integers(1, 6)):
        hz = np.exp(rng.uniform(np.log(4), np.log(32)))
        uv = rng.uniform(3, 25) * (8 / max(hz, 8))
        wave = uv * rhythm(rng, samples, hz, rng.uniform(0.5, 2.0))
        x += np.outer(sees(cap, 0.9 * random_cap(rng, 1)[0], rng.uniform(0.3, 0.8)), wave)
    if rng.random() < 0.5:
        front = np.array([0, 1.05, -0.1])
        x += np.outer(sees(cap, front, 0.45), rng.uniform(40, 160) * blinks(rng, samples))
    own = np.exp(rng.normal(0.2, 0.5, (channels, 1)))
    x += own * coloured(rng, channels, samples, rng.uniform(0, 1))
    return x.astype(np.float32), cap
