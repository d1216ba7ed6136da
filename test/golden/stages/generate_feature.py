"""Cases of the stages of the family feature but for decoding. Usage: python generate_feature.py (writes beside itself).

Needs: numpy scipy mne mne-connectivity scikit-learn pyriemann nilearn statsmodels tensorpac antropy fooof networkx pandas
"""
import itertools
import json
import warnings

import antropy
import mne
import mne_connectivity
import nibabel as nib
import networkx as nx
import numpy as np
import pandas as pd
import scipy.linalg as sl
import scipy.signal as ss
import scipy.stats
from cases import Cases, given, made, table
from fooof import FOOOF
from mne.decoding import CSP
from mne.decoding import csp as mne_csp
from nilearn.connectome import ConnectivityMeasure, sym_matrix_to_vec
from nilearn.maskers import NiftiMasker, NiftiSpheresMasker
from numpy.lib.stride_tricks import sliding_window_view
from pyriemann.geometry.ajd import ajd_pham
from pyriemann.geometry.mean import mean_euclid, mean_logeuclid, mean_riemann
from pyriemann.geometry.tangentspace import tangent_space
from pyriemann.spatialfilters import Xdawn
from pyriemann.transfer import TLCenter, TLScale, encode_domains
from scipy.optimize import least_squares
from scipy.spatial.distance import cdist
from scipy.stats import friedmanchisquare
from scipy.sparse import coo_array
from sklearn.covariance import OAS, EmpiricalCovariance, LedoitWolf, ledoit_wolf, oas
from sklearn.decomposition import PCA
from sklearn.feature_selection import mutual_info_classif
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from statsmodels.tsa.api import VAR
from tensorpac.methods import mean_vector_length, modulation_index

warnings.filterwarnings("ignore")
mne.set_log_level("error")
cases = Cases("feature", "mne, mne-connectivity, pyriemann, nilearn, scikit-learn, scipy, numpy, statsmodels, tensorpac, antropy, "
              "fooof, networkx, pandas", "features are stored in f32, whose rounding is 6e-8 relative; the arithmetic is f64")
RATE = 100
PAIRS = ((0, 1), (0, 2), (1, 2))


def windows(values, count, channels, rate=RATE, **facts):
    return table("windows", values, channels=channels, rateHz=rate, pieces=count, **facts)


NOISE = made(6, 200, seed=2, smooth=3, shared=1)
X = NOISE.x.reshape(2, 3, 200)
TWO = windows(NOISE, 2, ["a", "b", "c"])


def spectra():
    bands = [[1, 4], [4, 8], [8, 13], [13, 30]]
    for segment, overlap in ((1, 0.5), (0.5, 0.25)):
        n = int(segment * RATE)
        f, p = ss.welch(X, RATE, nperseg=n, noverlap=int(round(n * overlap)), axis=-1)
        chosen = bands if segment == 1 else [[2, 9], [9, 21]]
        power = np.stack([p[..., (f >= lo) & (f < hi)].mean(-1) for lo, hi in chosen], -1)
        for log, relative in itertools.product((False, True), repeat=2):
            y = power / power.sum(-1, keepdims=True) if relative else power
            cases.add("bandpower", {"bandsHz": chosen, "segmentS": segment, "overlap": overlap, "log": log, "relative": relative},
                      "scipy.signal.welch", TWO, np.log(y) if log else y)
    for bandwidth, adaptive in ((4, False), (6, True)):
        p, f = mne.time_frequency.psd_array_multitaper(X, RATE, bandwidth=bandwidth, adaptive=adaptive, normalization="full")
        y = np.stack([p[..., (f >= lo) & (f < hi)].mean(-1) for lo, hi in bands], -1)
        cases.add("bandpower", {"bandsHz": bands, "method": "multitaper", "bandwidthHz": bandwidth, "adaptive": adaptive},
                  "mne.time_frequency.psd_array_multitaper", TWO, y)
    names = ["activity", "mobility", "complexity", "skewness", "kurtosis", "lineLength", "differentialEntropy",
             "permutationEntropy", "sampleEntropy", "lempelZiv"]

    def measured(x):
        mobility, complexity = antropy.hjorth_params(x)
        return [np.var(x), mobility, complexity, scipy.stats.skew(x), scipy.stats.kurtosis(x), np.abs(np.diff(x)).mean(),
                scipy.stats.norm(scale=np.std(x)).entropy(), antropy.perm_entropy(x, order=3, normalize=True),
                antropy.sample_entropy(x), antropy.lziv_complexity(x > np.median(x), normalize=True)]

    cases.add("univariate", {"measures": names}, "antropy", TWO, [[measured(row) for row in w] for w in X])
    cases.add("univariate", {"measures": ["permutationEntropy"], "order": 5, "delay": 2}, "antropy.perm_entropy", TWO,
              [[antropy.perm_entropy(row, order=5, delay=2, normalize=True) for row in w] for w in X])
    # spectra with a slope and a rhythm
    rng = np.random.default_rng(1)
    hz = np.fft.rfftfreq(1200, 1 / RATE)
    shape = 1 / np.maximum(hz, 0.3) ** 0.7 * (1 + 3 * np.exp(-((hz - 10) ** 2) / 3))
    v = given(np.round(np.fft.irfft(np.fft.rfft(rng.normal(size=(2, 1200)), axis=-1) * shape, axis=-1) * 20, 3))
    x = v.x.reshape(2, 1200)
    for knee, how in ((False, {"mostPeaks": 3, "leastHeight": 0.1}), (True, {"mostPeaks": 1, "leastHeight": 0.2})):
        rows = []
        for row in x:
            f, p = ss.welch(row, RATE, nperseg=200)
            at = (f >= 2) & (f <= 40)
            model = FOOOF(aperiodic_mode="knee" if knee else "fixed", peak_width_limits=(1, 12), max_n_peaks=how["mostPeaks"],
                          min_peak_height=how["leastHeight"], verbose=False)
            model.fit(f[at], p[at])
            peaks = [q for q in model.peak_params_ if 8 <= q[0] < 13]
            best = max(peaks, key=lambda q: q[1]) if peaks else [0, 0, 0]
            rows.append([*model.aperiodic_params_, model.r_squared_, *best])
        cases.add("spectralSlope", {"fitHz": [2, 40], "knee": knee, "bandsHz": [[8, 13]], "segmentS": 2, **how}, "fooof.FOOOF",
                  windows(v, 1, ["a", "b"]), rows,
                  tolerance={"relative": 5e-4, "why": "both minimise the same squares; its optimiser stops when they change by 1e-8"})
    four = made(8, 150, seed=5, smooth=2, shared=1)
    x = four.x.reshape(4, 2, 150)
    wave = lambda out: mne.time_frequency.tfr_array_morlet(x, RATE, np.array([8, 13, 30]), n_cycles=5, zero_mean=True, decim=10, output=out)
    itc, power = wave("itc"), wave("avg_power")
    for measures, parts in ((["itc"], [itc]), (["power"], [power]), (["itc", "power"], [itc, power])):
        y = np.concatenate([np.stack([p[c] for p in parts]).ravel() for c in range(2)])
        cases.add("interTrial", {"frequenciesHz": [8, 13, 30], "cycles": 5, "hop": 10, "measures": measures},
                  "mne.time_frequency.tfr_array_morlet", windows(four, 4, ["a", "b"]), y)


