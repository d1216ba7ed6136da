"""Cases of the stages of the family artifact, and of independent components. Usage: python generate_artifact.py.

Needs: numpy scipy mne autoreject pyprep asrpy python-picard scikit-learn. Large inputs are those of ../cleaning and ../ica-follow.
"""
import json
import warnings
from types import SimpleNamespace

import asrpy
import autoreject
import mne
import mne.preprocessing.ica
import numpy as np
import scipy.signal
from asrpy import asr_utils
from cases import Cases, Stream, kept, made, table
from mne.preprocessing import ICA
from pyprep.find_noisy_channels import NoisyChannels

warnings.filterwarnings("ignore")
mne.set_log_level("error")
cases = Cases("artifact", "mne, autoreject, pyprep, asrpy, python-picard, scikit-learn, numpy, scipy",
              "signals are stored in f32, whose rounding is 6e-8 relative; the arithmetic is f64")


def placed(names, places, radius=0.095):
    """Electrodes on a sphere about the origin of the head: sensors of a table, and an info of MNE."""
    at = [[float(f"{v:.9g}") for v in radius * np.array(p) / np.linalg.norm(p)] for p in places]
    return {"sensors": json.dumps({n: {"type": "eeg", "frame": "head", "positionM": p} for n, p in zip(names, at)})}, np.array(at)


def info_of(names, at, rate):
    info = mne.create_info(names, rate, "eeg")
    for ch, p in zip(info["chs"], at):
        ch["loc"][:3] = p
    return info


def rejected():
    v = made(10 * 3, 100, seed=2, smooth=2, gains={"4": 3, "13": 4, "20": 0.0078125})
    x = v.x.reshape(10, 3, 100)
    windows = table("windows", v, channels=["a", "b", "c"], rateHz=100, pieces=10)
    epochs = lambda: mne.EpochsArray(x.copy(), mne.create_info(["a", "b", "c"], 100.0, "eeg"))
    add = lambda options, oracle, y, **more: cases.add("reject", options, oracle, windows, {"values": y}, **more)
    limit = float(np.sort(np.ptp(x, axis=2).max(1))[-3]) + 1
    add({"peakToPeakUv": limit, "nonFinite": False}, "mne.Epochs.drop_bad", epochs().drop_bad(reject={"eeg": limit}).get_data())
    add({"peakToPeakUv": limit}, "mne.Epochs.drop_bad", epochs().drop_bad(reject={"eeg": limit}).get_data())
    low = float(np.sort(np.ptp(x, axis=2).min(1))[1]) + 1
    add({"flatUv": low}, "mne.Epochs.drop_bad", epochs().drop_bad(flat={"eeg": low}).get_data())
    steps = np.abs(np.diff(x, axis=2)).max((1, 2)) / 10
    steep = float(np.sort(steps)[-3]) + 0.1
    add({"gradientUvPerMs": steep}, "numpy.diff", x[steps <= steep])
    long = v.x.reshape(10, 3, 100).transpose(1, 0, 2).reshape(3, -1)
    raw = mne.io.RawArray(long, mne.create_info(["a", "b", "c"], 100.0, "eeg"))
    spans = [(1.5, 0.2, "BAD_move"), (4.95, 0.3, "bad jump"), (8.2, 0.1, "blink")]
    raw.set_annotations(mne.Annotations(*map(list, zip(*spans))))
    y = mne.make_fixed_length_epochs(raw, 1.0, preload=True, reject_by_annotation=True).get_data()
    add({"badEvents": ["BAD"]}, "mne.make_fixed_length_epochs", y,
        tables={"events": {"kind": "events", "events": [list(s) for s in spans]}})
    holed = {"kind": "windows", "values": [None if i in (130, 700) else int(i) % 17 for i in range(900)], "channels": ["a"], "rateHz": 100, "pieces": 9}
    y = np.array([np.nan if w is None else w for w in holed["values"]]).reshape(9, 100)
    cases.add("reject", {"nonFinite": True}, "numpy.isfinite", holed, {"values": y[np.isfinite(y).all(1)]})


