"""Takes 64 channels x 10 min at 250 Hz apart (Picard), interpolates five channels, and finds
thresholds of 120 windows of 1 s with autoreject; prints seconds and a check of each.

The same signal and the same work as bench/artifacts-ours.ts, one thread; processor time, the
least of some runs, a piece at a time; picardWall: wall time on all cores; interpolateKept: the
copy that keeps the recording as it was is counted.
python3 bench/python/artifacts.py PLACES.json [picard|picardWall|interpolate|interpolateKept|autoreject]
"""

import json
import os
import sys
import time

only = sys.argv[2] if len(sys.argv) > 2 else None
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"):
    if only != "picardWall":
        os.environ[name] = "1"

import autoreject
import mne
import numpy as np

mne.set_log_level("error")
RATE, WINDOWS, BAD = 250, 120, [3, 17, 30, 44, 60]
SAMPLES = 600 * RATE
NAMES = (
    "Fp1 Fpz Fp2 AF7 AF3 AFz AF4 AF8 F7 F5 F3 F1 Fz F2 F4 F6 F8 FT7 FC5 FC3 FC1 FCz FC2 FC4 FC6 FT8 "
    "T7 C5 C3 C1 Cz C2 C4 C6 T8 TP7 CP5 CP3 CP1 CPz CP2 CP4 CP6 TP8 P7 P5 P3 P1 Pz P2 P4 P6 P8 PO7 "
    "PO3 POz PO4 PO8 O1 Oz O2 Iz P9 P10"
).split()


def mixture(places):
    """The signal of mixture() in bench/artifacts-ours.ts, rounded to f32."""
    t = np.arange(SAMPLES, dtype=np.int64)
    mixing = np.exp(4 * (places @ places.T - 1)) + 0.5 * np.eye(len(places))
    sources = np.empty((len(places), SAMPLES))
    for k in range(len(places)):
        u = (((t + 1) ** 2 * 7919 + (k + 1) * 104729 * t) % 65521 + 0.5) / 65521 - 0.5
        burst = np.where((t // 125 * 31 + k * 17) % 97 == 0, 8, 1)
        sources[k] = -5 * burst * np.sign(u) * np.log(1 - 2 * np.abs(u))
    return (mixing @ sources).astype(np.float32).astype(float)


def rms(y):
    return float(np.sqrt(np.mean(np.square(y))))


def picard(clock=time.process_time):
    ica = mne.preprocessing.ICA(
        n_components=len(NAMES), method="picard", max_iter=500,
        fit_params=dict(ortho=False, extended=True, tol=1e-7, w_init=np.eye(len(NAMES))))
    start = clock()
    ica.fit(raw)
    seconds = clock() - start
    assert ica.n_iter_ < 500, "picard did not converge"
    mixing = ica.pca_components_[:len(NAMES)].T @ ica.mixing_matrix_
    peaks = np.abs(mixing).max(0) / np.linalg.norm(mixing, axis=0)
    return {"seconds": seconds, "check": rms(peaks), "iterations": int(ica.n_iter_)}



def interpolate(keeps=False):
    def work():
        begun = time.process_time()
        one = raw.copy()
        one.info["bads"] = [NAMES[c] for c in BAD]
        start = begun if keeps else time.process_time()
        one.interpolate_bads(origin=(0.0, 0.0, 0.0))
        return time.process_time() - start, one

    seconds, one = min((work() for _ in range(20)), key=lambda done: done[0])
    return {"seconds": seconds, "check": rms(one.get_data() * 1e6)}


def rejected():
    data = np.stack([raw.get_data()[:, w * 5 * RATE:w * 5 * RATE + RATE] for w in range(WINDOWS)])
    epochs = mne.EpochsArray(data, raw.info)

    def work():
        start = time.process_time()
        found = autoreject.AutoReject([1, 4, 32], random_state=0, n_jobs=1, verbose=False)
        clean = found.fit_transform(epochs)
        return time.process_time() - start, clean

    seconds, clean = min((work() for _ in range(3)), key=lambda done: done[0])
    return {"seconds": seconds, "check": rms(clean.get_data()[0] * 1e6)}


places = np.array(json.loads(open(sys.argv[1]).read())).reshape(-1, 3)
info = mne.create_info(NAMES, RATE, "eeg")
for ch, place in zip(info["chs"], places):
    ch["loc"][:3] = place * 0.095
raw = mne.io.RawArray(mixture(places) * 1e-6, info)
works = {
    "picard": picard,
    "interpolate": interpolate,
    "interpolateKept": lambda: interpolate(keeps=True),
    "autoreject": rejected,
}
if only == "picardWall":
    print(json.dumps({only: picard(time.perf_counter)}))
else:
    print(json.dumps({name: work() for name, work in works.items() if only in (None, name)}))
