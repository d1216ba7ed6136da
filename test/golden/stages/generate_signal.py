"""Cases of the stages of the family signal. Usage: python generate_signal.py (writes beside itself).

Needs: numpy scipy mne scikit-learn pandas nilearn meegkit
"""
import json

import meegkit.dss
import mne
import numpy as np
import pandas as pd
import scipy.signal as ss
from cases import Cases, given, made, numbers, table
from mne.channels.interpolation import _make_interpolation_matrix
from nilearn.glm.first_level.design_matrix import create_cosine_drift
from scipy.signal import filtfilt, iirnotch
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

mne.set_log_level("error")
cases = Cases("signal", "mne, numpy, scipy, scikit-learn, pandas, nilearn, meegkit",
              "samples are stored in f32, whose rounding is 6e-8 relative; the arithmetic is f64")
RATE = 100.0
NAMES = ["a", "b", "c"]
MINIMUM = {"tolerance": {"relative": 5e-4, "why": "a gain of 0 has a logarithm that is rounding noise"}}


def run(values, channels=NAMES, rate=RATE, **facts):
    return table("signals", values, channels=channels, rateHz=rate, **facts)


def raw_of(x, names, rate=RATE, kinds="eeg"):
    return mne.io.RawArray(x.copy(), mne.create_info(names, rate, kinds))


def placed(names, radius=0.095):
    """Places of the 10-20 system on a sphere about the origin, as sensors of a table and for MNE."""
    standard = mne.channels.make_standard_montage("standard_1020").get_positions()["ch_pos"]
    at = np.array([standard[n] for n in names]) - [0, -0.02, 0.04]
    at = np.round(radius * at / np.linalg.norm(at, axis=1, keepdims=True), 7)
    sensors = {n: {"type": "eeg", "frame": "head", "positionM": p.tolist()} for n, p in zip(names, at)}
    return at, {"sensors": json.dumps(sensors)}


def choosing():
    x = made(4, 30)
    wanted = raw_of(x.x, ["EEG Fp1-REF", "C3", "C4", "ECG"]).pick(["C4", "EEG Fp1-REF"]).reorder_channels(["C4", "EEG Fp1-REF"])
    cases.add("pick", {"channels": ["C4", "fp1"]}, "mne.io.Raw.pick", run(x, ["EEG Fp1-REF", "C3", "C4", "ECG"]),
              {"values": wanted.get_data(), "names": ["C4", "fp1"]})
    kinds = ["eeg", "mag", "eeg", "ecg"]
    sensors = {"sensors": json.dumps({n: {"type": k} for n, k in zip("abcd", kinds)})}
    cases.add("pick", {"types": ["eeg", "ecg"]}, "mne.io.Raw.pick", run(x, list("abcd"), meta=sensors),
              raw_of(x.x, list("abcd"), kinds=kinds).pick(["eeg", "ecg"]).get_data())
    kinds = {"ecog": "ecog", "seeg": "seeg", "mag": "mag", "grad": "grad", "refMeg": "ref_meg", "eog": "eog", "emg": "emg",
             "resp": "resp", "stim": "stim", "misc": "misc"}
    y = made(len(kinds), 5)
    names = list("abcdefghij")
    sensors = {"sensors": json.dumps({n: {"type": k} for n, k in zip(names, kinds)})}
    for at, (ours, theirs) in enumerate(kinds.items()):
        raw = raw_of(y.x, names, kinds=list(kinds.values()))
        cases.add("pick", {"types": [ours], "dropBad": False}, "mne.io.Raw.pick", run(y, names, meta=sensors),
                  {"values": raw.pick([theirs]).get_data(), "names": [names[at]]})
    bad = {"sensors": json.dumps({"b": {"type": "eeg", "bad": True}})}
    raw = raw_of(x.x, list("abcd"))
    raw.info["bads"] = ["b"]
    cases.add("pick", {"dropBad": True, "exclude": ["d"]}, "mne.pick_types", run(x, list("abcd"), meta=bad),
              raw.get_data(picks=mne.pick_types(raw.info, eeg=True, exclude=["b", "d"])))


