"""Makes the golden values of cleaning.

Usage: python generate.py [autoreject ...]   (writes beside itself; all parts when none is named)
Needs: numpy scipy mne autoreject pyprep meegkit asrpy
"""
import importlib.metadata
import json
import pathlib
import sys
from types import SimpleNamespace

import asrpy
import autoreject
import meegkit.dss
import mne
import numpy as np
import pyprep
import scipy
from asrpy import asr_utils
from pyprep import ransac
from autoreject.autoreject import (_apply_interp, _AutoReject, _ChannelAutoReject,
                                   _GlobalAutoReject, _run_local_reject_cv)
from sklearn.model_selection import KFold, StratifiedShuffleSplit, cross_val_score

HERE = pathlib.Path(__file__).parent
VERSIONS = {"numpy": np.__version__, "mne": mne.__version__, "autoreject": autoreject.__version__,
            "pyprep": pyprep.__version__, "scipy": scipy.__version__,
            **{name: importlib.metadata.version(name) for name in ("meegkit", "asrpy")}}
mne.set_log_level("error")


def write(name, content, tool, tolerance, why):
    text = json.dumps(content, separators=(",", ":"))
    assert len(text) < 500_000, (name, len(text))
    (HERE / name).write_text(text + "\n")
    path = HERE / "manifest.json"
    manifest = json.loads(path.read_text()) if path.exists() else []
    manifest = [entry for entry in manifest if entry["file"] != name]
    manifest.append({
        "file": name, "tool": tool, "version": ", ".join(VERSIONS[t] for t in tool.split(", ")),
        "command": f"python test/golden/cleaning/generate.py {name.split('.')[0]}",
        "tolerance": tolerance, "why": why,
    })
    path.write_text(json.dumps(manifest, indent=2) + "\n")


def flat(x, digits=12):
    return [float(f"{v:.{digits}g}") for v in np.asarray(x, float).ravel()]


def sphere(names, seed):
    """Places on the upper part of the unit sphere, well apart."""
    rng = np.random.default_rng(seed)
    places = []
    while len(places) < len(names):
        p = rng.normal(size=3)
        p /= np.linalg.norm(p)
        if p[2] > -0.3 and all(np.linalg.norm(p - q) > 0.4 for q in places):
            places.append(np.round(p, 6))
    return np.array(places)


def montaged(names, places, rate):
    """Info of electrodes on a sphere of 95 mm around the origin of the head."""
    info = mne.create_info(names, rate, "eeg")
    for ch, p in zip(info["chs"], places):
        ch["loc"][:3] = p / np.linalg.norm(p) * 0.095
    return info


def blinking(windows, places, samples, seed):
    """Windows of shared rhythms, some channels and windows spoilt; multiples of 1/16."""
    rng = np.random.default_rng(seed)
    count = len(places)
    t = np.arange(samples)
    x = np.zeros((windows, count, samples))
    for w in range(windows):
        for _ in range(3):
            direction = rng.normal(size=3)
            wave = rng.normal() * np.sin(t * rng.uniform(0.1, 0.5) + rng.uniform(0, 6))
            x[w] += 12 * (places @ direction)[:, None] * wave
        x[w] += rng.normal(size=(count, samples)) * 2
        for c in rng.choice(count, rng.integers(0, 4), replace=False):
            x[w, c] += rng.uniform(20, 120) * np.exp(-((t - samples / 2) / 6) ** 2)
    x[3:4] += 90 * np.exp(-((t - samples / 3) / 8) ** 2)
    return np.round(x * 16) / 16


