"""Makes the golden values of the tokenisers: SciPy, PyTorch, torchaudio, MNE and NumPy.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy torch torchaudio mne. The input is a formula that test/signal-golden.ts repeats.
"""
import base64
import io
import json
import pathlib
import sys

import mne
import numpy as np
import scipy
import scipy.signal as ss
import scipy.stats
import torch
import torchaudio

torch.set_num_threads(1)
mne.set_log_level("ERROR")
HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from superlet_reference import superlet_reference  # noqa: E402

MANIFEST = []
STORED = {"relative": 1e-6}
STORED_WHY = "values are stored in f32, whose rounding is 6e-8 relative; the arithmetic is f64"


def signal_input(rows, samples):
    """Multiples of 1/256 below 2^15, exact in f32: rough noise on a drift, shape [rows, samples]."""
    r = np.arange(rows, dtype=object)[:, None]
    i = np.arange(samples, dtype=object)[None, :]
    noise = ((i + 1) * (i + 1) * 7919 + (r + 1) * 104729 * i) % 65521
    return (noise.astype(float) / 256 - 128 + i.astype(float) / 16 + r.astype(float) * 8).astype(float)


def write(name, content, tool, tolerance, why):
    text = json.dumps(content, separators=(",", ":"))
    assert len(text) < 200_000, (name, len(text))
    (HERE / name).write_text(text + "\n")
    versions = {"numpy": np.__version__, "scipy": scipy.__version__, "mne": mne.__version__,
                "torch": torch.__version__.split("+")[0],
                "torchaudio": torchaudio.__version__.split("+")[0]}
    MANIFEST.append({
        "file": name, "tool": tool, "version": ", ".join(versions[t] for t in tool.split(", ")),
        "command": "python test/golden/token/generate.py", "tolerance": tolerance, "why": why,
    })


def flat(x):
    return [float(f"{v:.8g}") for v in np.asarray(x, float).ravel()]


def stft():
    scipy_cases = []
    for samples, segment, hop, boundary in ((200, 40, 10, "zeros"), (193, 32, 7, "zeros"), (128, 31, 8, None)):
        x = signal_input(2, samples)
        z = ss.stft(x, nperseg=segment, noverlap=segment - hop, boundary=boundary)[2]
        scipy_cases.append({"samples": samples, "segment": segment, "hop": hop,
                            "center": boundary is not None, "expected": flat(np.abs(z).transpose(0, 2, 1))})
    torch_cases = []
    for samples, segment, hop, center, taper in ((200, 40, 10, True, "hann"), (193, 32, 7, False, "none"),
                                                 (400, 200, 100, False, "none"), (150, 25, 5, True, "none")):
        x = torch.from_numpy(signal_input(2, samples))
        window = torch.hann_window(segment, dtype=x.dtype) if taper == "hann" else torch.ones(segment, dtype=x.dtype)
        z = torch.stft(x, segment, hop, window=window, center=center, return_complex=True)
        torch_cases.append({"samples": samples, "segment": segment, "hop": hop, "center": center,
                            "taper": taper, "expected": flat(z.abs().numpy().transpose(0, 2, 1))})
    write("stft.json", {"scipy": scipy_cases, "torch": torch_cases}, "scipy, torch", STORED, STORED_WHY)


def brainbert():
    """Hann frames, 10 bins, z-score over time, then ten frames less at either end: the chain of BrainBERT."""
    x = signal_input(2, 1000)
    z = np.abs(ss.stft(x, nperseg=80, noverlap=70)[2])[:, :10]
    z = scipy.stats.zscore(z, axis=-1)[:, :, 10:-10]
    write("brainbert.json", {"samples": 1000, "segment": 80, "hop": 10, "bins": 10, "trim": 10,
                             "expected": flat(z.transpose(0, 2, 1))},
          "scipy", {"absolute": 1e-5}, "z-scores of numbers stored in f32 with a mean up to 30 deviations")


def patch_spectrum():
    cases = []
    for depth in (20, 25):
        x = torch.from_numpy(signal_input(2, 100)).reshape(2, -1, depth)
        cases.append({"depth": depth, "expected": flat(torch.fft.rfft(x, norm="forward").abs().numpy())})
    write("patch-spectrum.json", {"samples": 100, "cases": cases}, "torch", STORED, STORED_WHY)


