"""Makes the golden values of cleaning.

Usage: python generate.py [autoreject ...]   (writes beside itself; all parts when none is named)
Needs: numpy scipy mne autoreject pyprep
"""
import json
import pathlib
import sys

import autoreject
import mne
import numpy as np
import pyprep
import scipy
from pyprep import ransac
from autoreject.autoreject import (_apply_interp, _AutoReject, _ChannelAutoReject,
                                   _GlobalAutoReject, _run_local_reject_cv)
from sklearn.model_selection import KFold, StratifiedShuffleSplit, cross_val_score

HERE = pathlib.Path(__file__).parent
VERSIONS = {"numpy": np.__version__, "mne": mne.__version__, "autoreject": autoreject.__version__,
            "pyprep": pyprep.__version__, "scipy": scipy.__version__}
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


PARTS = {"autoreject": make_autoreject, "ransac": make_ransac}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