def make_autoreject():
    names = [f"E{i}" for i in range(9)]
    places = sphere(names, 1)
    x = blinking(26, places, 40, 2)
    epochs = mne.EpochsArray(x, montaged(names, places, 100.0), verbose=False)

    augmented = np.concatenate((x, autoreject.utils.clean_by_interp(epochs.copy()).get_data()))
    y = np.r_[np.zeros(len(x)), np.ones(len(x))]
    shuffle = StratifiedShuffleSplit(n_splits=10, test_size=0.2, random_state=0)
    folds = [(train.tolist(), test.tolist()) for train, test in shuffle.split(augmented, y)]
    curves = []
    for c in (0, 4):
        row = augmented[:, c]
        steps = np.sort(np.ptp(row, axis=1))
        loss = [-np.mean(cross_val_score(_ChannelAutoReject(h), row, y, cv=folds)) for h in steps]
        curves.append({"channel": c, "thresholds": flat(steps), "loss": flat(loss)})
    chosen = autoreject.compute_thresholds(epochs.copy(), random_state=0, verbose=False)

    peaks = np.sort(np.ptp(x, axis=2).max(1))
    whole = []
    for h in peaks:
        est = _GlobalAutoReject(len(names), x.shape[2], h)
        whole.append(-np.mean(cross_val_score(est, x.reshape(len(x), -1), cv=KFold(5))))
    picked = autoreject.get_rejection_threshold(epochs, random_state=0, cv=5, verbose=False)

    thresholds = np.quantile(np.ptp(x, axis=2), 0.7, axis=0)
    given = dict(zip(names, thresholds))
    consensus, interpolate = np.linspace(0, 1, 11), [1, 2, 5]
    # one number at a time: with a list the package goes on from the labels of the number before
    loss = np.stack([_run_local_reject_cv(
        epochs, lambda *args, **kw: given, np.arange(len(names)), [count], KFold(10), consensus,
        None, False)[1][:, 0] for count in interpolate], axis=1)
    logs = []
    for share, count in ((0.2, 1), (0.5, 2), (1.0, 5)):
        one = _AutoReject(count, share, lambda *args, **kw: given, np.arange(len(names)),
                          verbose=False).fit(epochs)
        log, clean = one.get_reject_log(epochs), epochs.copy()
        _apply_interp(log, clean, one.threshes_, one.picks_, None, False)
        clean.drop(log.bad_epochs, verbose=False)
        logs.append({"consensus": share, "interpolate": count, "bad": log.bad_epochs.astype(int).tolist(),
                     "labels": log.labels.astype(int).ravel().tolist(),
                     "clean": flat(clean.get_data()[::4, :, 7])})
    write("autoreject.json", {
        "channels": len(names), "places": flat(places), "windows": len(x), "x": flat(x),
        "augmented": flat(augmented[len(x):, :, 11], 8),
        "folds": folds, "curves": curves, "chosen": flat([chosen[n] for n in names]),
        "global": {"thresholds": flat(peaks), "loss": [v if np.isfinite(v) else None for v in flat(whole)],
                   "chosen": picked["eeg"]},
        "thresholds": flat(thresholds), "consensus": flat(consensus), "tried": interpolate,
        "loss": [v if np.isfinite(v) else None for v in flat(loss.mean(-1))], "logs": logs,
    }, "autoreject, mne", {"relative": 1e-06}, "repaired and predicted windows are stored in f32")


def make_ransac():
    names = [f"E{i}" for i in range(17)]
    places = sphere(names, 4)
    x = blinking(1, places, 1100, 5)[0]
    x[6] = np.round(np.random.default_rng(6).normal(size=1100).cumsum() * 16) / 16
    picks = []

    def subset(items, size, rng):
        picks.append(sorted(rng.choice(items, size, replace=False).tolist()))
        return picks[-1]

    ransac._get_random_subset = subset
    bad, correlations = ransac.find_bad_by_ransac(
        x, 100.0, names, places, [], n_samples=50, random_state=1)
    density = scipy.signal.welch(x, 100, nperseg=200)[1][:, 1:]
    logs = np.log(density)
    apart = np.linalg.norm(logs[:, None] - logs[None], axis=2).sum(1) / (len(names) - 1)
    low, high = np.percentile(apart, [25, 75])
    far = np.flatnonzero((apart < low - 2 * (high - low)) | (apart > high + 2 * (high - low)))
    write("ransac.json", {
        "places": flat(places), "x": flat(x), "sets": picks, "windowS": 5, "rateHz": 100,
        "correlations": flat(correlations), "bad": [names.index(n) for n in bad],
        "density": flat(density), "distances": flat(apart), "factor": 2, "far": far.tolist(),
    }, "pyprep, mne, scipy, numpy", {"relative": 1e-06}, "predictions are stored in f32")


