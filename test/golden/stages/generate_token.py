"""Cases of the stages of the family token. Usage: python generate_token.py (writes beside itself).

Needs: numpy scipy mne pandas torch torchaudio
"""
import itertools
import sys

import mne
import numpy as np
import pandas as pd
import scipy.signal as ss
import scipy.stats
import torch
import torchaudio
from cases import HERE, Cases, given, made, table

sys.path.insert(0, str(HERE.parent))
from superlet_reference import superlet_reference  # noqa: E402

torch.set_num_threads(1)
mne.set_log_level("error")
cases = Cases("token", "torch, torchaudio, scipy, mne, numpy, pandas",
              "ids are equal; values are stored in f32, whose rounding is 6e-8 relative; the arithmetic is f64")
RATE = 100
NOISE = made(4, 100, seed=3, smooth=2)
X = NOISE.x.reshape(2, 2, 100)
TWO = table("windows", NOISE, channels=["a", "b"], rateHz=RATE, pieces=2)


def tokens(values, pieces, channel, time, depth, **facts):
    axes = {"channel": channel, "time": time, "depth": depth, "channels": [f"c{i}" for i in range(channel)], "rateHz": RATE, **facts.pop("axes", {})}
    return table("tokens", values, pieces=pieces, axes=axes, **facts)


def patches():
    x = torch.from_numpy(X)
    add = lambda options, y, **more: cases.add("patch", options, "torch.Tensor.unfold", TWO, {"values": y.contiguous().numpy(), **more})
    add({"lengthS": 0.2}, x.unfold(-1, 20, 20))
    add({"lengthS": 0.2, "strideS": 0.1}, x.unfold(-1, 20, 10))
    add({"lengthS": 0.3}, x.unfold(-1, 30, 30))
    padded = torch.nn.functional.pad(x, (0, 20))
    add({"lengthS": 0.3, "tail": "pad"}, padded.unfold(-1, 30, 30))
    add({"lengthS": 0.3, "tail": "pad", "count": 6}, torch.nn.functional.pad(x, (0, 80)).unfold(-1, 30, 30))
    pad = lambda end, mode: torch.from_numpy(np.pad(X, [(0, 0)] * (X.ndim - 1) + [(0, end)], mode)).unfold(-1, 30, 30)
    add({"lengthS": 0.3, "tail": "pad", "fill": "zero"}, padded.unfold(-1, 30, 30))
    add({"lengthS": 0.3, "tail": "pad", "count": 6, "fill": "mean"}, pad(80, "mean"))
    add({"lengthS": 0.3, "tail": "pad", "count": 6, "fill": "tile"}, pad(80, "wrap"))
    add({"lengthS": 0.2, "order": "time"}, x.unfold(-1, 20, 20).transpose(1, 2))
    joint = x.unfold(-1, 20, 20).transpose(1, 2).reshape(2, 5, 40)
    add({"lengthS": 0.2, "order": "joint"}, joint)
    add({"lengthS": 0.2, "channels": 2}, joint)
    add({"lengthS": 0.2, "order": "channel", "tail": "drop"}, x.unfold(-1, 20, 20))
    v = made(2 * 3, 4 * 4 * 2, seed=2)
    volume = torch.from_numpy(v.x.reshape(2, 3, 2, 4, 4))  # window, scan, z, y, x
    y = volume.unfold(2, 1, 1).unfold(3, 2, 2).unfold(4, 2, 2)  # window, scan, box z y x, within z y x
    y = y.permute(0, 2, 3, 4, 1, 5, 6, 7).contiguous().numpy()
    cases.add("cube", {"size": [2, 2, 1]}, "torch.Tensor.unfold",
              tokens(v, 2, 1, 3, 32, axes={"grid": [4, 4, 2], "channels": ["volume"]}), y)