def projections():
    x, names = made(5, 40, shared=1), list("abcde")
    vectors = np.array([[0.5, 0.1, -0.4, 0.3, 0.7], [-0.2, 0.6, 0.3, 0.5, 0.1]])
    vectors = np.linalg.qr(vectors.T)[0].T
    raw = raw_of(x.x, names)
    for k, v in enumerate(vectors):
        data = dict(nrow=1, ncol=5, row_names=None, col_names=names, data=v[None])
        raw.add_proj(mne.Projection(data=data, active=False, desc=f"P{k}", kind=1, explained_var=None))
    meta = {"projections": json.dumps([{"name": f"P{k}", "active": False, "channels": names, "vectors": [numbers(v, 17)]}
                                       for k, v in enumerate(vectors)])}
    cases.add("ssp", {}, "mne.io.Raw.apply_proj", run(x, names, meta=meta), raw.copy().apply_proj().get_data())
    one = raw.copy().del_proj(0).apply_proj()
    cases.add("ssp", {"names": ["P1"]}, "mne.io.Raw.apply_proj", run(x, names, meta=meta), one.get_data())


def references():
    x = made(3, 60, shared=1)
    for to in ("average", ["a", "c"]):
        y = mne.set_eeg_reference(raw_of(x.x, NAMES), to)[0].get_data()
        cases.add("reference", {"to": to}, "mne.set_eeg_reference", run(x), y)
    y = mne.set_bipolar_reference(raw_of(x.x, NAMES), ["a", "b"], ["b", "c"]).get_data(["a-b", "b-c"])
    cases.add("reference", {"bipolar": [["a", "b"], ["b", "c"]]}, "mne.set_bipolar_reference", run(x),
              {"values": y, "names": ["a-b", "b-c"]})
    x, kinds = made(5, 40, shared=1), ["eeg", "seeg", "eeg", "seeg", "eeg"]
    raw = raw_of(x.x, list("abcde"), kinds=kinds)
    for kind in ("eeg", "seeg"):
        raw = mne.set_eeg_reference(raw, "average", ch_type=kind)[0]
    sensors = {"sensors": json.dumps({n: {"type": k} for n, k in zip("abcde", kinds)})}
    cases.add("reference", {"to": "averageOfType"}, "mne.set_eeg_reference", run(x, list("abcde"), meta=sensors), raw.get_data())

    cap = "Fp1 Fp2 F3 F4 C3 C4 P3 P4 O1 O2 F7 F8 T3 T4 T5 T6 Fz Cz Pz A1 A2".split()
    x = made(len(cap), 12, shared=1)
    chains = {
        "tcp22": "Fp1-F7 F7-T3 T3-T5 T5-O1 Fp2-F8 F8-T4 T4-T6 T6-O2 A1-T3 T3-C3 C3-Cz Cz-C4 C4-T4 T4-A2 "
                 "Fp1-F3 F3-C3 C3-P3 P3-O1 Fp2-F4 F4-C4 C4-P4 P4-O2",
        "tcp20": "Fp1-F7 F7-T3 T3-T5 T5-O1 Fp2-F8 F8-T4 T4-T6 T6-O2 T3-C3 C3-Cz Cz-C4 C4-T4 "
                 "Fp1-F3 F3-C3 C3-P3 P3-O1 Fp2-F4 F4-C4 C4-P4 P4-O2",
        "longitudinal": "Fp1-F7 F7-T3 T3-T5 T5-O1 Fp1-F3 F3-C3 C3-P3 P3-O1 Fz-Cz Cz-Pz Fp2-F4 F4-C4 C4-P4 P4-O2 "
                        "Fp2-F8 F8-T4 T4-T6 T6-O2",
        "longitudinal16": "Fp1-F7 F7-T3 T3-T5 T5-O1 Fp1-F3 F3-C3 C3-P3 P3-O1 Fp2-F4 F4-C4 C4-P4 P4-O2 Fp2-F8 F8-T4 T4-T6 T6-O2",
        "transverse": "Fp1-Fp2 F7-F3 F3-Fz Fz-F4 F4-F8 T3-C3 C3-Cz Cz-C4 C4-T4 T5-P3 P3-Pz Pz-P4 P4-T6 O1-O2",
    }
    for name, pairs in chains.items():
        names = pairs.split()
        y = mne.set_bipolar_reference(raw_of(x.x, cap), *map(list, zip(*(p.split("-") for p in names))), drop_refs=False)
        cases.add("reference", {"bipolar": name}, "mne.set_bipolar_reference", run(x, cap),
                  {"values": y.get_data(names), "names": names})
    shaft, names = made(6, 20), ["A1", "A2", "A3", "A4", "B1", "B2"]
    pairs = [("A1", "A2"), ("A2", "A3"), ("A3", "A4"), ("B1", "B2")]
    y = mne.set_bipolar_reference(raw_of(shaft.x, names), *map(list, zip(*pairs)))
    cases.add("reference", {"shaft": "bipolar"}, "mne.set_bipolar_reference", run(shaft, names),
              y.get_data(["-".join(p) for p in pairs]))
    near = np.eye(6)
    for c, others in enumerate(([1], [0, 2], [1, 3], [2], [5], [4])):
        near[c, others] = -1 / len(others)
    cases.add("reference", {"shaft": "laplacian"}, "numpy.matmul", run(shaft, names), near @ shaft.x)


