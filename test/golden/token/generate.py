"""Makes the golden values of the tokenisers: SciPy, PyTorch, torchaudio, MNE and NumPy.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy torch torchaudio mne. The input is a formula that test/signal-golden.ts repeats.
"""
import json
import pathlib

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


stft()
brainbert()
mu_law()
quantile()
patch_spectrum()
(HERE / "manifest.json").write_text(json.dumps(MANIFEST, indent=2) + "\n")
