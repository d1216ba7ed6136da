"""Cases of the stages that run models, on the small models of ../../fixtures. Usage: python generate_model.py.

Needs: numpy scipy onnxruntime
"""
import sys

import numpy as np
import onnxruntime
import scipy.signal as ss
import scipy.stats
from cases import HERE, Cases, Stream, made, table

sys.path.insert(0, str(HERE.parent))
from kept_shares import kept_shares  # noqa: E402

cases = Cases("model", "onnxruntime, numpy, scipy", "the same graph in the same engine; what is fed is made in f64 and stored in f32")
MODELS = HERE.parents[1] / "fixtures" / "models"
RATE = 64


def session(name, file="model.onnx"):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(MODELS / name / file, options)


def pooled(y, pool):
    """Of an embedding [window, channel, time, depth]."""
    return {"mean": y.mean(2), "meanAll": y.mean((1, 2)), "flatten": y}[pool]


def encoded():
    v = made(6, RATE, seed=2)
    x = v.x.reshape(2, 3, RATE).astype(np.float32)
    windows = table("windows", v, channels=["Fp1", "Cz", "O2"], rateHz=RATE, pieces=2)
    power, flat = session("montage-encoder").run(None, {"signal": x, "ids": np.tile(np.arange(3), (2, 1))})
    for pool in ("mean", "meanAll", "flatten"):
        y = {"mean": power, "meanAll": power.mean(1), "flatten": power}[pool]
        cases.add("encode", {"model": "montage-encoder", "pool": pool}, "onnxruntime.InferenceSession", windows, y)
    two = table("windows", made(4, RATE, seed=2), channels=["Cz", "O2"], rateHz=RATE, pieces=2)
    part = made(4, RATE, seed=2).x.reshape(2, 2, RATE).astype(np.float32)
    zeroed = np.concatenate([np.zeros((2, 1, RATE), np.float32), part], axis=1)
    power, _ = session("montage-encoder").run(None, {"signal": zeroed, "ids": np.tile(np.arange(3), (2, 1))})
    cases.add("encode", {"model": "montage-encoder", "onMissing": "zero"}, "onnxruntime.InferenceSession", two, power)

    v = made(4, 2 * RATE, seed=5)
    windows = table("windows", v, channels=["a", "b"], rateHz=RATE, pieces=2)
    tokens = v.x.astype(np.float32).reshape(2, 2, 4, 32)
    codes = session("chain-encoder", "tokenizer.onnx").run(None, {"tokens": tokens})[0]
    there = np.ones(codes.shape, bool)
    y, half = session("chain-encoder").run(None, {"codes": codes, "places": np.tile(np.arange(4, dtype=np.int32), (2, 1)),
                                                  "there": there, "gain": np.array([2], np.float32)})
    for pool in ("mean", "meanAll", "flatten"):
        cases.add("encode", {"model": "chain-encoder", "pool": pool}, "onnxruntime.InferenceSession", windows, pooled(y, pool))
    cases.add("encode", {"model": "chain-encoder", "layer": "half"}, "onnxruntime.InferenceSession", windows,
              pooled(half.astype(float), "mean"), tolerance={"relative": 1e-6, "why": "the same 16-bit numbers, averaged"})
    cases.add("tokenize", {"model": "chain-encoder"}, "onnxruntime.InferenceSession", windows, {"values": codes, "column": "codes"})


