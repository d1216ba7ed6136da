"""Small FIF files that MNE-Python writes, and what it reads from them.

    python test/golden/fif/generate.py

Files are stored whole, as base64; samples as MNE gives them, in V, T and T/m.
"""

import base64
import gzip
import importlib.metadata
import json
import pathlib
import tempfile
import warnings
from datetime import datetime, timezone

import mne
import numpy as np

warnings.simplefilter("ignore")
mne.set_log_level("ERROR")
HERE = pathlib.Path(__file__).parent
RATE = 200.0


def info():
    names = ["MEG 0111", "MEG 0112", "MEG 0113", "Fp1", "Cz", "O2", "EOG 061", "STI 014", "Puls"]
    kinds = ["mag", "grad", "grad", "eeg", "eeg", "eeg", "eog", "stim", "misc"]
    made = mne.create_info(names, RATE, kinds)
    montage = mne.channels.make_standard_montage("standard_1005")
    with made._unlock():
        made["line_freq"] = 50.0
        made["dev_head_t"] = mne.transforms.Transform(
            "meg", "head", mne.transforms.translation(0.01, 0.02, 0.03)
        )
    made.set_montage(montage, on_missing="ignore")
    for k, ch in enumerate(made["chs"][:3]):
        ch["coil_type"] = 3024 if k == 0 else 3012
        ch["loc"] = np.array([0.1, 0.02 * k, 0.05, 1, 0, 0, 0, 1, 0, 0, 0.6, 0.8])
    made["bads"] = ["Cz"]
    return made


def signals(made, seconds=1.5, seed=0):
    draw = np.random.default_rng(seed)
    scales = {"mag": 1e-12, "grad": 1e-11, "eeg": 2e-5, "eog": 1e-4, "stim": 0, "misc": 1}
    kinds = made.get_channel_types()
    x = draw.standard_normal((len(kinds), int(seconds * RATE)))
    x *= np.array([scales[kind] for kind in kinds])[:, None]
    stim = kinds.index("stim")
    x[stim, 40:50], x[stim, 120:124], x[stim, 124:130] = 5, 1, 9
    return x


def raw(seconds=0.8, first=60, dated=True):
    made = info()
    out = mne.io.RawArray(signals(made, seconds), made, first_samp=first)
    if dated:
        out.set_meas_date(datetime(2021, 3, 4, 5, 6, 7, 250000, tzinfo=timezone.utc))
    out.set_annotations(
        mne.Annotations([0.1, 0.55], [0, 0.25], ["go: left", "BAD blink"]), emit_warning=False
    )
    for name, scale in [("PCA-1", 1.0), ("PCA-2", 0.5)]:
        vector = np.random.default_rng(int(10 * scale)).standard_normal((1, 3))
        vector /= np.linalg.norm(vector)
        names = out.ch_names[:3]
        data = dict(nrow=1, ncol=3, row_names=None, col_names=names, data=vector)
        out.add_proj(mne.Projection(data=data, active=False, kind=1, desc=name, explained_var=None))
    return out


def digits(x):
    """Nine digits, which is more than f32 holds."""
    return [digits(row) for row in x] if x.ndim > 1 else [float(f"{v:.9g}") for v in x]


def files(folder, names=None):
    return {
        p.name: base64.b64encode(p.read_bytes()).decode()
        for p in sorted(folder.iterdir())
        if names is None or p.name in names
    }


def channels(inst):
    out = []
    for name, kind, ch in zip(inst.ch_names, inst.get_channel_types(), inst.info["chs"]):
        loc = ch["loc"]
        placed = bool(np.isfinite(loc[:3]).all() and loc[:3].any())
        out.append(
            {
                "name": name,
                "type": kind,
                "bad": name in inst.info["bads"],
                "position": loc[:3].tolist() if placed and kind != "stim" else None,
                "normal": loc[9:].tolist() if placed and kind in ("mag", "grad") else None,
                "coil": int(ch["coil_type"]),
            }
        )
    return out


def facts_of_raw(path, stim=True):
    read = mne.io.read_raw_fif(path, preload=True)
    codes = mne.find_events(read, shortest_event=1) if stim else np.zeros((0, 3), int)
    onsets = read.annotations.onset - read.first_time
    return {
        "firstSample": int(read.first_samp),
        "channels": channels(read),
        "samples": digits(read.get_data()),
        "annotations": [
            [float(o), float(d), t]
            for o, d, t in zip(onsets, read.annotations.duration, read.annotations.description)
            if t != "BAD_ACQ_SKIP"
        ],
        "codes": [[int(s - read.first_samp), int(c)] for s, _, c in codes],
        "projected": digits(read.copy().apply_proj().get_data()[:3]),
    }


