"""Spectra and connectivity with SciPy, MNE and MNE-Connectivity; prints seconds and a check of each.

The same signals and the same work as bench/spectra-ours.ts. Processor time, the least of five, of STFT of 200:
python3 bench/python/spectra.py
"""

import json
import time

import mne
import mne_connectivity
import numpy as np
import scipy.signal as ss

mne.set_log_level("error")
np.hanning = lambda n: ss.get_window("hann", n)  # the taper of ours, for the check


def signal(channels, samples):
    """A rhythm and a rough saw in microvolt, as stored: rounded to f32."""
    t = np.arange(samples)
    c = np.arange(channels)[:, None]
    saw = (t * t * 31 + t * 7919 + c * 104729) % 1013 / 20.26 - 25
    return (5 * np.sin(0.2513 * t + c) + saw).astype(np.float32).astype(np.float64)


def superlets(x, rate, freqs, cycles, orders, hop):
    """The geometric mean of the magnitudes of wavelets with cycles, 2 cycles ... (Moca et al. 2021)."""
    out = np.zeros((len(x), len(freqs), -(-x.shape[1] // hop)))
    for k, hz in enumerate(freqs):
        for order in range(orders[0], orders[1] + 1):
            spread = cycles * order / (5 * hz)
            half = int(np.ceil(7 * spread * rate))
            t = np.arange(-half, half + 1) / rate
            wavelet = np.exp(-t * t / (2 * spread**2) + 2j * np.pi * hz * t)
            wavelet /= spread * np.sqrt(2 * np.pi) * rate
            for r, row in enumerate(x):
                z = ss.fftconvolve(row, wavelet)[half : half + x.shape[1] : hop]
                out[r, k] += np.log(2 * np.abs(z)) / (orders[1] - orders[0] + 1)
    return np.exp(out)


def connected(method):
    return lambda: np.concatenate(
        [
            one[np.tril_indices(64, -1)]
            for one in mne_connectivity.spectral_connectivity_epochs(
                epochs, method=method, sfreq=250, mode="fourier", faverage=True,
                fmin=(7.9, 12.9), fmax=(12.9, 29.9),
            ).get_data("dense").transpose(2, 0, 1)
        ]
    )


def timed(name, work):
    y = work()
    check = float(np.sqrt(np.mean(np.abs(y) ** 2)))
    least = np.inf
    for _ in range(200 if name == "stft" else 5):
        start = time.process_time()
        work()
        least = min(least, time.process_time() - start)
    return {"seconds": least, "check": check}


short, medium, few = signal(16, 10_240), signal(64, 5000)[None], signal(4, 5000)
window = signal(64, 7500)
epochs = signal(64, 50_000).reshape(64, 100, 500).transpose(1, 0, 2).copy()
freqs = 2 + 2 * np.arange(40.0)
how = dict(n_cycles=freqs / 2, zero_mean=True, output="power")
works = {
    "stft": lambda: np.abs(ss.stft(short, nperseg=400, noverlap=350)[2]),
    "morlet": lambda: mne.time_frequency.tfr_array_morlet(medium, 500, freqs, **how),
    "morletHop": lambda: mne.time_frequency.tfr_array_morlet(medium, 500, freqs, decim=10, **how),
    "superlets": lambda: superlets(few, 1000, 5 + 5 * np.arange(20.0), 3, (1, 3), 10),
    "multitaper": lambda: mne.time_frequency.psd_array_multitaper(
        window, 250, bandwidth=2, normalization="full")[0],
    "wpli": connected("wpli"),
    "plv": connected("plv"),
    "coherence": connected("coh"),
}
print(json.dumps({name: timed(name, work) for name, work in works.items()}))
