"""Band-pass, resampling, windows and band power of one EDF file with MNE-Python and SciPy.

    python3 bench/python/long_bandpower.py FILE

The same work as bench/long.ts asks of ours. Prints one JSON document.
"""

import json
import sys

import mne
import numpy as np
import scipy.signal

EDGES_HZ = [1, 4, 8, 13, 20, 30, 45]
RATE_HZ = 200
WINDOW = 5 * RATE_HZ

raw = mne.io.read_raw_edf(sys.argv[1], preload=True, verbose="error")
raw.filter(0.5, 45.0, verbose="error")
raw.resample(RATE_HZ, method="polyphase", verbose="error")
data = raw.get_data(units="uV")
count = data.shape[1] // WINDOW
x = np.swapaxes(data[:, : count * WINDOW].reshape(len(data), count, WINDOW), 0, 1)
hz, density = scipy.signal.welch(x, fs=RATE_HZ, nperseg=2 * RATE_HZ)
starts = np.searchsorted(hz, EDGES_HZ)
bands = [density[..., a:b].mean(axis=-1) for a, b in zip(starts, starts[1:])]
features = np.log(np.stack(bands, axis=-1)).reshape(len(x), -1)
print(json.dumps({"rows": len(features), "mean": float(features.mean())}))
