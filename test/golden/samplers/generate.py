"""Makes the golden values of the samplers: the formulas of the papers in NumPy, f64.

Usage: python generate.py   (writes beside itself)
Needs: numpy.
"""
import json
import pathlib
import sys

import numpy as np

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from kept_shares import kept_shares  # noqa: E402

RNG = np.random.default_rng(5)


def flat(x):
    return np.asarray(x, float).ravel().tolist()


def shares(kind, steps, start, end):
    t = np.arange(steps)
    betas = {
        "linear": np.linspace(start, end, steps),
        "scaledLinear": np.linspace(start**0.5, end**0.5, steps) ** 2,
        "cosine": np.minimum(1 - f((t + 1) / steps) / f(t / steps), end),
    }[kind]
    return np.cumprod(1 - betas)


def f(s):
    return np.cos((s + 0.008) / 1.008 * np.pi / 2) ** 2


def parts(x, said, predicts, ab):
    """The signal and the noise that a prediction means."""
    if predicts == "noise":
        return (x - np.sqrt(1 - ab) * said) / np.sqrt(ab), said
    if predicts == "v":
        return np.sqrt(ab) * x - np.sqrt(1 - ab) * said, np.sqrt(ab) * said + np.sqrt(1 - ab) * x
    return said, (x - np.sqrt(ab) * said) / np.sqrt(1 - ab)


def step(predicts, ab, ab_next, eta):
    x, said, z = (RNG.normal(size=6).astype(np.float32).astype(float) for _ in range(3))
    signal, noise = parts(x, said, predicts, ab)
    alpha = ab / ab_next
    if eta == 1:  # the posterior mean and variance of Ho et al., equations 6 and 7
        mean = (np.sqrt(ab_next) * (1 - alpha) / (1 - ab) * signal
                + np.sqrt(alpha) * (1 - ab_next) / (1 - ab) * x)
        out = mean + np.sqrt((1 - ab_next) / (1 - ab) * (1 - alpha)) * z
    else:  # Song et al., equation 12
        sigma = eta * np.sqrt((1 - ab_next) / (1 - ab) * (1 - alpha))
        out = np.sqrt(ab_next) * signal + np.sqrt(1 - ab_next - sigma**2) * noise + sigma * z
    return {"predicts": predicts, "share": ab, "next": ab_next, "eta": eta,
            "x": flat(x), "said": flat(said), "noise": flat(z), "out": flat(out)}


def sde():
    low, high, t, dt, snr, alpha = 0.1, 20.0, 0.4, 0.01, 0.16, 0.95
    x, score, z = (RNG.normal(size=5).astype(np.float32).astype(float) for _ in range(3))
    beta = low + t * (high - low)
    kept = np.exp(-0.25 * t**2 * (high - low) - 0.5 * t * low)
    mean = x - (-0.5 * beta * x) * dt + beta * score * dt
    length = 2 * alpha * (snr * np.linalg.norm(z) / np.linalg.norm(score)) ** 2
    corrected = x + length * score
    return {"betaMin": low, "betaMax": high, "t": t, "stepLength": dt, "snr": snr, "alpha": alpha,
            "x": flat(x), "score": flat(score), "noise": flat(z), "kept": kept, "deviation": np.sqrt(1 - kept**2),
            "mean": flat(mean), "next": flat(mean + np.sqrt(beta * dt) * z),
            "corrected": flat(corrected), "correctedNext": flat(corrected + np.sqrt(2 * length) * z)}


def draws():
    cases = []
    for temperature, k, top, typical in ((1, None, None, None), (0.5, None, None, None), (1, 3, None, None),
                                         (1.3, None, 0.7, None), (1, None, None, 0.6), (0.8, 6, 0.9, 0.8)):
        scores = np.round(RNG.normal(size=9) * 1.5, 3)
        uniform = (np.arange(40) + 0.5) / 40
        p = kept_shares(scores, temperature, k, top, typical)
        drawn = np.searchsorted(np.cumsum(p), uniform, side="right")
        options = {"temperature": temperature, "topK": k, "topP": top, "typicalP": typical}
        cases.append({"draw": {key: v for key, v in options.items() if v is not None}, "scores": flat(scores),
                      "uniform": flat(uniform), "codes": drawn.tolist()})
    return cases


content = {
    "shares": [{"kind": kind, "steps": 12, "betaStart": 1e-3, "betaEnd": end, "shares": flat(shares(kind, 12, 1e-3, end))}
               for kind, end in (("linear", 0.05), ("scaledLinear", 0.05), ("cosine", 0.4))],
    "steps": [step(predicts, 0.4, 0.55, eta) for predicts in ("noise", "signal", "v") for eta in (1, 0, 0.5)],
    "sde": sde(),
    "draws": draws(),
}
(HERE / "samplers.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
(HERE / "manifest.json").write_text(json.dumps([{
    "file": "samplers.json", "tool": "numpy", "version": np.__version__,
    "command": "python test/golden/samplers/generate.py", "tolerance": {"relative": 1e-6},
    "why": "samples are f32, NumPy computes in f64",
}], indent=2) + "\n")