def drawn():
    """Dropout left on: noise of each run, window and input from a stream of its own, as src/encoders feeds it."""
    v = made(6, RATE, seed=4, gains={"2": 0.5})
    windows = table("windows", v, channels=["a", "b"], rateHz=RATE, pieces=3)
    x = v.x.reshape(3, 2, RATE).astype(np.float32)

    def noise(draw):
        rows = []
        for window in range(3):
            mixed = (((draw + 1) * 0x9E3779B1) & 0xFFFFFFFF) ^ 0x5BD1E995
            for part in (window, *b"noise"):
                mixed = ((mixed ^ part) * 0x01000193 + 0x9E3779B9) & 0xFFFFFFFF
            stream = Stream(mixed)
            rows.append([stream.normal() for _ in range(2 * 4)])
        return np.array(rows, np.float32).reshape(3, 2, 4)

    network = session("dropout-encoder")
    for count, pool in ((20, "mean"), (5, "meanAll")):
        runs = np.stack([network.run(None, {"signal": x, "noise": noise(s)})[0] for s in range(count)]).astype(float)
        runs = runs.mean(2) if pool == "meanAll" else runs.reshape(count, 3, 6)
        mean, variance = runs.mean(0), runs.var(0)
        gives = {"mean": mean, "variance": variance, "both": np.concatenate([mean, variance], 1)}
        width = mean.shape[1]
        names = {"both": [f"{word}{d}" for word in ("mean", "variance") for d in range(width)]}
        for give, y in gives.items():
            cases.add("encode", {"model": "dropout-encoder", "pool": pool, "draws": {"count": count, "give": give}},
                      "onnxruntime.InferenceSession", windows, {"values": y, "names": names.get(give, [])})


