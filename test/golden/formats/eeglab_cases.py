"""Data sets of EEGLAB: written with scipy as MATLAB writes them, and with eeglabio."""

import mne
import numpy as np
from eeglabio.raw import export_set
from generate import of_raw
from mat73 import write_mat73
from scipy.io import savemat

rng = np.random.default_rng(11)
NAMES = ["Fp1", "Cz", "VEOG", "ECG"]
TYPES = ["EEG", "", "EOG", "ECG"]
PLACES = [(80.8, 26.1, -4.0), (-0.6, 0.3, 87.6), None, None]


def chanlocs(scale=1.0):
    rows = []
    for name, kind, place in zip(NAMES, TYPES, PLACES):
        at = [np.array(v * scale) for v in place] if place else [np.zeros((0, 0))] * 3
        rows.append((name, kind, *at))
    fields = ["labels", "type", "X", "Y", "Z"]
    return np.array(rows, dtype=[(f, object) for f in fields])


def events(rows, with_duration=True):
    fields = ["type", "latency"] + (["duration"] if with_duration else [])
    return np.array([tuple(r) for r in rows], dtype=[(f, object) for f in fields])


def eeg(data, trials=1, rate=128.0, **more):
    channels, points = data.shape[0], data.shape[1]
    content = {
        "setname": "made", "nbchan": float(channels), "trials": float(trials),
        "pnts": float(points), "srate": rate, "xmin": 0.0, "xmax": (points - 1) / rate,
        "times": np.arange(points) / rate, "data": data, "icaact": np.zeros((0, 0)),
        "chanlocs": chanlocs(), "event": np.zeros((0, 0)), "epoch": np.zeros((0, 0)),
        "ref": "common", "etc": {"note": "µV"},
    }
    content.update(more)
    return content


def microvolts(found):
    """MNE takes all channels for microvolts; of microvolts it makes volts by their type."""
    for channel in found["channels"]:
        if channel["type"] == "misc":
            channel["values"] = [v * 1e6 for v in channel["values"]]
    for note in found["annotations"]:  # MNE calls the number 5 of MATLAB 5.0
        note["text"] = note["text"].removesuffix(".0")
    return found


def raw_case(content, fdt=False, compressed=False, top=False):
    def write(folder):
        body = dict(content())
        if fdt:
            body["data"].astype("<f4").T.tofile(folder / "made.fdt")
            body["data"] = "made.fdt"
        variables = body if top else {"EEG": body}
        savemat(folder / "made.set", variables, do_compression=compressed, appendmat=False,
                long_field_names=True)
        raw = mne.io.read_raw_eeglab(folder / "made.set", preload=True)
        return microvolts(of_raw(raw)), "made.set"

    return write


def epochs_case(content, fdt=False):
    def write(folder):
        body = dict(content())
        data = body["data"]
        if fdt:
            data.astype("<f4").ravel(order="F").tofile(folder / "made.fdt")
            body["data"] = "made.fdt"
        savemat(folder / "made.set", {"EEG": body}, appendmat=False)
        found = mne.read_epochs_eeglab(folder / "made.set")
        values = found.get_data() * 1e6
        rate = found.info["sfreq"]
        rows = values.transpose(1, 0, 2).reshape(values.shape[1], -1)
        notes = [{"onsetS": float((e[1] - 1) / rate), "durationS": 0.0, "text": str(e[0])}
                 for e in body["event"]]
        return {
            "rateHz": float(rate), "samples": int(rows.shape[1]), "startedAt": None,
            "annotations": notes, "trials": len(values),
            "channels": [
                {"name": name, "type": kind, "position": None, "values": row.tolist()}
                for name, kind, row in zip(found.ch_names, found.get_channel_types(), rows)
            ],
        }, "made.set"

    return write


def exported(folder):
    data = rng.normal(size=(3, 41)) * 1e-5
    locations = np.array([[0.03, 0.08, 0.01], [0.0, 0.0, 0.1], [-0.05, -0.04, 0.05]])
    notes = [np.array(["go", "boundary"]), np.array([0.1, 0.2]), np.array([0.05, 0.0])]
    export_set(str(folder / "made.set"), data, 100.0, ["Fp1", "Cz", "P3"], locations, notes)
    return microvolts(of_raw(mne.io.read_raw_eeglab(folder / "made.set", preload=True))), "made.set"