def make_density():
    names = [f"E{i}" for i in range(14)]
    places = sphere(names, 7)
    x = blinking(1, places, 60, 8)[0]
    raw = mne.io.RawArray(x, montaged(names, places, 100.0), verbose=False)
    cases = []
    for order, ridge, radius in ((4, 1e-5, 0.095), (3, 1e-3, 0.09)):
        made = mne.preprocessing.compute_current_source_density(
            raw, sphere=(0, 0, 0, radius), lambda2=ridge, stiffness=order)
        cases.append({"order": order, "ridge": ridge, "radiusM": radius,
                      "density": flat(made.get_data()[:, ::7])})
    write("density.json", {"places": flat(places), "x": flat(x), "cases": cases}, "mne",
          {"relative": 1e-06}, "results are stored in f32")


def rough(rows, samples):
    """signalInput of test/signal-golden.ts."""
    i, r = np.arange(samples), np.arange(rows)[:, None]
    return ((i + 1) ** 2 * 7919 + (r + 1) * 104729 * i) % 65521 / 256 - 128 + i / 16 + r * 8


def make_filters():
    rate, x = 100.0, rough(2, 700)
    cases = []

    def add(stage, options, y):
        # a minimum phase filter without a gain at 0 Hz takes the logarithm of rounding noise there
        unsure = options.get("phase") == "minimum" and stage in ("highpass", "bandpass")
        cases.append({"stage": stage, "options": options, "expected": flat(y[:, ::3]),
                      "tolerance": 5e-4 if unsure else 1e-6})

    mne_filter = lambda low, high, **kw: mne.filter.filter_data(x, rate, low, high, **kw)
    add("bandstop", {"lowHz": 12, "highHz": 30}, mne_filter(30, 12))
    narrow = {"l_trans_bandwidth": 1.5, "h_trans_bandwidth": 1.5}
    add("bandstop", {"lowHz": 18, "highHz": 22, "transitionHz": 1.5}, mne_filter(22, 18, **narrow))
    add("bandstop", {"lowHz": 12, "highHz": 30, "phase": "minimum"},
        mne_filter(30, 12, phase="minimum"))
    add("lowpass", {"highHz": 20, "phase": "minimum"}, mne_filter(None, 20, phase="minimum"))
    add("highpass", {"lowHz": 2, "phase": "minimum"}, mne_filter(2, None, phase="minimum"))
    add("bandpass", {"lowHz": 4, "highHz": 30, "phase": "minimum"},
        mne_filter(4, 30, phase="minimum"))
    add("notch", {"freqHz": 10, "harmonics": 3, "phase": "minimum"},
        mne.filter.notch_filter(x, rate, [10, 20, 30], phase="minimum", trans_bandwidth=1))
    sos = scipy.signal.butter(3, [12, 30], "bandstop", fs=rate, output="sos")
    add("bandstop", {"lowHz": 12, "highHz": 30, "method": "butterworth", "order": 3},
        scipy.signal.sosfiltfilt(sos, x))
    add("bandstop", {"lowHz": 12, "highHz": 30, "method": "butterworth", "order": 3,
                     "phase": "causal"}, scipy.signal.sosfilt(sos, x))
    y = x
    for freq in (10, 20):
        y = scipy.signal.lfilter(*scipy.signal.iirnotch(freq, 25, fs=rate), y)
    add("notch", {"freqHz": 10, "harmonics": 2, "method": "iir", "q": 25, "phase": "causal"}, y)
    write("filters.json", {"rateHz": rate, "samples": x.shape[1], "cases": cases}, "mne, scipy",
          {"relative": 1e-06, "minimum phase without a gain at 0 Hz": 5e-4},
          "results are stored in f32; the logarithm of a gain of 0 is rounding noise")


def make_zapline():
    rate, line, count, samples = 500.0, 50.0, 6, 1500
    rng = np.random.default_rng(11)
    t = np.arange(samples) / rate
    x = rng.normal(size=(count, count)) @ np.stack(
        [np.sin(2 * np.pi * f * t + f) * 8 for f in (3, 7, 11, 19, 31, 53)])
    x += rng.normal(size=(count, samples)) * 2
    mains = 20 * np.sin(2 * np.pi * line * t) + 6 * np.sin(4 * np.pi * line * t + 1)
    x += np.outer(rng.normal(size=count), mains) + 40
    x = np.round(x * 16) / 16
    cases = []
    for freq, count_out in ((50.0, 1), (50.0, 3), (48.3, 2)):
        _, artifact = meegkit.dss.dss_line(x.T[..., None].copy(), freq, rate, nremove=count_out)
        z = artifact[..., 0].T
        # the package divides two covariances by T and T - 1, and takes the mean of z away too
        z = (z - z.mean(1, keepdims=True)) * samples / (samples - 1)
        cases.append({"freqHz": freq, "components": count_out, "clean": flat((x - z)[:, ::5])})
    write("zapline.json", {"rateHz": rate, "channels": count, "x": flat(x), "cases": cases},
          "meegkit", {"relative": 1e-06}, "results are stored in f32")


