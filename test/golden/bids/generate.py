"""Writes a small BIDS folder with mne-bids, and what mne-bids reads from it.

    python test/golden/bids/generate.py

Two subjects, two sessions, two runs; scalp positions, a bad channel, an EOG and a trigger channel,
events. One sidecar is moved up, so that it is found by inheritance. Files are stored whole, as
base64.
"""

import base64
import datetime
import importlib.metadata
import json
import pathlib
import tempfile
import warnings

import mne
import mne_bids
import numpy as np

warnings.simplefilter("ignore")
mne.set_log_level("ERROR")
HERE = pathlib.Path(__file__).parent
RATE = 100


def recording(seed):
    draw = np.random.default_rng(seed)
    names = ["Fp1", "Cz", "O2", "P7", "EOG1"]
    info = mne.create_info(names, RATE, ["eeg"] * 4 + ["eog"])
    raw = mne.io.RawArray(20e-6 * draw.standard_normal((5, 3 * RATE)), info)
    raw.set_montage("standard_1005", on_missing="ignore")
    raw.info["bads"] = ["O2"] if seed % 2 else []
    raw.info["line_freq"] = 50
    raw.set_meas_date(datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc))
    onsets = [0.5, 1.25, 2]
    raw.set_annotations(mne.Annotations(onsets, [0, 0.5, 0], ["left", "right", "left"]))
    return raw


def write(root):
    for s, subject in enumerate(["01", "02"]):
        for k, (session, run) in enumerate([("a", "01"), ("a", "02"), ("b", "01")]):
            path = mne_bids.BIDSPath(subject, session, "grasp", run=run, datatype="eeg", root=root)
            mne_bids.write_raw_bids(
                recording(10 * s + k), path, format="EDF", allow_preload=True, verbose=False
            )
    # one subject's sidecars are the same in both runs of session a: they go to the session
    folder = root / "sub-02" / "ses-a"
    for k in ["01", "02"]:
        name = f"sub-02_ses-a_task-grasp_run-{k}_eeg.json"
        (folder / "eeg" / name).rename(folder / "sub-02_ses-a_task-grasp_eeg.json")


def read(root):
    found = []
    for path in mne_bids.find_matching_paths(root, suffixes="eeg", extensions=".edf"):
        raw = mne_bids.read_raw_bids(path)
        found.append(
            {
                "path": path.fpath.relative_to(root).as_posix(),
                "lineHz": raw.info["line_freq"],
                "bads": raw.info["bads"],
                "events": [
                    [float(a["onset"]), float(a["duration"]), a["description"]]
                    for a in raw.annotations
                ],
                "channels": [
                    {
                        "name": name,
                        "type": kind,
                        "positionM": [float(v) for v in ch["loc"][:3]],
                        "samples": [float(v) * 1e6 for v in x[:5]],
                    }
                    for name, kind, ch, x in zip(
                        raw.ch_names, raw.get_channel_types(), raw.info["chs"], raw.get_data()
                    )
                ],
            }
        )
    return found


with tempfile.TemporaryDirectory() as folder:
    root = pathlib.Path(folder) / "made"
    write(root)
    files = {
        p.relative_to(root).as_posix(): base64.b64encode(p.read_bytes()).decode()
        for p in sorted(root.rglob("*"))
        if p.is_file()
    }
    text = json.dumps({"files": files, "recordings": read(root)}, separators=(",", ":"))
    clean = text.replace("NaN", "null")
    (HERE / "made.json").write_text(clean + "\n")

versions = {name: importlib.metadata.version(name) for name in ["mne", "mne-bids"]}
manifest = [
    {
        "file": "made.json",
        "tool": "mne-bids",
        "version": f"mne-bids {versions['mne-bids']}, MNE {versions['mne']}",
        "command": "python test/golden/bids/generate.py",
        "tolerance": {"relative": 1e-6},
        "why": "f64 values rounded to f32; positions are text of f64",
    }
]
(HERE / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
