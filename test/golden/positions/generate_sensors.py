"""Writes what BrainOmni is told of sensors: python3 test/golden/positions/generate_sensors.py

Needs mne and numpy. `sensors.json` has electrodes on a head that is a sphere, magnetometers, planar
and axial gradiometers of an `mne.Info`, and the six columns and the type of each: the place less the
mean of its group (electrodes, coils of MEG), over the root of three times the mean squared length;
the normal of a coil, or the first axis of a planar one; 0, 1 or 2 by the name of the coil.
"""

import json
import pathlib

import mne
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
COILS = [3024, 3012, 3012, 3022, 3013, 5001, 5001, 6001, 4001, 3024]
TYPES = {3024: "mag", 3022: "mag", 4001: "mag", 5001: "mag", 6001: "mag", 3012: "grad", 3013: "grad"}


def made_up():
    """Eight electrodes and ten coils in the order in which files have them: mixed."""
    rng = np.random.default_rng(17)
    names = [f"E{i}" for i in range(8)] + [f"MEG {i:04d}" for i in range(10)]
    kinds = ["eeg"] * 8 + [TYPES[coil] for coil in COILS]
    info = mne.create_info(names, 256, kinds)
    with info._unlock():
        for k, channel in enumerate(info["chs"]):
            axes = np.linalg.qr(rng.standard_normal((3, 3)))[0]
            if k < 8:
                channel["loc"][:3] = np.array([0, 0, 0.04]) + 0.09 * axes[0]
                channel["loc"][3:] = 0
            else:
                channel["coil_type"] = named(COILS[k - 8])
                channel["loc"][:] = np.concatenate([0.12 * rng.uniform(-1, 1, 3), axes.ravel()])
    order = rng.permutation(len(names))
    return [info["chs"][k] for k in order]


def named(number):
    """The number of a coil that carries its name, as one that was read from a file does."""
    constants = mne._fiff.constants.FIFF
    return next(v for k, v in constants.items() if k.startswith("FIFFV_COIL") and v == number)


def columns(channels):
    is_eeg = np.array([int(c["kind"]) == 2 for c in channels])
    pos = np.zeros((len(channels), 6))
    types = []
    for row, channel in zip(pos, channels):
        word, loc = str(channel["coil_type"]), channel["loc"]
        row[:3] = loc[:3]
        if int(channel["kind"]) == 2:
            types.append(0)
            continue
        row[3:] = loc[3:6] if "PLANAR" in word else loc[9:12]
        types.append(1 if "MAG" in word else 2)
    for group in (is_eeg, ~is_eeg):
        xyz = pos[group, :3] - pos[group, :3].mean(0)
        pos[group, :3] = xyz / np.sqrt(3 * np.mean(np.sum(xyz**2, axis=1)))
    return pos, types


def sensor(channel):
    loc = channel["loc"].tolist()
    if int(channel["kind"]) == 2:
        return {"type": "eeg", "positionM": loc[:3], "frame": "head"}
    coil = int(channel["coil_type"])
    place = {"positionM": loc[:3], "frame": "device", "orientation": loc[9:]}
    found = {"type": TYPES[coil], **place, "coil": coil}
    return {**found, "along": loc[3:6]} if TYPES[coil] == "grad" else found


def main():
    mne.set_log_level("ERROR")
    channels = made_up()
    pos, types = columns(channels)
    sensors = {c["ch_name"]: sensor(c) for c in channels}
    text = json.dumps({"sensors": sensors, "pos": pos.ravel().tolist(), "types": types})
    (HERE / "sensors.json").write_text(text)


main()