def make_stimulus():
    rng = np.random.default_rng(12)
    x = np.repeat(rng.integers(0, 4, 60) * rng.integers(1, 9, 60), rng.integers(3, 12, 60))
    raw = mne.io.RawArray(x[None].astype(float), mne.create_info(["STI"], 100.0, "stim"))
    found = mne.find_events(raw, "STI", consecutive="increasing", output="onset")
    write("stimulus.json", {"x": x.tolist(), "samples": found[:, 0].tolist(),
                            "values": found[:, 2].tolist()}, "mne", {"absolute": 0}, "whole numbers")


def make_asr():
    # NumPy 2.4 makes no whole number of an array of one, which asrpy asks for
    asr_utils.np = SimpleNamespace(**vars(np))
    asr_utils.np.diff = lambda v: np.diff(v)[0] if np.size(v) == 2 else np.diff(v)
    rate, count, samples = 100.0, 5, 4000
    rng = np.random.default_rng(21)
    t = np.arange(samples)
    sources = np.stack([np.sin(t * f + f) * (1 + 0.3 * np.sin(t / 300 * f)) for f in
                        (0.11, 0.29, 0.53, 0.71, 1.3)]) * 8 + rng.normal(size=(count, samples)) * 4
    x = rng.normal(size=(count, count)) @ sources
    for at in (900, 2100, 2140, 3300):
        shape = np.exp(-((t - at) / 25) ** 2) * 250
        x += np.outer(rng.normal(size=count), shape * np.sin(t * 0.2))
    x = np.round((x - x.mean(1, keepdims=True)) * 16) / 16
    filters = [dict(zip("ba", map(flat, yulewalk_for(hz))), rateHz=hz) for hz in (100, 250, 512)]
    clean, mask = asrpy.asr.clean_windows(x, rate, max_bad_chans=0.3)
    mixing, limits = asrpy.asr_calibrate(clean, rate, cutoff=5, blocksize=100)
    values = np.abs(rng.normal(size=300)) ** 0.7 + 3
    values[:60] += rng.exponential(4, 60)
    mean, deviation, _, _ = asr_utils.fit_eeg_distribution(values)
    points = rng.normal(size=(40, 3)) ** 3
    lookahead = int(rate * 0.25)
    padded = np.concatenate([x, np.zeros((count, lookahead))], axis=1)
    out = asrpy.asr_process(padded, rate, mixing, limits, mem_splits=1)[:, lookahead:]
    # the last step is left out by the package
    write("asr.json", {
        "rateHz": rate, "channels": count, "x": flat(x), "filters": filters,
        "amplitudes": flat(values), "mean": float(np.squeeze(mean)),
        "deviation": float(np.squeeze(deviation)),
        "points": flat(points), "median": flat(asr_utils.geometric_median(points)),
        "kept": np.flatnonzero(np.diff(np.r_[0, mask[0].astype(int), 0])).tolist(),
        "cutoff": 5, "badShare": 0.3, "mixing": flat(mixing), "limits": flat(limits.T @ limits),
        "clean": flat(out[:, :-64:9], 9), "changed": int((np.abs(out - x).max(0) > 1e-9).sum()),
    }, "asrpy", {"relative": 1e-06}, "signals are stored in f32")


def yulewalk_for(hz):
    edges = np.array([0, 2, 3, 13, 16, 40, min(80.0, hz / 2 - 1), hz / 2]) * 2 / hz
    return asr_utils.yulewalk(8, edges, np.array([3, 0.75, 0.33, 0.33, 1, 1, 3, 3]))


PARTS = {"autoreject": make_autoreject, "ransac": make_ransac, "density": make_density,
         "filters": make_filters, "zapline": make_zapline,
         "stimulus": make_stimulus, "asr": make_asr}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
