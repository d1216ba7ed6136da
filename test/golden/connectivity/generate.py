"""Makes the golden values of connectivity: SciPy, NumPy and MNE-Connectivity.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy mne-connectivity. The input is the formula of test/signal-golden.ts.
"""
import importlib.metadata
import json
import pathlib

import mne_connectivity
import numpy as np
import scipy.signal as ss

HERE = pathlib.Path(__file__).parent
RATE, SEGMENT, SHARED, BANDS = 100, 50, 25, ((4, 12), (12, 30))


def signal_input(rows, samples):
    """Multiples of 1/256 below 2^15, exact in f32: rough noise on a drift, shape [rows, samples]."""
    r = np.arange(rows, dtype=object)[:, None]
    i = np.arange(samples, dtype=object)[None, :]
    noise = ((i + 1) * (i + 1) * 7919 + (r + 1) * 104729 * i) % 65521
    return noise.astype(float) / 256 - 128 + i.astype(float) / 16 + r.astype(float) * 8


x = signal_input(3, 400)
how = dict(fs=RATE, window="hann", nperseg=SEGMENT, noverlap=SHARED, detrend="constant")
freqs, _, spectra = ss.stft(x, boundary=None, padded=False, **how)  # [C, F, segments]
content = {name: [] for name in ("coherence", "imaginaryCoherence", "plv", "wpli")}
for i, j in ((0, 1), (0, 2), (1, 2)):
    # csd is conj(first) times second; the kernel takes first times conj(second).
    cross = np.conj(ss.csd(x[i], x[j], **how)[1])
    power = np.sqrt(ss.welch(x[i], **how)[1] * ss.welch(x[j], **how)[1])
    each = spectra[i] * np.conj(spectra[j])
    rows = {
        "coherence": np.abs(cross) / power,
        "imaginaryCoherence": cross.imag / power,
        "plv": np.abs(np.mean(each / np.abs(each), axis=1)),
        "wpli": np.abs(each.imag.mean(1)) / np.abs(each.imag).mean(1),
    }
    for name, row in rows.items():
        content[name] += [float(row[(freqs >= low) & (freqs < high)].mean()) for low, high in BANDS]
# Segments that share nothing are epochs; MNE-Connectivity takes both edges of a band. Its taper
# is NumPy's symmetric Hann; here it gets the periodic one.
np.hanning = lambda n: ss.get_window("hann", n)
epochs = x.reshape(3, 8, 50).transpose(1, 0, 2)
NAMES = {"coherence": "coh", "imaginaryCoherence": "imcoh", "plv": "plv", "ciplv": "ciplv", "ppc": "ppc",
         "pli": "pli", "wpli": "wpli", "debiasedWpli": "wpli2_debiased"}
con = mne_connectivity.spectral_connectivity_epochs(
    epochs, method=list(NAMES.values()), sfreq=RATE, mode="fourier", faverage=True,
    fmin=[low - 0.1 for low, _ in BANDS], fmax=[high - 0.1 for _, high in BANDS], verbose="error")
below = [(1, 0), (2, 0), (2, 1)]
content["epochs"] = {}
for name, one in zip(NAMES, con):
    dense = one.get_data("dense")
    sign = -1 if name == "imaginaryCoherence" else 1  # it takes the second channel first
    content["epochs"][name] = [sign * float(v) for i, j in below for v in dense[i, j]]
content["orthogonalEnvelopeCorrelation"] = [float(v) for v in mne_connectivity.envelope_correlation(
    x[np.newaxis], orthogonalize="pairwise").get_data("dense")[0, :, :, 0][np.tril_indices(3, -1)]]
r = np.corrcoef(np.abs(ss.hilbert(x)))
content["envelopeCorrelation"] = [float(r[0, 1]), float(r[0, 2]), float(r[1, 2])]
(HERE / "connectivity.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
TOOLS = ("numpy", "scipy", "mne-connectivity")
(HERE / "manifest.json").write_text(json.dumps([{
    "file": "connectivity.json",
    "tool": ", ".join(TOOLS),
    "version": ", ".join(importlib.metadata.version(t) for t in TOOLS),
    "command": "python test/golden/connectivity/generate.py",
    "tolerance": {"relative": 1e-9},
    "why": "the same arithmetic in f64, in another order; features are stored in f32: 1e-6",
}], indent=2) + "\n")
