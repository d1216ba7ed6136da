"""EDF+ and BDF+ files that neurarrow writes, as MNE-Python and pyEDFlib read them.

    npm run build && python test/golden/written-edf/generate.py

The command writes them from arrays; their SHA-256 is kept, so that the same bytes were read by all.
"""

import hashlib
import importlib.metadata
import json
import pathlib
import subprocess
import tempfile

import mne
import numpy as np
import pyedflib

HERE = pathlib.Path(__file__).parent
COMMAND = HERE.parents[2] / "dist" / "bin" / "neurarrow.js"
mne.set_log_level("ERROR")


def signals(samples):
    draw = np.random.default_rng(7)
    scale = np.array([[30.0], [2.0], [4000.0]])
    return (scale * draw.standard_normal((3, samples))).astype("<f4")


def case(name, samples, rate, ending, folder):
    x = signals(samples)
    np.save(folder / "a.npy", x)
    events = [
        {"onsetS": 0.25, "durationS": 0.5, "label": "Auge geöffnet"},
        {"onsetS": 1, "durationS": 0, "label": "go"},
    ]
    channels = ["Fp1", {"name": "EOG left", "type": "eog"}, {"name": "Pulse", "unit": "bpm"}]
    facts = {"rateHz": rate, "unit": "uV", "channels": channels, "events": events}
    (folder / "a.json").write_text(json.dumps(facts))
    out = folder / f"a.{ending}"
    subprocess.run(
        ["node", COMMAND, "convert", folder / "a.npy", "--out", out, "--force"],
        check=True, capture_output=True,
    )
    with pyedflib.EdfReader(str(out)) as own:
        kinds = ["getPhysicalMinimum", "getPhysicalMaximum", "getSampleFrequency"]
        by_pyedflib = {
            "ranges": [[getattr(own, kind)(c) for kind in kinds] for c in range(3)],
            "labels": own.getSignalLabels(),
            "units": [own.getPhysicalDimension(c) for c in range(3)],
            "samples": [own.readSignal(c).tolist() for c in range(3)],
            "annotations": [
                [float(a), max(0.0, float(b)), str(c)] for a, b, c in zip(*own.readAnnotations())
            ],
        }
    read = mne.io.read_raw_edf if ending == "edf" else mne.io.read_raw_bdf
    raw = read(out, preload=True)
    volts = raw.get_data()[:2] * 1e6
    assert np.allclose(volts, np.array(by_pyedflib["samples"])[:2], rtol=1e-6, atol=1e-6)
    return {
        "case": name,
        "ending": ending,
        "rateHz": rate,
        "facts": facts,
        "input": x.tolist(),
        "sha256": hashlib.sha256(out.read_bytes()).hexdigest(),
        "mneAnnotations": [
            [float(a["onset"]), float(a["duration"]), a["description"]] for a in raw.annotations
        ],
        **by_pyedflib,
    }


with tempfile.TemporaryDirectory() as folder:
    place = pathlib.Path(folder)
    found = [
        case("whole seconds", 300, 100, "edf", place),
        case("24 bits", 256, 128, "bdf", place),
        case("filled up", 211, 128, "edf", place),
    ]
(HERE / "written.json").write_text(json.dumps(found, separators=(",", ":")) + "\n")
versions = [f"{name} {importlib.metadata.version(name)}" for name in ["mne", "pyedflib"]]
manifest = [
    {
        "file": "written.json",
        "tool": "MNE, pyEDFlib",
        "version": ", ".join(versions),
        "command": "python test/golden/written-edf/generate.py",
        "tolerance": {"steps": 0.51},
        "why": "half a step of the integers, and the rounding of f32",
    }
]
(HERE / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
