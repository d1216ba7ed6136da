"""Reads 64 channels x 5 min at 500 Hz in several formats with MNE; prints the processor time of
each, the least of ten, and a check.

    python3 bench/python/formats.py FOLDER --write     writes the files
    python3 bench/python/formats.py FOLDER             reads each eleven times
"""

import json
import pathlib
import sys
import time

import h5py
import mne
import numpy as np
from scipy.io import savemat

mne.set_log_level("error")
CHANNELS, SAMPLES, RATE_HZ = 64, 150_000, 500
FOLDER = pathlib.Path(sys.argv[1])
NAMES = [f"E{c + 1}" for c in range(CHANNELS)]


def signal():
    t = np.arange(SAMPLES)
    c = np.arange(CHANNELS)[:, None]
    return np.round(300 * np.sin(2 * np.pi * (6 + c / 8) * t / RATE_HZ)).astype("<i2")


def write_brainvision(x):
    x.T.tofile(FOLDER / "bv.eeg")
    infos = "\n".join(f"Ch{c + 1}={name},,0.5,µV" for c, name in enumerate(NAMES))
    (FOLDER / "bv.vhdr").write_text(
        "Brain Vision Data Exchange Header File Version 1.0\n[Common Infos]\nDataFile=bv.eeg\n"
        f"DataFormat=BINARY\nDataOrientation=MULTIPLEXED\nNumberOfChannels={CHANNELS}\n"
        f"SamplingInterval={1_000_000 // RATE_HZ}\n[Binary Infos]\nBinaryFormat=INT_16\n"
        f"[Channel Infos]\n{infos}\n", encoding="utf-8")


def write_eeglab(x):
    places = np.array([(name,) for name in NAMES], dtype=[("labels", object)])
    eeg = {"nbchan": float(CHANNELS), "trials": 1.0, "pnts": float(SAMPLES), "xmin": 0.0,
           "xmax": (SAMPLES - 1) / RATE_HZ, "srate": float(RATE_HZ), "chanlocs": places,
           "event": np.zeros((0, 0))}
    values = x * np.float32(0.5)
    values.T.astype("<f4").tofile(FOLDER / "beside.fdt")
    savemat(FOLDER / "beside.set", {"EEG": {**eeg, "data": "beside.fdt"}}, appendmat=False)
    savemat(FOLDER / "inside.set", {"EEG": {**eeg, "data": values}}, appendmat=False,
            do_compression=True)


def write_eeglab73(x):
    """As MATLAB's version 7.3: HDF5 behind 512 bytes, samples in deflated chunks."""
    one = {"nbchan": CHANNELS, "trials": 1, "pnts": SAMPLES, "srate": RATE_HZ,
           "xmin": 0, "xmax": (SAMPLES - 1) / RATE_HZ}
    path = FOLDER / "version73.set"
    with h5py.File(path, "w", userblock_size=512, libver="earliest") as file:
        def put(group, name, kind, values, **how):
            node = group.create_dataset(name, data=values, **how)
            node.attrs["MATLAB_class"] = np.bytes_(kind)
            return node

        eeg, refs = file.create_group("EEG"), file.create_group("#refs#")
        eeg.attrs["MATLAB_class"] = np.bytes_("struct")
        for name, value in one.items():
            put(eeg, name, "double", np.array([[float(value)]]))
        put(eeg, "data", "single", (x * np.float32(0.5)).T, chunks=(2048, CHANNELS),
            compression="gzip", compression_opts=3)
        empty = put(eeg, "event", "double", np.zeros(2, "u8"))
        empty.attrs["MATLAB_empty"] = np.uint8(1)
        labels = [put(refs, name, "char", np.array([[ord(c)] for c in name], "u2")).ref
                  for name in NAMES]
        places = eeg.create_group("chanlocs")
        places.attrs["MATLAB_class"] = np.bytes_("struct")
        places["labels"] = np.array(labels, dtype=h5py.ref_dtype).reshape(-1, 1)
    with open(path, "r+b") as file:
        file.write(b"MATLAB 7.3 MAT-file".ljust(124) + b"\x00\x02IM")


def write_gdf(x):
    count, seconds = CHANNELS, SAMPLES // RATE_HZ
    head = b"GDF 2.20" + bytes(176) + np.array([count + 1], "<u2").tobytes() + bytes(50)
    head += np.array([seconds], "<i8").tobytes() + np.array([1, 1], "<u4").tobytes()
    head += np.array([count, 0], "<u2").tobytes()
    own = b"".join(name.encode().ljust(16) for name in NAMES) + bytes(86 * count)
    own += np.full(count, 4275, "<u2").tobytes()
    for edge in (-16384.0, 16383.5, -32768.0, 32767.0):
        own += np.full(count, edge, "<f8").tobytes()
    own += bytes(80 * count) + np.full(count, RATE_HZ, "<u4").tobytes()
    own += np.full(count, 3, "<u4").tobytes() + bytes(32 * count)
    records = x.reshape(count, seconds, RATE_HZ).transpose(1, 0, 2)
    (FOLDER / "one.gdf").write_bytes(head + own + records.tobytes())


READERS = {
    "brainvision": lambda: mne.io.read_raw_brainvision(FOLDER / "bv.vhdr", preload=True),
    "fdt": lambda: mne.io.read_raw_eeglab(FOLDER / "beside.set", preload=True),
    "set": lambda: mne.io.read_raw_eeglab(FOLDER / "inside.set", preload=True),
    "set73": lambda: mne.io.read_raw_eeglab(FOLDER / "version73.set", preload=True),
    "gdf": lambda: mne.io.read_raw_gdf(FOLDER / "one.gdf", preload=True),
}


def timed(read):
    raw = read()
    check = float(np.sqrt(np.mean((raw.get_data() * 1e6) ** 2)))
    least = np.inf
    for _ in range(10):
        start = time.process_time()
        raw = read()
        least = min(least, time.process_time() - start)
    return {"seconds": least, "check": check}


if "--write" in sys.argv:
    x = signal()
    write_brainvision(x)
    write_eeglab(x)
    write_eeglab73(x)
    write_gdf(x)
else:
    print(json.dumps({name: timed(read) for name, read in READERS.items()}))
