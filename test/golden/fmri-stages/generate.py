"""Golden numbers of stages of fMRI that no other folder has. Usage: python3 generate.py (writes beside itself).

Needs: nilearn==0.14.1 nibabel numpy scipy scikit-learn pandas. Input is the formula `hashed`, as the tests make it.
"""
import json
import pathlib
import warnings

import nibabel
import nilearn
import numpy as np
import pandas as pd
import scipy
import sklearn
from nilearn.connectome import ConnectivityMeasure, sym_matrix_to_vec
from nilearn.glm.first_level import FirstLevelModel, make_first_level_design_matrix
from nilearn.image import index_img
from nilearn.maskers import NiftiMasker, NiftiSpheresMasker
from numpy.lib.stride_tricks import sliding_window_view
from scipy import ndimage
from scipy.interpolate import CubicSpline, interp1d
from scipy.stats import friedmanchisquare
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import OneHotEncoder

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent


def hashed(rows, cols):
    r = np.arange(1, rows + 1)[:, None]
    c = np.arange(1, cols + 1)[None, :]
    noise = r * r * 7919 + c * c * 104729 + r * (c + 2) * 31
    return (noise % 65521) / 4096 - 8


def retimed():
    """numpy.interp, scipy.interpolate.CubicSpline (not-a-knot) and interp1d (nearest), scans at their own times."""
    x, tr = hashed(3, 25), 2.0
    old = np.arange(25) * tr
    out = []
    for new, offset in ((1.5, 0.0), (0.8, 1.0), (3.0, 0.5)):
        times = np.arange(offset, old[-1] + 1e-9, new)
        cubic = CubicSpline(old, x, axis=1)(times)
        linear = np.stack([np.interp(times, old, row) for row in x])
        nearest = interp1d(old, x, kind="nearest", axis=1)(np.minimum(times, old[-1]))
        out.append({"nearest": nearest.ravel(), "trS": new, "offsetS": offset, "scans": len(times), "cubic": cubic.ravel(),
                    "linear": linear.ravel()})
    return out


def shifted():
    """The design of a run whose scans are taken to be within their repetition time (slice timing), dropped or moved."""
    tr, scans = 2.0, 40
    events = pd.DataFrame({"onset": [6.0, 25.0, 50.5], "duration": [3.0, 3.0, 1.0], "trial_type": ["a", "b", "a"]})
    image = nibabel.Nifti1Image(hashed(8, scans).reshape(2, 2, 2, scans), np.eye(4))
    model = FirstLevelModel(t_r=tr, slice_time_ref=0.5, drift_model=None, hrf_model="glover", mask_img=False,
                            signal_scaling=False, minimize_memory=False)
    middle = model.fit(image, events).design_matrices_[0]
    dropped = make_first_level_design_matrix(np.arange(5, scans) * tr, events, drift_model=None, hrf_model="glover")
    earlier = make_first_level_design_matrix(np.arange(scans) * tr - 4.5, events, drift_model=None, hrf_model="glover")
    return {"trS": tr, "scans": scans, "onsetsS": events.onset, "durationsS": events.duration,
            "labels": events.trial_type, "names": list(middle.columns),
            "middle": middle.values.ravel(), "dropFirst": 5, "dropped": dropped.values.ravel(),
            "byS": -4.5, "earlier": earlier.values.ravel()}


def dropped():
    volumes = hashed(12, 7).reshape(2, 3, 2, 7)
    left = index_img(nibabel.Nifti1Image(volumes, np.eye(4)), slice(2, 6))
    return {"first": 2, "last": 1, "voxels": left.get_fdata().transpose(3, 2, 1, 0).ravel()}


def lagged():
    x = hashed(3, 9)
    scans = [0, 1, 4, -2, 11]
    return {"scans": scans, "values": np.concatenate(
        [ndimage.shift(x, (0, by), order=0, mode="constant", cval=0) for by in scans]).ravel()}


