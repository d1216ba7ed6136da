"""Makes the golden values of components that follow the eyes or the heart.

Usage: python generate.py   (writes beside itself)
Needs: mne scikit-learn numpy
"""
import json
import pathlib

import mne
import mne.preprocessing.ica as mne_ica
import numpy as np
import sklearn

HERE = pathlib.Path(__file__).parent
RATE, SAMPLES, CHANNELS = 100.0, 1800, 10
mne.set_log_level("error")


def flat(x, digits=10):
    return [float(f"{v:.{digits}g}") for v in np.asarray(x, float).ravel()]


def recording():
    rng = np.random.default_rng(2)
    t = np.arange(SAMPLES) / RATE
    blink = sum(np.exp(-((t - s) ** 2) / 0.01) for s in np.arange(0.7, 18, 2.3))
    beat = sum(np.exp(-((t - s) ** 2) / 0.0006) for s in np.arange(0.4, 18, 0.83))
    noise = rng.laplace(size=(CHANNELS - 2, SAMPLES))
    for row in noise:
        for i in range(1, SAMPLES):
            row[i] += 0.5 * row[i - 1]
    mixing = rng.normal(size=(CHANNELS, CHANNELS - 2))
    x = 4 * mixing @ noise + np.outer(np.linspace(60, 2, CHANNELS), blink)
    x += np.outer(np.linspace(3, 9, CHANNELS), beat)
    eog = 120 * blink + rng.normal(size=SAMPLES) * 6
    ecg = 300 * beat + rng.normal(size=SAMPLES) * 20
    return np.round(np.vstack([x, eog, ecg]) * 16) / 16


def main():
    x = recording()
    names = [f"C{c}" for c in range(CHANNELS)] + ["EOG", "ECG"]
    info = mne.create_info(names, RATE, ["eeg"] * CHANNELS + ["eog", "ecg"])
    raw = mne.io.RawArray(x * 1e-6, info)
    ica = mne.preprocessing.ICA(n_components=CHANNELS, method="fastica", random_state=0,
                                max_iter=1000, fit_params={"tol": 1e-12})
    ica.fit(raw, picks="eeg")
    scale = ica.pre_whitener_.ravel()[0]
    unmixing = ica.unmixing_matrix_ @ ica.pca_components_[:CHANNELS] / scale * 1e-6
    means = ica.pca_mean_ * scale * 1e6

    steep = mne_ica._band_pass_filter

    def usual(inst, sources, target, low, high, verbose=None):
        rate = inst.info["sfreq"]
        return [mne.filter.filter_data(np.ascontiguousarray(x, float), rate, low, high)
                for x in (sources, target)]

    def case(channel, band, way, threshold):
        find = {"EOG": ica.find_bads_eog, "ECG": ica.find_bads_ecg}[channel]
        how = {"method": "correlation"} if channel == "ECG" else {}
        mne_ica._band_pass_filter = usual
        _, ours = find(raw, ch_name=channel, l_freq=band[0], h_freq=band[1], measure=way,
                       threshold=threshold, **how)
        mne_ica._band_pass_filter = steep
        bad, scores = find(raw, ch_name=channel, l_freq=band[0], h_freq=band[1], measure=way,
                           threshold=threshold, **how)
        return {"channel": channel, "bandHz": list(band), "way": way, "threshold": threshold,
                "scores": flat(scores), "usual": flat(ours), "follows": sorted(int(k) for k in bad)}

    cases = [case("EOG", (1, 10), "zscore", 2.0), case("EOG", (1, 10), "correlation", 0.5),
             case("ECG", (8, 16), "zscore", 2.0), case("ECG", (8, 16), "correlation", 0.3),
             case("ECG", (8, 16), "zscore", 1.2)]
    content = {"rateHz": RATE, "channels": CHANNELS, "x": flat(x), "unmixing": flat(unmixing, 14),
               "means": flat(means, 14), "cases": cases}
    (HERE / "follow.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
    (HERE / "manifest.json").write_text(json.dumps([{
        "file": "follow.json", "tool": "mne, scikit-learn, numpy",
        "version": f"{mne.__version__}, {sklearn.__version__}, {np.__version__}",
        "command": "python test/golden/ica-follow/generate.py",
        "tolerance": {"correlations after one filter": 2e-6, "correlations": 0.05,
                      "components": "the same"},
        "why": "sources are filtered in f32, those of MNE in f64; MNE filters these signals twice "
               "by one of 10 s and steep slopes, ours is the filter of the other stages",
    }], indent=2) + "\n")
    print([(c["channel"], c["way"], c["follows"]) for c in cases])


main()
