"""Makes the golden values of comparisons: MOABB's meta-analysis, MAPIE, scikit-learn, posthocs.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy pandas scikit-learn mapie scikit-posthocs, and the files of moabb, whose modules
of statistics are loaded by themselves.
"""
import importlib.metadata
import importlib.util
import json
import pathlib
import warnings

import mapie
import numpy as np
import pandas as pd
import scikit_posthocs
import scipy
import sklearn
from mapie.classification import SplitConformalClassifier
from scipy import stats
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import calibration_curve

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(23)


def moabb_module(name):
    path = importlib.metadata.distribution("moabb").locate_file(f"moabb/analysis/{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def meta_analysis():
    """Three data sets, two pipelines: exact p where there are few subjects, else Wilcoxon's."""
    meta = moabb_module("meta_analysis")
    sets, p, effects, subjects = [], [], [], []
    for name, n, shift in [("x", 9, 0.05), ("y", 12, 0.04), ("z", 24, 0.03)]:
        # Of 4096ths, so that equal sums are equal bits: MOABB counts ties without a tolerance.
        scores = np.round(4096 * (0.7 + 0.05 * rng.normal(size=(n, 2)) + [0, shift])) / 4096
        frame = pd.DataFrame([
            {"dataset": name, "subject": f"S{s}", "session": "1", "pipeline": pipe,
             "score": scores[s, i]} for s in range(n) for i, pipe in enumerate("ab")
        ])
        found = meta.compute_dataset_statistics(frame, perm_cutoff=13)
        row = found[(found.pipe1 == "b") & (found.pipe2 == "a")].iloc[0]
        sets.append({"dataset": name, "a": scores[:, 0], "b": scores[:, 1], "p": row.p,
                     "effect": row.smd, "test": "flips" if n < 13 else "wilcoxon"})
        p.append(row.p)
        effects.append(row.smd)
        subjects.append(n)
    subjects = np.array(subjects)
    return {"sets": sets, "p": meta.combine_pvalues(np.array(p), subjects),
            "effect": meta.combine_effects(np.array(effects), subjects)}


class Given(ClassifierMixin, BaseEstimator):
    """A classifier whose probabilities are the numbers that it is given."""

    def __init__(self, classes=2):
        self.classes = classes
        self.classes_ = np.arange(classes)
        self.fitted_ = True

    def fit(self, x, y):
        return self

    def predict_proba(self, x):
        return x

    def predict(self, x):
        return x.argmax(1)


def conformal():
    """Two groups: the sets of each are calibrated on the rows of the other."""
    cases = []
    for k, n in [(2, (60, 47)), (3, (80, 55))]:
        logits = [rng.normal(size=(m, k)) * 1.2 for m in n]
        scores = [np.float32(np.exp(z) / np.exp(z).sum(1, keepdims=True)).astype(float)
                  for z in logits]
        truth = [np.array([rng.choice(k, p=row / row.sum()) for row in part]) for part in scores]
        levels = []
        for level in (0.6, 0.8, 0.9):
            held, size, single, right = [], [], [], []
            for own, other in ((0, 1), (1, 0)):
                model = SplitConformalClassifier(
                    Given(k), confidence_level=level, conformity_score="lac", prefit=True)
                model.conformalize(scores[other], truth[other])
                sets = model.predict_set(scores[own])[1][:, :, 0]
                holds = sets[np.arange(len(sets)), truth[own]]
                held.append(holds.mean())
                size.append(sets.sum(1))
                single.append(sets.sum(1) == 1)
                right.append(holds[sets.sum(1) == 1])
            levels.append({"level": level, "coverage": np.mean(held),
                           "size": np.concatenate(size).mean(),
                           "answered": np.concatenate(single).mean(),
                           "accuracy": np.concatenate(right).mean()})
        cases.append({"classes": k, "rows": n, "scores": np.concatenate(scores).ravel(),
                      "truth": np.concatenate(truth), "levels": levels})
    return cases


def reliability():
    scores = np.float32(rng.beta(2, 1.5, size=(300, 1))).astype(float)
    scores = np.hstack([1 - scores, scores])
    truth = (rng.uniform(size=300) < scores[:, 1] ** 1.4).astype(int)
    top, right = scores.max(1), scores.argmax(1) == truth
    accuracy, confidence = calibration_curve(right, top, n_bins=10, strategy="uniform")
    return {"scores": scores.ravel(), "truth": truth, "accuracy": accuracy,
            "confidence": confidence}


def chance():
    """Right answers under all orders of the labels are hypergeometric; nearly binomial in many."""
    level = moabb_module("chance_level").adjusted_chance_level
    cases = []
    for n, ones, said in [(12, 6, 6), (11, 4, 5), (200, 100, 100)]:
        # Right: ones that were called ones, and zeros that were called zeros.
        both = stats.hypergeom(n, ones, said)
        right = lambda hits: 2 * hits + n - ones - said
        hits = both.ppf(0.95)
        found = min(ones, said) - 1
        cases.append({"rows": n, "ones": ones, "said": said, "right": right(found) / n,
                      "p": both.sf(found - 1), "bound": right(hits) / n,
                      "mean": right(both.mean()) / n, "binomial": level(2, n)})
    return cases


def nemenyi():
    cases = []
    for n, k in [(15, 4), (32, 6)]:
        values = np.round(rng.normal(size=(n, k)) + 0.35 * np.arange(k), 6)
        cases.append({"values": values, "p": scikit_posthocs.posthoc_nemenyi_friedman(values).values})
    return cases


def plain(value):
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(one) for one in value]
    if isinstance(value, str):
        return value
    if isinstance(value, (int, np.integer)):
        return int(value)
    return float(value)


def main():
    parts = [meta_analysis, conformal, reliability, chance, nemenyi]
    golden = {part.__name__: plain(part()) for part in parts}
    (HERE / "comparison.json").write_text(json.dumps(golden) + "\n")
    moabb = importlib.metadata.version("moabb")
    posthocs = importlib.metadata.version("scikit-posthocs")
    manifest = [{
        "file": "comparison.json",
        "tool": "MOABB, MAPIE, scikit-learn, scikit-posthocs, SciPy",
        "version": f"MOABB {moabb}, MAPIE {mapie.__version__}, scikit-learn {sklearn.__version__}, "
                   f"scikit-posthocs {posthocs}, SciPy {scipy.__version__}, NumPy {np.__version__}",
        "command": "python generate.py",
        "tolerance": "relative 1e-9; probabilities 1e-6",
        "why": "the same sums in f64; probabilities are kept as f32",
    }]
    (HERE / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


main()