def bad():
    rate, n = 250.0, 12
    rng, places = np.random.default_rng(3), []
    while len(places) < n:
        p = rng.normal(size=3)
        p /= np.linalg.norm(p)
        if p[2] > -0.3 and all(np.linalg.norm(p - q) > 0.45 for q in places):
            places.append(np.round(p, 5))
    names = [f"E{i}" for i in range(n)]
    meta, at = placed(names, places)
    variants = {
        "none": ({}, {}),
        "flat": ({"gains": {"4": 0}}, {}),
        "loud": ({"gains": {"4": 16}}, {}),
        "noisy": ({"rough": [7], "alone": []}, {}),
        "lonely": ({"alone": [2]}, {}),
        "all": ({"gains": {"4": 16, "9": 0}, "rough": [7], "alone": [2]}, {}),
    }
    for name, (formula, options) in variants.items():
        v = made(n, int(10 * rate), seed=4, smooth=8, shared=1, **formula)
        raw = mne.io.RawArray(v.x * 1e-6, info_of(names, at, rate))
        noisy = NoisyChannels(raw, do_detrend=False, random_state=0)
        noisy.find_bad_by_nan_flat(flat_threshold=1e-9)
        noisy.find_bad_by_deviation()
        noisy.find_bad_by_hfnoise()
        noisy.find_bad_by_correlation()
        found = sorted(set(noisy.get_bads()), key=names.index)
        print(name, found, {k: w for k, w in noisy.get_bads(as_dict=True).items() if w and k != "bad_all"})
        raw.info["bads"] = found
        y = raw.copy().interpolate_bads(origin=(0, 0, 0), reset_bads=True).get_data() * 1e6 if found else v.x
        signals = table("signals", v, channels=names, rateHz=rate, meta=meta)
        cases.add("badChannels", options, "pyprep.NoisyChannels", signals, y,
                  tolerance={"relative": 3e-6, "why": "MNE solves the splines by a pseudo-inverse, we by elimination; f32"})
        if name == "all":
            cases.add("badChannels", {"repair": "none"}, "pyprep.NoisyChannels", signals, v.x)

    golden = json.loads((cases_dir / "cleaning" / "ransac.json").read_text())
    n, rate = len(golden["places"]) // 3, golden["rateHz"]
    names = [f"E{i}" for i in range(n)]
    meta, at = placed(names, np.reshape(golden["places"], (n, 3)))
    v = kept("cleaning/ransac.json", "x")
    x = v.x.reshape(n, -1)
    signals = table("signals", v, channels=names, rateHz=rate, meta=meta)
    raw = mne.io.RawArray(x * 1e-6, info_of(names, at, rate))
    off = {"correlation": 0, "deviation": 1e6, "noise": 1e6}

    def repaired(found):
        raw.info["bads"] = found
        return raw.copy().interpolate_bads(origin=(0, 0, 0), reset_bads=True).get_data() * 1e6

    noisy = NoisyChannels(raw, do_detrend=False, random_state=0)
    noisy.find_bad_by_ransac(n_samples=50)
    print("ransac", noisy.bad_by_ransac)
    cases.add("badChannels", {**off, "ransac": {"sets": 50, "setShare": 0.25, "correlation": 0.75, "badShare": 0.4, "windowS": 5}},
              "pyprep.NoisyChannels.find_bad_by_ransac", signals, repaired(noisy.bad_by_ransac),
              tolerance={"relative": 3e-6, "why": "MNE solves the splines by a pseudo-inverse, we by elimination; f32"})
    logs = np.log(scipy.signal.welch(x, rate, nperseg=200)[1][:, 1:])
    apart = np.linalg.norm(logs[:, None] - logs[None], axis=2).sum(1) / (n - 1)
    low, high = np.percentile(apart, [25, 75])
    far = [names[c] for c in np.flatnonzero((apart < low - 2 * (high - low)) | (apart > high + 2 * (high - low)))]
    print("spectrum", far)
    cases.add("badChannels", {**off, "spectrum": 2}, "scipy.signal.welch", signals, repaired(far),
              tolerance={"relative": 3e-6, "why": "MNE solves the splines by a pseudo-inverse, we by elimination; f32"})