def couplings():
    bands = [[4, 12], [12, 30]]
    how = dict(fs=RATE, window="hann", nperseg=50, noverlap=25, detrend="constant")
    # segments that share nothing are epochs; MNE-Connectivity takes both edges of a band, and its taper is the symmetric Hann
    np_hanning, np.hanning = np.hanning, lambda n: ss.get_window("hann", n)
    names = {"coherence": "coh", "imaginaryCoherence": "imcoh", "plv": "plv", "ciplv": "ciplv", "ppc": "ppc", "pli": "pli",
             "wpli": "wpli", "debiasedWpli": "wpli2_debiased"}
    for ours, theirs in names.items():
        rows = []
        for w in X:
            epochs = w.reshape(3, 4, 50).transpose(1, 0, 2)
            epochs = epochs - epochs.mean(-1, keepdims=True)
            con = mne_connectivity.spectral_connectivity_epochs(
                epochs, method=theirs, sfreq=RATE, mode="fourier", faverage=True, fmin=[lo - 0.1 for lo, _ in bands],
                fmax=[hi - 0.1 for _, hi in bands], verbose="error").get_data("dense")
            sign = -1 if ours == "imaginaryCoherence" else 1  # it takes the second channel first
            rows.append([sign * con[j, i] for i, j in PAIRS])
        cases.add("connectivity", {"measure": ours, "bandsHz": bands, "segmentS": 0.5, "overlap": 0},
                  "mne_connectivity.spectral_connectivity_epochs", TWO, rows)
    np.hanning = np_hanning
    f = np.fft.rfftfreq(50, 1 / RATE)
    mean = lambda row: [row[(f >= lo) & (f < hi)].mean() for lo, hi in bands]
    rows = [[mean(np.abs(ss.csd(w[i], w[j], **how)[1]) / np.sqrt(ss.welch(w[i], **how)[1] * ss.welch(w[j], **how)[1]))
             for i, j in PAIRS] for w in X]
    cases.add("connectivity", {"measure": "coherence", "bandsHz": bands, "segmentS": 0.5}, "scipy.signal.csd", TWO, rows)
    r = [np.corrcoef(np.abs(ss.hilbert(w))) for w in X]
    cases.add("connectivity", {"measure": "envelopeCorrelation"}, "scipy.signal.hilbert", TWO, [[m[i, j] for i, j in PAIRS] for m in r])
    r = mne_connectivity.envelope_correlation(X, orthogonalize="pairwise").get_data("dense")[..., 0]
    cases.add("connectivity", {"measure": "orthogonalEnvelopeCorrelation"}, "mne_connectivity.envelope_correlation", TWO,
              [[m[i, j] for i, j in PAIRS] for m in r])

    odd = made(6, 97, seed=2, smooth=3, shared=1)
    # the package fills windows up with zeros to a length that is fast; here it takes the length itself, as SciPy does
    fast, mne_connectivity.envelope.next_fast_len = mne_connectivity.envelope.next_fast_len, lambda n: n
    r = mne_connectivity.envelope_correlation(odd.x.reshape(2, 3, 97), orthogonalize="pairwise").get_data("dense")[..., 0]
    cases.add("connectivity", {"measure": "orthogonalEnvelopeCorrelation"}, "mne_connectivity.envelope_correlation",
              windows(odd, 2, ["a", "b", "c"]), [[m[i, j] for i, j in PAIRS] for m in r])
    mne_connectivity.envelope.next_fast_len = fast

    both = lambda x, band: ss.sosfiltfilt(ss.butter(3, band, "bandpass", fs=RATE, output="sos"), x, axis=-1)
    slow, fast = [[3, 6], [6, 10]], [[20, 30], [30, 45]]
    long = made(2, 600, seed=8, smooth=2)
    for ours, theirs in (("modulationIndex", lambda p, a: modulation_index(p, a, n_bins=18)), ("meanVector", mean_vector_length)):
        y = [[[float(theirs(np.angle(ss.hilbert(both(row, s)))[None, None], np.abs(ss.hilbert(both(row, q)))[None, None]).squeeze())
               for q in fast] for s in slow] for row in long.x]
        cases.add("phaseAmplitude", {"phaseHz": slow, "amplitudeHz": fast, "measure": ours}, "tensorpac.methods",
                  windows(long, 1, ["a", "b"]), y, tolerance={"relative": 2e-5, "why": "filtered windows are stored in f32"})

    x = long.x
    seg = np.fft.rfft(x.reshape(2, 6, 100), axis=-1)
    whole = np.abs(np.fft.rfft(x, axis=-1)) ** 2
    rows = []
    for c in range(2):
        for hz in (5, 10):
            k = hz * 6
            near = [i for i in range(k - 6, k + 7) if abs(i - k) > 1]
            phasors = seg[c, :, hz] / np.abs(seg[c, :, hz])
            rows += [2 * np.abs(seg[c, :, hz].mean()) / 100, whole[c, k] / whole[c, near].mean(), np.abs(phasors.mean())]
    cases.add("frequencyTagging", {"frequenciesHz": [5, 10], "measures": ["amplitude", "snr", "itc"]}, "numpy.fft.rfft",
              windows(long, 1, ["a", "b"]), rows)
    many = made(1, 4000, seed=8)
    tagged = given(many.x + 5 * np.sin(2 * np.pi * 7 * np.arange(4000) / RATE))
    seg = np.fft.rfft(tagged.x.reshape(40, 100), axis=-1)
    for hz in (7, 11, 16, 23):
        z = 40 * np.abs((seg[:, hz] / np.abs(seg[:, hz])).mean()) ** 2
        # Rayleigh's test, Zar (2010), equation 27.4
        p = np.exp(np.sqrt(1 + 4 * 40 + 4 * (40**2 - 40 * z)) - (1 + 2 * 40))
        cases.add("frequencyTagging", {"frequenciesHz": [hz], "measures": ["p"]}, "Rayleigh's test", windows(tagged, 1, ["a"]), [p],
                  tolerance={"absolute": 0.05, "why": "999 sets of random phases against the probability in closed form"})

    hz, cross = ss.csd(x[1], x[:1], **how)
    own, stimulus, coherence = ss.welch(x[:1], **how)[1], ss.welch(x[1], **how)[1], ss.coherence(x[1], x[:1], **how)[1]
    mean = lambda a: [a[0, (hz >= lo) & (hz < hi)].mean() for lo, hi in bands]
    y = [mean(own), mean(np.abs(cross)), mean(coherence), mean(np.abs(cross) / stimulus)]
    cases.add("stimulusResponse", {"stimulus": "s", "bandsHz": bands, "segmentS": 0.5,
                                   "measures": ["response", "crossSpectrum", "coherence", "gain"]}, "scipy.signal.csd",
              windows(long, 1, ["a", "s"]), y)
    a, b = x[1] - x[1].mean(), x[0] - x[0].mean()
    r = ss.correlate(b, a, "full")[599:599 + 21] / np.sqrt((a @ a) * (b @ b))
    k = int(np.abs(r).argmax())
    cases.add("stimulusResponse", {"stimulus": "s", "bandsHz": bands, "maxDelayS": 0.2, "measures": ["delay", "correlation"],
                                   "segmentS": 0.5}, "scipy.signal.correlate", windows(long, 1, ["a", "s"]), [k / RATE, r[k]])


