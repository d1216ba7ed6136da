"""Makes the golden values of statistics: SciPy, statsmodels and scikit-learn on drawn numbers.

Usage: python generate.py   (writes beside itself)
Needs: numpy scipy statsmodels scikit-learn.
"""
import itertools
import json
import pathlib
import warnings

import numpy as np
import scipy
import sklearn
import statsmodels
from scipy import stats
from sklearn import metrics
from sklearn.model_selection import StratifiedGroupKFold
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestPower

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(11)


def normal():
    x = np.concatenate([np.linspace(-8, 8, 41), [-37, -20, -2.5, 2.5, 0]])
    p = np.concatenate([np.linspace(0.001, 0.999, 21), [1e-300, 1e-15, 1e-6, 0.025, 0.975]])
    return {"x": x, "cdf": stats.norm.cdf(x), "p": p, "quantile": stats.norm.ppf(p)}


def bca():
    cases = []
    for n, skew in [(8, 0), (12, 1), (32, 0), (32, 2), (5, 3)]:
        data = rng.normal(size=n) if skew == 0 else rng.gamma(1 / skew, size=n)
        data = np.round(data, 6)
        found = stats.bootstrap((data,), np.mean, method="BCa", n_resamples=299, rng=rng)
        left = [np.delete(data, i).mean() for i in range(n)]
        cases.append({"data": data, "value": data.mean(), "leftOut": left,
                      "resampled": np.sort(found.bootstrap_distribution),
                      "ends": list(found.confidence_interval)})
    return cases


def paired():
    cases = []
    for n, shift, decimals in [(6, 0.5, 6), (10, 0, 6), (12, 0.8, 0), (13, 0.3, 1), (14, 0.3, 1),
                               (20, 0.4, 6), (40, 0.2, 6), (60, 0.2, 6), (60, 0.3, 0), (3, 1, 6)]:
        d = np.round(rng.normal(size=n) + shift, decimals)
        w = stats.wilcoxon(d)
        case = {"differences": d, "statistic": w.statistic, "p": w.pvalue}
        if n <= 12:
            flips = stats.permutation_test((d, np.zeros(n)), lambda a, b: np.mean(a - b),
                                           permutation_type="samples", n_resamples=10**6)
            case["flips"] = flips.pvalue
        cases.append(case)
    return cases


def holm():
    cases = []
    for n in (1, 3, 7):
        p = np.round(rng.uniform(size=n) ** 3, 5)
        cases.append({"p": p, "adjusted": multipletests(p, method="holm")[1]})
    return cases


def combined():
    cases = []
    for n in (1, 2, 5):
        p = rng.uniform(size=n)
        weights = np.sqrt(rng.integers(5, 40, n))
        found = stats.combine_pvalues(p, method="stouffer", weights=weights)
        cases.append({"p": p, "weights": weights, "z": found.statistic, "combined": found.pvalue})
    return cases


def student():
    rows = [(t, df, shift) for t in (-3, -0.5, 0, 1, 2.5, 6) for df in (1, 2, 5, 31, 200)
            for shift in (0, 0.7, 3)]
    cdf = [stats.t.cdf(t, df) if s == 0 else stats.nct.cdf(t, df, s) for t, df, s in rows]
    power = [{"n": n, "effect": TTestPower().solve_power(nobs=n, alpha=0.05, power=0.8)}
             for n in (3, 5, 12, 32, 100)]
    return {"rows": rows, "cdf": cdf, "power": power}


def ranks():
    cases = []
    for n, k, decimals in [(8, 3, 6), (12, 4, 1), (30, 2, 6), (10, 7, 2)]:
        values = np.round(rng.normal(size=(n, k)) + np.arange(k) * 0.3, decimals)
        if k > 2:
            found = stats.friedmanchisquare(*values.T)
            statistic, p = found.statistic, found.pvalue
        else:
            statistic = p = None
        rank = np.mean([stats.rankdata(-row) for row in values], axis=0)
        cd = stats.studentized_range.ppf(0.95, k, np.inf) / np.sqrt(2) * np.sqrt(k * (k + 1) / (6 * n))
        cases.append({"values": values, "meanRanks": rank, "statistic": statistic, "p": p,
                      "criticalDifference": cd})
    return cases