def rest():
    names = "Fp1 Fp2 F3 F4 C3 C4 P3 P4 O1 O2 F7 F8 T7 T8 P7 P8 Fz Cz Pz".split()
    x = made(len(names), 24, shared=1, smooth=4)

    def capped(radius):
        at, meta = placed(names, radius)
        raw = raw_of(x.x, names)
        raw.set_montage(mne.channels.make_dig_montage(dict(zip(names, at)), coord_frame="head"))
        return raw, meta

    raw, meta = capped(0.09)
    sphere = mne.make_sphere_model((0.0, 0.0, 0.0), 0.09)
    src = mne.setup_volume_source_space(sphere=sphere, pos=15.0, exclude=30.0, mindist=5.0)
    fwd = mne.make_forward_solution(raw.info, None, src, sphere, meg=False, eeg=True, mindist=0.0)
    y = mne.set_eeg_reference(raw, "REST", forward=fwd, projection=False)[0].get_data()
    cases.add("reference", {"to": "rest"}, "mne.set_eeg_reference", run(x, names, meta=meta), y,
              tolerance={"relative": 1e-3, "why": "MNE fits three dipoles to the series of four spheres, which we sum"})
    raw, meta = capped(0.095)
    for options, kw in (({}, {}), ({"order": 3, "ridge": 1e-3, "radiusM": 0.09, "terms": 60},
                                   dict(stiffness=3, lambda2=1e-3, sphere=(0, 0, 0, 0.09), n_legendre_terms=60))):
        y = mne.preprocessing.compute_current_source_density(raw, **{"sphere": (0, 0, 0, 0.095), **kw}).get_data()
        cases.add("sourceDensity", options, "mne.preprocessing.compute_current_source_density",
                  run(x, names, meta=meta), y)


def projects():
    x, weights = made(4, 30), given(np.random.default_rng(1).normal(size=(2, 3)))
    m = table("features", weights, pieces=2, meta={"labels": "[]", "shape": "[2,3]"})
    cases.add("project", {"to": ["u", "v"], "from": ["d", "a", "c"], "matrix": "weights.npy"}, "numpy.matmul",
              run(x, list("abcd")), {"values": weights.x.reshape(2, 3) @ x.x[[3, 0, 2]], "names": ["u", "v"]},
              tables={"weights": m})
    names = "Fp1 Fp2 F3 F4 C3 C4 P3 P4 O1 O2 T7 T8 Fz Pz".split()
    at, meta = placed(names)
    x = made(len(names), 16, shared=1)
    own, other = [n for n in names if n not in ("F4", "Pz")], ["F4", "Pz"]
    rows = [names.index(n) for n in own]
    keep = {"sensors": json.dumps({n: s for n, s in json.loads(meta["sensors"]).items()})}
    m = _make_interpolation_matrix(at[rows], at[[names.index(n) for n in other]])
    cases.add("interpolate", {"channels": other}, "mne.channels.interpolation._make_interpolation_matrix",
              run(x, names, meta=keep),
              np.stack([x.x[c] if n not in other else (m @ x.x[rows])[other.index(n)] for c, n in enumerate(names)]),
              tolerance={"relative": 2e-6, "why": "MNE solves by a pseudo-inverse, we by elimination; f32"})