def spectra():
    v = made(4, 75, seed=5)
    for depth, (scale, norm) in itertools.product((15, 25), (("forward", "forward"), ("ortho", "ortho"), ("none", "backward"))):
        x = torch.from_numpy(v.x).reshape(2, 2, 75 // depth, depth)
        a = torch.fft.rfft(x, norm=norm).abs()
        for value, y in (("magnitude", a), ("power", a**2), ("log", a.log())):
            if depth == 15 and value != "magnitude":
                continue
            cases.add("patchSpectrum", {"scale": scale, "value": value}, "torch.fft.rfft", tokens(v, 2, 2, 75 // depth, depth), y.numpy(),
                      **({"tolerance": {"relative": 3e-6, "why": "logarithms of what f32 rounds"}} if value == "log" else {}))
    loose = {"tolerance": {"absolute": 1e-5, "why": "z-scores and logarithms of what f32 rounds"}}
    amplitude = lambda segment, hop, **kw: np.abs(ss.stft(X, nperseg=segment, noverlap=segment - hop, **kw)[2])
    frames = lambda a: a.transpose(0, 1, 3, 2)
    a = amplitude(20, 10)
    for value, y in (("magnitude", a), ("power", a**2), ("log", np.log(a))):
        cases.add("stft", {"segment": 20, "value": value}, "scipy.signal.stft", TWO, frames(y), **(loose if value == "log" else {}))
    cases.add("stft", {"segment": 32, "hop": 7}, "scipy.signal.stft", TWO, frames(amplitude(32, 7)))
    cases.add("stft", {"segment": 31, "hop": 8, "center": False}, "scipy.signal.stft", TWO, frames(amplitude(31, 8, boundary=None)))
    a = amplitude(20, 5)[:, :, :6]
    z = scipy.stats.zscore(a, axis=-1)
    cases.add("stft", {"segment": 20, "hop": 5, "bins": 6, "standardize": "beforeTrim", "trim": 3}, "scipy.stats.zscore", TWO,
              frames(z[..., 3:-3]), **loose)
    cases.add("stft", {"segment": 20, "hop": 5, "bins": 6, "standardize": "afterTrim", "trim": 3}, "scipy.stats.zscore", TWO,
              frames(scipy.stats.zscore(a[..., 3:-3], axis=-1)), **loose)
    for segment, hop, center, taper in ((40, 10, True, "hann"), (32, 7, False, "none"), (25, 5, True, "none")):
        x = torch.from_numpy(NOISE.x)
        window = torch.hann_window(segment, dtype=x.dtype) if taper == "hann" else torch.ones(segment, dtype=x.dtype)
        y = torch.stft(x, segment, hop, window=window, center=center, return_complex=True).abs().numpy()
        cases.add("stft", {"segment": segment, "hop": hop, "convention": "torch", "taper": taper, "center": center}, "torch.stft", TWO,
                  y.reshape(2, 2, *y.shape[1:]).transpose(0, 1, 3, 2))
    hz, n = np.array([8, 13, 30]), 100
    for cycles, zero in ((5, True), ([2, 4, 7], True), (3, False)):
        how = dict(n_cycles=np.array(cycles, float) if isinstance(cycles, list) else cycles, zero_mean=zero)
        wave = lambda decim, output: mne.time_frequency.tfr_array_morlet(X, RATE, hz, decim=decim, output=output, **how)
        power = wave(4, "power")
        options = {"frequenciesHz": hz.tolist(), "cycles": cycles, "zeroMean": zero, "hop": 4}
        cases.add("timeFrequency", options, "mne.time_frequency.tfr_array_morlet", TWO, frames(power))
        if zero and cycles == 5:
            cases.add("timeFrequency", {**options, "value": "magnitude"}, "mne.time_frequency.tfr_array_morlet", TWO, frames(np.sqrt(power)))
            cases.add("timeFrequency", {**options, "value": "log"}, "mne.time_frequency.tfr_array_morlet", TWO, frames(np.log(np.sqrt(power))), **loose)
            whole = wave(4, "complex")
            cases.add("timeFrequency", {**options, "value": "complex"}, "mne.time_frequency.tfr_array_morlet", TWO,
                      frames(np.concatenate([whole.real, whole.imag], axis=2)))
            both = np.stack([power[:, :, :2].mean(2), power[:, :, 2]], 2)
            cases.add("timeFrequency", {**options, "bandsHz": [[8, 20], [20, 40]], "framesEach": 5}, "mne.time_frequency.tfr_array_morlet",
                      TWO, frames(both.reshape(2, 2, 2, 5, 5).mean(-1)))
            for when in ("beforeTrim", "afterTrim"):
                z = scipy.stats.zscore(power, axis=-1)[..., 2:-2] if when == "beforeTrim" else scipy.stats.zscore(power[..., 2:-2], axis=-1)
                cases.add("timeFrequency", {**options, "standardize": when, "trim": 2}, "scipy.stats.zscore", TWO, frames(z), **loose)
    for bandwidth, cycles in ((4.0, 4), (2.0, 5)):
        y = mne.time_frequency.tfr_array_multitaper(X, RATE, np.array([12.0, 25.0]), n_cycles=cycles, zero_mean=True, decim=3,
                                                    time_bandwidth=bandwidth, output="power")
        cases.add("timeFrequency", {"method": "multitaper", "frequenciesHz": [12, 25], "cycles": cycles, "timeBandwidth": bandwidth, "hop": 3},
                  "mne.time_frequency.tfr_array_multitaper", TWO, frames(y))


def superlets():
    for adaptive, value in itertools.product((True, False), ("magnitude", "power", "log")):
        hz = np.linspace(5, 40, 6)
        y = superlet_reference(NOISE.x, RATE, hz, 3, (1, 4), adaptive)[:, ::7].reshape(2, 2, -1, 6)
        y = {"magnitude": y, "power": y**2, "log": np.log(y)}[value]
        cases.add("superlet", {"fromHz": 5, "toHz": 40, "count": 6, "orders": [1, 4], "hop": 7, "adaptive": adaptive, "value": value},
                  "numpy.convolve", TWO, y, tolerance={"relative": 1e-5, "why": "powers and logarithms of what f32 rounds"})
    for when in ("beforeTrim", "afterTrim"):
        y = superlet_reference(NOISE.x, RATE, hz, 3, (1, 4), True)[:, ::7].reshape(2, 2, -1, 6)
        z = lambda a: scipy.stats.zscore(a, axis=2)
        y = z(y)[:, :, 2:-2] if when == "beforeTrim" else z(y[:, :, 2:-2])
        cases.add("superlet", {"fromHz": 5, "toHz": 40, "count": 6, "orders": [1, 4], "hop": 7, "standardize": when, "trim": 2},
                  "scipy.stats.zscore", TWO, y, tolerance={"absolute": 1e-5, "why": "z-scores of what f32 rounds"})
    # one order alone is a Morlet transform of another scale
    order, hz = 4, np.array([8.0, 20.0])
    n_cycles = 2 * np.pi * order / 5
    wavelets = mne.time_frequency.morlet(RATE, hz, n_cycles, zero_mean=False)
    tfr = mne.time_frequency.tfr_array_morlet(X, RATE, hz, n_cycles, zero_mean=False, use_fft=False, output="complex")
    scale = 2 / (np.array([np.abs(w).max() for w in wavelets]) * RATE * order / (5 * hz) * np.sqrt(2 * np.pi))
    cases.add("superlet", {"fromHz": 8, "toHz": 20, "count": 2, "cycles": 1, "orders": [4, 4], "adaptive": False, "hop": 5},
              "mne.time_frequency.tfr_array_morlet", TWO, np.abs(tfr).transpose(0, 1, 3, 2)[:, :, ::5] * scale,
              tolerance={"relative": 1e-5, "why": "MNE cuts wavelets at 5 deviations, where 6e-7 of them is left"})


def ids():
    both = lambda stage, options, oracle, codes, values, source=TWO, **more: (
        cases.add(stage, options, oracle, source, {"values": codes, "column": "codes"}, **more),
        cases.add(stage, options, oracle, source, {"values": values}, **more))

    def by_edges(x, peak, mu, levels):
        edges = np.linspace(-1, 1, levels - 1)
        edges[0] += 1e-10
        edges[-1] -= 1e-10
        x = np.clip(x / peak, -1, 1)
        code = np.digitize(np.sign(x) * np.log1p(mu * np.abs(x)) / np.log1p(mu), edges)
        middle = np.concatenate([[-1], (edges[1:] + edges[:-1]) / 2, [1]])[code]
        return code, np.sign(middle) * np.expm1(np.abs(middle) * np.log1p(mu)) / mu * peak

    peaks = {"channel": np.abs(X).max(2, keepdims=True), "window": np.abs(X).max((1, 2), keepdims=True), "recording": np.abs(X).max(),
             "training": np.abs(X).max()}
    for over, peak in peaks.items():
        both("muLaw", {"over": over}, "numpy.digitize", *by_edges(X, peak, 255, 256))
    both("muLaw", {"peak": 300, "mu": 100, "levels": 33}, "numpy.digitize", *by_edges(X, 300, 100, 33))
    wave = torch.from_numpy(X / np.abs(X).max())
    codes = torchaudio.functional.mu_law_encoding(wave, 256)
    both("muLaw", {"rounding": "nearest"}, "torchaudio.functional.mu_law_encoding", codes.numpy(),
         torchaudio.functional.mu_law_decoding(codes, 256).numpy() * np.abs(X).max())
    train = made(2, 300, seed=9)
    for levels, over in ((16, "training"), (5, "recording")):
        source = train.x if over == "training" else X
        edges = np.quantile(source.ravel(), np.linspace(0, 1, levels - 1), method="inverted_cdf")
        edges[0] += 1e-6
        edges[-1] -= 1e-6
        code = np.digitize(X, edges)
        middle = np.concatenate([[edges[0]], (edges[1:] + edges[:-1]) / 2, [edges[-1]]])[code]
        more = {"train": table("windows", train, channels=["a", "b"], rateHz=RATE)} if over == "training" else {}
        both("quantile", {"levels": levels, "over": over}, "numpy.quantile", code, middle, **more)
    for stage in ("muLaw", "quantile"):
        cases.add(stage, {"keepOriginal": True}, "numpy", TWO, {"values": X, "column": "original"})
    code = np.digitize(X, [-40, 0, 15])
    cases.add("quantile", {"edges": [-40, 0, 15]}, "numpy.digitize", TWO, {"values": code, "column": "codes"})
    v, books = made(20, 6, seed=11), made(48, 6, seed=12)
    x, book = torch.from_numpy(v.x), torch.from_numpy(books.x.reshape(3, 16, 6))
    cdist = lambda a, b: torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist").argmin(-1)
    unit = torch.nn.functional.normalize
    source = tokens(v, 2, 2, 5, 6)
    one = table("features", made(48, 6, seed=12), pieces=48, meta={"labels": "[]", "shape": "[3,16,6]"})
    first = table("features", given(books.x[:16]), pieces=16, meta={"labels": "[]", "shape": "[16,6]"})
    euclid, cosine = cdist(x, book[0]), (unit(x, dim=-1) @ unit(book[0], dim=-1).T).argmax(-1)
    both("codebook", {"file": "c.npy"}, "torch.cdist", euclid.numpy(), book[0][euclid].numpy(), source, tables={"codes": first})
    cases.add("codebook", {"file": "c.npy", "metric": "cosine"}, "torch.nn.functional.normalize", source,
              {"values": cosine.numpy(), "column": "codes"}, tables={"codes": first})
    cases.add("codebook", {"file": "c.npy", "keepOriginal": True}, "numpy", source, {"values": v.x, "column": "original"},
              tables={"codes": first})
    for levels in (2, 3):
        rest, total, found = x.clone(), torch.zeros_like(x), []
        for b in book[:levels]:
            found.append(cdist(rest, b))
            rest, total = rest - b[found[-1]], total + b[found[-1]]
        both("codebook", {"file": "c.npy", "levels": levels}, "torch.cdist", torch.stack(found, -1).numpy(), total.numpy(), source,
             tables={"codes": one})
    drawn = np.random.default_rng(5).choice(9, size=60, p=np.array([1, 9, 3, 14, 2, 20, 6, 5, 0]) / 60)
    counts = pd.Series(drawn).value_counts()
    counts = counts.sort_index().sort_values(ascending=False, kind="stable")
    some = made(60, 2, seed=2)
    coded = tokens(some, 2, 2, 15, 2, axes={"codes": {"levels": 1, "size": 9}}, codes=drawn.tolist())
    for least in (1, 4):
        kept = counts[counts >= least]
        rank = {id_: k + 1 for k, id_ in enumerate(kept.index)}
        for over in ("recording", "training"):
            cases.add("vocabulary", {"least": least, "over": over}, "pandas.Series.value_counts", coded,
                      {"values": [rank.get(i, 0) for i in drawn], "column": "codes"})


def looks():
    v = made(2 * 3 * 4, 5, seed=4)
    x = torch.from_numpy(v.x.reshape(2, 3, 4, 5))
    source = tokens(v, 2, 3, 4, 5)
    for pool, y in (("mean", x.mean(2)), ("deviation", x.std(2, correction=0)), ("meanAll", x.mean((1, 2))), ("flatten", x)):
        cases.add("poolTokens", {"pool": pool}, "torch.Tensor", source, y.numpy())
    drawn = np.random.default_rng(7).integers(0, 6, size=24)
    truth = np.where(np.arange(24) % 5 == 0, (drawn + 1) % 6, drawn)
    coded = tokens(v, 2, 3, 4, 5, axes={"codes": {"levels": 1, "size": 6}}, codes=drawn.tolist(), originalCodes=truth.tolist(),
                   original=made(24, 5, seed=5).spec)
    share = np.stack([np.bincount(row, minlength=6) / 4 for row in drawn.reshape(6, 4)])
    cases.add("poolTokens", {"pool": "shares"}, "numpy.bincount", coded, share)
    nn = torch.nn.functional
    target = torch.from_numpy(made(24, 5, seed=5).x)
    for over, groups in (("window", 2), ("recording", 1)):
        rows = []
        for found, wanted, own, true in zip(x.reshape(groups, -1, 20), target.reshape(groups, -1, 20), drawn.reshape(groups, -1), truth.reshape(groups, -1)):
            around = ((wanted - wanted.mean(1, keepdim=True)) ** 2).sum()
            p = np.bincount(own, minlength=6) / len(own)
            p = p[p > 0]
            rows.append([100 * (1 - ((found - wanted) ** 2).sum() / around), nn.mse_loss(found, wanted), nn.l1_loss(found, wanted),
                         nn.smooth_l1_loss(found, wanted), np.exp(-(p * np.log(p)).sum()), len(p) / 6, (own == true).mean()])
        cases.add("tokenReport", {"over": over, "measures": ["explained", "meanSquare", "meanAbsolute", "smoothL1", "perplexity", "usage", "idAccuracy"]},
                  "torch.nn.functional", coded, [[float(n) for n in row] for row in rows])
    numbers = made(3, 4, seed=6)
    file = table("features", numbers, pieces=3, meta={"labels": "[]", "shape": "[3,4]"})
    for as_, scale, count in (("coordinates", "minMax", 4), ("gradient", "none", 2), ("geometry", "minMax", 3)):
        y = numbers.x[:, :count]
        y = 2 * (y - y.min()) / (y.max() - y.min()) - 1 if scale == "minMax" else y
        cases.add("coordinates", {"file": "g.csv", "as": as_, "scale": scale, "count": count}, "numpy", source,
                  {"values": np.stack([y, y]), "column": as_}, tables={"regions": file})
    # the last time is hidden from those before; each: a row for each time, which sees those before alone
    last = torch.zeros(2, 3, 4)
    last[..., -1] = 1
    cases.add("maskTokens", {"kind": "causal"}, "torch.tril", source, {"values": last.numpy(), "column": "mask"})
    cases.add("maskTokens", {"kind": "causal", "at": "last", "shared": True}, "torch.tril", source, {"values": last.numpy(), "column": "mask"})
    cases.add("maskTokens", {"kind": "causal"}, "torch.tril", source, (x * (1 - last[..., None])).numpy())
    seen = torch.tril(torch.ones(4, 4), -1)[1:]  # of the times 1, 2, 3
    each = torch.eye(4)[1:]
    cases.add("maskTokens", {"kind": "causal", "at": "each", "fill": "leave"}, "torch.tril", source,
              {"values": each[None, :, None].expand(2, 3, 3, 4).numpy(), "column": "mask"})
    numbers_ = [np.flatnonzero(row) for row in seen[None, :, None].expand(2, 3, 3, 4).reshape(6, 12).numpy()]
    cases.add("maskTokens", {"kind": "causal", "at": "each", "fill": "leave"}, "torch.tril", source,
              {"values": np.concatenate(numbers_), "column": "visible"})


def pooled():
    for size, length in ((23, 5), (12, 4), (7, 10)):
        v = made(3, size, seed=size)
        rows = table("features", v, pieces=3, names=[f"v{i}" for i in range(size)])
        x = torch.from_numpy(v.x)[:, None]
        for by, pool in (("mean", torch.nn.AdaptiveAvgPool1d), ("max", torch.nn.AdaptiveMaxPool1d)):
            cases.add("adaptivePool", {"length": length, "by": by}, f"torch.nn.{pool.__name__}", rows,
                      {"values": pool(length)(x).numpy(), "names": []})


if __name__ == "__main__":
    for make in (patches, spectra, superlets, ids, looks, pooled):
        make()
    cases.write()
