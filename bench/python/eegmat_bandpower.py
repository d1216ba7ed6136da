"""The work of pipelines/eegmat-bandpower.yaml with MNE-Python, SciPy and scikit-learn.

    python3 bench/python/eegmat_bandpower.py FOLDER [--subjects Subject00..Subject31] [--keep]

FOLDER holds the EDF files of the data set eegmat. File by file, and in constant memory; with --keep
the windows of all files are gathered first, as scripts mostly do. Prints one JSON document.
"""

import argparse
import json
import pathlib
import time

import mne
import numpy as np
import scipy.signal
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import LeaveOneGroupOut
from sklearn.preprocessing import StandardScaler

NAMES = (
    ["Fp1", "Fp2", "F3", "F4", "F7", "F8", "T3", "T4", "C3", "C4"]
    + ["T5", "T6", "P3", "P4", "O1", "O2", "Fz", "Cz", "Pz", "A2-A1"]
)
EDGES_HZ = [1, 4, 8, 13, 20, 30, 45]
RATE_HZ = 200
WINDOW = 5 * RATE_HZ
TASKS = {"1": 0, "2": 1}  # rest, arithmetic


def windows(path):
    """Band-passed windows of one recording in microvolt, [window, channel, sample]."""
    raw = mne.io.read_raw_edf(path, preload=True, verbose="error")
    raw.rename_channels(lambda name: name.removeprefix("EEG").strip())
    raw.pick(NAMES)
    raw.resample(RATE_HZ, verbose="error")
    raw.filter(0.5, 45.0, verbose="error")
    data = raw.get_data(units="uV")
    count = data.shape[1] // WINDOW
    cut = data[:, : count * WINDOW].reshape(len(NAMES), count, WINDOW)
    return np.swapaxes(cut, 0, 1)


def band_power(x):
    """Logarithm of the mean density of each channel and band, [window, channel * band]."""
    hz, density = scipy.signal.welch(x, fs=RATE_HZ, nperseg=2 * RATE_HZ)
    starts = np.searchsorted(hz, EDGES_HZ)
    bands = [density[..., a:b].mean(axis=-1) for a, b in zip(starts, starts[1:])]
    return np.log(np.stack(bands, axis=-1)).reshape(len(x), -1)


def held_out(x, y, groups):
    """Scores of every subject by a head fitted on the others."""
    scores = {}
    for train, test in LeaveOneGroupOut().split(x, y, groups):
        scaler = StandardScaler().fit(x[train])
        head = LogisticRegression(C=0.01, class_weight="balanced", max_iter=1000)
        head.fit(scaler.transform(x[train]), y[train])
        p = head.predict_proba(scaler.transform(x[test]))[:, 1]
        scores[str(groups[test][0])] = {
            "balancedAccuracy": balanced_accuracy_score(y[test], p > 0.5),
            "auroc": roc_auc_score(y[test], p),
            "averagePrecision": average_precision_score(y[test], p),
        }
    return scores


def recordings(folder, subjects):
    """Path, subject and task code of each recording, in order."""
    first, _, last = subjects.partition("..")
    for path in sorted(folder.glob("Subject*_[12].edf")):
        subject, part = path.stem.split("_")
        if first <= subject <= (last or first):
            yield path, subject, TASKS[part]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--subjects", default="Subject00..Subject35")
    parser.add_argument("--until", choices=["windows", "features", "scores"], default="scores")
    parser.add_argument("--keep", action="store_true", help="hold the windows of all recordings")
    arguments = parser.parse_args()
    rows, tasks, subjects = [], [], []
    seconds = {"prepare": 0.0, "features": 0.0, "scores": 0.0}

    def timed(name, work, *given):
        start = time.perf_counter()
        result = work(*given)
        seconds[name] += time.perf_counter() - start
        return result

    for path, subject, task in recordings(arguments.folder, arguments.subjects):
        cut = timed("prepare", windows, path)
        rows.append(cut if arguments.keep else timed("features", band_power, cut))
        tasks += [task] * len(cut)
        subjects += [subject] * len(cut)
    x, rows = np.concatenate(rows), None
    if arguments.keep and arguments.until != "windows":
        x = timed("features", band_power, x)
    means = {}
    if arguments.until == "scores":
        scores = timed("scores", held_out, x, np.array(tasks), np.array(subjects))
        names = next(iter(scores.values()))
        means = {name: float(np.mean([each[name] for each in scores.values()])) for name in names}
    print(json.dumps({"rows": len(x), "scores": means, "seconds": seconds}))


main()
