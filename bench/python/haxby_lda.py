"""The work of pipelines/haxby-lda.yaml with nibabel, SciPy and scikit-learn.

    python3 bench/python/haxby_lda.py FOLDER

FOLDER holds sub001 of the data set haxby2001. Prints one JSON document.
"""

import argparse
import csv
import json
import pathlib
import time

import nibabel
import numpy as np
import scipy.signal
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import LeaveOneGroupOut

TR_S = 2.5


def labels(path, volumes):
    """What is shown while each volume is taken; an empty text between the blocks."""
    shown = np.full(volumes, "", dtype=object)
    at = np.arange(volumes) * TR_S
    with path.open() as lines:
        for event in csv.DictReader(lines, delimiter="\t"):
            onset, duration = float(event["onset"]), float(event["duration"])
            shown[(onset <= at) & (at < onset + duration)] = event["trial_type"]
    return shown


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    arguments = parser.parse_args()
    start = time.perf_counter()
    voxels, rows, events, runs = None, [], [], []
    for folder in sorted((arguments.folder / "sub001" / "BOLD").glob("task001_run*")):
        bold = nibabel.load(folder / "bold_1slice.nii.gz").get_fdata()
        if voxels is None:
            voxels = bold.mean(axis=-1) > 0
        series = scipy.signal.detrend(bold[voxels])
        series = (series - series.mean(axis=1, keepdims=True)) / series.std(axis=1, keepdims=True)
        shown = labels(folder / "bold_events.tsv", series.shape[1])
        kept = (shown != "") & (shown != "rest")
        rows.append(series.T[kept])
        events.append(shown[kept].astype(str))
        runs += [folder.name] * int(kept.sum())
    x, y, groups = np.concatenate(rows), np.concatenate(events), np.array(runs)
    scores = []
    for train, test in LeaveOneGroupOut().split(x, y, groups):
        head = LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto").fit(x[train], y[train])
        guess = head.predict(x[test])
        scores.append(((guess == y[test]).mean(), balanced_accuracy_score(y[test], guess)))
    accuracy, balanced = np.mean(scores, axis=0)
    means = {"accuracy": float(accuracy), "balancedAccuracy": float(balanced)}
    seconds = {"all": time.perf_counter() - start}
    print(json.dumps({"rows": len(y), "scores": means, "seconds": seconds}))


main()