def windows_cleaned():
    golden = json.loads((cases_dir / "cleaning" / "autoreject.json").read_text())
    count, n = golden["windows"], golden["channels"]
    v = kept("cleaning/autoreject.json", "x")
    x = v.x.reshape(count, n, -1)
    names = [f"E{i}" for i in range(n)]
    meta, at = placed(names, np.reshape(golden["places"], (n, 3)))
    epochs = mne.EpochsArray(x * 1e-6, info_of(names, at, 100.0))
    windows = table("windows", v, channels=names, rateHz=100, pieces=count, meta=meta)
    close = {"relative": 3e-6, "why": "repaired windows are stored in f32; other splines solvers"}
    for folds in (5,):
        limit = autoreject.get_rejection_threshold(epochs, random_state=0, cv=folds, verbose=False)["eeg"]
        y = epochs.copy().drop_bad(reject={"eeg": limit}).get_data() * 1e6
        cases.add("autoreject", {"method": "global", "folds": folds}, "autoreject.get_rejection_threshold", windows, y)
    n, count = 9, 30
    spoilt = {str(w * n + c): 8 for w, c in ((2, 1), (5, 4), (9, 7), (14, 0), (21, 4), (25, 2), (27, 8))}
    spoilt |= {str(11 * n + c): 8 for c in range(n)}
    v = made(count * n, 50, seed=3, smooth=4, shared=1, gains=spoilt)
    epochs = mne.EpochsArray(v.x.reshape(count, n, 50) * 1e-6, info_of(names, at, 100.0))
    windows = table("windows", v, channels=names, rateHz=100, pieces=count, meta=meta)
    for over in ("recording", "subject"):
        ar = autoreject.AutoReject(n_interpolate=[1, 4], random_state=0, thresh_method="bayesian_optimization", verbose=False)
        y, log = ar.fit_transform(epochs.copy(), return_log=True)
        print("autoreject", ar.n_interpolate_, ar.consensus_, np.flatnonzero(log.bad_epochs), np.argwhere(log.labels == 2).tolist())
        cases.add("autoreject", {"interpolate": [1, 4], "over": over}, "autoreject.AutoReject", windows, y.get_data() * 1e6, tolerance=close)


def bursts():
    # NumPy 2.4 makes no whole number of an array of one, which asrpy asks for
    asr_utils.np = SimpleNamespace(**vars(np))
    asr_utils.np.diff = lambda v: np.diff(v)[0] if np.size(v) == 2 else np.diff(v)
    v = kept("cleaning/asr.json", "x")
    x = v.x.reshape(5, -1)
    signals = table("signals", v, channels=["Fp1", "Fp2", "C3", "C4", "O1"], rateHz=100)
    for cutoff, share, span in ((5, 0.3, None), (20, 0.1, None), (10, 0.2, [10, 32])):
        part = x if span is None else x[:, span[0] * 100 : span[1] * 100]
        clean, _ = asrpy.asr.clean_windows(part, 100.0, max_bad_chans=share)
        mixing, limits = asrpy.asr_calibrate(clean, 100.0, cutoff=cutoff, blocksize=100)
        y = asrpy.asr_process(np.concatenate([x, np.zeros((5, 25))], axis=1), 100.0, mixing, limits, mem_splits=1)[:, 25:]
        # the last step is left out by the package
        inside = np.arange(y.size).reshape(y.shape)[:, :-64].ravel()
        cases.add("asr", {"cutoff": cutoff, "badShare": share, **({"calibrateS": span} if span else {})}, "asrpy.asr_process", signals, {"values": y, "at": inside[::131]},
                  tolerance={"relative": 2e-6, "why": "signals are stored in f32; statistics of f32 amplitudes"})


