"""Makes the golden values of the metrics: scikit-learn and SciPy on short synthetic answers.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy scikit-learn.
"""
import json
import pathlib
import warnings

import numpy as np
import scipy
import sklearn
from scipy.stats import pearsonr, spearmanr
from sklearn import metrics as m

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent


def losses(truth, scores, k):
    """Of probabilities; rows that were rounded too much are none."""
    if np.abs(scores.sum(1) - 1).max() >= 1e-5:
        return {"logLoss": np.nan, "brier": np.nan}
    own = scores[np.arange(len(truth)), truth]
    log_loss = -np.log(np.clip(own, np.finfo(float).eps, 1)).mean()
    if len(np.unique(truth)) > 1:
        assert abs(log_loss - m.log_loss(truth, scores, labels=np.arange(k))) < 1e-5
    brier = ((scores - np.eye(k)[truth]) ** 2).sum(1).mean()
    if k == 2:
        assert abs(brier - 2 * m.brier_score_loss(truth, scores[:, 1])) < 1e-5
    return {"logLoss": log_loss, "brier": brier}


def classes_case(name, rng, rows, k, decimals, absent=(), positive=None, one_class=False):
    truth = rng.integers(0, k, rows)
    for code in absent:
        truth[truth == code] = (code + 1) % k
    if one_class:
        truth[:] = 1
    logits = rng.normal(size=(rows, k)) + 0.9 * np.eye(k)[truth]
    scores = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    scores = np.round(scores, decimals)  # few decimals make many ties
    prediction = scores.argmax(1)
    positive = k - 1 if positive is None else positive
    present = np.unique(truth)
    if len(present) < 2:
        auroc = ap = float("nan")
    elif k == 2:
        auroc = m.roc_auc_score(truth == positive, scores[:, positive])
        ap = m.average_precision_score(truth == positive, scores[:, positive])
    else:
        auroc = np.mean([m.roc_auc_score(truth == c, scores[:, c]) for c in present])
        ap = np.mean([m.average_precision_score(truth == c, scores[:, c]) for c in present])
        if len(present) == k:  # the library's own one-vs-rest wants rows that sum to 1
            whole = scores / scores.sum(1, keepdims=True)
            own = m.roc_auc_score(truth, whole, multi_class="ovr", average="macro")
            rows_changed = np.mean([m.roc_auc_score(truth == c, whole[:, c]) for c in present])
            assert abs(own - rows_changed) < 1e-12
            assert abs(ap - m.average_precision_score(np.eye(k)[truth], scores, average="macro")) < 1e-12
    expected = {
        "accuracy": m.accuracy_score(truth, prediction),
        "balancedAccuracy": m.balanced_accuracy_score(truth, prediction),
        "auroc": auroc,
        "averagePrecision": ap,
        "kappa": m.cohen_kappa_score(truth, prediction),
        "f1": m.f1_score(truth, prediction, average="macro"),
        "f1Positive": m.f1_score(truth == positive, prediction == positive),
        "f1Weighted": m.f1_score(truth, prediction, average="weighted"),
        "mcc": np.nan if one_class else m.matthews_corrcoef(truth, prediction),
        "sensitivity": m.recall_score(truth == positive, prediction == positive),
        "specificity": np.nan if one_class else m.recall_score(truth != positive, prediction != positive),
        **losses(truth, scores, k),
    }
    return {
        "name": name, "classes": k, "positive": positive, "truth": truth.tolist(),
        "prediction": prediction.tolist(), "scores": scores.ravel().tolist(),
        "expected": {key: clean(value) for key, value in expected.items()},
    }


def numbers_case(name, rng, rows, scale, offset, noise):
    truth = np.round(rng.normal(size=rows) * scale + offset, 6)
    prediction = np.round(truth + rng.normal(size=rows) * noise * scale, 6)
    expected = {
        "r2": m.r2_score(truth, prediction),
        "pearson": pearsonr(truth, prediction).statistic,
        "mae": m.mean_absolute_error(truth, prediction),
        "spearman": spearmanr(truth, prediction).statistic,
        "mse": m.mean_squared_error(truth, prediction),
        "rmse": m.root_mean_squared_error(truth, prediction),
    }
    return {
        "name": name, "classes": 0, "positive": -1, "truth": truth.tolist(),
        "prediction": prediction.tolist(), "scores": prediction.tolist(),
        "expected": {key: clean(value) for key, value in expected.items()},
    }


