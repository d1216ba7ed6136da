"""Cases of stages of decoding: similarity, alignment, selection, ceilings. Usage: python generate_decoding.py (writes beside itself).

Needs: numpy scipy scikit-learn rsatoolbox brainiak. brainiak asks for mpi4py even for one process: see
../brainiak_alone.py.
"""
import sys

import numpy as np
import rsatoolbox
from cases import HERE, Cases, Stream, given, made, table
from rsatoolbox.inference.noise_ceiling import boot_noise_ceiling
from rsatoolbox.rdm import RDMs, calc_rdm, compare
from rsatoolbox.rdm.transform import geodesic_transform, geotopological_transform
from scipy.linalg import orthogonal_procrustes
from sklearn.covariance import LedoitWolf
from sklearn.cross_decomposition import CCA
from sklearn.feature_selection import SelectKBest, SelectPercentile, f_classif, f_regression

sys.path.insert(0, str(HERE.parent))
from brainiak_alone import srm  # noqa: E402

cases = Cases("decoding", "rsatoolbox, brainiak, scikit-learn, scipy, numpy",
              "features are stored in f32, whose rounding is 6e-8 relative; the arithmetic is f64")
METHODS = {"spearman": "spearman", "kendallTauA": "tau-a", "cosine": "cosine", "pearson": "corr"}


def features(values, count, names, **facts):
    return table("features", values, pieces=count, names=names, **facts)


def similarity():
    draw = np.random.default_rng(5)
    conditions, runs, channels, repeats = 6, 4, 5, 3
    n = conditions * runs * repeats
    condition, run = np.tile(np.arange(conditions), runs * repeats), np.repeat(np.arange(runs), conditions * repeats)
    v = given(np.round(draw.normal(size=(conditions, channels))[condition] + 0.8 * draw.normal(size=(n, channels)), 3))
    x = v.x.reshape(n, channels)
    words = [f"c{c}" for c in condition]
    rows = features(v, n, list("abcde"), labels={"what": words}, runs=[str(r) for r in run])
    data = rsatoolbox.data.Dataset(x, obs_descriptors={"condition": condition, "run": run})
    vectors = lambda rdms: rdms.get_vectors()[0].copy()
    pairs = [f"c{a}~c{b}" for a in range(conditions) for b in range(a + 1, conditions)]

    def add(options, oracle, y, **more):
        cases.add("rdm", {"by": "what", "over": "subject", **options}, oracle, rows, {"values": y, "names": pairs}, **more)

    for distance in ("correlation", "euclidean"):
        add({"distance": distance}, "rsatoolbox.rdm.calc_rdm", vectors(calc_rdm(data, method=distance, descriptor="condition")))
    nobis = dict(method="crossnobis", descriptor="condition", cv_descriptor="run")
    add({"distance": "crossnobis"}, "rsatoolbox.rdm.calc_rdm", vectors(calc_rdm(data, **nobis)))
    cells = condition + 100 * run
    noise = np.linalg.inv(LedoitWolf().fit(x - np.array([x[cells == c].mean(0) for c in cells])).covariance_)
    add({"distance": "crossnobis", "noise": "residuals"}, "rsatoolbox.rdm.calc_rdm", vectors(calc_rdm(data, noise=noise, **nobis)))
    fresh = lambda: calc_rdm(data, method="euclidean", descriptor="condition")
    add({"distance": "euclidean", "topology": "geodesic"}, "rsatoolbox.rdm.transform.geodesic_transform", vectors(geodesic_transform(fresh())))
    add({"distance": "euclidean", "topology": [0.2, 0.7]}, "rsatoolbox.rdm.transform.geotopological_transform",
        vectors(geotopological_transform(fresh(), 0.2, 0.7)))
    one = run == 0
    each = [vectors(calc_rdm(data.subset_obs("run", r), method="euclidean", descriptor="condition")) for r in range(runs)]
    cases.add("rdm", {"by": "what", "distance": "euclidean"}, "rsatoolbox.rdm.calc_rdm",
              features(given(x[one]), int(one.sum()), list("abcde"), labels={"what": [w for w, o in zip(words, one) if o]}),
              {"values": each[0], "names": pairs})

    v = given(each)
    rdms = v.x.reshape(runs, -1)
    groups = {"two": [["c0", "c1", "c2"], ["c3", "c4", "c5"]]}
    model = np.array([float((int(p[1]) < 3) != (int(p[4]) < 3)) for p in pairs])
    own = features(v, runs, pairs, runs=[str(r) for r in range(runs)])
    embedded = given(draw.normal(size=(conditions, 4)))
    other = vectors(calc_rdm(rsatoolbox.data.Dataset(embedded.x.reshape(conditions, 4)), method="correlation"))
    tables = {"vectors": {"kind": "vectors", "names": [f"c{c}" for c in range(conditions)], "values": embedded.spec}}
    for name, method in METHODS.items():
        low, high = boot_noise_ceiling(RDMs(rdms), method=method)
        a, b = (compare(RDMs(m[None]), RDMs(rdms), method)[0] for m in (model, other))
        y = np.c_[a, b, np.full(runs, low), np.full(runs, high)]
        cases.add("compareRdms", {"groups": groups, "vectors": "v.tsv", "by": name}, "rsatoolbox.rdm.compare", own,
                  {"values": y, "names": ["two", "vectors", "ceilingLow", "ceilingHigh"]}, tables=tables,
                  tolerance={"relative": 2e-6, "why": "RDMs and features are stored in f32"})
    for scale in ("none", "rms"):
        size = np.sqrt((rdms**2).mean(1, keepdims=True)) if scale == "rms" else 1
        expected = {"values": np.tile(np.c_[model, other], (runs, 1)),
                    "columns": {"dissimilarity": (rdms / size).ravel().tolist(), "pair": pairs * runs}}
        cases.add("rdmPairs", {"groups": groups, "vectors": "v.tsv", "scale": scale}, "rsatoolbox.rdm.calc_rdm", own, expected, tables=tables)


