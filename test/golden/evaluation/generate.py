"""Makes the golden values of the metrics: scikit-learn and SciPy on short synthetic answers.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy scikit-learn scikit-image networkx.
"""
import json
import pathlib
import warnings

import networkx
import numpy as np
import scipy
import sklearn
import skimage
from scipy.linalg import sqrtm
from scipy.ndimage import uniform_filter
from scipy.spatial.distance import pdist
from scipy.stats import pearsonr, rankdata, spearmanr
from skimage.metrics import peak_signal_noise_ratio, structural_similarity
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
        "segmentAccuracy": m.accuracy_score(truth, prediction),
        **losses(truth, scores, k),
    }
    return {
        "name": name, "classes": k, "positive": positive, "truth": truth.tolist(),
        "prediction": prediction.tolist(), "scores": scores.ravel().tolist(),
        "expected": {key: clean(value) for key, value in expected.items()},
    }


def segments_case(name, rng, runs, starts, length, decimals):
    """Moments of runs; those that overlap a row's own are no candidates (Haxby et al. 2011)."""
    names = [f"{run}:{s:05d}-{s + length - 1:05d}" for run in range(runs) for s in starts]
    at = np.repeat(np.arange(runs), len(starts)) * 10_000 + np.tile(starts, runs)
    k = len(names)
    overlap = np.abs(at[:, None] - at[None]) < length
    np.fill_diagonal(overlap, False)
    truth = rng.permutation(np.tile(np.arange(k), 3))
    alike = np.exp(-(((at[:, None] - at[None]) / length) ** 2))
    scores = np.round(alike[truth] + 0.25 * rng.normal(size=(len(truth), k)), decimals)
    found = np.where(overlap[truth], -np.inf, scores).argmax(1)
    return {
        "name": name, "classes": k, "positive": k - 1, "names": names, "truth": truth.tolist(),
        "prediction": scores.argmax(1).tolist(), "scores": scores.ravel().tolist(),
        "expected": {"segmentAccuracy": clean(np.mean(found == truth)),
                     "accuracy": clean(m.accuracy_score(truth, scores.argmax(1)))},
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
    # Some doubts are too small, as those of models often are; one row lies on the end of its interval.
    deviations = np.round(noise * scale * np.random.default_rng(rows).uniform(0.2, 1.4, rows), 6)
    deviations[0] = abs(truth[0] - prediction[0]) / 1.96
    apart = np.abs(truth - prediction)
    expected["coverage95"] = (apart <= 1.96 * deviations).mean()
    expected["width95"] = (2 * 1.96 * deviations).mean()
    return {
        "name": name, "classes": 0, "positive": -1, "truth": truth.tolist(),
        "prediction": prediction.tolist(), "scores": prediction.tolist(), "deviations": deviations.tolist(),
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
        "vectorR2": m.r2_score(values[truth], scores),
        "rowPearson": correlation[np.arange(rows), truth].mean(),
        "pixelCorrelation": correlation[np.arange(rows), truth].mean(),
        "correlationDistance": 1 - correlation[np.arange(rows), truth].mean(),
        "backwardTop1": backward(alike, truth),
        **representation(scores, values[truth], truth),
        **overlap(scores, values[truth]),
        **images(scores, values[truth]),
        "cosine": own.mean(),
        "vectorPearson": np.mean([pearsonr(scores[:, d], values[truth][:, d]).statistic for d in range(width)]),
    }
    return {
        "name": name, "classes": 0, "positive": -1, "truth": truth.tolist(), "prediction": [],
        "scores": scores.ravel().tolist(), "candidates": {"values": values.ravel().tolist(), "width": width},
        "expected": {key: clean(value) for key, value in expected.items()},
    }


def representation(scores, own, truth):
    """Pairs of rows with the same vector say nothing; distances equal but for rounding are ties."""
    apart = truth[:, None] != truth[None, :]
    pairs = apart[np.triu_indices(len(truth), 1)]
    found, wanted = [np.round(pdist(x, "correlation"), 12)[pairs] for x in (scores, own)]
    signs = [np.sign(x[:, None] - x[None]) for x in (found, wanted)]
    count = len(found)
    ways = [geodesic(pdist(x, "correlation")[pairs], apart) for x in (scores, own)]
    return {
        "rsa": spearmanr(found, wanted).statistic,
        "rsaKendall": (signs[0] * signs[1]).sum() / (count * (count - 1)),
        "rsaTopological": pearsonr(geotopological(found), geotopological(wanted)).statistic,
        "rsaGeodesic": pearsonr(*ways).statistic if np.isfinite(ways).all() else np.nan,
        "linearCka": cka(scores, own),
        "unbiasedCka": unbiased_cka(scores, own),
        "frechetDistance": frechet(scores, own),
    }


def geotopological(x):
    """Lin & Kriegeskorte (2024) on ranks from 0 to 1, between the quartiles."""
    ranks = rankdata(x)
    ranks = (ranks - ranks.min()) / (ranks.max() - ranks.min())
    low, high = np.quantile(ranks, [0.25, 0.75])
    return np.where(ranks > high, 1, np.clip((ranks - low) / (high - low), 0, None))


def geodesic(x, apart):
    """The largest dissimilarity is no step; one of length 0 is (not so in rsatoolbox)."""
    lengths = (x - x.min()) / (x.max() - x.min())
    i, j = [side[apart[np.triu_indices(len(apart), 1)]] for side in np.triu_indices(len(apart), 1)]
    graph = networkx.Graph()
    graph.add_nodes_from(range(len(apart)))
    steps = lengths < 1
    graph.add_weighted_edges_from(zip(i[steps].tolist(), j[steps].tolist(), lengths[steps].tolist()))
    ways = networkx.floyd_warshall_numpy(graph)
    return ways[i, j]


def unbiased_cka(x, y):
    """Song et al. (2012), eq. 5, with matrices."""
    n = len(x)
    if n < 4:
        return np.nan
    one = np.ones(n)
    def hsic(a, b):
        a, b = [k - np.diag(np.diag(k)) for k in (a @ a.T, b @ b.T)]
        return (np.trace(a @ b) + (one @ a @ one) * (one @ b @ one) / ((n - 1) * (n - 2))
                - 2 / (n - 2) * (one @ a @ b @ one))
    x, y = x - x.mean(0), y - y.mean(0)
    own = hsic(x, x), hsic(y, y)
    return hsic(x, y) / np.sqrt(own[0] * own[1])


def frechet(x, y):
    a, b = np.cov(x.T), np.cov(y.T)
    # The product has no full rank where vectors are long: eigenvalues in place of sqrtm there,
    # without those that are 0 but for rounding.
    values = np.sort(np.linalg.eigvals(a @ b).real)[::-1]
    roots = np.sqrt(values[: min(len(x) - 1, x.shape[1])]).sum()
    if x.shape[1] < len(x):
        assert abs(roots - np.trace(sqrtm(a @ b)).real) < 1e-9
    return ((x.mean(0) - y.mean(0)) ** 2).sum() + np.trace(a) + np.trace(b) - 2 * roots


def overlap(scores, own):
    rows = [(x >= 0.5, y >= 0.5) for x, y in zip(scores, own) if (x >= 0.5).any() or (y >= 0.5).any()]
    return {"dice": np.mean([m.f1_score(y, x) for x, y in rows]),
            "jaccard": np.mean([m.jaccard_score(y, x) for x, y in rows])}


def backward(alike, truth):
    return np.mean([truth[alike[:, code].argmax()] == code for code in truth])


def cka(x, y):
    x, y = x - x.mean(0), y - y.mean(0)
    return (np.linalg.norm(x.T @ y) ** 2
            / np.linalg.norm(x.T @ x) / np.linalg.norm(y.T @ y))


def images(scores, own):
    side = int(round(scores.shape[1] ** 0.5))
    psnr = np.mean([peak_signal_noise_ratio(y, x, data_range=1) for x, y in zip(scores, own)])
    if side < 11:
        return {"psnr": psnr, "ssim": np.nan}
    ssim = [structural_similarity(y.reshape(side, side), x.reshape(side, side), data_range=1,
                                  gaussian_weights=True, sigma=1.5, use_sample_covariance=False)
            for x, y in zip(scores, own)]
    return {"psnr": psnr, "ssim": np.mean(ssim)}


def images_case(name, rng, rows, side):
    """Smooth images between 0 and 1."""
    case = vectors_case(name, rng, rows, rows, side * side, 0)
    values = uniform_filter(rng.uniform(size=(rows, side, side)), size=(0, 3, 3))
    scores = np.clip(values + 0.2 * rng.normal(size=values.shape), 0, 1)
    values, scores = [np.round(x.reshape(rows, -1), 4) for x in (values, scores)]
    truth = np.arange(rows)
    unit = lambda x: (x - x.mean(1, keepdims=True)) / x.std(1, keepdims=True) / side
    correlation = (unit(scores) * unit(values)).sum(1).mean()
    expected = {"rowPearson": correlation, "pixelCorrelation": correlation,
                "correlationDistance": 1 - correlation,
                **representation(scores, values, truth), **overlap(scores, values),
                **images(scores, values)}
    return {**case, "truth": truth.tolist(), "scores": scores.ravel().tolist(),
            "candidates": {"values": values.ravel().tolist(), "width": side * side},
            "expected": {key: clean(value) for key, value in expected.items()}}


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
        segments_case("moments that overlap", np.random.default_rng(11), 2, np.arange(12), 5, 6),
        segments_case("moments that overlap, ties", np.random.default_rng(12), 2, np.arange(0, 20, 2), 5, 1),
        numbers_case("numbers", rng, 60, 1.0, 0.0, 0.7),
        numbers_case("numbers far from zero", rng, 60, 2.0, 1e4, 0.5),
        numbers_case("numbers, hardly predicted", rng, 60, 1.0, 3.0, 6.0),
        vectors_case("vectors, more rows than candidates", rng, 70, 55, 4, 0.6),
        vectors_case("vectors, hardly predicted", rng, 12, 12, 3, 3.0),
        images_case("vectors that are images", np.random.default_rng(10), 5, 14),
    ]
    (HERE / "metrics.json").write_text(json.dumps(cases, indent=0) + "\n")
    tool = f"scikit-learn {sklearn.__version__}, SciPy {scipy.__version__}, NumPy {np.__version__}, scikit-image {skimage.__version__}, networkx {networkx.__version__}"
    entry = {"tool": "scikit-learn, SciPy, NumPy, scikit-image, networkx", "version": tool, "command": "python generate.py"}
    manifest = [
        {"file": "metrics.json", **entry, "tolerance": "relative 1e-12",
         "why": "the same counts and sums, added in another order"},
    ]
    path = HERE / "manifest.json"
    others = [one for one in json.loads(path.read_text()) if one["file"] != "metrics.json"]
    path.write_text(json.dumps(manifest + others, indent=2) + "\n")


main()