def directed():
    noise = made(3, 300, seed=4).x
    x = np.zeros_like(noise)
    for t in range(300):
        x[:, t] = noise[:, t] - noise.mean(1)
        if t > 1:
            x[0, t] += 0.6 * x[0, t - 1] - 0.4 * x[0, t - 2]
            x[1, t] += 0.5 * x[0, t - 1] + 0.3 * x[1, t - 1]
            x[2, t] += 0.4 * x[1, t - 2] - 0.2 * x[2, t - 1]
    v = given(np.round(x, 3))
    x = v.x.reshape(3, 300)

    def fit(rows, p):
        got = VAR(rows.T).fit(p, trend="c")
        return got.coefs, got.sigma_u_mle

    def transform(coefs, hz):
        z = np.exp(-2j * np.pi * hz / RATE)
        return np.eye(coefs.shape[1]) - sum(a * z ** (k + 1) for k, a in enumerate(coefs))

    coefs, sigma = fit(x, 3)
    bands = [[4, 8], [12, 20]]
    hz = np.concatenate([np.arange(lo, hi) for lo, hi in bands]).astype(float)
    A = np.stack([transform(coefs, f) for f in hz])
    H = np.linalg.inv(A)
    h2, a2 = np.abs(H) ** 2, np.abs(A) ** 2
    P = np.linalg.inv(H @ sigma @ H.conj().transpose(0, 2, 1))
    d = np.einsum("fii->fi", P).real
    pcoh = np.abs(P) ** 2 / (d[:, :, None] * d[:, None, :])
    ff = h2 / h2.sum((0, 2), keepdims=True)
    g2 = a2 / np.diag(sigma)[None, :, None]
    spectral, granger = np.zeros((len(hz), 3, 3)), np.zeros((3, 3))
    for j in range(3):
        others = [c for c in range(3) if c != j]
        less = fit(x[others], 3)[1]
        for r, i in enumerate(others):
            granger[i, j] = np.log(less[r, r] / sigma[i, i])
    for i, j in itertools.permutations(range(3), 2):
        c2, s2 = fit(x[[i, j]], 3)
        for f, one in enumerate(hz):
            h = np.linalg.inv(transform(c2, one))
            power = (h @ s2 @ h.conj().T)[0, 0].real
            spectral[f, i, j] = np.log(power / (power - (s2[1, 1] - s2[0, 1] ** 2 / s2[0, 0]) * np.abs(h[0, 1]) ** 2))
    found = {"dtf": h2 / h2.sum(2, keepdims=True), "ffdtf": ff, "ddtf": ff * pcoh, "pdc": a2 / a2.sum(1, keepdims=True),
             "gpdc": g2 / g2.sum(1, keepdims=True), "spectralGranger": spectral}
    one = windows(v, 1, ["a", "b", "c"])
    ways = [(j, i) for j in range(3) for i in range(3) if i != j]  # from j to i
    for measure, m in found.items():
        mean = [m[[k for k, f in enumerate(hz) if lo <= f < hi]].mean(0) for lo, hi in bands]
        cases.add("directedConnectivity", {"measure": measure, "bandsHz": bands, "order": 3}, "statsmodels.tsa.api.VAR", one,
                  [[b[i, j] for b in mean] for j, i in ways])
    cases.add("directedConnectivity", {"measure": "granger", "order": 3}, "statsmodels.tsa.api.VAR", one,
              [granger[i, j] for j, i in ways])
    orders = VAR(x.T).select_order(6)
    for criterion in ("aic", "bic"):
        p = int(getattr(orders, criterion))
        # each order on all the samples that it can have, as a fit of that order alone
        less = {j: fit(x[[c for c in range(3) if c != j]], p)[1] for j in range(3)}
        full = fit(x, p)[1]
        y = [np.log(less[j][[c for c in range(3) if c != j].index(i), [c for c in range(3) if c != j].index(i)] / full[i, i])
             for j, i in ways]
        cases.add("directedConnectivity", {"measure": "granger", "order": criterion, "maxOrder": 6}, "statsmodels.tsa.api.VAR", one, y)