def trends():
    x = made(2, 200, smooth=3)
    t = np.arange(200)
    cases.add("detrend", {"order": "constant"}, "scipy.signal.detrend", run(x, ["a", "b"]), ss.detrend(x.x, type="constant"))
    cases.add("detrend", {}, "scipy.signal.detrend", run(x, ["a", "b"]), ss.detrend(x.x))
    for degree in (None, 5):
        fit = np.polynomial.Polynomial.fit
        y = np.stack([row - fit(t, row, degree or 2)(t) for row in x.x])
        cases.add("detrend", {"order": "polynomial", **({"degree": degree} if degree else {})},
                  "numpy.polynomial.Polynomial.fit", run(x, ["a", "b"]), {"values": y})
    for low, rate in ((None, 0.5), (0.03, 0.4)):
        drift = create_cosine_drift(low or 0.008, t / rate)
        y = x.x.T - drift @ np.linalg.lstsq(drift, x.x.T, rcond=None)[0]
        cases.add("detrend", {"order": "cosine", **({"lowHz": low} if low else {})},
                  "nilearn.glm.first_level.design_matrix.create_cosine_drift", run(x, ["a", "b"], rate=rate),
                  {"values": y.T})


def filters():
    x = made(2, 700, smooth=2)
    named = ["a", "b"]

    def add(stage, options, oracle, y, **more):
        cases.add(stage, options, oracle, run(x, named), {"values": y}, **more)

    bands = {"bandpass": (4, 30), "highpass": (2, None), "lowpass": (None, 20)}
    for stage, (low, high) in bands.items():
        edges = {**({"lowHz": low} if low else {}), **({"highHz": high} if high else {})}
        fir = lambda **kw: mne.filter.filter_data(x.x, RATE, low, high, **kw)
        add(stage, edges, "mne.filter.filter_data", fir())
        add(stage, {**edges, "edge": "hold"}, "mne.filter.filter_data", fir(pad="edge"))
        add(stage, {**edges, "phase": "minimum"}, "mne.filter.filter_data", fir(phase="minimum"), **(MINIMUM if low else {}))
        for order in (None, 3):
            sos = ss.butter(order or 4, [e for e in (low, high) if e] if low and high else low or high,
                            {"bandpass": "bandpass", "highpass": "highpass", "lowpass": "lowpass"}[stage], fs=RATE, output="sos")
            more = {**edges, "method": "butterworth", **({"order": order} if order else {})}
            add(stage, more, "scipy.signal.sosfiltfilt", ss.sosfiltfilt(sos, x.x))
            add(stage, {**more, "phase": "causal"}, "scipy.signal.sosfilt", ss.sosfilt(sos, x.x))
    stop = {"lowHz": 12, "highHz": 30}
    add("bandstop", stop, "mne.filter.filter_data", mne.filter.filter_data(x.x, RATE, 30, 12))
    add("bandstop", {**stop, "edge": "hold"}, "mne.filter.filter_data", mne.filter.filter_data(x.x, RATE, 30, 12, pad="edge"))
    add("bandstop", {**stop, "transitionHz": 1.5}, "mne.filter.filter_data",
        mne.filter.filter_data(x.x, RATE, 30, 12, l_trans_bandwidth=1.5, h_trans_bandwidth=1.5))
    add("bandstop", {**stop, "phase": "minimum"}, "mne.filter.filter_data",
        mne.filter.filter_data(x.x, RATE, 30, 12, phase="minimum"))
    sos = ss.butter(3, [12, 30], "bandstop", fs=RATE, output="sos")
    iir = {**stop, "method": "butterworth", "order": 3}
    add("bandstop", iir, "scipy.signal.sosfiltfilt", ss.sosfiltfilt(sos, x.x))
    add("bandstop", {**iir, "phase": "causal"}, "scipy.signal.sosfilt", ss.sosfilt(sos, x.x))
    add("notch", {"freqHz": 20, "harmonics": 2}, "mne.filter.notch_filter", mne.filter.notch_filter(x.x, RATE, [20, 40]))
    add("notch", {"freqHz": 10, "harmonics": 3, "phase": "minimum"}, "mne.filter.notch_filter",
        mne.filter.notch_filter(x.x, RATE, [10, 20, 30], phase="minimum", trans_bandwidth=1))
    add("notch", {"freqHz": 20, "method": "iir"}, "scipy.signal.filtfilt", filtfilt(*iirnotch(20, 30, RATE), x.x))
    y = x.x
    for hz in (10, 20):
        y = ss.lfilter(*iirnotch(hz, 25, fs=RATE), y)
    add("notch", {"freqHz": 10, "harmonics": 2, "method": "iir", "q": 25, "phase": "causal"}, "scipy.signal.iirnotch", y)
    for options, filtered in (
            ({}, lambda lo, hi: ss.sosfiltfilt(ss.butter(4, [lo, hi], "bandpass", fs=RATE, output="sos"), x.x)),
            ({"order": 2, "phase": "causal"}, lambda lo, hi: ss.sosfilt(ss.butter(2, [lo, hi], "bandpass", fs=RATE, output="sos"), x.x)),
            ({"method": "fir"}, lambda lo, hi: mne.filter.filter_data(x.x, RATE, lo, hi)),
            ({"method": "fir", "phase": "minimum"}, lambda lo, hi: mne.filter.filter_data(x.x, RATE, lo, hi, phase="minimum"))):
        y = np.concatenate([filtered(4, 8), filtered(8, 12)])
        more = MINIMUM if options.get("phase") == "minimum" else {}
        add("filterBank", {"bandsHz": [[4, 8], [8, 12]], **options},
            "mne.filter.filter_data" if "method" in options else "scipy.signal.butter", y, **more)

    z = ss.hilbert(x.x)
    for kind, y in {"amplitude": np.abs(z), "power": np.abs(z) ** 2, "logPower": np.log(np.abs(z) ** 2), "phase": np.angle(z)}.items():
        add("envelope", {"as": kind}, "scipy.signal.hilbert", y,
            **({"tolerance": {"relative": 2e-6, "why": "logarithms of what f32 rounds"}} if kind == "logPower" else {}))
    for to in (40, 250):
        up, down = (2, 5) if to == 40 else (5, 2)
        add("resample", {"rateHz": to}, "scipy.signal.resample_poly", ss.resample_poly(x.x, up, down, axis=-1))
        add("resample", {"rateHz": to, "method": "fft"}, "mne.filter.resample", mne.filter.resample(x.x, to, RATE, npad="auto"))