def plain():
    data = (rng.normal(size=(4, 33)) * 40).astype(np.float32)
    marks = [("square", 3.0, 0.0), ("rt", 7.5, 2.0), ("boundary", 16.5, 12.0), (5.0, 20.0, 0.0)]
    return eeg(data, event=events(marks))


def doubles():
    return eeg(rng.normal(size=(4, 33)) * 40, event=events([("only", 4.0)], False))


def integers():
    return eeg(rng.integers(-900, 900, (4, 33)).astype(np.int16), chanlocs=chanlocs(0.1))


def nameless():
    return eeg(rng.normal(size=(4, 33)).astype(np.float32), chanlocs=np.zeros((0, 0)))


def epoched():
    data = (rng.normal(size=(4, 11, 3)) * 30).astype(np.float32)
    marks = [("a", 4.0, 1.0), ("b", 15.0, 2.0), ("a", 26.0, 3.0)]
    fields = ["type", "latency", "epoch"]
    event = np.array(marks, dtype=[(f, object) for f in fields])
    epoch = np.array([(1.0, "a", 0.0), (2.0, "b", 0.0), (3.0, "a", 0.0)],
                     dtype=[(f, object) for f in ("event", "eventtype", "eventlatency")])
    return eeg(data, 3, event=event, epoch=epoch, chanlocs=chanlocs())


def structs(array):
    """An array of structs of NumPy as a list of dictionaries."""
    if array.dtype.names is None:
        return np.zeros((0, 0))
    return [{name: row[name] for name in array.dtype.names} for row in array]


def hdf5_case(content, fdt=False, chunks=None, **filters):
    def write(folder):
        body = dict(content())
        rows = body["data"]
        if fdt:
            rows.astype("<f4").T.tofile(folder / "made.fdt")
            body["data"] = "made.fdt"
        for field in ("chanlocs", "event", "epoch"):
            body[field] = structs(body[field])
        write_mat73(folder / "made.set", {"EEG": body}, chunks=chunks, filters=filters)
        if rows.ndim == 3:
            flat = rows.transpose(0, 2, 1).reshape(len(rows), -1)
            channels = [{"name": n, "type": k.lower() or "eeg", "position": None,
                         "values": r.astype(float).tolist()}
                        for n, k, r in zip(NAMES, TYPES, flat)]
            return {"rateHz": body["srate"], "samples": flat.shape[1], "startedAt": None,
                    "annotations": [], "channels": channels}, "made.set"
        raw = mne.io.read_raw_eeglab(folder / "made.set", preload=True)
        return microvolts(of_raw(raw)), "made.set"

    return write


def trials():
    """Epochs of version 7.3 without events, values by construction."""
    data = (rng.normal(size=(4, 11, 3)) * 30).astype(np.float32)
    return eeg(data, 3, event=np.zeros((0, 0)), chanlocs=chanlocs())


def long(folder):
    """More samples than are read before they are wanted; channel c at time t is 1000 c + t % 97."""
    rows = np.arange(4)[:, None] * 1000.0 + np.arange(12_000) % 97
    body = eeg(rows)
    body["chanlocs"] = structs(body["chanlocs"])
    del body["times"]
    write_mat73(folder / "made.set", {"EEG": body}, chunks=(5000, 2),
                filters={"compression": "gzip", "shuffle": True})
    return {"rateHz": 128, "samples": 12_000, "startedAt": None, "annotations": [],
            "channels": []}, "made.set"


LONG = [("long", long)]

CASES = [
    ("floats inside", raw_case(plain)),
    ("floats in fdt", raw_case(plain, fdt=True)),
    ("compressed", raw_case(plain, compressed=True)),
    ("doubles inside, compressed", raw_case(doubles, compressed=True)),
    ("whole numbers, positions in cm", raw_case(integers)),
    ("without places of channels", raw_case(nameless, fdt=True)),
    ("fields as variables", raw_case(plain, top=True)),
    ("by eeglabio", exported),
    ("epochs inside", epochs_case(epoched)),
    ("epochs in fdt", epochs_case(epoched, fdt=True)),
    ("version 7.3", hdf5_case(plain)),
    ("version 7.3 in fdt", hdf5_case(plain, fdt=True)),
    ("version 7.3, deflated chunks", hdf5_case(doubles, chunks=(10, 3), compression="gzip")),
    ("version 7.3, shuffled chunks with sums",
     hdf5_case(plain, chunks=(33, 1), compression="gzip", shuffle=True, fletcher32=True)),
    ("epochs of version 7.3", hdf5_case(trials)),
]
