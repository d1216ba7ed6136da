"""Makes the golden values of word retrieval: probabilities of candidates, summed by word.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy
"""
import json
import pathlib

import numpy as np
import scipy
from scipy.special import softmax
from scipy.stats import rankdata

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(9)
rows, candidates, width, words = 60, 20, 6, 7

vectors = rng.normal(size=(candidates, width)) * rng.uniform(0.5, 3, size=(candidates, 1))
word = np.concatenate([np.arange(words), rng.integers(words, size=candidates - words)])
own = np.concatenate([np.arange(candidates), rng.integers(candidates, size=rows - candidates)])
told = vectors[own] + 1.6 * rng.normal(size=(rows, width))
told[7] = 0
scores = told @ (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).T
chances = softmax(scores, axis=1)
sums = np.stack([chances[:, word == w].sum(1) for w in range(words)], 1)
rank = np.array([rankdata(-row)[w] for row, w in zip(sums, word[own], strict=True)])
found = {f"top{k}Words": float((rank <= k).mean()) for k in (1, 2, 3, 5)}
numbers = lambda values: [float(f"{v:.10g}") for v in np.ravel(values)]
golden = {
    "width": width, "candidates": numbers(vectors), "words": word.tolist(), "truth": own.tolist(),
    "told": numbers(told), "expected": found,
}  # fmt: skip
(HERE / "words.json").write_text(json.dumps(golden) + "\n")
manifest = {
    "file": "words.json",
    "tool": "SciPy, NumPy",
    "version": f"SciPy {scipy.__version__}, NumPy {np.__version__}",
    "command": "python generate.py",
    "tolerance": "relative 1e-12",
    "why": "shares of rows are counts",
}
(HERE / "manifest.json").write_text(json.dumps([manifest], indent=2) + "\n")