def lines():
    rng = np.random.default_rng(11)
    t = np.arange(500) / 250
    x = rng.normal(size=(5, 5)) @ np.stack([np.sin(2 * np.pi * f * t + f) * 8 for f in (3, 7, 11, 19, 31)])
    x += rng.normal(size=x.shape) * 2 + np.outer(rng.normal(size=5), 20 * np.sin(2 * np.pi * 50 * t))
    x = given(np.round(x * 16) / 16)
    data = x.x.reshape(5, -1)
    for count in (1, 3):
        z = meegkit.dss.dss_line(data.T[..., None].copy(), 50.0, 250.0, nremove=count)[1][..., 0].T
        # the package divides two covariances by T and T - 1, and takes the mean of z away too
        z = (z - z.mean(1, keepdims=True)) * 500 / 499
        cases.add("zapline", {"freqHz": 50, "components": count}, "meegkit.dss.dss_line",
                  run(x, list("abcde"), rate=250), {"values": data - z})


def scales():
    x = made(3, 80, smooth=2)
    cases.add("rescale", {"offset": -20, "divisor": 40}, "numpy", run(x), (x.x + 20) / 40)
    z = lambda v, axis: (v - v.mean(axis, keepdims=True)) / v.std(axis, keepdims=True)
    add = lambda options, oracle, y, values=x, **kw: cases.add("standardize", options, oracle, run(values, **kw), y)
    add({"over": "channel"}, "sklearn.preprocessing.StandardScaler", StandardScaler().fit_transform(x.x.T).T)
    add({"over": "channel", "epsilon": 0.5, "clamp": 2}, "numpy.clip",
        np.clip((x.x - x.x.mean(1, keepdims=True)) / (x.x.std(1, keepdims=True) + 0.5), -2, 2))
    add({"over": "window"}, "numpy.std", z(x.x, None))
    add({"over": "channel", "method": "robust"}, "sklearn.preprocessing.RobustScaler", RobustScaler().fit_transform(x.x.T).T)
    add({"over": "channel", "method": "quantile", "quantile": 0.9}, "numpy.quantile",
        x.x / np.quantile(np.abs(x.x), 0.9, axis=1, keepdims=True))
    add({"over": "channel", "method": "range"}, "sklearn.preprocessing.MinMaxScaler", MinMaxScaler((-1, 1)).fit_transform(x.x.T).T)
    sensors = {"sensors": json.dumps({"a": {"type": "eeg"}, "b": {"type": "mag"}, "c": {"type": "eeg"}})}
    y = x.x.copy()
    y[[0, 2]], y[1] = z(x.x[[0, 2]], None), z(x.x[1], None)
    add({"over": "type"}, "numpy.std", y, meta=sensors)

    pieces = made(12, 40, seed=3, shared=1)
    windows = pieces.x.reshape(4, 3, 40)
    both = table("windows", pieces, channels=NAMES, rateHz=RATE, pieces=4)
    for method, scaler in (("z", StandardScaler), ("robust", RobustScaler), ("range", lambda: MinMaxScaler((-1, 1)))):
        flat = windows.transpose(1, 0, 2).reshape(3, -1)
        y = scaler().fit_transform(flat.T).T.reshape(3, 4, 40).transpose(1, 0, 2)
        cases.add("standardize", {"over": "recording", "method": method}, "sklearn.preprocessing", both, y)
    train, test = made(20, 3, seed=5), made(6, 3, seed=6)
    rows = lambda v, n: table("features", v, pieces=n, names=NAMES)
    for method, scaler in (("z", StandardScaler()), ("robust", RobustScaler())):
        cases.add("standardize", {"method": method}, f"sklearn.preprocessing.{type(scaler).__name__}", rows(test, 6),
                  scaler.fit(train.x).transform(test.x), train=rows(train, 20))
    cases.add("standardize", {}, "sklearn.preprocessing.StandardScaler", both,
              StandardScaler().fit(flat.T).transform(flat.T).T.reshape(3, 4, 40).transpose(1, 0, 2))

    def moving(v, factor, start, least):
        """The formula of braindecode.preprocessing.exponential_moving_standardize, by the same function of pandas."""
        frame = pd.DataFrame(v.T)
        mean = frame.ewm(alpha=factor).mean()
        apart = frame - mean
        y = np.array(apart / np.maximum(least, np.sqrt((apart * apart).ewm(alpha=factor).mean())))
        if start:
            first = v.T[:start]
            y[:start] = (first - first.mean(0)) / np.maximum(least, first.std(0))
        return y.T

    for options, y in (({"factor": 0.05}, moving(x.x, 0.05, 0, 1e-4)),
                       ({"factor": 0.02, "startS": 0.3}, moving(x.x, 0.02, 30, 1e-4)),
                       ({"factor": 0.1, "least": 12}, moving(x.x, 0.1, 0, 12))):
        cases.add("movingStandardize", options, "pandas.DataFrame.ewm", run(x), y)
    small = made(2, 60, seed=7)
    for mu in (255, 50):
        v = small.x / 16
        y = np.where(np.abs(v) > 1, np.sign(v) * np.log1p(mu * np.abs(v)) / np.log1p(mu), v)
        cases.add("stagedMuLaw", {"mu": mu}, "numpy.log1p", run(given(v), ["a", "b"]), y)