def matrices(values, names, count, **facts):
    return table("matrices", values, names=names, pieces=count, **facts)


def connectomes():
    names = list("abcde")
    noise = made(15, 60, seed=3, smooth=2, shared=1)
    x = noise.x.reshape(3, 5, 60)
    three = windows(noise, 3, names)
    for estimator, of in (("sample", np.cov), ("oas", lambda w: oas(w.T)[0]), ("ledoitWolf", lambda w: ledoit_wolf(w.T)[0])):
        cases.add("covariance", {"estimator": estimator}, {"sample": "numpy.cov"}.get(estimator, "sklearn.covariance"), three,
                  [of(w) for w in x])
    for estimator, of in (("sample", lambda w: w @ w.T / 60), ("oas", lambda w: oas(w.T, assume_centered=True)[0]),
                          ("ledoitWolf", lambda w: ledoit_wolf(w.T, assume_centered=True)[0])):
        cases.add("covariance", {"estimator": estimator, "center": False}, "sklearn.covariance", three, [of(w) for w in x])
    kinds = {"correlation": "correlation", "partialCorrelation": "partial correlation", "covariance": "covariance", "precision": "precision"}
    for name, how in (("ledoitWolf", LedoitWolf), ("oas", OAS), ("sample", EmpiricalCovariance)):
        for ours, theirs in kinds.items():
            y = ConnectivityMeasure(kind=theirs, cov_estimator=how(store_precision=False)).fit_transform([w.T for w in x])
            if name == "sample" and ours in ("covariance", "precision"):
                y = y * (60 / 59 if ours == "covariance" else 59 / 60)  # ours divides by T - 1
            cases.add("connectome", {"measure": ours, "estimator": name}, "nilearn.connectome.ConnectivityMeasure", three, y)
    y = ConnectivityMeasure(kind="correlation", cov_estimator=LedoitWolf(store_precision=False)).fit_transform([w.T for w in x])
    z = np.arctanh(np.where(np.eye(5) == 1, 0, y))
    cases.add("connectome", {"fisherZ": True}, "numpy.arctanh", three, z)

    base = given(np.array([np.cov(w) for w in x]))
    m = base.x.reshape(3, 5, 5)
    own = matrices(base, names, 3)
    low = np.tril_indices(5)
    for diagonal, y in (("scaled", sym_matrix_to_vec(m)), ("discard", sym_matrix_to_vec(m, discard_diagonal=True)),
                        ("keep", m[:, low[0], low[1]])):
        cases.add("vectorize", {"diagonal": diagonal}, "nilearn.connectome.sym_matrix_to_vec", own, y)
    up = np.triu_indices(5, 1)
    cases.add("vectorize", {"triangle": "upper"}, "numpy.triu_indices", own, m[:, up[0], up[1]])
    for above in (0, 150):
        k = [np.nonzero(np.triu(np.abs(one) > above, 1)) for one in m]
        rows = np.concatenate([np.c_[i, j, one[i, j]] for one, (i, j) in zip(m, k)])
        cases.add("edges", {"above": above}, "numpy.nonzero", own,
                  {"values": rows, "columns": {"from": [names[int(r)] for r in rows[:, 0]], "to": [names[int(r)] for r in rows[:, 1]]}})
    run, length, stride = made(6, 50, seed=6), 20, 5
    r = np.stack([np.corrcoef(w.T) for w in sliding_window_view(run.x, length, axis=1)[:, ::stride].transpose(1, 2, 0)])
    r = given(np.where(np.eye(6) == 1, 1, r))
    e = r.x.reshape(-1, 6, 6)
    for percent in (10, 30, 55):
        whole, each = e > np.percentile(e, 100 - percent), np.stack([one > np.percentile(one, 100 - percent) for one in e])
        for over, kept in (("recording", whole), ("window", each)):
            for binarize in (True, False):
                cases.add("sparsify", {"keepPercent": percent, "over": over, "binarize": binarize}, "numpy.percentile",
                          matrices(r, list("abcdef"), len(e)), np.where(kept, 1 if binarize else e, 0))
    for above in (0, 0.2):
        upper = [coo_array(np.triu(np.where(np.abs(one) > np.float32(above), one, 0), 1)) for one in e]
        pairs = [sorted(zip(*one.coords, one.data)) for one in upper]
        cases.add("edges", {"above": above}, "scipy.sparse.coo_array", matrices(r, list("abcdef"), len(e)),
                  np.array([pair for graph in pairs for pair in graph]))
    long = made(20, 40, seed=7, smooth=2, shared=1)
    r = np.corrcoef(long.x)
    for above in (0.2, 0.5):
        a = np.where(r > above, r, 0)
        np.fill_diagonal(a, 0)
        g = nx.from_numpy_array((a != 0).astype(float))
        per = {"degree": [d for _, d in g.degree()], "strength": a.sum(0), "cycles": list(nx.triangles(g).values()),
               "clustering": list(nx.clustering(g).values()), "localEfficiency": [nx.global_efficiency(g.subgraph(g[v])) for v in g]}
        signals = table("signals", long, channels=[f"n{i}" for i in range(20)], rateHz=0.5)
        for name, y in per.items():
            cases.add("graph", {"measures": [name], "above": above}, "networkx", signals, y)
        parts = nx.community.greedy_modularity_communities(g)
        cases.add("graph", {"measures": ["globalEfficiency"], "above": above}, "networkx.global_efficiency", signals, [nx.global_efficiency(g)])
        cases.add("graph", {"measures": ["modularity"], "above": above}, "networkx.community.modularity", signals,
                  [nx.community.modularity(g, parts)])
    subjects = made(8 * 4, 30, seed=9, smooth=2, shared=1)
    c = given([np.cov(w) for w in subjects.x.reshape(8, 4, 30)])
    m = c.x.reshape(8, 4, 4)
    train, test = m[:6], m[6:]
    both = dict(train=matrices(given(train), list("abcd"), 6))
    input_ = matrices(given(test), list("abcd"), 2)
    for name, at in (("riemann", mean_riemann(train, tol=1e-12)), ("euclid", mean_euclid(train)), ("logEuclid", mean_logeuclid(train)),
                     ("identity", np.eye(4))):
        cases.add("tangent", {"reference": name}, "pyriemann.geometry.tangentspace.tangent_space", input_, tangent_space(test, at), **both,
                  tolerance={"relative": 2e-6, "why": "both iterations for the mean end within 1e-9 of it; matrices are f32"})
    x = subjects.x.reshape(8, 4, 30)
    measure = ConnectivityMeasure(kind="tangent", cov_estimator=EmpiricalCovariance(store_precision=False), vectorize=True)
    y = measure.fit([w.T for w in x[:6]]).transform([w.T for w in x[6:]])
    divided = lambda some: given([np.cov(w, bias=True) for w in some])
    cases.add("tangent", {"convention": "nilearn"}, "nilearn.connectome.ConnectivityMeasure", matrices(divided(x[6:]), list("abcd"), 2), y,
              train=matrices(divided(x[:6]), list("abcd"), 6), tolerance={"relative": 3e-6, "why": "matrices are kept in f32"})


