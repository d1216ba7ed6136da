"""Makes the golden values of phase-amplitude coupling, tagged responses and responses to a stimulus.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy tensorpac. The input is the formula of test/signal-golden.ts.
"""
import importlib.metadata
import json
import pathlib
import sys

import numpy as np
import scipy.signal as ss
from tensorpac.methods import mean_vector_length, modulation_index

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from golden_input import signal_input  # noqa: E402

RATE = 100
wide = lambda a: [float(v) for v in np.asarray(a).ravel()]
x = signal_input(3, 600)

# Phases and amplitudes of two rows, and what tensorpac makes of them.
z = ss.hilbert(x - x.mean(1, keepdims=True))
phase, amplitude = np.angle(z[0])[None, None], np.abs(z[1])[None, None]
coupling = {
    "phase": wide(phase), "amplitude": wide(amplitude),
    "modulationIndex": float(modulation_index(phase, amplitude, n_bins=18).squeeze()),
    "meanVector": float(mean_vector_length(phase, amplitude).squeeze()),
}

# The stage: Butterworth bands, forwards and backwards.
both = lambda row, band: ss.sosfiltfilt(ss.butter(3, band, "bandpass", fs=RATE, output="sos"), row)
analytic = lambda band: ss.hilbert(both(x, band), axis=-1)
stage = []
for c in range(3):
    for slow in ((3, 6), (6, 10)):
        for fast in ((20, 30), (30, 45)):
            stage.append(float(modulation_index(
                np.angle(analytic(slow)[c])[None, None], np.abs(analytic(fast)[c])[None, None], n_bins=18)
                .squeeze()))
coupling["stage"] = stage

# Tags at 5 and 10 Hz in segments of a second.
segments = x.reshape(3, 6, 100)
f = np.fft.rfft(segments, axis=-1)
whole = np.abs(np.fft.rfft(x, axis=-1)) ** 2
tags = {}
for hz in (5, 10):
    k = hz * 6
    near = [i for i in range(k - 6, k + 7) if abs(i - k) > 1]
    tags[str(hz)] = {
        "amplitude": wide(2 * np.abs(f[:, :, hz].mean(1)) / 100),
        "snr": wide(whole[:, k] / whole[:, near].mean(1)),
        "itc": wide(np.abs((f[:, :, hz] / np.abs(f[:, :, hz])).mean(1))),
    }

# The third row is the stimulus.
how = dict(fs=RATE, window="hann", nperseg=50, noverlap=25, detrend="constant")
hz, cross = ss.csd(x[2], x[:2], **how)
own, stimulus = ss.welch(x[:2], **how)[1], ss.welch(x[2], **how)[1]
coherence = ss.coherence(x[2], x[:2], **how)[1]
mean = lambda a: wide([a[c, (hz >= low) & (hz < high)].mean() for c in (0, 1) for low, high in ((4, 12), (12, 30))])
lags = []
for c in (0, 1):
    a, b = x[2] - x[2].mean(), x[c] - x[c].mean()
    r = ss.correlate(b, a, "full")[599:599 + 21] / np.sqrt((a @ a) * (b @ b))
    k = int(np.abs(r).argmax())
    lags += [k / RATE, float(r[k])]
response = {"response": mean(own), "crossSpectrum": mean(np.abs(cross)), "coherence": mean(coherence),
            "gain": mean(np.abs(cross) / stimulus), "lags": lags}
(HERE / "coupling.json").write_text(
    json.dumps({"coupling": coupling, "tags": tags, "response": response}, separators=(",", ":")) + "\n")
TOOLS = ("numpy", "scipy", "tensorpac")
(HERE / "manifest.json").write_text(json.dumps([{
    "file": "coupling.json",
    "tool": ", ".join(TOOLS),
    "version": ", ".join(importlib.metadata.version(t) for t in TOOLS),
    "command": "python test/golden/coupling/generate.py",
    "tolerance": {"relative": 1e-9},
    "why": "the same arithmetic in f64; filtered windows and features are stored in f32: 1e-5 and 1e-6",
}], indent=2) + "\n")