def windows():
    x = made(2, 1000, smooth=2)
    raw = raw_of(x.x, ["a", "b"])
    fixed = mne.make_fixed_length_epochs(raw, duration=2, overlap=0.5, preload=True)
    starts = np.repeat(fixed.events[:, 0] / RATE, 2)
    cases.add("window", {"lengthS": 2, "strideS": 1.5}, "mne.make_fixed_length_epochs", run(x, ["a", "b"]),
              {"values": fixed.get_data(), "columns": {"startS": starts.tolist()}})
    onsets = [0.05, 1.234, 2.5, 4.0049, 9.6]
    words = ["go", "go", "stop", "go", "go"]
    raw.set_annotations(mne.Annotations(onsets, 0, words))
    found, ids = mne.events_from_annotations(raw)
    around = mne.Epochs(raw, found, ids, -0.2, 0.5 - 1 / RATE, baseline=(-0.1, 0), preload=True)
    events = {"kind": "events", "events": [[o, 0, w] for o, w in zip(onsets, words)]}
    cases.add("window", {"around": ["*"], "tminS": -0.2, "tmaxS": 0.5, "baselineS": [-0.1, 0]}, "mne.Epochs", run(x, ["a", "b"]),
              {"values": around.get_data()}, tables={"events": events})
    go = mne.Epochs(raw, found, ids["go"], 0, 1 - 1 / RATE, baseline=None, preload=True)
    cases.add("window", {"around": ["go"], "tminS": 0, "tmaxS": 1}, "mne.Epochs", run(x, ["a", "b"]),
              {"values": go.get_data()}, tables={"events": events})
    cut = mne.make_fixed_length_epochs(raw.copy().set_annotations(None).crop(1.5, 8 - 1 / RATE), duration=2, preload=True)
    cases.add("window", {"lengthS": 2, "fromS": 1.5, "toS": 8}, "mne.io.Raw.crop", run(x, ["a", "b"]), cut.get_data())
    late = mne.Epochs(raw, found[(found[:, 2] == ids["go"]) & (found[:, 0] > 100)], ids["go"], 0, 0.3 - 1 / RATE, baseline=None, preload=True)
    cases.add("window", {"around": ["*"], "where": "label == 'go' and onsetS > 1", "tminS": 0, "tmaxS": 0.3}, "mne.Epochs",
              run(x, ["a", "b"]), late.get_data(), tables={"events": events})
    beyond = {"kind": "events", "events": [*events["events"], [12.5, 0, "go"]]}
    cases.add("window", {"around": ["go"], "tminS": 0, "tmaxS": 1, "outside": "drop"}, "mne.Epochs", run(x, ["a", "b"]), go.get_data(),
              tables={"events": beyond})
    first = [int(round(o * RATE)) for o, w in zip(onsets, words) if w == "go"]
    y = np.stack([np.take(x.x, np.arange(f - 20, f + 50), axis=1, mode="wrap") for f in first])
    cases.add("window", {"around": ["go"], "tminS": -0.2, "tmaxS": 0.5, "wrap": True}, "numpy.take", run(x, ["a", "b"]), y,
              tables={"events": events})
    steps = np.zeros(1000)
    for at, code in ((100, 3), (260, 1), (261, 2), (500, 3), (900, 1)):
        steps[at : at + 10] = code
    both = given(np.stack([x.x[0], steps]))
    trig = raw_of(both.x.reshape(2, -1), ["a", "STI"], kinds=["eeg", "stim"])
    found = mne.find_events(trig, "STI", consecutive="increasing", shortest_event=1)
    near = mne.Epochs(trig, found, [3], -0.1, 0.4 - 1 / RATE, baseline=None, preload=True, picks=["a", "STI"])
    cases.add("window", {"around": ["3"], "stimulus": "STI", "tminS": -0.1, "tmaxS": 0.4}, "mne.find_events",
              run(both, ["a", "STI"]), near.get_data(picks=["a", "STI"]))
    epochs = x.x.reshape(2, 5, 200).transpose(1, 0, 2)
    v = given(epochs)
    y = mne.baseline.rescale(v.x.reshape(5, 2, 200).copy(), np.arange(200) / RATE, (0.1, 0.3))
    cases.add("baseline", {"fromS": 0.1, "toS": 0.3}, "mne.baseline.rescale",
              table("windows", v, channels=["a", "b"], rateHz=RATE, pieces=5), {"values": y})


if __name__ == "__main__":
    for make in (choosing, projections, references, rest, projects, trends, filters, lines, scales, windows):
        make()
    cases.write()