def regions():
    rows = made(6, 60, seed=2)
    signals = table("signals", rows, channels=list("abcdef"), rateHz=0.5)
    amplitude = 2 * np.abs(np.fft.rfft(rows.x - rows.x.mean(1, keepdims=True), axis=1)) / 60
    f = np.fft.rfftfreq(60, 2)
    inside = (f >= 0.01 - 1e-12) & (f <= 0.08 + 1e-12)
    alff = amplitude[:, inside].mean(1)
    falff = amplitude[:, inside].sum(1) / amplitude[:, 1:].sum(1)
    for fraction, y in ((False, alff), (True, falff)):
        for over in (False, True):
            cases.add("alff", {"fraction": fraction, "overMean": over}, "numpy.fft.rfft", signals, y / y.mean() if over else y)
    shape = (4, 3, 3)
    mask = np.ones(shape)
    mask[1, 1, 1] = mask[3, 2, 2] = 0
    at = np.argwhere(mask > 0)
    affine = np.array([[-3, 0, 0, 6], [0, 3, 0, -5], [0, 0, 4, -7], [0, 0, 0, 1]], float)
    noise = made(len(at), 30, seed=5, shared=1)
    grid = {"grid": json.dumps({"shape": shape, "affine": affine.ravel().tolist()})}
    voxels = table("signals", noise, channels=[",".join(map(str, v)) for v in at], rateHz=0.5, meta=grid)
    for radius in (1, 1.5, 1.8):
        near = [np.flatnonzero(np.linalg.norm(at - place, axis=1) <= radius) for place in at]
        # Kendall's W from Friedman's statistic: chi2 = k (n - 1) W
        y = [friedmanchisquare(*noise.x[n].T).statistic / (len(n) * 29) for n in near]
        cases.add("reho", {"radius": radius}, "scipy.stats.friedmanchisquare", voxels, y)
    volume = np.zeros((*shape, 30))
    volume[tuple(at.T)] = noise.x
    image, inside = nib.Nifti1Image(volume, affine), nib.Nifti1Image(mask, affine)
    for mm, radius in (((0, -2, -3), 4.5), ((3, 1, 1), 6.0)):
        seed = NiftiSpheresMasker([mm], radius=radius, mask_img=inside, standardize=None).fit_transform(image)[:, 0]
        r = np.array([np.corrcoef(row, seed)[0, 1] for row in NiftiMasker(inside, standardize=None).fit_transform(image).T])
        cases.add("seedMap", {"mm": mm, "radiusMm": radius}, "nilearn.maskers.NiftiSpheresMasker", voxels, r)
        cases.add("seedMap", {"mm": mm, "radiusMm": radius, "fisherZ": True}, "nilearn.maskers.NiftiSpheresMasker", voxels, np.arctanh(r))
    edges = np.corrcoef(noise.x) > 0.5
    np.fill_diagonal(edges, False)
    apart, bands = cdist(*[at @ affine[:3, :3].T] * 2), [0, 3.5, 6.5, 20]
    degrees = [[(edges[i] & (apart[i] >= a) & (apart[i] < b)).sum() for a, b in zip(bands, bands[1:])] for i in range(len(at))]
    cases.add("graph", {"measures": ["degree"], "above": 0.5, "bandsMm": bands}, "scipy.spatial.distance.cdist", voxels,
              np.r_[edges.sum(1), np.ravel(degrees)])
    seed = rows.x[[1, 4]].mean(0)
    cases.add("seedMap", {"channels": ["b", "e"]}, "numpy.corrcoef", signals, [np.corrcoef(row, seed)[0, 1] for row in rows.x])


