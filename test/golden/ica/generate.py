"""Makes the golden values of independent component analysis.

Usage: NEURARROW_DATA=<folder with eegmat> python generate.py   (writes beside itself)
Needs: mne scikit-learn python-picard scipy numpy mne-icalabel onnxruntime pyprep
"""
import base64
import json
import os
import pathlib
from types import SimpleNamespace

import mne
import numpy as np
import picard
import scipy
import sklearn
import mne_icalabel
import pyprep
from mne.preprocessing import ICA
from mne_icalabel.iclabel import features as icf
from mne_icalabel.iclabel.network import run_iclabel

HERE = pathlib.Path(__file__).parent
MANIFEST = []
VERSIONS = {"numpy": np.__version__, "scipy": scipy.__version__, "mne": mne.__version__,
            "scikit-learn": sklearn.__version__, "python-picard": picard.__version__,
            "mne-icalabel": mne_icalabel.__version__, "pyprep": pyprep.__version__}
mne.set_log_level("error")


def write(name, content, tool, tolerance, why):
    text = json.dumps(content, separators=(",", ":"))
    assert len(text) < 500_000, (name, len(text))
    (HERE / name).write_text(text + "\n")
    MANIFEST.append({
        "file": name, "tool": tool, "version": ", ".join(VERSIONS[t] for t in tool.split(", ")),
        "command": "python test/golden/ica/generate.py", "tolerance": tolerance, "why": why,
    })


def flat(x, digits=10):
    return [float(f"{v:.{digits}g}") for v in np.asarray(x, float).ravel()]


def mixed(seed, channels, samples, average=False):
    """Sources with heavy and light tails, mixed; multiples of 1/16 uV."""
    rng = np.random.default_rng(seed)
    t = np.arange(samples)
    kinds = [rng.laplace(size=samples), rng.uniform(-1, 1, samples), np.sin(t / 7.3),
             rng.standard_t(4, samples), np.sign(np.sin(t / 31.7)) + 0.3 * rng.normal(size=samples),
             rng.laplace(size=samples) ** 3 / 9, rng.normal(size=samples) * (1 + np.sin(t / 90.1))]
    x = rng.normal(size=(channels, channels)) @ np.stack(kinds[:channels])
    x = x * np.linspace(4, 30, channels)[:, None] + 3
    if average:
        x -= x.mean(0)
        return x
    return np.round(x * 16) / 16


def drawn(seed):
    """The generator of src/kernels/random.ts: whole numbers below a bound."""
    def mix(x):
        x = ((x ^ (x >> 16)) * 0x21F0AAAD) & 0xFFFFFFFF
        x = ((x ^ (x >> 15)) * 0x735A2D97) & 0xFFFFFFFF
        return x ^ (x >> 15)
    base = mix(seed ^ mix(0))
    counter = 0
    def integer(below):
        nonlocal counter
        counter += 1
        return mix((base + counter * 0x9E3779B9) & 0xFFFFFFFF) * below >> 32
    return integer


def infomax_orders(samples, seed=0):
    """Shuffles as src/kernels/infomax.ts does, each beginning with the last."""
    integer, order = drawn(seed), np.arange(samples)
    def permutation(n, rng):
        assert n == samples
        for i in range(n - 1, 0, -1):
            j = integer(i + 1)
            order[i], order[j] = order[j], order[i]
        return order.copy()
    return permutation


def raw_of(x, rate=200.0):
    info = mne.create_info([f"C{c}" for c in range(len(x))], rate, "eeg")
    raw = mne.io.RawArray(x * 1e-6, info)
    with raw.info._unlock():
        raw.info["highpass"] = 1.0
    return raw


def result_of(ica, raw, exclude):
    cleaned = ica.copy().apply(raw.copy(), exclude=exclude).get_data() * 1e6
    mixing = ica.pca_components_[:ica.n_components_].T @ ica.mixing_matrix_ * ica.pre_whitener_ * 1e6
    return {"components": int(ica.n_components_), "mixing": flat(mixing), "exclude": exclude,
            "cleaned": flat(cleaned[:, :40], 9)}