def alike():
    v = made(20, 9, seed=3, smooth=2, shared=1)
    x, names = v.x, [f"f{i}" for i in range(9)]
    rows = features(v, 20, names, labels={"what": [f"s{i:02d}" for i in range(20)]})
    sets = {"a": names[:4], "b": names[4:]}
    a, b = x[:, :4], x[:, 4:]
    ac, bc = a - a.mean(0), b - b.mean(0)
    plain = np.linalg.norm(bc.T @ ac) ** 2 / (np.linalg.norm(ac.T @ ac) * np.linalg.norm(bc.T @ bc))
    # linear CKA is the cosine of the centred inner products, which rsatoolbox compares when it is given them whole
    cases.add("cka", {"by": "what", "sets": sets}, "numpy.linalg.norm", rows, [plain])

    def unbiased(m):
        k = m @ m.T
        np.fill_diagonal(k, 0)
        n, sums = len(k), k.sum(0)
        k = k - sums[:, None] / (n - 2) - sums[None] / (n - 2) + k.sum() / ((n - 1) * (n - 2))
        np.fill_diagonal(k, 0)
        return k

    cases.add("cka", {"by": "what", "sets": sets, "over": "subject"}, "numpy.linalg.norm", rows, [plain])
    p, q = unbiased(a), unbiased(b)
    cases.add("cka", {"by": "what", "sets": sets, "measure": "unbiasedCka"}, "numpy.linalg.norm", rows,
              [(p * q).sum() / np.sqrt((p * p).sum() * (q * q).sum())])
    for keep in (0.9, 0.99):
        parts = []
        for m in (ac, bc):
            u, s, _ = np.linalg.svd(m, full_matrices=False)
            kept = int(np.searchsorted(np.cumsum(s**2) / np.sum(s**2), keep)) + 1
            parts.append(u[:, :kept] * s[:kept])
        count = min(p.shape[1] for p in parts)
        found = CCA(n_components=count, scale=False, max_iter=100000, tol=1e-14).fit(*parts)
        left, right = found.transform(*parts)
        y = np.mean([abs(np.corrcoef(left[:, k], right[:, k])[0, 1]) for k in range(count)])
        cases.add("cka", {"by": "what", "sets": sets, "measure": "svcca", "keep": keep}, "sklearn.cross_decomposition.CCA", rows, [y],
                  tolerance={"relative": 1e-5, "why": "scikit-learn finds canonical correlations by power iterations"})

    draw = np.random.default_rng(2)
    repeats, stimuli = 5, 12
    signal = draw.normal(size=(stimuli, 2))
    v = given(np.round(np.concatenate([signal + 0.9 * draw.normal(size=(stimuli, 2)) for _ in range(repeats)]), 3))
    r = v.x.reshape(repeats, stimuli, 2).transpose(2, 0, 1)
    found = {"ccMax": [], "explainable": [], "splitHalf": []}
    for one in r:
        mean, total = one.mean(0), one.var(axis=1, ddof=1).mean()
        power = (repeats * mean.var(ddof=1) - total) / (repeats - 1)
        within = one.var(axis=0, ddof=1).mean()
        ncsnr = np.sqrt(max(0, one.var(ddof=1) - within) / within)
        half = np.corrcoef(one[::2].mean(0), one[1::2].mean(0))[0, 1]
        found["ccMax"].append(1 / np.sqrt(1 + (total / power - 1) / repeats))
        found["explainable"].append(ncsnr**2 / (ncsnr**2 + 1 / repeats))
        found["splitHalf"].append(2 * half / (1 + half))
    rows = features(v, repeats * stimuli, ["v", "w"], labels={"what": [f"s{i:02d}" for i in range(stimuli)] * repeats})
    for measure, y in found.items():
        for over in ("subject", "recording"):
            cases.add("responseCeiling", {"by": "what", "measure": measure, "over": over}, "numpy.var", rows, y)