def filters():
    def mixed(classes, seed):
        x = made(60, 60, seed=seed).x.reshape(12, 5, 60)
        gain = np.ones((12, 5, 1))
        for i in range(12):
            gain[i, i % classes] = 3
            gain[i, 4] = 2
        x = x * gain
        y = x.copy()
        y[:, 1:] += 0.5 * x[:, :-1]
        return y

    names = list("abcde")
    # MNE's own joint diagonalisation ends after 15 rounds
    mne_csp._ajd_pham = lambda covs: ajd_pham(covs, eps=1e-12, n_iter_max=500)
    for classes, seed in ((2, 1), (3, 2)):
        x, y = mixed(classes, seed), np.arange(12) % classes
        words = [f"k{k}" for k in y]
        v = given(x)
        own = windows(v, 12, names, rate=60, labels={"kind": words})
        for options, kw in (({}, {}), ({"shrinkage": 0.1}, {"reg": 0.1}), ({"log": False, "components": 2}, {"n_components": 2})):
            if classes == 3 and options:
                continue
            found = CSP(**{"n_components": 4, **kw}).fit(x, y).transform(x)
            cases.add("csp", options, "mne.decoding.CSP", own, np.exp(found) if options.get("log") is False else found, target="kind",
                      **({"tolerance": {"relative": 1e-5, "why": "joint diagonalisation ends at another small step"}} if classes == 3 else {}))
        if classes == 2:
            found = CSP(n_components=4).fit(x, y).transform(x)
            known = mutual_info_classif(found, y, random_state=0)
            best = np.sort(np.argsort(-known)[:2])
            print("csp knows", known)
            cases.add("csp", {"select": 2}, "sklearn.feature_selection.mutual_info_classif", own, found[:, best], target="kind")
            covs = given([w @ w.T / 60 for w in x])
            cases.add("csp", {}, "mne.decoding.CSP", matrices(covs, names, 12, labels={"kind": words}),
                      # MNE's filters know that joined windows have 360 samples, which matrices do not say
                      CSP(n_components=4).fit(x, y).transform(x) + np.log(360 / 359), target="kind")
            dawn = Xdawn(nfilter=2).fit(x, y)
            shapes = np.stack([dawn.filters_ @ w for w in x])
            cases.add("xdawn", {"components": 2}, "pyriemann.spatialfilters.Xdawn", own,
                      {"values": shapes, "turns": {"size": 60, "count": 4}}, target="kind",
                      tolerance={"relative": 1e-5, "why": "filters of a f32 mean response"})
            long = np.concatenate([shapes, np.tile(dawn.evokeds_, (12, 1, 1))], axis=1)
            cases.add("xdawn", {"components": 2, "prototypes": True}, "pyriemann.spatialfilters.Xdawn", own,
                      {"values": long, "turns": {"size": 60, "count": 8}}, target="kind",
                      tolerance={"relative": 1e-5, "why": "filters of a f32 mean response"})
            rate, band, around = 60, (8, 12), (4, 20)
            both = lambda edges: ss.sosfiltfilt(ss.butter(2, edges, "bandpass", fs=rate, output="sos"), x, axis=-1)
            signal = both(band)
            rest = both(around) - signal
            cov = lambda a: np.mean([w @ w.T / 60 for w in a], 0)
            values, vectors = sl.eigh(cov(signal), cov(rest))
            vectors = vectors[:, np.argsort(values)[::-1]].T[:3]
            cases.add("ssd", {"bandHz": band, "aroundHz": around, "components": 3}, "scipy.linalg.eigh", own,
                      {"values": np.stack([vectors @ w for w in x]), "turns": {"size": 60, "count": 3}},
                      tolerance={"relative": 1e-5, "why": "filtered windows are stored in f32"})
    noise = made(16, 60, seed=6, shared=1)
    x = noise.x.reshape(4, 4, 60)
    four = windows(noise, 4, list("abcd"), rate=60)
    root = lambda m: sl.fractional_matrix_power(m, -0.5)
    cases.add("euclideanAlign", {}, "scipy.linalg.fractional_matrix_power", four, root(np.mean([w @ w.T / 60 for w in x], 0)) @ x)
    for estimator, of in (("ledoitWolf", lambda w: ledoit_wolf(w.T)[0]), ("oas", lambda w: oas(w.T)[0]), ("sample", np.cov)):
        cases.add("mvnn", {"estimator": estimator}, "sklearn.covariance", four, root(np.mean([of(w) for w in x], 0)) @ x)


