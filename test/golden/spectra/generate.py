"""Makes the golden values of multitaper spectra and wavelet transforms: SciPy and MNE.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy mne. The input is the formula of test/signal-golden.ts.
"""
import importlib.metadata
import json
import pathlib
import sys

import mne
import numpy as np
import scipy.signal.windows as windows

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from golden_input import signal_input  # noqa: E402

mne.set_log_level("error")
RATE = 100
wide = lambda a: [float(v) for v in np.asarray(a).ravel()]


def dpss(length, half, count):
    tapers, ratios = windows.dpss(length, half, count, sym=False, norm=2, return_ratios=True)
    return {"length": length, "half": half, "count": count,
            "tapers": wide(tapers), "ratios": wide(ratios)}


def density(samples, bandwidth, adaptive):
    psd, _ = mne.time_frequency.psd_array_multitaper(
        signal_input(2, samples), RATE, bandwidth=bandwidth, adaptive=adaptive,
        normalization="full")
    return {"samples": samples, "bandwidthHz": bandwidth, "adaptive": adaptive,
            "expected": wide(psd)}


def morlet(samples, freqs, cycles, zero_mean, decim, output):
    x = signal_input(2, samples)[np.newaxis]
    got = mne.time_frequency.tfr_array_morlet(
        x, RATE, np.array(freqs), n_cycles=np.array(cycles, float) if isinstance(cycles, list) else cycles,
        zero_mean=zero_mean, decim=decim, output=output)[0]
    got = np.stack([got.real, got.imag], -1) if output == "complex" else got
    return {"samples": samples, "frequenciesHz": freqs, "cycles": cycles, "zeroMean": zero_mean,
            "hop": decim, "value": output, "expected": wide(got)}


def tapered(samples, freqs, cycles, zero_mean, decim, time_bandwidth):
    x = signal_input(2, samples)[np.newaxis]
    got = mne.time_frequency.tfr_array_multitaper(
        x, RATE, np.array(freqs), n_cycles=cycles, zero_mean=zero_mean, decim=decim,
        time_bandwidth=time_bandwidth, output="power")[0]
    return {"samples": samples, "frequenciesHz": freqs, "cycles": cycles, "zeroMean": zero_mean,
            "hop": decim, "timeBandwidth": time_bandwidth, "expected": wide(got)}


def inter_trial():
    x = signal_input(8, 150).reshape(4, 2, 150)  # four windows of two channels
    got = {out: mne.time_frequency.tfr_array_morlet(
        x, RATE, np.array([8, 13, 30]), n_cycles=5, zero_mean=True, decim=10, output=name)
        for out, name in (("itc", "itc"), ("power", "avg_power"))}
    return {name: wide(values) for name, values in got.items()}


files = {
    "dpss.json": [dpss(64, 2.5, 4), dpss(101, 4, 7), dpss(16, 1, 1)],
    "multitaper.json": [density(200, 4.0, False), density(201, 4.0, False), density(200, 6.0, True),
                        density(151, 1.0, True)],
    "morlet.json": [
        morlet(150, [8, 13, 30], 5, True, 1, "power"),
        morlet(150, [8, 13, 30], [2, 4, 7], True, 7, "power"),
        morlet(151, [6, 20], 3, False, 4, "complex"),
    ],
    "inter-trial.json": inter_trial(),
    "multitaper-tfr.json": [tapered(150, [10, 25], 4, True, 3, 4.0), tapered(150, [12], 5, False, 2, 2.0)],
}
for name, content in files.items():
    (HERE / name).write_text(json.dumps(content, separators=(",", ":")) + "\n")
TOOLS = ("numpy", "scipy", "mne")
(HERE / "manifest.json").write_text(json.dumps([{
    "file": name,
    "tool": ", ".join(TOOLS),
    "version": ", ".join(importlib.metadata.version(t) for t in TOOLS),
    "command": "python test/golden/spectra/generate.py",
    "tolerance": {"relative": 1e-9},
    "why": "the same arithmetic in f64, in another order; tapers by another eigensolver",
} for name in files], indent=2) + "\n")
