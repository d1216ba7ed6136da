"""Writes positions of electrodes as MNE-Python gives them: python3 test/golden/positions/generate.py

Needs mne and scipy. `spherical.json` is MNE's montage `spherical_1005` as it stands: places on the
unit sphere, nasion and ears on the equator. `heads.json` has the 10-10 electrodes of two heads and a
cap, the heads as directions from the centre of the sphere that fits their 10-20 electrodes best.
`standard-1005.json` has all electrodes of the montage `standard_1005` that are of the 10-05 system, as
directions of the same kind. `spheres.json` has spheres that scipy fits to electrodes.
"""

import json
import pathlib

import mne
import numpy as np
from scipy.optimize import least_squares

HERE = pathlib.Path(__file__).resolve().parent
FITTED = "Fp1 Fp2 F3 F4 F7 F8 C3 C4 T7 T8 P7 P8 P3 P4 O1 O2 Fz Cz Pz".split()


def places(name):
    return mne.channels.make_standard_montage(name).get_positions()["ch_pos"]


def directions(places, names):
    """Unit vectors from the centre of the fitted sphere, turned so that Cz is on top."""
    points = np.array([places[name] for name in FITTED])
    away = lambda p: np.linalg.norm(points - p[:3], axis=1) - p[3]  # noqa: E731
    centre = least_squares(away, [0, 0, 0.04, 0.09]).x[:3]
    found = np.array([places[name] - centre for name in names])
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    tilt = np.arctan2(*(places["Cz"] - centre)[1:])
    turn = np.array([
        [1, 0, 0],
        [0, np.cos(tilt), -np.sin(tilt)],
        [0, np.sin(tilt), np.cos(tilt)],
    ])
    return found @ turn.T


def rounded(names, values):
    return {name: [round(float(v), 4) for v in value] for name, value in zip(names, values)}


def main():
    mne.set_log_level("ERROR")
    sphere = pathlib.Path(mne.__file__).parent / "channels/data/montages/spherical_1005.tsv"
    lines = [line.split("\t") for line in sphere.read_text().splitlines()[1:]]
    exact = {name: [float(v) for v in at] for name, *at in lines}
    for fiducial in ("NAS", "LPA", "RPA"):
        del exact[fiducial]
    (HERE / "spherical.json").write_text(json.dumps(exact))
    cap = places("easycap-M1")
    names = [name for name in cap if name not in ("O9", "O10")]
    heads = {"easycap-M1": rounded(names, [cap[n] / np.linalg.norm(cap[n]) for n in names])}
    for head in ("colin27_1005", "fsaverage_1005"):
        heads[head] = rounded(names, directions(places(head), names))
    head = places("standard_1005")
    every = [name for name in exact if name in head]
    (HERE / "standard-1005.json").write_text(
        json.dumps(rounded(every, directions(head, every)), separators=(",", ":"))
    )
    (HERE / "heads.json").write_text(json.dumps(heads))
    (HERE / "spheres.json").write_text(json.dumps(spheres()))


def spheres():
    """The sphere of least squares through electrodes of two heads and of a half of one."""
    found = []
    for head in ("colin27_1005", "fsaverage_1005", "biosemi64"):
        at = places(head)
        for names in (list(at)[:64:2], [n for n in at if n[-1] in "13579"][:40]):
            points = np.array([at[name] for name in names])
            away = lambda p: np.linalg.norm(points - p[:3], axis=1) - p[3]  # noqa: E731
            fit = least_squares(away, [0, 0, 0.04, 0.09], xtol=1e-15, ftol=1e-15, gtol=1e-15).x
            found.append({"head": head, "points": points.ravel().tolist(), "sphere": fit.tolist()})
    return found


main()