def seizing():
    rate = 200
    v = made(4, 5 * rate, seed=3, smooth=3)
    windows = table("windows", v, channels=["a", "b"], rateHz=rate, pieces=2)
    rows = []
    for row in v.x:
        # brainmaze: power at whole frequencies in segments of a second, each frequency as z-scores over time
        power = ss.spectrogram(row, fs=rate, nperseg=rate, noverlap=rate // 2, scaling="spectrum")[2][:100]
        rows.append(scipy.stats.zscore(power, axis=1))
    probabilities = session("tiny-seizures").run(None, {"x": np.stack(rows).astype(np.float32)})[0]
    at = {"a": 0, "seizure": 3}
    for options in ({}, {"statistic": "mean"}, {"edgeS": 1}, {"class": "a", "statistic": "mean"}):
        p = probabilities[..., at[options.get("class", "seizure")]].T
        edge = 2 * options.get("edgeS", 0)
        p = p[:, edge : p.shape[1] - edge]
        y = p.mean(1) if options.get("statistic") == "mean" else p.max(1)
        cases.add("seizures", {"model": "tiny-seizures", **options}, "onnxruntime.InferenceSession", windows, y,
                  tolerance={"absolute": 1e-5, "why": "z-scores of power in f64, rounded to f32 before the network"})


def generated():
    steps, shape = 200, (2, 2, 32)
    windows = table("windows", made(4, 32, seed=7), channels=["a", "b"], rateHz=RATE, pieces=2)
    network = session("plain-denoiser")

    def said(x, t):
        ones = np.ones(len(x), np.int64)
        return network.run(None, {"x": x.astype(np.float32), "t": int(t) * ones, "label": ones})[0].astype(float)

    def stages_noise():
        streams = [Stream((0 + (w + 1) * 0x9E3779B1) % 2**32) for w in range(2)]
        return lambda: np.array([[s.normal() for _ in range(64)] for s in streams]).reshape(shape)

    t = np.arange(steps)
    left = lambda s: np.cos((s + 0.008) / 1.008 * np.pi / 2) ** 2
    betas = {"linear": np.linspace(1e-4, 0.1, steps), "scaledLinear": np.linspace(1e-4**0.5, 0.1**0.5, steps) ** 2,
             "cosine": np.minimum(1 - left((t + 1) / steps) / left(t / steps), 0.1)}

    def drawn(sampler, kind, visited, predicts, schedule):
        """Ho et al. (2020), equations 6 and 7, and Song et al. (2021), equation 12, with noise 1 or 0."""
        kept, fresh = np.cumprod(1 - schedule), stages_noise()
        places = [(visited - 1 - i) * steps // visited for i in range(visited)]
        x = fresh()
        for i, t in enumerate(places):
            ab, last = kept[t], i == visited - 1
            following = 1.0 if last else kept[places[i + 1]]
            z = fresh() if sampler == "ddpm" and not last else 0
            s = said(x, t)
            if predicts == "noise":
                signal, noise = (x - np.sqrt(1 - ab) * s) / np.sqrt(ab), s
            elif predicts == "v":
                signal, noise = np.sqrt(ab) * x - np.sqrt(1 - ab) * s, np.sqrt(ab) * s + np.sqrt(1 - ab) * x
            else:
                signal, noise = s, (x - np.sqrt(ab) * s) / np.sqrt(1 - ab)
            if sampler == "ddpm" and not last:
                alpha = ab / following
                x = (np.sqrt(following) * (1 - alpha) / (1 - ab) * signal + np.sqrt(alpha) * (1 - following) / (1 - ab) * x
                     + np.sqrt((1 - following) / (1 - ab) * (1 - alpha)) * z)
            else:
                x = np.sqrt(following) * signal + np.sqrt(1 - following) * noise
        return x

    for sampler, kind, visited, predicts in (("ddpm", "linear", 200, "noise"), ("ddpm", "cosine", 20, "noise"), ("ddim", "linear", 10, "noise"),
                                             ("ddim", "scaledLinear", 7, "signal"), ("ddpm", "linear", 8, "v")):
        y = drawn(sampler, kind, visited, predicts, betas[kind])
        cases.add("generate", {"model": "plain-denoiser", "sampler": sampler, "steps": visited, "predicts": predicts, "gain": 2,
                               "schedule": {"kind": kind, "steps": steps, "betaStart": 1e-4, "betaEnd": 0.1}},
                  "numpy", windows, 2 * y, tolerance={"relative": 1e-4, "why": "samples are f32 in each step, NumPy computes in f64"})

    x0 = drawn("ddim", "cosine", 20, "noise", np.minimum(1 - left((t + 1) / steps) / left(t / steps), 0.999))
    cases.add("generate", {"model": "plain-denoiser", "sampler": "ddim", "steps": 20, "schedule": {"kind": "cosine", "steps": steps}},
              "numpy", windows, x0, tolerance={"relative": 1e-4, "why": "samples are f32 in each step, NumPy computes in f64"})


def continued():
    """Codes one after the other, each by the number that the stream of its window draws next."""
    chances = session("markov-decoder")
    first = np.array([[[0, 1, 2, 3, 0, 1, 2, 3], [3, 3, 3, 3, 3, 3, 3, 3]], [[1, 0, 1, 0, 1, 0, 1, 0], [2, 2, 2, 2, 2, 2, 2, 2]]])

    tokens = table("tokens", made(32, 1, seed=3), pieces=2, codes=first.ravel().tolist(),
                   axes={"channel": 2, "time": 8, "depth": 1, "channels": ["a", "b"], "rateHz": RATE, "codes": {"levels": 1, "size": 4}})
    for options in ({}, {"keep": 3, "context": 2}, {"temperature": 4}, {"topK": 1}, {"temperature": 3, "topP": 0.6},
                    {"temperature": 3, "typicalP": 0.4}):
        keep, window, draw = options.get("keep", 1), options.get("context", 8), {k: v for k, v in options.items() if k not in ("keep", "context")}
        codes = first.copy()
        streams = [Stream((w + 1) * 0x9E3779B1 % 2**32) for w in range(2)]
        for t in range(keep, 8):
            scores = chances.run(None, {"codes": codes[..., max(0, t - window) : t]})[0][:, :, -1].astype(float)
            for w in range(2):
                for c in range(2):
                    p = kept_shares(scores[w, c], draw.get("temperature", 1), draw.get("topK"), draw.get("topP"), draw.get("typicalP"))
                    codes[w, c, t] = np.searchsorted(np.cumsum(p), streams[w].uniform(), side="right")
        cases.add("generate", {"model": "markov-decoder", **options}, "numpy.searchsorted", tokens, {"values": codes, "column": "codes"})


if __name__ == "__main__":
    for make in (encoded, drawn, seizing, generated, continued):
        make()
    cases.write()