def fit(x, method, n_components=None, **params):
    raw = raw_of(x)
    ica = ICA(n_components=n_components, method=method, random_state=0, max_iter=2000, fit_params=params)
    ica.fit(raw)
    return result_of(ica, raw, [0, 2])


def components():
    x = mixed(1, 6, 1500)
    reduced = mixed(2, 5, 1200)
    mne.preprocessing.infomax_._random_permutation = infomax_orders(1200)
    eye = np.eye
    cases = [
        {"name": "picard", "method": "picard", "components": "rank", "x": 0,
         **{"mne": fit(x, "picard", 6, ortho=False, extended=True, tol=1e-9, w_init=eye(6))}},
        {"name": "picard, four of six", "method": "picard", "components": 4, "x": 0,
         **{"mne": fit(x, "picard", 4, ortho=False, extended=True, tol=1e-9, w_init=eye(4))}},
        {"name": "picard, share", "method": "picard", "components": 0.99, "x": 0,
         **{"mne": fit(x, "picard", 0.99, ortho=False, extended=True, tol=1e-9)}},
        {"name": "fastica parallel", "method": "fastica", "components": "rank", "x": 0,
         **{"mne": fit(x, "fastica", 6, tol=1e-15, w_init=eye(6))}},
        {"name": "fastica deflation", "method": "fasticaDeflation", "components": "rank", "x": 0,
         **{"mne": fit(x, "fastica", 6, algorithm="deflation", tol=1e-15, w_init=eye(6))}},
        {"name": "infomax", "method": "infomax", "components": "rank", "x": 1,
         **{"mne": fit(reduced, "infomax", extended=True)}},
    ]
    content = {"signals": [{"channels": 6, "x": flat(x)}, {"channels": 5, "x": flat(reduced)}], "cases": cases}
    write("components.json", content, "mne, scikit-learn, python-picard",
          {"relative": 1e-6},
          "picard and fastica: both end where the gradient is below 1e-9 or steps below 1e-15; infomax: "
          "the same blocks of samples, for the generator of random orders is replaced by ours")


def packed(x):
    """f32 in base64, which is a quarter of its length in JSON."""
    return base64.b64encode(np.asarray(x, "<f4").tobytes()).decode()


def montage_of(names, positions):
    return mne.channels.make_dig_montage(dict(zip(names, np.asarray(positions).reshape(-1, 3))), coord_frame="head")


def hashed(rows, cols):
    """The formula of `hashed` in test/linalg-golden.ts."""
    r = np.arange(rows, dtype=object)[:, None]
    c = np.arange(cols, dtype=object)[None, :]
    noise = ((r + 1) * (r + 1) * 7919 + (c + 1) * (c + 1) * 104729 + (r + 1) * (c + 3) * 31) % 65521
    return noise.astype(float) / 4096 - 8


def features():
    """Each feature by itself: sources and maps by a formula, rates whose halves lie above and below 100 Hz."""
    rng = np.random.default_rng(5)
    positions = rng.normal(size=(12, 3))
    positions[:, 2] = np.abs(positions[:, 2]) - 0.2
    positions[5] = positions[4]
    positions = np.round(positions * 1024) / 1024
    names = [f"C{c}" for c in range(12)]
    maps = hashed(3, 12)
    info = mne.create_info(names, 250.0, "eeg")
    raw = mne.io.RawArray(np.zeros((12, 10)), info)
    raw.set_montage(montage_of(names, positions))
    topo = icf._eeg_topoplot(raw, maps.T, names)
    cases = []
    for rate, samples in ((250.0, 1501), (128.0, 800), (201.0, 1300), (100.0, 700)):
        sources = hashed(3, samples).cumsum(axis=1) / 16
        sources += 5 * np.sin(2 * np.pi * 50 * np.arange(samples) / rate)
        inst = mne.io.RawArray(np.zeros((1, samples)), mne.create_info(["C0"], rate, "eeg"))
        ica = SimpleNamespace(n_components_=3)
        cases.append({"rateHz": rate, "samples": samples,
                      "psd": flat(icf._eeg_rpsd(inst, ica, sources).T, 8),
                      "autocorrelation": flat(icf._eeg_autocorr_welch(inst, ica, sources).T, 8)})
    content = {"positions": flat(positions), "images": flat(topo.transpose(3, 2, 0, 1), 8), "cases": cases}
    write("features.json", content, "mne-icalabel", {"absolute": 2e-6},
          "features are f32 of magnitude 1; our autocorrelation is rounded to f32 before it is resampled")