def cases(folder):
    out = []

    def add(case, opened, facts, keep=None):
        out.append({"case": case, "open": opened, "files": files(folder, keep), **facts})
        for p in folder.iterdir():
            p.unlink()

    for fmt in ["short", "int", "single", "double"]:
        path = folder / "small_raw.fif"
        raw().save(path, fmt=fmt)
        add(fmt, path.name, facts_of_raw(path))
    path = folder / "undated_raw.fif"
    raw(dated=False, first=0).save(path)
    add("without a date", path.name, facts_of_raw(path))
    path = folder / "undated_raw.fif"
    raw(dated=False).save(path)
    add("without a date, from a later sample", path.name, facts_of_raw(path))
    path = folder / "zip_raw.fif.gz"
    raw().save(path)
    add("gzip", path.name, facts_of_raw(path))
    path = folder / "named_raw.fif"
    long = raw()
    long.rename_channels({"Fp1": "electrode number one", "Cz": "electrode number two"})
    long.save(path)
    add("long names", path.name, facts_of_raw(path))
    path = folder / "gap_raw.fif"
    raw(seconds=1.5).save(path, buffer_size_sec=0.25)
    cut_gap(path)
    add("gap", path.name, facts_of_raw(path))
    path = folder / "parts_raw.fif"
    split(path)
    add("split", path.name, facts_of_raw(path))
    out.append(epochs_case(folder))
    return out


def cut_gap(path):
    """Replaces the second of six buffers by a skip of one buffer."""
    data = bytearray(path.read_bytes())
    at, seen, out = 0, 0, bytearray()
    while True:
        kind, type_, size, next_ = np.frombuffer(data[at : at + 16], ">i4")
        if kind == 300:
            seen += 1
        piece = data[at : at + 16 + size]
        if kind == 300 and seen == 2:
            piece = np.array([301, 3, 4, 0, 1], ">i4").tobytes()
        elif kind == 101:
            piece = data[at : at + 16] + np.array([-1], ">i4").tobytes()
        elif kind == 102:
            piece = b""
        out += piece
        if next_ == -1:
            break
        at = at + 16 + size
    if kind == 102:
        out += np.array([108, 0, 0, -1], ">i4").tobytes()
    path.write_bytes(bytes(out))


def split(path):
    """Two files: MNE splits only above 1 MB, so that the second is linked by hand."""
    whole = raw(seconds=1)
    one = whole.copy().crop(0, 0.5, include_tmax=False)
    two = whole.copy().crop(0.5, None)
    one.save(path)
    second = path.with_name("parts_raw-1.fif")
    two.save(second)
    data = path.read_bytes()
    block = np.array([104, 3, 4, 0, 118], ">i4").tobytes()
    block += np.array([115, 3, 4, 0, 2], ">i4").tobytes()
    name = second.name.encode()
    block += np.array([118, 10, len(name), 0], ">i4").tobytes() + name
    block += np.array([117, 3, 4, 0, 1], ">i4").tobytes()
    block += np.array([105, 3, 4, 0, 118], ">i4").tobytes()
    # in front of the raw data, which MNE looks into for it
    at = 0
    while True:
        kind, _, size, next_ = np.frombuffer(data[at : at + 16], ">i4")
        if kind == 105 and np.frombuffer(data[at + 16 : at + 20], ">i4")[0] == 102:
            break
        at += 16 + size
    data = data[:at] + block + data[at:]
    path.write_bytes(without_directory(data))


def without_directory(data):
    """The directory and its pointer no longer hold after an insertion."""
    at, out = 0, bytearray()
    while True:
        kind, _, size, next_ = np.frombuffer(data[at : at + 16], ">i4")
        piece = data[at : at + 16 + size]
        if kind == 101:
            piece = data[at : at + 16] + np.array([-1], ">i4").tobytes()
        if kind == 102:
            piece = np.array([108, 0, 0, -1], ">i4").tobytes()
        out += piece
        if next_ == -1:
            return bytes(out)
        at += 16 + size


def epochs_case(folder):
    made = raw(seconds=2.5)
    with made.info._unlock():
        made.info["chs"][3]["cal"] = 2.5
    events = np.array([[150, 0, 1], [300, 0, 2], [420, 0, 1]])
    epochs = mne.Epochs(
        made, events, {"left: hand": 1, "right": 2}, tmin=-0.1, tmax=0.2, baseline=None,
        preload=True, proj=False, reject_by_annotation=False,
    )
    path = folder / "small-epo.fif"
    epochs.save(path)
    read = mne.read_epochs(path, proj=False)
    names = {code: name for name, code in read.event_id.items()}
    first = read.events[0, 0]
    found = {
        "case": "epochs",
        "open": path.name,
        "files": files(folder),
        "tmin": float(read.tmin),
        "channels": channels(read),
        "epochs": digits(read.get_data()),
        "events": [[float((s - first) / RATE - read.tmin), names[c]] for s, _, c in read.events],
    }
    for p in folder.iterdir():
        p.unlink()
    return found


with tempfile.TemporaryDirectory() as folder:
    found = cases(pathlib.Path(folder))
text = json.dumps(found, separators=(",", ":"))
(HERE / "fif.json.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
manifest = [
    {
        "file": "fif.json.gz",
        "tool": "MNE",
        "version": f"MNE {importlib.metadata.version('mne')}",
        "command": "python test/golden/fif/generate.py",
        "tolerance": {"relative": 6e-8},
        "why": "f64 values rounded to f32; projections are sums of three of them",
    }
]
(HERE / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