def components():
    golden = json.loads((cases_dir / "ica-follow" / "follow.json").read_text())
    rate, n = golden["rateHz"], golden["channels"]
    v = kept("ica-follow/follow.json", "x")
    x = v.x.reshape(n + 2, -1)
    names = [f"C{c}" for c in range(n)] + ["EOG", "ECG"]
    samples = x.shape[1]
    raw = mne.io.RawArray(x * 1e-6, mne.create_info(names, rate, ["eeg"] * n + ["eog", "ecg"]))
    with raw.info._unlock():
        raw.info["highpass"] = 1.0
    signals = table("signals", v, channels=names, rateHz=rate)
    order, stream = np.arange(samples), Stream(0)

    def permutation(count, rng):
        """Shuffles as src/kernels/infomax.ts does, each beginning with the last."""
        for i in range(count - 1, 0, -1):
            j = int(stream.uniform() * (i + 1))
            order[i], order[j] = order[j], order[i]
        return order.copy()

    def as_filtered_here(inst, sources, target, low, high, verbose=None):
        """The filter of our other stages in place of one of 10 s with steep slopes."""
        return [mne.filter.filter_data(np.ascontiguousarray(one, float), rate, low, high) for one in (sources, target)]

    mne.preprocessing.ica._band_pass_filter = as_filtered_here
    for options, picks, band in (({"channels": names[:8]}, names[:8], None), ({"fitBandHz": [2, 30]}, names[:n], (2, 30))):
        own = raw.copy() if band is None else raw.copy().filter(*band, picks=names[:n])
        ica = ICA(n_components=len(picks), method="picard", random_state=0, max_iter=2000,
                  fit_params=dict(ortho=False, extended=True, tol=1e-9, w_init=np.eye(len(picks))))
        ica.fit(own, picks=picks)
        eog, _ = ica.find_bads_eog(raw, ch_name="EOG", l_freq=1, h_freq=10, measure="zscore", threshold=2.0)
        ecg, _ = ica.find_bads_ecg(raw, ch_name="ECG", l_freq=8, h_freq=16, measure="correlation", threshold=0.3, method="correlation")
        print(options, eog, ecg)
        y = ica.apply(raw.copy(), exclude=[*eog, *ecg]).get_data() * 1e6
        correlate = [{"channels": ["EOG"], "deviations": 2, "bandHz": [1, 10]}, {"channels": ["ECG"], "above": 0.3, "bandHz": [8, 16]}]
        cases.add("ica", {**options, "correlate": correlate}, "mne.preprocessing.ICA.find_bads_eog", signals, y,
                  tolerance={"relative": 2e-5 if band else 2e-6, "why": "both end where gradients vanish; signals, filtered too, are f32"})
        sources = ica.get_sources(own if band else raw).get_data()
        mixing = ica.pca_components_[: len(picks)].T @ ica.mixing_matrix_ * ica.pre_whitener_[0] * 1e6
        share = (mixing**2).sum(0) * sources.var(1) / np.var(own.get_data(picks) * 1e6, axis=1).sum()
        cases.add("icaComponents", {**options, "correlate": correlate}, "mne.preprocessing.ICA", signals,
                  {"values": np.c_[share, share, share, mixing.T][np.argsort(-share)], "at": np.arange(len(picks)) * (3 + len(picks))},
                  tolerance={"relative": 2e-5, "why": "both end where gradients vanish; signals, filtered too, are f32"})
    mne.preprocessing.infomax_._random_permutation = permutation
    methods = {
        "picard": ("picard", dict(ortho=False, extended=True, tol=1e-9, w_init=np.eye(n))),
        "fastica": ("fastica", dict(tol=1e-8, w_init=np.eye(n))),
        "fasticaDeflation": ("fastica", dict(algorithm="deflation", tol=1e-8, w_init=np.eye(n))),
        "infomax": ("infomax", dict(extended=True)),
    }
    for ours, (theirs, params) in methods.items():
        ica = ICA(n_components=n, method=theirs, random_state=0, max_iter=2000, fit_params=params)
        ica.fit(raw, picks="eeg")
        sources = ica.get_sources(raw).get_data()
        r = np.array([[np.corrcoef(s, one)[0, 1] for s in sources] for one in x[n:]])
        above = {"EOG": 0.6, "ECG": 0.5}
        out = sorted({k for row, name in zip(r, above) for k in np.flatnonzero(np.abs(row) > above[name])})
        print(ours, "removes", out, np.sort(np.abs(r), axis=1)[:, -2:].round(3).tolist())
        y = ica.apply(raw.copy(), exclude=out).get_data() * 1e6

        correlate = [{"channels": [name], "above": limit} for name, limit in above.items()]
        cases.add("ica", {"method": ours, "correlate": correlate}, "mne.preprocessing.ICA", signals, y,
                  tolerance={"relative": 2e-6, "why": "both end where gradients vanish or steps are of one size; signals are f32"})
        mixing = ica.pca_components_[:n].T @ ica.mixing_matrix_ * ica.pre_whitener_ * 1e6
        share = (mixing**2).sum(0) * sources.var(1) / x[:n].var(1).sum()
        rows = np.c_[share, np.abs(r).T, mixing.T][np.argsort(-share)]
        size = rows.shape[1]
        at = np.arange(rows.size)
        plain = at[at % size < 3]
        for places, turns in ((plain, {}), (at[at % size >= 3], {"turns": {"size": size, "count": n}})):
            cases.add("icaComponents", {"method": ours, "correlate": correlate}, "mne.preprocessing.ICA", signals,
                      {"values": rows, "at": places, **turns},
                      tolerance={"relative": 1e-5, "why": "both end where gradients vanish or steps are of one size; signals are f32"})


if __name__ == "__main__":
    from cases import HERE
    cases_dir = HERE.parent
    for make in (rejected, bad, windows_cleaned, bursts, components):
        make()
    cases.write()
