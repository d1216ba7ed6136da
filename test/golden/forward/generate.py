"""Makes the golden values of potentials in a head of four spheres, and of the reference REST.

Usage: python generate.py   (writes beside itself)
Needs: numpy mne
"""
import json
import pathlib

import mne
import numpy as np
from mne.bem import _fwd_eeg_get_multi_sphere_model_coeffs as series_coefficients
from mne.forward._compute_forward_numba import _do_eeg_spherepot_coil as closed_form

HERE = pathlib.Path(__file__).parent
mne.set_log_level("error")
RADIUS = 0.09


def flat(x, digits=12):
    return [float(f"{v:.{digits}g}") for v in np.asarray(x, float).ravel()]


def places_of(count, seed):
    """Places on the upper part of the unit sphere, well apart."""
    rng, places = np.random.default_rng(seed), []
    while len(places) < count:
        p = rng.normal(size=3)
        p /= np.linalg.norm(p)
        if p[2] > -0.4 and all(np.linalg.norm(p - q) > 0.35 for q in places):
            places.append(np.round(p, 6))
    return np.array([p / np.linalg.norm(p) for p in places])


def main():
    places = places_of(26, 3)
    names = [f"E{i}" for i in range(len(places))]
    info = mne.create_info(names, 100.0, "eeg")
    montage = mne.channels.make_dig_montage(dict(zip(names, RADIUS * places)), coord_frame="head")
    info.set_montage(montage)
    sphere = mne.make_sphere_model((0.0, 0.0, 0.0), RADIUS)
    src = mne.setup_volume_source_space(sphere=sphere, pos=15.0, exclude=30.0, mindist=5.0)
    fwd = mne.make_forward_solution(info, None, src, sphere, meg=False, eeg=True, mindist=0.0)
    sources = fwd["source_rr"] / RADIUS
    gain = fwd["sol"]["data"]

    # one sphere has a closed form, and the series of several has coefficients
    some = sources[:: len(sources) // 9]
    ws, bins = np.ones(len(places)), np.arange(len(places))
    one = closed_form(some, places, ws, bins, np.zeros(3), 1.0, np.ones(1), np.ones(1) / 0.33)
    layers = [{"rel_rad": float(layer["rel_rad"]), "sigma": float(layer["sigma"])}
              for layer in sphere["layers"]]

    rng = np.random.default_rng(4)
    x = np.round(rng.normal(size=(len(names), 40)).cumsum(1) * 3 + rng.normal(size=40) * 20, 3)
    raw = mne.io.RawArray(x, info, verbose=False)
    rest, _ = mne.set_eeg_reference(raw, "REST", forward=fwd, projection=False)

    picked = np.arange(0, gain.shape[1], gain.shape[1] // 60)
    rest_by = []
    for source in picked // 3:
        rest_by.append(sources[source])
    content = {
        "places": flat(places, 16), "layers": layers, "sources": len(sources),
        "every": flat(sources[:: len(sources) // 40]),
        "coefficients": flat(series_coefficients({"layers": layers}, 121), 16),
        "some": flat(some, 16), "oneSphere": flat(one.T),
        "picked": picked.tolist(), "pickedSources": flat(rest_by, 16),
        # of a head of radius 1 m
        "gain": flat(gain[:, picked] * RADIUS**2),
        "x": flat(x), "rest": flat(rest.get_data()),
    }
    # the reference itself, given a small forward model
    small = gain[:, ::31]
    averaged = small - small.mean(0)
    content["smallGain"] = flat(small)
    data = x - x.mean(0)
    content["smallRest"] = flat(data + (small @ np.linalg.pinv(averaged, 1e-6) @ data).mean(0))
    (HERE / "forward.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
    manifest = [{
        "file": "forward.json", "tool": "mne, numpy",
        "version": f"{mne.__version__}, {np.__version__}",
        "command": "python test/golden/forward/generate.py",
        "tolerance": {"coefficients": 1e-12, "one sphere": 1e-10,
                      "reference for a given gain": 1e-6, "gain of four spheres": 0.002,
                      "REST": 0.001},
        "why": "MNE replaces the series of four spheres by three dipoles that are fitted to it; "
               "ours is the series itself. Signals are stored in f32.",
    }]
    (HERE / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(len(sources), (HERE / "forward.json").stat().st_size)


if __name__ == "__main__":
    main()