def dynamic():
    """Correlation in sliding windows; the largest share of all elements of a recording stays (STAGIN)."""
    x, length, stride = hashed(6, 50), 20, 5
    windows = sliding_window_view(x, length, axis=1)[:, ::stride].transpose(1, 2, 0)
    r = np.stack([np.corrcoef(w.T) for w in windows])
    same = ConnectivityMeasure(kind="correlation", cov_estimator=sklearn.covariance.EmpiricalCovariance())
    assert np.allclose(r, same.fit_transform(list(windows)), atol=1e-7)
    r = np.float32(np.where(np.eye(6) == 1, 1, r)).astype(float)     # as matrices are kept, for equal elements
    out = {"lengthScans": length, "strideScans": stride, "windows": len(r), "correlations": r.ravel(), "edges": []}
    for percent in (10, 30, 55):
        whole = r > np.percentile(r, 100 - percent)
        each = np.stack([one > np.percentile(one, 100 - percent) for one in r])
        out["edges"].append({"keepPercent": percent, "recording": whole.astype(int).ravel(),
                             "window": each.astype(int).ravel()})
    return out


def homogeneity():
    """Kendall's W of each voxel and its neighbours from Friedman's statistic: chi2 = k (n - 1) W."""
    shape, scans = (4, 3, 3), 30
    x = hashed(36, scans) + 3 * hashed(1, scans) + np.arange(36)[:, None] * 1e-3
    x = np.float32(x)
    mask = np.ones(shape, bool)
    mask[1, 1, 1] = mask[3, 2, 2] = False
    at = np.argwhere(mask)
    series = x[: len(at)]
    out = {}
    for name, radius in (("faces", 1.0), ("edges", 1.5), ("corners", 1.8)):
        near = [np.flatnonzero(np.linalg.norm(at - place, axis=1) <= radius) for place in at]
        out[name] = {"radius": radius, "values": [
            friedmanchisquare(*series[n].T).statistic / (len(n) * (scans - 1)) for n in near]}
    return {"shape": shape, "scans": scans, "voxels": at.ravel(), "cases": out}


def seeded():
    shape, scans = (5, 4, 4), 30
    affine = np.array([[-3, 0, 0, 6], [0, 3, 0, -5], [0, 0, 4, -7], [0, 0, 0, 1]], float)
    mask = np.ones(shape)
    mask[0, 0, 0] = mask[2, 1, 1] = 0
    at = np.argwhere(mask > 0)
    series = hashed(len(at), scans)
    volumes = np.zeros((*shape, scans))
    volumes[tuple(at.T)] = series
    image, inside = nibabel.Nifti1Image(volumes, affine), nibabel.Nifti1Image(mask, affine)
    cases = []
    for mm, radius in (((0, -2, -3), 4.5), ((3, 1, 1), 6.0)):
        seeds = NiftiSpheresMasker([mm], radius=radius, mask_img=inside, standardize="zscore_sample")
        voxels = NiftiMasker(inside, standardize="zscore_sample")
        r = voxels.fit_transform(image).T @ seeds.fit_transform(image)[:, 0] / (scans - 1)
        cases.append({"mm": mm, "radiusMm": radius, "r": r, "z": np.arctanh(r)})
    return {"shape": shape, "affine": affine.ravel(), "scans": scans, "voxels": at.ravel(), "cases": cases}


def vectors():
    m = hashed(5, 5)
    m = m + m.T
    return {"matrix": m.ravel(), "scaled": sym_matrix_to_vec(m),
            "discard": sym_matrix_to_vec(m, discard_diagonal=True)}


