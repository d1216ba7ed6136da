"""Filters 64 channels x 10 min at 500 Hz with MNE and SciPy; prints seconds and a check of each.

The same signal and the same work as bench/filters-ours.ts. Each piece is done once to warm up and then
timed: python3 bench/python/filters.py
"""

import json
import time

import mne
import numpy as np
import scipy.signal

mne.set_log_level("error")
CHANNELS, SAMPLES, RATE_HZ = 64, 300_000, 500


def signal():
    """Three rhythms and a sawtooth in microvolt, as stored: rounded to f32."""
    t = np.arange(SAMPLES)
    c = np.arange(CHANNELS)[:, None]
    slow = 20 * np.sin(2 * np.pi * (6 + c / 8) * t / RATE_HZ)
    fast = 5 * np.sin(2 * np.pi * 37.3 * t / RATE_HZ + c)
    saw = (t * 7919 + c * 104729) % 1013 / 20.26
    return (slow + fast + saw).astype(np.float32).astype(np.float64)


def timed(work, x):
    work(x)
    start = time.perf_counter()
    y = work(x)
    return {"seconds": time.perf_counter() - start, "check": float(np.sqrt(np.mean(y * y)))}


x = signal()
sections = scipy.signal.butter(4, [1, 40], "bandpass", fs=RATE_HZ, output="sos")
works = {
    "fir": lambda x: mne.filter.filter_data(x, RATE_HZ, 0.5, 45.0),
    "sos": lambda x: scipy.signal.sosfiltfilt(sections, x, axis=-1),
    "resample": lambda x: scipy.signal.resample_poly(x, 2, 5, axis=-1),
    "welch": lambda x: scipy.signal.welch(x, RATE_HZ, nperseg=1000)[1],
}
print(json.dumps({name: timed(work, x) for name, work in works.items()}))
