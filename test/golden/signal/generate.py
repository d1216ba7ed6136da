"""Makes the golden values of the signal kernels and stages: NumPy, SciPy, MNE and scikit-learn.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy mne scikit-learn. The input is a formula that test/signal-input.ts repeats.
"""
import json
import pathlib

import mne
import numpy as np
import scipy
import scipy.signal as ss
import sklearn
from sklearn.preprocessing import RobustScaler, StandardScaler

mne.set_log_level("ERROR")
HERE = pathlib.Path(__file__).parent
MANIFEST = []
STORED = {"relative": 1e-6}
STORED_WHY = "samples are stored in f32, whose rounding is 6e-8 relative; the arithmetic is f64"
EXACT = {"relative": 1e-12}


def signal_input(rows, samples):
    """Multiples of 1/256 below 2^15, exact in f32: rough noise on a drift, shape [rows, samples]."""
    r = np.arange(rows, dtype=object)[:, None]
    i = np.arange(samples, dtype=object)[None, :]
    noise = ((i + 1) * (i + 1) * 7919 + (r + 1) * 104729 * i) % 65521
    return noise.astype(float) / 256 - 128 + i.astype(float) / 16 + r.astype(float) * 8


def write(name, content, tool, tolerance, why):
    text = json.dumps(content, separators=(",", ":"))
    assert len(text) < 200_000, (name, len(text))
    (HERE / name).write_text(text + "\n")
    versions = {"numpy": np.__version__, "scipy": scipy.__version__, "mne": mne.__version__,
                "scikit-learn": sklearn.__version__}
    MANIFEST.append({
        "file": name, "tool": tool, "version": ", ".join(versions[t] for t in tool.split(", ")),
        "command": "python test/golden/signal/generate.py", "tolerance": tolerance, "why": why,
    })


def flat(x):
    return np.asarray(x, float).ravel().tolist()


def pairs(z):
    return np.stack([np.real(z), np.imag(z)], -1).ravel().tolist()