def quality():
    """PyPREP's measures of channels: a loud one, a noisy one, one that is alone, one that drops out."""
    rate, channels = 200, 8
    # the numbers of hashed repeat themselves; a walk and a shared walk make channels that correlate
    steps = hashed(channels + 1, 2400)
    shared = steps[-1].cumsum() / 8
    x = shared + steps[:-1] * 2
    x = x - x.mean(1, keepdims=True)
    x[1] *= 9
    x[2] += hashed(1, 2400)[0] * np.where(np.arange(2400) % 2, 60, -60)
    x[3] = np.sin(np.arange(2400) / 9) * 40 + steps[3]
    x[4, 600:1000] = 0
    x = np.round(x * 16) / 16
    raw = mne.io.RawArray(x, mne.create_info([f"C{c}" for c in range(channels)], rate, "eeg"))
    noisy = pyprep.NoisyChannels(raw, do_detrend=False)
    smooth = noisy._get_filtered_data().astype(np.float32)
    noisy.EEGFiltered = smooth.astype(float)
    noisy.find_bad_by_deviation()
    noisy.find_bad_by_hfnoise()
    noisy.find_bad_by_correlation()
    extra = noisy._extra_info
    content = {"rateHz": rate, "channels": channels, "x": flat(x), "smooth": packed(smooth),
               "deviation": flat(extra["bad_by_deviation"]["robust_channel_deviations"]),
               "noise": flat(extra["bad_by_hf_noise"]["hf_noise_zscores"]),
               "alone": flat(extra["bad_by_correlation"]["bad_window_fractions"]),
               "flat": flat(extra["bad_by_dropout"]["bad_window_fractions"])}
    write("quality.json", content, "pyprep", {"relative": 1e-5}, "signals are f32 here, f64 there")


def eegmat():
    """A recording at rest: decomposed, described and labelled."""
    file = pathlib.Path(os.environ["NEURARROW_DATA"]) / "eegmat" / "Subject05_2.edf"
    raw = mne.io.read_raw_edf(file, preload=True)
    raw.rename_channels(lambda name: name.replace("EEG ", ""))
    raw.drop_channels(["A2-A1", "ECG ECG"])
    raw.set_eeg_reference("average")
    montage = mne.channels.make_standard_montage("standard_1020")
    raw.set_montage(montage)
    raw._data = raw._data * 1e6
    raw._data = raw._data.astype(np.float32).astype(float) / 1e6
    ica = ICA(n_components=18, method="picard", max_iter=500,
              fit_params=dict(ortho=False, extended=True, tol=1e-7, w_init=np.eye(18)))
    ica.fit(raw)
    found = icf.get_iclabel_features(raw, ica)
    labels = run_iclabel(*found, backend="onnx")
    places = raw.get_montage().get_positions()["ch_pos"]
    topo, psd, autocorrelation = (f.transpose(3, 2, 0, 1) for f in found)
    cleaned = ica.copy().apply(raw.copy(), exclude=[0, 1]).get_data() * 1e6
    content = {"file": file.name, "channels": raw.ch_names, "positions": flat(list(places.values())),
               "topo": packed(topo), "psd": packed(psd), "autocorrelation": packed(autocorrelation),
               "labels": flat(labels, 8), "exclude": [0, 1], "cleaned": flat(cleaned[:, :20], 8)}
    write("eegmat.json", content, "mne, mne-icalabel, python-picard",
          {"features": 1e-4, "labels": 1e-3},
          "two decompositions whose gradients end below 1e-7; the network amplifies what is left")


if __name__ == "__main__":
    components()
    features()
    quality()
    eegmat()
    (HERE / "manifest.json").write_text(json.dumps(MANIFEST, indent=2) + "\n")
