"""Weights of spherical splines as MNE makes them. Usage: python3 test/golden/interpolation/generate.py"""
import json
import pathlib

import mne
import numpy as np
from mne.channels.interpolation import _make_interpolation_matrix

FOLDER = pathlib.Path(__file__).parent


def main():
    montage = mne.channels.make_standard_montage("standard_1020").get_positions()["ch_pos"]
    known = [n for n in "Fp1 Fp2 F3 F4 F7 F8 T7 T8 C3 C4 P3 P4 O1 O2 Fz Pz".split()]
    wanted = ["Cz", "P7", "P8"]
    to_array = lambda names: np.array([montage[n] for n in names]) - [0, 0, 0.04]
    weights = _make_interpolation_matrix(to_array(known), to_array(wanted))
    found = {
        "known": to_array(known).ravel().tolist(),
        "wanted": to_array(wanted).ravel().tolist(),
        "weights": weights.ravel().tolist(),
    }
    (FOLDER / "spherical-spline.json").write_text(json.dumps(found) + "\n")
    manifest = [
        {
            "file": "spherical-spline.json",
            "tool": "mne",
            "version": mne.__version__,
            "command": "python3 test/golden/interpolation/generate.py",
            "tolerance": {"absolute": 1e-6},
            "why": "the system is badly conditioned; MNE solves it by a pseudo-inverse, we by elimination",
        }
    ]
    (FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()