def mu_law():
    x = np.concatenate([signal_input(1, 300)[0] / 160, [-1, 0, 1, 0.5]])
    x = x / np.abs(x).max()
    cases = []
    for mu, levels in ((255, 256), (255, 128), (100, 33)):
        edges = np.linspace(-1, 1, levels - 1)
        edges[0] += 1e-10
        edges[-1] -= 1e-10
        s = np.sign(x) * np.log1p(mu * np.abs(x)) / np.log1p(mu)
        ids = np.digitize(s, edges)
        middle = np.concatenate([[-1], (edges[1:] + edges[:-1]) / 2, [1]])[ids]
        values = np.sign(middle) * np.expm1(np.abs(middle) * np.log1p(mu)) / mu
        cases.append({"mu": mu, "levels": levels, "ids": ids.tolist(), "values": flat(values)})
    wave = torch.from_numpy(x)
    ids = torchaudio.functional.mu_law_encoding(wave, 256)
    values = torchaudio.functional.mu_law_decoding(ids, 256)
    beyond = np.where(np.abs(4 * x) > 1, np.sign(x) * np.log(1 + 255 * np.abs(4 * x)) / np.log(256), 4 * x)
    write("mu-law.json", {"x": x.tolist(), "edges": cases,
                          "nearest": {"ids": ids.tolist(), "values": flat(values.numpy())},
                          "beyondOne": flat(beyond)},
          "numpy, torchaudio", {"relative": 1e-6}, "ids are equal; " + STORED_WHY)


def quantile():
    x = signal_input(2, 250).ravel().astype(np.float32)
    cases = []
    for levels in (3, 16, 66):
        edges = np.quantile(x.astype(float), np.linspace(0, 1, levels - 1), method="inverted_cdf")
        edges[0] += 1e-6
        edges[-1] -= 1e-6
        ids = np.digitize(x, edges)
        middle = np.concatenate([[edges[0]], (edges[1:] + edges[:-1]) / 2, [edges[-1]]])[ids]
        cases.append({"levels": levels, "edges": edges.tolist(), "ids": ids.tolist(),
                      "values": flat(middle)})
    write("quantile.json", {"cases": cases}, "numpy", STORED, "ids and edges are equal; " + STORED_WHY)


def codes():
    x = torch.from_numpy(signal_input(30, 6)).reshape(-1, 6) / 64 - 1
    books = torch.from_numpy(signal_input(48, 6)[:, ::-1].copy()).reshape(3, 16, 6) / 100 - 1.5
    books = books.float().double()
    euclid = torch.cdist(x, books[0], compute_mode="donot_use_mm_for_euclid_dist").argmin(-1)
    unit = torch.nn.functional.normalize
    cosine = (unit(x, dim=-1) @ unit(books[0], dim=-1).T).argmax(-1)
    rest, total, ids = x.clone(), torch.zeros_like(x), []
    for book in books:
        ids.append(torch.cdist(rest, book, compute_mode="donot_use_mm_for_euclid_dist").argmin(-1))
        rest, total = rest - book[ids[-1]], total + book[ids[-1]]
    write("codes.json", {"x": flat(x), "codes": flat(books), "shape": list(books.shape),
                         "euclidean": euclid.tolist(), "cosine": cosine.tolist(),
                         "residual": torch.stack(ids, -1).ravel().tolist(), "sums": flat(total)},
          "torch", STORED, "ids are equal; " + STORED_WHY)


def npy():
    numbers = np.arange(12).reshape(2, 3, 2)
    files = {}

    def put(name, array, **options):
        file = io.BytesIO()
        np.lib.format.write_array(file, array, **options)
        files[name] = base64.b64encode(file.getvalue()).decode()

    for kind in ("<f4", ">f4", "<f8", ">f8", "|i1", "|u1", "<i2", ">i2", "<u2", "<i4", ">i4", "<u4", "<i8", ">i8"):
        put(kind, numbers.astype(kind))
    put("fortran", np.asfortranarray(numbers.astype("<f4")))
    put("version 2", numbers.astype("<f4"), version=(2, 0))
    put("version 3", numbers.astype("<f4"), version=(3, 0))
    put("booleans", numbers % 2 == 1)
    put("line", np.array([1.5, 2.5], "<f4"))
    put("complex", numbers.astype(complex))
    write("npy.json", files, "numpy", {"absolute": 0}, "whole numbers that every type holds")