def vectors_case(name, rng, rows, total, width, noise):
    values = np.round(rng.normal(size=(total, width)) + 0.3, 4)
    truth = np.r_[np.arange(total), rng.integers(0, total, rows - total)]
    scores = np.round(values[truth] + noise * rng.normal(size=(rows, width)), 4)
    unit = lambda x: x / np.linalg.norm(x, axis=1, keepdims=True)
    alike = unit(scores) @ unit(values).T
    own = alike[np.arange(rows), truth]
    rank = 1 + (alike > own[:, None]).sum(1)
    centred = [x - x.mean(1, keepdims=True) for x in (scores, values)]
    correlation = unit(centred[0]) @ unit(centred[1]).T
    below = (correlation < correlation[np.arange(rows), truth][:, None]).sum(1)
    expected = {
        **{f"top{k}": (rank <= k).mean() for k in (1, 5, 10)},
        "medianRank": np.median(rank),
        "reciprocalRank": (1 / rank).mean(),
        "fiftyWay": scipy.stats.hypergeom.pmf(0, total - 1, rank - 1, 49).mean() if total >= 50 else np.nan,
        "twoWay": (below / (total - 1)).mean(),
        "relativeRank": ((rank - 1) / (total - 1)).mean(),
        "twoVsTwo": two_vs_two(alike, truth),
        "vectorMse": m.mean_squared_error(values[truth], scores),
        "cosine": own.mean(),
        "vectorPearson": np.mean([pearsonr(scores[:, d], values[truth][:, d]).statistic for d in range(width)]),
    }
    return {
        "name": name, "classes": 0, "positive": -1, "truth": truth.tolist(), "prediction": [],
        "scores": scores.ravel().tolist(), "candidates": {"values": values.ravel().tolist(), "width": width},
        "expected": {key: clean(value) for key, value in expected.items()},
    }


def two_vs_two(alike, truth):
    wins = []
    for i in range(len(truth)):
        for j in range(i):
            if truth[i] != truth[j]:
                own = alike[i, truth[i]] + alike[j, truth[j]]
                other = alike[i, truth[j]] + alike[j, truth[i]]
                wins.append(np.heaviside(own - other, 0.5))
    return np.mean(wins)


def clean(value):
    value = float(value)
    return None if np.isnan(value) else value


def main():
    rng = np.random.default_rng(7)
    cases = [
        classes_case("two classes", rng, 60, 2, 6),
        classes_case("two classes, many ties", rng, 80, 2, 1),
        classes_case("two classes, first positive", rng, 50, 2, 2, positive=0),
        classes_case("two classes, one in the truth", rng, 20, 2, 3, one_class=True),
        classes_case("three classes", rng, 90, 3, 6),
        classes_case("three classes, many ties", rng, 90, 3, 1),
        classes_case("five classes, two of them absent", rng, 70, 5, 2, absent=(1, 3)),
        classes_case("eight classes", rng, 160, 8, 4),
        classes_case("two classes, probabilities", np.random.default_rng(8), 40, 2, 12),
        classes_case("four classes, probabilities", np.random.default_rng(9), 60, 4, 12),
        numbers_case("numbers", rng, 60, 1.0, 0.0, 0.7),
        numbers_case("numbers far from zero", rng, 60, 2.0, 1e4, 0.5),
        numbers_case("numbers, hardly predicted", rng, 60, 1.0, 3.0, 6.0),
        vectors_case("vectors, more rows than candidates", rng, 70, 55, 4, 0.6),
        vectors_case("vectors, hardly predicted", rng, 12, 12, 3, 3.0),
    ]
    (HERE / "metrics.json").write_text(json.dumps(cases, indent=0) + "\n")
    tool = f"scikit-learn {sklearn.__version__}, SciPy {scipy.__version__}, NumPy {np.__version__}"
    entry = {"tool": "scikit-learn, SciPy, NumPy", "version": tool, "command": "python generate.py"}
    manifest = [
        {"file": "metrics.json", **entry, "tolerance": "relative 1e-12",
         "why": "the same counts and sums, added in another order"},
    ]
    (HERE / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


main()