def chosen():
    train, test, names = made(30, 20, seed=8), made(4, 20, seed=9), [f"f{i}" for i in range(20)]
    y = np.arange(30) * 5 % 3
    x = train.x + 30 * (y == 1)[:, None] * (np.arange(20) % 4 == 1)
    v = given(x)
    labelled = features(v, 30, names, labels={"kind": [f"k{k}" for k in y], "age": (x[:, 3] + train.x[:, 7]).tolist()})
    for target, score, wanted in (("kind", f_classif, y), ("age", f_regression, x[:, 3] + train.x[:, 7])):
        for percent in (10, 25):
            kept = SelectPercentile(score, percentile=percent).fit(x, wanted).get_support()
            cases.add("selectFeatures", {"percent": percent}, "sklearn.feature_selection.SelectPercentile", features(test, 4, names),
                      {"values": test.x[:, kept], "names": [n for n, k in zip(names, kept) if k]}, train=labelled, target=target)
        kept = SelectKBest(score, k=7).fit(x, wanted).get_support()
        cases.add("selectFeatures", {"count": 7}, "sklearn.feature_selection.SelectKBest", features(test, 4, names),
                  {"values": test.x[:, kept], "names": [n for n, k in zip(names, kept) if k]}, train=labelled, target=target)


def people():
    draw = np.random.default_rng(4)
    voxels, count, moments, others = 6, 3, 25, 4
    shared = draw.normal(size=(count, moments + others))
    data = [np.round(draw.normal(size=(voxels, count)) @ shared + 0.4 * draw.normal(size=(voxels, moments + others)), 4) for _ in range(4)]
    # brainiak takes the noise variance from data that still have their means: take them before
    data = [x - x[:, :moments].mean(1, keepdims=True) for x in data]
    v = [given(x.T) for x in data]
    data = [one.x.reshape(-1, voxels).T for one in v]
    names = list("abcdef")

    def rows(who):
        all_ = given(np.concatenate([v[p].x for p in who]))
        size = moments + others
        return features(all_, len(who) * size, names, subjects=[f"S{p}" for p in who for _ in range(size)],
                        runs=(["1"] * moments + ["2"] * others) * len(who),
                        labels={"moment": [f"m{t:02d}" for t in range(size)] * len(who)})

    train, test = rows([0, 1, 2]), rows([1, 3])
    fit = [x[:, :moments] for x in data]

    def expected(maps):
        return {"values": np.concatenate([data[p][:, moments:].T @ maps[p] for p in (1, 3)])}

    stream = Stream(0)
    initial = []
    for _ in range(3):
        u, _, w = np.linalg.svd(np.array([stream.normal() for _ in range(voxels * count)]).reshape(voxels, count), full_matrices=False)
        initial.append(u @ w)
    theirs = srm._init_w_transforms
    for method, Model in (("srm", srm.SRM), ("deterministicSrm", srm.DetSRM)):
        srm._init_w_transforms = lambda x, *args, **kw: ([w.copy() for w in initial], [voxels] * len(x))
        model = Model(n_iter=8, features=count, rand_seed=0)
        model.fit([x.copy() for x in fit[:3]])
        # who was not there is turned to what was found, and so are the others once more
        maps = [model.transform_subject(x) if method == "srm" else srm.DetSRM._update_transform_subject(x, model.s_) for x in fit]
        cases.add("alignSubjects", {"method": method, "features": count, "iterations": 8, "fitRuns": ["1"]},
                  f"brainiak.funcalign.srm.{Model.__name__}", test, expected(maps), train=train,
                  tolerance={"relative": 5e-6, "why": "data in f32 have means that brainiak leaves in the noise variance"})
    srm._init_w_transforms = theirs
    turn = lambda x, common: orthogonal_procrustes(x.T, common.T)[0]
    common, turned = fit[0], [fit[0]]
    for i, x in enumerate(fit[1:3]):
        turned.append(turn(x, common).T @ x)
        common = (common * (i + 1) + turned[-1]) / (i + 2)
    again = [turn(x, np.mean([y for j, y in enumerate(turned) if j != i], 0)).T @ x for i, x in enumerate(turned)]
    common = np.mean(again, 0)
    cases.add("alignSubjects", {"method": "hyperalign", "fitRuns": ["1"]}, "scipy.linalg.orthogonal_procrustes", test,
              expected([turn(x, common) for x in fit]), train=train)


if __name__ == "__main__":
    for make in (similarity, alike, chosen, people):
        make()
    cases.write()