def spaces():
    rng = np.random.default_rng(4)
    rows, test = made(24, 6, seed=3, shared=1), made(5, 6, seed=4, shared=1)
    names = list("abcdef")
    table_ = lambda v, n, **facts: table("features", v, names=names, pieces=n, **facts)
    for options, kw in (({"components": 3}, {"n_components": 3}), ({"components": 0.9}, {"n_components": 0.9}),
                        ({"components": 2, "whiten": True}, {"n_components": 2, "whiten": True})):
        y = PCA(svd_solver="full", **kw).fit(rows.x).transform(test.x)
        cases.add("pca", options, "sklearn.decomposition.PCA", table_(test, 5),
                  {"values": y, "turns": {"size": 1, "count": y.shape[1]}}, train=table_(rows, 24))
    cases.add("pickFeatures", {"features": ["b", "e*"]}, "pandas.DataFrame.filter", table_(test, 5),
              {"values": pd.DataFrame(test.x, columns=names).filter(regex="^(b|e.*)$").values, "names": ["b", "e"]})
    age = 20 + (np.arange(24) * 7) % 31
    site = np.array(list("ABC"))[(np.arange(24) * 5 + np.arange(24) // 4) % 3]
    labels = lambda a, b: {"age": a.tolist(), "site": b.tolist()}
    coded = OneHotEncoder(drop="first", sparse_output=False).fit(site[:, None])
    fit = LinearRegression().fit(np.c_[age, coded.transform(site[:, None])], rows.x)
    test_age, test_site = np.array([21, 33, 40, 45, 50]), np.array(list("BCABA"))
    y = test.x - fit.predict(np.c_[test_age, coded.transform(test_site[:, None])])
    cases.add("residualize", {"by": ["age", "site"]}, "sklearn.linear_model.LinearRegression",
              table_(test, 5, labels=labels(test_age, test_site)), y, train=table_(rows, 24, labels=labels(age, site)))
    for method in ("auto", "zscore"):
        cases.add("subjectCenter", {"method": method}, "sklearn.preprocessing.StandardScaler", table_(rows, 24),
                  StandardScaler().fit_transform(rows.x))
    noise = made(10 * 4, 30, seed=11, shared=1)
    v = given([w @ w.T / 30 for w in noise.x.reshape(10, 4, 30)])
    m = v.x.reshape(10, 4, 4)
    _, coded = encode_domains(m, np.arange(10) % 2, np.array(["A"] * 10))
    centred = TLCenter("A").fit_transform(m.copy(), coded)
    scaled = TLScale("A", centered_data=True).fit_transform(centred.copy(), coded)
    own = matrices(v, list("abcd"), 10)
    close = {"relative": 1e-5, "why": "matrices pass through f32; both iterations for the mean end near it"}
    cases.add("subjectCenter", {"method": "riemann"}, "pyriemann.transfer.TLCenter", own, centred, tolerance=close)
    cases.add("subjectCenter", {"scale": True}, "pyriemann.transfer.TLScale", own, scaled, tolerance=close)


def rotations():
    """People turned to the mean of all, round after round, as the stage says it."""
    rng = np.random.default_rng(4)
    n, classes = 4, 3
    def definite(spread):
        a = rng.normal(size=(n, n))
        values, vectors = np.linalg.eigh(a + a.T)
        return vectors @ np.diag(np.exp(spread * values / np.abs(values).max())) @ vectors.T

    slant = rng.normal(size=(n, n)) * 0.2
    turn = sl.expm(slant - slant.T)
    means = [definite(1.0) for _ in range(classes)]
    target = np.array([np.linalg.cholesky(mean) @ definite(0.2) @ np.linalg.cholesky(mean).T for mean in means for _ in range(3)])
    source = turn.T @ target @ turn
    source = np.array([0.9 * one + 0.05 * definite(0.3) for one in source])
    y = np.repeat(np.arange(classes), 3)
    v = given(np.concatenate([target, source]))
    x = v.x.reshape(18, n, n)
    people = {"A": x[:9], "B": x[9:]}
    up = np.triu_indices(n, 1)

    def nearest(own, wanted, start):
        """The rotation by which class means come nearest, from a start, by least squares over skew matrices."""
        def of(s):
            skew = np.zeros((n, n))
            skew[up] = s
            return sl.expm(skew - skew.T) @ start
        apart = lambda s: (wanted - of(s) @ own @ of(s).T).ravel()
        return of(least_squares(apart, np.zeros(len(up[0])), jac="3-point", xtol=1e-15, ftol=1e-15, gtol=1e-15).x)

    for distance in ("euclid", "logEuclid"):
        for rounds in (1, 5):
            centres = {who: np.array([mean_riemann(m[y == k], tol=1e-12) for k in range(classes)]) for who, m in people.items()}
            if distance == "logEuclid":
                centres = {who: np.array([sl.logm(m) for m in ms]) for who, ms in centres.items()}
            turns = {who: np.eye(n) for who in people}
            for _ in range(rounds):
                common = np.mean([turns[who] @ ms @ turns[who].T for who, ms in centres.items()], axis=0)
                turns = {who: nearest(ms, common, turns[who]) for who, ms in centres.items()}
            turned = np.concatenate([turns[who] @ m @ turns[who].T for who, m in people.items()])
            cases.add("rotateSubjects", {"distance": distance, "rounds": rounds}, "scipy.optimize.least_squares",
                      matrices(v, list("abcd"), 18, subjects=["A"] * 9 + ["B"] * 9, labels={"kind": [f"k{k}" for k in [*y, *y]]}),
                      turned, target="kind", tolerance={"relative": 1e-5, "why": "matrices pass through f32; both descents end near the least"})


def words():
    rows = made(4, 3, seed=1)
    ids, v = ["rest", "count", "other"], given(np.arange(6) / 4)
    labels = {"task": ["count", "rest", "count", "count"]}
    frame = pd.DataFrame(v.x.reshape(3, 2), index=ids)
    y = frame.loc[labels["task"]].values
    vectors = {"kind": "vectors", "names": ids, "values": v.spec}
    cases.add("vectors", {"table": "v.tsv", "by": "task"}, "pandas.DataFrame.loc", table("features", rows, names=list("abc"), pieces=4, labels=labels),
              {"values": y, "column": "vector"}, tables={"vectors": vectors})

    shown = made(5, 3 * 20, seed=11)
    labels = {"task": ["count", "rest", "count", "other", "rest"]}
    groups = [[0, 2], [1, 4], [3]]
    for options, parts in (
        ({"by": "task", "binS": 0.05, "tminS": -0.1, "bands": {"one": 1, "two": 1}}, [[r] for r in range(5)]),
        ({"by": "task", "binS": 0.06, "average": True}, groups),
    ):
        block = round(options["binS"] * RATE)
        cut = shown.x.reshape(5, 3, 20)[:, :, : 20 // block * block].reshape(5, 3, -1, block).mean(3).reshape(5, -1)
        own = [[labels["task"][r] for r in part][0] for part in parts]
        input = windows(shown, 5, ["a", "b", "c"], labels=labels)
        bands = ["one 0", "two 1"] if "bands" in options else ["stimulus 0", "stimulus 1"]
        given_ = {"table": "v.tsv", **options}
        cases.add("stimulusWindows", given_, "pandas.DataFrame.loc", input, {"values": frame.loc[own].values, "names": bands}, tables={"vectors": vectors})
        cases.add("stimulusWindows", given_, "numpy.mean", input, {"values": np.array([cut[part].mean(0) for part in parts]), "column": "response"},
                  tables={"vectors": vectors})


if __name__ == "__main__":
    for make in (spectra, couplings, directed, connectomes, regions, filters, spaces, rotations, words):
        make()
    cases.write()
