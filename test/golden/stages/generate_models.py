"""Cases of stages that ask what maps, models of RDMs and models of ids are worth. Usage: python generate_models.py.

Needs: numpy scipy esda libpysal
"""
import json
import math
import warnings

import libpysal
import numpy as np
from cases import Cases, Stream, made, table
from esda import Moran
from scipy.special import log_softmax
from scipy.stats import spearmanr

warnings.filterwarnings("ignore")
cases = Cases("models", "esda, libpysal, scipy, numpy", "features are stored in f32, whose rounding is 6e-8 relative; the arithmetic is f64")
IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]


def smooth():
    voxels = [v for v in np.ndindex(4, 3, 3) if sum(v) % 4 != 3]
    v = made(3, len(voxels), seed=5, smooth=4)
    maps = table("features", v, names=[",".join(map(str, each)) for each in voxels], pieces=3,
                 meta={"grid": json.dumps({"shape": [4, 3, 3], "affine": IDENTITY})})
    apart = np.linalg.norm(np.array(voxels)[:, None] - np.array(voxels)[None], axis=2)
    for radius in (1, 1.8):
        near = {i: np.flatnonzero((row > 0) & (row <= radius)).tolist() for i, row in enumerate(apart)}
        weights = libpysal.weights.W(near, silence_warnings=True)
        y = [Moran(row, weights, transformation="B", permutations=0).I for row in v.x]
        cases.add("moran", {"radius": radius}, "esda.Moran", maps, {"values": y, "names": ["moran"]})


def recovered():
    """Each model in turn is the truth; conditions and orders are drawn as the stage draws them."""
    names, rows = list("abcdef"), 4
    groups = {"halves": [["a", "b", "c"], ["d", "e", "f"]], "pairs": [["a", "b"], ["c", "d"], ["e", "f"]]}
    first, second = np.triu_indices(len(names), 1)
    own = {name: {x: g for g, group in enumerate(groups[name]) for x in group} for name in groups}
    models = [np.array([float(of[names[i]] != of[names[j]]) for i, j in zip(first, second)]) for of in own.values()]
    v = made(rows, len(first), seed=8, smooth=2)
    rdms = table("features", v, names=[f"{names[i]}~{names[j]}" for i, j in zip(first, second)], pieces=rows)
    mean = v.x.mean(0)
    noise = np.sqrt(rows / (rows - 1)) * (v.x - mean)
    scaled = [mean.mean() + (m - m.mean()) / m.std() * mean.std() for m in models]
    square = np.zeros((6, 6), int)
    square[first, second] = square[second, first] = np.arange(len(first))
    draw, draws, counts = Stream(0), 60, np.zeros((2, 2))
    whole = lambda below: math.floor(draw.uniform() * below)
    for _ in range(draws):
        drawn = [whole(6) for _ in range(6)]
        pairs = [(drawn[i], drawn[j]) for i in range(6) for j in range(i + 1, 6) if drawn[i] != drawn[j]]
        at = np.array([square[p] for p in pairs])
        moved = []
        for one in noise:
            order = list(range(6))
            for i in range(5, 0, -1):
                j = whole(i + 1)
                order[i], order[j] = order[j], order[i]
            moved.append(one[[square[order[a], order[b]] for a, b in zip(first[at], second[at])]])
        for t, truth in enumerate(scaled):
            alike = [np.mean([spearmanr(m[at], one + truth[at]).statistic for one in moved]) for m in models]
            counts[t, np.argmax(np.where(np.isnan(alike), -np.inf, alike))] += 1
    shares = counts / draws
    cases.add("modelRecovery", {"groups": groups, "draws": draws}, "scipy.stats.spearmanr", rdms,
              {"values": [np.trace(shares) / 2, *shares.ravel()],
               "names": ["accuracy", "halves>halves", "halves>pairs", "pairs>halves", "pairs>pairs"]})


def told():
    chances = np.full((4, 4), 1e-9)
    for c in range(4):
        chances[c, (c + 1) % 4], chances[c, c] = 0.7, 0.3
    logits = log_softmax(np.log(chances).astype(np.float32).astype(float), axis=1)
    ids = np.cumsum(np.arange(2 * 3 * 8).reshape(2, 3, 8) % 3 != 1, axis=2) % 4
    tokens = table("tokens", made(6, 8, seed=3), pieces=2, codes=ids.ravel().tolist(),
                   axes={"channel": 3, "time": 8, "depth": 1, "channels": ["a", "b", "c"], "rateHz": 64, "codes": {"levels": 1, "size": 4}})
    before, after = ids[:, :, :-1], ids[:, :, 1:]
    loss = -logits[before, after].mean((1, 2))
    right = (logits[before].argmax(-1) == after).mean((1, 2))
    cases.add("scoreCodes", {"model": "markov-decoder"}, "scipy.special.log_softmax", tokens,
              {"values": np.c_[loss, np.exp(loss), right], "names": ["crossEntropy", "perplexity", "idAccuracy"]})


if __name__ == "__main__":
    for make in (smooth, recovered, told):
        make()
    cases.write()
