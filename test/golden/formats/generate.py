"""Writes small recordings in several formats, and what MNE-Python reads from them.

    python test/golden/formats/generate.py brainvision|eeglab|gdf|mat|all

Files are stored whole, as base64, so that tests need nothing else. Values are in microvolts where
MNE has volts.
"""

import base64
import json
import pathlib
import sys
import tempfile
import warnings

import mne
import numpy as np

warnings.simplefilter("ignore")
mne.set_log_level("error")
HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))


def encoded(folder):
    return {p.name: base64.b64encode(p.read_bytes()).decode() for p in sorted(folder.iterdir())}


def annotations(notes):
    return [
        {"onsetS": float(o), "durationS": float(d), "text": str(t)}
        for o, d, t in zip(notes.onset, notes.duration, notes.description)
    ]


def position(at):
    """None where MNE has no place: zeros or no numbers."""
    return at.tolist() if np.isfinite(at).all() and at.any() else None


def of_raw(raw):
    raw.load_data()
    kinds = raw.get_channel_types()
    units = getattr(raw, "_orig_units", None) or {}
    scalp = {"eeg", "eog", "ecg", "emg", "bio"}
    volts = [units.get(name, "V" if kind in scalp else "")[-1:] == "V"
             for name, kind in zip(raw.ch_names, kinds)]
    data = raw.get_data()
    started = raw.info["meas_date"]
    # MNE counts onsets from the first sample where there is a date too
    notes = raw.annotations
    return {
        "rateHz": float(raw.info["sfreq"]),
        "samples": int(raw.n_times),
        "startedAt": started and started.strftime("%Y-%m-%dT%H:%M:%S.%f"),
        "annotations": annotations(notes),
        "channels": [
            {
                "name": name,
                "type": kind,
                "position": position(at["loc"][:3]),
                "values": (row * (1e6 if is_volt else 1)).tolist(),
            }
            for name, kind, at, row, is_volt in zip(raw.ch_names, kinds, raw.info["chs"], data, volts)
        ],
    }


def cases(make):
    """Runs each case of a module in a folder of its own."""
    out = []
    for name, write in make:
        with tempfile.TemporaryDirectory() as path:
            folder = pathlib.Path(path)
            read, first = write(folder)
            out.append({"case": name, "open": first, "files": encoded(folder), **read})
    return out


def save(name, content):
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (HERE / f"{name}.json").write_text(text + "\n")


def main():
    wanted = sys.argv[1]
    for name in ("brainvision", "eeglab", "gdf", "mat"):
        if wanted in (name, "all"):
            module = __import__(f"{name}_cases")
            save(name, cases(module.CASES))
            if hasattr(module, "LONG"):
                save(f"{name}-long", cases(module.LONG))


if __name__ == "__main__":
    main()