def arrangements():
    """All orders of the labels of one group: p of its AUROC and of its accuracy."""
    cases = []
    for truth in ([0, 1, 0, 1, 1], [0, 0, 1, 1, 1, 1], [0, 1, 0, 1, 0, 1]):
        truth = np.array(truth)
        score = np.round(rng.uniform(size=len(truth)) * 0.6 + 0.4 * truth, 2)
        case = {"truth": truth, "score": score}
        for name, figure in [("auroc", lambda t: metrics.roc_auc_score(t, score)),
                             ("accuracy", lambda t: np.mean((score > 0.5) == t))]:
            found = figure(truth)
            all_orders = [figure(np.array(order)) for order in itertools.permutations(truth)]
            case[name] = {"value": found, "p": np.mean(np.array(all_orders) >= found - 1e-12),
                          "chance": np.mean(all_orders)}
        cases.append(case)
    return cases


def calibration():
    cases = []
    for n, k in [(200, 2), (150, 3)]:
        logits = rng.normal(size=(n, k)) * 1.5
        scores = np.round(np.exp(logits) / np.exp(logits).sum(1, keepdims=True), 4)
        truth = np.array([rng.choice(k, p=row / row.sum()) for row in scores])
        top, right = scores.max(1), scores.argmax(1) == truth
        bins = np.minimum((top * 10).astype(int), 9)
        ece = sum(abs(right[bins == b].mean() - top[bins == b].mean()) * np.mean(bins == b)
                  for b in np.unique(bins))
        brier = np.mean(((scores - np.eye(k)[truth]) ** 2).sum(1))
        if k == 2:
            own = metrics.brier_score_loss(truth, scores[:, 1])
            assert abs(own * 2 - np.mean(2 * (scores[:, 1] - truth) ** 2)) < 1e-12
        cases.append({"scores": scores.ravel(), "truth": truth, "classes": k, "ece": ece,
                      "brier": brier})
    return cases


def stratified():
    cases = []
    for groups, folds, k in [(12, 4, 2), (15, 5, 3), (7, 3, 2)]:
        sizes = rng.integers(3, 14, groups)
        group = np.repeat(np.arange(groups), sizes)
        y = (rng.uniform(size=len(group)) < rng.uniform(0.1, 0.9, groups)[group]).astype(int)
        if k == 3:
            y = y + (rng.uniform(size=len(group)) < 0.3)
        fold_of = np.zeros(groups, int)
        for f, (_, test) in enumerate(StratifiedGroupKFold(folds).split(group, y, group)):
            fold_of[np.unique(group[test])] = f
        cases.append({"group": group, "y": y, "folds": folds, "foldOf": fold_of})
    return cases


def plain(value):
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(one) for one in value]
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (int, np.integer)):
        return int(value)
    return float(value)


def main():
    parts = [normal, bca, paired, holm, combined, student, ranks, arrangements, calibration,
             stratified]
    golden = {part.__name__: plain(part()) for part in parts}
    (HERE / "statistics.json").write_text(json.dumps(golden) + "\n")
    version = (f"SciPy {scipy.__version__}, statsmodels {statsmodels.__version__}, "
               f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}")
    manifest = [{
        "file": "statistics.json", "tool": "SciPy, statsmodels, scikit-learn, NumPy",
        "version": version, "command": "python generate.py",
        "tolerance": "relative 1e-12; 1e-8 for noncentral t, 1e-6 for power and the studentized range",
        "why": "the same sums in f64; integrals and roots are found by other rules",
    }]
    (HERE / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


main()