def half(taps):
    """Symmetric taps up to and including the middle one."""
    assert np.abs(taps - taps[::-1]).max() < 1e-12
    return flat(taps[: len(taps) // 2 + 1])


def transforms():
    complex_cases = []
    for n in (1, 2, 3, 5, 8, 12, 13, 35, 64, 97, 400):
        x = signal_input(2, n)
        complex_cases.append({"length": n, "expected": pairs(np.fft.fft(x[0] + 1j * x[1]))})
    real = [{"length": n, "expected": pairs(np.fft.rfft(signal_input(1, n)[0]))}
            for n in (2, 6, 16, 90, 256, 514)]
    sums = []
    for n, terms, start, count in ((12, 4, 0, 12), (53, 20, 7, 30), (509, 200, 100, 64)):
        c = signal_input(2, terms)
        k, m = np.arange(terms)[None, :], np.arange(start, start + count)[:, None]
        basis = np.exp(2j * np.pi * ((k * m) % n) / n)
        sums.append({"length": n, "terms": terms, "from": start, "count": count,
                     "expected": flat((basis @ (c[0] + 1j * c[1])).real)})
    write("fft.json", {"complex": complex_cases, "real": real, "sums": sums}, "numpy", EXACT,
          "the same arithmetic in f64, in another order; sums are stored in f32: 1e-6")


def tapers():
    content = {
        "hannPeriodic": {str(n): flat(ss.windows.hann(n, sym=False)) for n in (1, 2, 9, 64)},
        "hamming": {str(n): flat(ss.windows.hamming(n)) for n in (1, 2, 9, 64)},
        "kaiser": [{"length": n, "beta": b, "expected": flat(ss.windows.kaiser(n, b))}
                   for n, b in ((1, 5.0), (11, 0.0), (20, 5.0), (41, 14.0))],
        "firLowpass": [{"length": n, "cutoff": c, "expected": flat(ss.firwin(n, c))}
                       for n, c in ((9, 0.3), (20, 0.5), (61, 0.05))],
    }
    write("taper.json", content, "scipy", EXACT, "the same arithmetic in f64")


def fir():
    designs = []
    for low, high, rate in ((0.5, 45, 200), (1, 40, 256), (None, 30, 128), (8, 12, 100),
                            (2, None, 250), (0.6, 99, 200), (4, 60, 128), (12.5, 33.3, 173.61)):
        taps = mne.filter.create_filter(None, rate, low, high)
        designs.append({"lowHz": low, "highHz": high, "rateHz": rate, "length": len(taps),
                        "half": half(taps)})
    notches = []
    for freqs, rate in (([50], 200), ([60, 120], 256), ([50, 100, 150], 500)):
        seen = []
        original = mne.filter._overlap_add_filter
        mne.filter._overlap_add_filter = lambda x, h, *a, **k: seen.append(h) or x
        mne.filter.notch_filter(np.zeros(10), rate, freqs)
        mne.filter._overlap_add_filter = original
        notches.append({"freqsHz": freqs, "rateHz": rate, "length": len(seen[0]),
                        "half": half(seen[0])})
    write("fir-design.json", {"passBands": designs, "notches": notches}, "mne", EXACT,
          "the same arithmetic in f64")
    filtered = []
    for samples, low, high, rate in ((1350, 0.5, 45, 200), (300, 0.5, 45, 200), (400, None, 30, 128),
                                     (450, 2, None, 250), (400, 8, 12, 100), (3, 8, 12, 100)):
        x = signal_input(2, samples)
        for edge, pad in (("reflect", "reflect_limited"), ("hold", "edge")):
            if edge == "hold" and low != 0.5:
                continue
            y = mne.filter.filter_data(x, rate, low, high, pad=pad)
            filtered.append({"samples": samples, "lowHz": low, "highHz": high, "rateHz": rate,
                             "edge": edge, "expected": flat(y)})
    write("fir-filter.json", filtered, "mne", STORED, STORED_WHY)
    notched = [{"samples": 900, "freqHz": f, "harmonics": k, "rateHz": rate, "method": "fir",
                "expected": flat(mne.filter.notch_filter(
                    signal_input(2, 900), rate, np.arange(1, k + 1) * f))}
               for f, k, rate in ((50, 1, 200), (60, 2, 256))]
    for f, k, rate, q in ((50, 1, 200, 30), (60, 2, 256, 12)):
        sections = np.array([np.r_[ss.iirnotch(f * (i + 1), q, rate)] for i in range(k)])
        x = signal_input(2, 600)
        y = ss.sosfiltfilt(sections, x) if k > 1 else ss.filtfilt(*ss.iirnotch(f, q, rate), x)
        notched.append({"samples": 600, "freqHz": f, "harmonics": k, "rateHz": rate,
                        "method": "iir", "q": q, "sections": flat(sections), "expected": flat(y)})
    write("notch.json", notched, "mne, scipy", STORED, STORED_WHY)


def iir():
    designs = [{"order": n, "edges": np.atleast_1d(w).tolist(), "type": t,
                "expected": flat(ss.butter(n, w, t, output="sos"))}
               for n, w, t in ((4, [0.005, 0.45], "bandpass"), (3, [0.1, 0.3], "bandpass"),
                               (5, [0.001, 0.9], "bandpass"), (1, 0.5, "lowpass"),
                               (5, 0.2, "lowpass"), (8, 0.37, "lowpass"), (4, 0.02, "highpass"),
                               (7, 0.6, "highpass"), (2, [0.4, 0.5], "bandstop"),
                               (3, [0.45, 0.5], "bandstop"))]
    write("butterworth.json", designs, "scipy", EXACT, "the same arithmetic in f64")
    x = signal_input(2, 600)
    filtered = []
    for order, low, high, rate in ((4, 0.5, 45, 200), (3, 4, None, 128), (5, None, 30, 250),
                                   (1, 1, 20, 100)):
        edges = [e for e in (low, high) if e is not None]
        kind = "lowpass" if low is None else "highpass" if high is None else "bandpass"
        sos = ss.butter(order, edges if len(edges) > 1 else edges[0], kind, fs=rate, output="sos")
        filtered.append({"order": order, "lowHz": low, "highHz": high, "rateHz": rate,
                         "sections": flat(sos), "causal": flat(ss.sosfilt(sos, x)),
                         "zero": flat(ss.sosfiltfilt(sos, x))})
    write("sos-filter.json", {"samples": 600, "cases": filtered}, "scipy", STORED, STORED_WHY)


def resampling():
    poly = [{"samples": n, "up": up, "down": down,
             "expected": flat(ss.resample_poly(signal_input(2, n), up, down, axis=-1))}
            for n, up, down in ((600, 2, 5), (150, 5, 2), (1000, 1, 4), (150, 3, 1),
                                (400, 128, 125), (7, 2, 5), (1, 3, 2))]
    write("resample-poly.json", poly, "scipy", STORED, STORED_WHY)
    spectral = [{"samples": n, "toHz": to, "fromHz": rate,
                 "expected": flat(mne.filter.resample(signal_input(2, n), to, rate, npad="auto"))}
                for n, to, rate in ((900, 200, 500), (200, 500, 200), (700, 128, 256),
                                    (300, 256, 128), (400, 256, 250), (900, 100, 512), (5, 3, 2),
                                    (1, 2, 1))]
    write("resample-fft.json", spectral, "mne", STORED, STORED_WHY)


def spectra():
    cases = []
    for n, segment, shared in ((1000, 400, 200), (700, 256, 128), (600, 255, 127), (500, 97, 50),
                               (64, 64, 0), (9, 3, 1)):
        f, p = ss.welch(signal_input(2, n), 200, nperseg=segment, noverlap=shared)
        cases.append({"samples": n, "segment": segment, "shared": shared, "expected": flat(p)})
    write("welch.json", {"rateHz": 200, "cases": cases}, "scipy", EXACT,
          "the same arithmetic in f64")
    bands = [(1, 4), (4, 8), (8, 13), (13, 20), (20, 30), (30, 45)]
    windows = signal_input(6, 1000)
    f, p = ss.welch(windows, 200, nperseg=400, axis=-1)
    power = np.stack([p[:, (f >= lo) & (f < hi)].mean(-1) for lo, hi in bands], -1)
    share = power / power.sum(-1, keepdims=True)
    content = {"rows": 6, "samples": 1000, "rateHz": 200, "bandsHz": bands, "plain": flat(power),
               "log": flat(np.log(power)), "relative": flat(share),
               "logRelative": flat(np.log(share))}
    write("bandpower.json", content, "scipy", STORED, STORED_WHY)


def rows():
    x = signal_input(3, 400)
    info = mne.create_info(["a", "b", "c"], 100, "eeg")

    def raw():
        return mne.io.RawArray(x.copy(), info)

    average = mne.set_eeg_reference(raw(), "average")[0].get_data()
    named = mne.set_eeg_reference(raw(), ["a", "c"])[0].get_data()
    bipolar = mne.set_bipolar_reference(raw(), ["a", "b"], ["b", "c"], ["a-b", "b-c"])
    epochs = x.reshape(3, 4, 100).transpose(1, 0, 2)
    times = np.arange(100) / 100
    content = {
        "rows": 3, "samples": 400,
        "constant": flat(ss.detrend(x, type="constant")), "linear": flat(ss.detrend(x)),
        "average": flat(average), "named": flat(named),
        "bipolar": flat(bipolar.get_data(["a-b", "b-c"])),
        "baseline": flat(mne.baseline.rescale(epochs.copy(), times, (0.1, 0.3))),
    }
    write("rows.json", content, "mne, scipy", STORED, STORED_WHY)


def scaling():
    x = signal_input(4, 60).T.copy()
    x[:, 2] = 7
    x[3, 1] = np.nan
    z, robust = StandardScaler().fit(x), RobustScaler().fit(x)
    content = {"rows": 60, "columns": 4, "constantColumn": 2, "nanAt": [3, 1],
               "z": {"centre": flat(z.mean_), "scale": flat(z.scale_)},
               "robust": {"centre": flat(robust.center_), "scale": flat(robust.scale_)},
               "quantiles": flat(np.quantile(signal_input(1, 37)[0], [0, 0.1, 0.25, 0.5, 0.9, 1]))}
    write("scaling.json", content, "numpy, scikit-learn", EXACT, "the same arithmetic in f64")


def windows():
    rate = 100
    x = signal_input(2, 1000)
    raw = mne.io.RawArray(x, mne.create_info(["a", "b"], rate, "eeg"))
    fixed = mne.make_fixed_length_epochs(raw, duration=2, overlap=0.5, preload=True)
    onsets = [0.05, 1.234, 2.5, 4.0049, 9.6]
    raw.set_annotations(mne.Annotations(onsets, 0, ["go", "go", "stop", "go", "go"]))
    found, ids = mne.events_from_annotations(raw)
    tmin, tmax = -0.2, 0.5
    around = mne.Epochs(raw, found, ids, tmin, tmax - 1 / rate, baseline=(-0.1, 0), preload=True)
    limits = dict(eeg=258.0)
    kept = fixed.copy().drop_bad(reject=limits).selection
    flat_kept = fixed.copy().drop_bad(flat=dict(eeg=251.0)).selection
    names = {v: k for k, v in ids.items()}
    spans = np.ptp(fixed.get_data(), -1)
    content = {
        "samples": 1000, "rateHz": rate, "onsetsS": onsets,
        "fixed": {"count": len(fixed), "starts": ((fixed.events[:, 0]) / rate).tolist(),
                  "second": flat(fixed.get_data()[1])},
        "around": {"tminS": tmin, "tmaxS": tmax, "baselineS": [-0.1, 0],
                   "labels": [names[c] for c in around.events[:, 2]],
                   "startsS": flat(around.events[:, 0] / rate + tmin),
                   "expected": flat(around.get_data())},
        "reject": {"peakToPeakUv": limits["eeg"], "kept": kept.tolist(), "flatUv": 251.0,
                   "flatKept": flat_kept.tolist(), "spans": flat(spans)},
    }
    write("window.json", content, "mne", STORED, STORED_WHY)


for make in (transforms, tapers, fir, iir, resampling, spectra, rows, scaling, windows):
    make()
(HERE / "manifest.json").write_text(json.dumps(MANIFEST, indent=2) + "\n")
