"""Writes a flat layout of electrodes as MNE-Python draws it.

    python3 test/golden/positions/generate_layout.py

Needs mne and numpy. `layout.json` has the 10-10 electrodes of the cap `easycap-M1` as unit vectors,
and where `make_eeg_layout` puts them, each axis scaled to 0..1 as brainmagick scales a layout.
"""

import json
import pathlib

import mne
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent


def main():
    mne.set_log_level("ERROR")
    places = mne.channels.make_standard_montage("easycap-M1").get_positions()["ch_pos"]
    names = list(places)
    units = {name: at / np.linalg.norm(at) for name, at in places.items()}
    info = mne.create_info(names, 100.0, "eeg")
    # no fiducials: the places are in the axes of the head already
    info.set_montage(mne.channels.make_dig_montage({n: 0.095 * v for n, v in units.items()}, coord_frame="head"))
    layout = mne.channels.make_eeg_layout(info, csd=False)
    centres = layout.pos[:, :2] + layout.pos[:, 2:] / 2
    flat = (centres - centres.min(axis=0)) / np.ptp(centres, axis=0)
    at = dict(zip(layout.names, flat.tolist(), strict=True))
    found = {
        "names": names,
        "places": [units[name].tolist() for name in names],
        "layout": [at[name] for name in names],
    }
    (HERE / "layout.json").write_text(json.dumps(found, separators=(",", ":")))


main()