def residuals():
    """What age and sex predict, fitted on the training rows."""
    x, rows, train = hashed(30, 4), 30, 20
    age = 20 + (np.arange(rows) * 7) % 31
    site = np.array(list("ABC"))[(np.arange(rows) * 5 + np.arange(rows) // 4) % 3]
    x = np.float32(x + 0.25 * age[:, None] + 2 * (site == "B")[:, None])
    coded = OneHotEncoder(drop="first", sparse_output=False).fit(site[:train, None]).transform(site[:, None])
    design = np.c_[age, coded]
    fit = LinearRegression().fit(design[:train], x[:train])
    return {"train": train, "age": age, "site": site, "values": x.astype(float).ravel(),
            "residuals": (x - fit.predict(design)).ravel()}


def matching():
    """Time-segment matching (Chen et al. 2015; Haxby et al. 2011): r of a person's segment with the mean of the others'
    in each segment; right when the same segment is highest of those that do not overlap it."""
    people, channels, scans, length = 4, 5, 40, 6
    film = hashed(channels, scans) + hashed(1, scans)
    film = np.apply_along_axis(lambda row: np.convolve(row, np.ones(5) / 5, "same"), 1, film)
    x = np.float32([film + 0.75 * hashed(channels * people, scans)[p * channels:(p + 1) * channels]
                    for p in range(people)]).astype(float)
    starts = np.arange(scans - length + 1)
    pieces = np.stack([[person[:, s:s + length].T.ravel() for s in starts] for person in x])
    out = {"people": people, "channels": channels, "scans": scans, "length": length, "series": x.ravel(), "cases": []}
    for stride in (1, 4, 6):
        kept = np.arange(0, len(starts), stride)
        overlap = np.abs(kept[:, None] - kept[None]) < length
        np.fill_diagonal(overlap, False)
        right, plain = [], []
        for p in range(people):
            own, others = pieces[p, kept], np.delete(pieces, p, 0)[:, kept].mean(0)
            r = np.corrcoef(own, others)[: len(kept), len(kept):]
            plain.append(np.mean(r.argmax(1) == np.arange(len(kept))))
            right.append(np.mean(np.where(overlap, -np.inf, r).argmax(1) == np.arange(len(kept))))
        out["cases"].append({"stride": stride, "segments": len(kept), "matched": right, "accuracy": plain})
    return out


def alignment():
    """CKA from U-centred inner products (Szekely & Rizzo 2014), which is that of the unbiased HSIC."""
    out = {"rows": 12, "p": 5, "q": 30, "cases": []}
    x, wide = hashed(12, 5), hashed(12, 30)

    def centred(a):
        k = a @ a.T
        np.fill_diagonal(k, 0)
        n, rows = len(k), k.sum(0)
        k = k - rows[:, None] / (n - 2) - rows[None] / (n - 2) + k.sum() / ((n - 1) * (n - 2))
        np.fill_diagonal(k, 0)
        return k

    for share in (0.0, 0.5, 3.0):
        y = wide + share * x[:, np.arange(30) % 5]
        a, b = centred(x), centred(y)
        out["cases"].append({"share": share, "cka": (a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum())})
    return out


def distances():
    """Edges above a correlation by their length, of the voxels of `seeded`."""
    from scipy.spatial.distance import cdist
    known = seeded()
    at, affine = known["voxels"].reshape(-1, 3), known["affine"].reshape(4, 4)
    mm = at @ affine[:3, :3].T + affine[:3, 3]
    edges = np.corrcoef(hashed(len(at), known["scans"])) > 0.1
    np.fill_diagonal(edges, False)
    apart, bands = cdist(mm, mm), [0, 3.5, 6.5, 20]
    degrees = [[(edges[i] & (apart[i] >= a) & (apart[i] < b)).sum() for a, b in zip(bands, bands[1:])]
               for i in range(len(at))]
    return {"above": 0.1, "bandsMm": bands, "degrees": np.ravel(degrees)}


def plain(value):
    return value.tolist()


content = {f.__name__: f() for f in (retimed, shifted, dropped, lagged, dynamic, homogeneity, seeded, vectors,
                                     residuals, matching, alignment, distances)}


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.13g}")
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    return [rounded(v) for v in value] if isinstance(value, list) else value


content = rounded(json.loads(json.dumps(content, default=plain)))
(HERE / "stages.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
(HERE / "manifest.json").write_text(json.dumps([{
    "file": "stages.json",
    "tool": f"nilearn {nilearn.__version__}, SciPy {scipy.__version__}, scikit-learn {sklearn.__version__}",
    "version": f"numpy {np.__version__}, nibabel {nibabel.__version__}, pandas {pd.__version__}",
    "command": "python3 test/golden/fmri-stages/generate.py",
    "tolerance": "relative 1e-6; of designs 1e-9; edges, scans and shares of matched segments exactly",
    "why": "stages keep signals and features as f32; the file has 13 digits",
}], indent=2) + "\n")
print([(c["stride"], c["matched"], c["accuracy"]) for c in content["matching"]["cases"]])