def superlet():
    x, rate = signal_input(2, 300), 100
    cases = []
    for low, high, count, cycles, orders, adaptive, hop in (
        (5, 40, 8, 3, (1, 5), True, 10), (2, 30, 5, 1, (3, 30), True, 50),
        (5, 40, 4, 2, (2, 4), False, 7), (10, 10, 1, 3, (1, 1), False, 20),
    ):
        hz = np.linspace(low, high, count)
        found = superlet_reference(x, rate, hz, cycles, orders, adaptive)[:, ::hop]
        cases.append({"hz": hz.tolist(), "cycles": cycles, "orders": orders, "adaptive": adaptive,
                      "hop": hop, "expected": flat(found)})
    hz, order = np.array([8.0, 20.0]), 4
    n_cycles = 2 * np.pi * order / 5
    wavelets = mne.time_frequency.morlet(rate, hz, n_cycles, zero_mean=False)
    tfr = mne.time_frequency.tfr_array_morlet(x[None], rate, hz, n_cycles, zero_mean=False,
                                              use_fft=False, output="complex")[0]
    spread = order / (5 * hz)
    middle = np.array([np.abs(w).max() for w in wavelets])
    scale = 2 / (middle * rate * spread * np.sqrt(2 * np.pi))
    mne_case = {"hz": hz.tolist(), "cycles": 1, "orders": [order, order], "adaptive": False, "hop": 1,
                "expected": flat(np.abs(tfr).transpose(0, 2, 1) * scale)}
    write("superlet.json", {"rateHz": rate, "samples": 300, "cases": cases, "mne": mne_case},
          "numpy, mne", {"relative": 1e-5}, "MNE cuts wavelets at 5 deviations, where 6e-7 of them is left")


def scores():
    target = torch.from_numpy(signal_input(3, 20) / 64)
    found = target + torch.from_numpy(signal_input(3, 20)[::-1].copy() / 100) - 0.3
    hidden = torch.arange(60).reshape(3, 20) % 3 != 0
    error, truth = found[hidden], target[hidden]
    mean = torch.stack([t[h].mean() for t, h in zip(target, hidden)])
    around = sum(((t[h] - m) ** 2).sum() for t, h, m in zip(target, hidden, mean))
    logits = torch.from_numpy(signal_input(12, 7) / 40)
    ids = torch.tensor([0, 3, 6, -1, 2, 5, 1, 4, -1, 0, 6, 3])
    kept = ids >= 0
    counts = np.array([5, 0, 1, 10, 4.0])
    p = counts[counts > 0] / counts.sum()
    nn = torch.nn.functional
    write("scores.json", {
        "target": flat(target), "found": flat(found), "hidden": hidden.int().ravel().tolist(),
        "meanSquare": nn.mse_loss(error, truth).item(), "meanAbsolute": nn.l1_loss(error, truth).item(),
        "smoothL1": nn.smooth_l1_loss(error, truth).item(),
        "explained": (100 * (1 - ((error - truth) ** 2).sum() / around)).item(),
        "logits": flat(logits), "ids": ids.tolist(),
        "crossEntropy": nn.cross_entropy(logits, ids, ignore_index=-1).item(),
        "topOne": (logits.argmax(-1)[kept] == ids[kept]).double().mean().item(),
        "counts": counts.tolist(), "perplexity": float(np.exp(-(p * np.log(p)).sum())),
    }, "torch, numpy", STORED, STORED_WHY)


stft()
brainbert()
scores()
superlet()
npy()
codes()
mu_law()
quantile()
patch_spectrum()
(HERE / "manifest.json").write_text(json.dumps(MANIFEST, indent=2) + "\n")
