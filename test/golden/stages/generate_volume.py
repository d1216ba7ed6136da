"""Cases of the stages of the family volume. Usage: python generate_volume.py (writes beside itself).

Needs: nilearn nibabel numpy scipy pandas
"""
import json
import pathlib
import tempfile
import warnings

import nibabel as nib
import nilearn.signal
import numpy as np
import pandas as pd
from cases import Cases, given, made, table
from nilearn.glm.contrasts import Contrast, compute_contrast, compute_fixed_effects
from nilearn.glm.first_level import FirstLevelModel, make_first_level_design_matrix, mean_scaling, run_glm
from nilearn.image import crop_img, index_img, resample_img, smooth_img
from nilearn.interfaces.fmriprep import load_confounds
from nilearn.maskers import NiftiLabelsMasker, NiftiMapsMasker, NiftiMasker, NiftiSpheresMasker, SurfaceLabelsMasker
from nilearn.masking import compute_background_mask, compute_epi_mask
from nilearn.signal import clean, high_variance_confounds
from nilearn.surface import InMemoryMesh, PolyMesh, SurfaceImage
from numpy.lib.stride_tricks import sliding_window_view
from scipy import ndimage
from scipy.signal import butter, detrend, sosfiltfilt
from scipy.interpolate import CubicSpline, interp1d
from scipy.stats import zscore

warnings.filterwarnings("ignore")
cases = Cases("volume", "nilearn, nibabel, numpy, scipy, pandas",
              "volumes and signals are stored in f32, whose rounding is 6e-8 relative; the arithmetic is f64")
SHAPE, SCANS, TR = (8, 7, 6), 3, 2.0
AFFINE = np.diag([-3.0, 3.0, 4.0, 1.0])
AFFINE[:3, 3] = [10, -9, -10]
GRID = np.stack(np.meshgrid(*[np.arange(n) for n in SHAPE], indexing="ij"), -1)
BALL = (((GRID - np.array(SHAPE) / 2 + 0.5) / (np.array(SHAPE) / 2.4)) ** 2).sum(-1) < 1
TWICE = {"relative": 3e-6, "why": "regressors and signals are kept in f32 between the steps"}


def volumes(x, affine=AFFINE, tr=TR, **facts):
    """A table of volumes of an array [x, y, z] or [x, y, z, scan], and its image."""
    x = np.asarray(x, np.float32).astype(float)
    x = x[..., None] if x.ndim == 3 else x
    values = facts.pop("values", None) or given(x.transpose(3, 2, 1, 0))
    return table("volumes", values, shape=list(x.shape[:3]), affine=np.ravel(affine).tolist(), trS=tr, **facts)


def run_of(values, shape=SHAPE, level=500.0):
    """A run of noise as an image: what the formula gives, so that the file needs no numbers."""
    n = int(np.prod(shape))
    x = values.x.reshape(-1, n).reshape(-1, *shape[::-1]).transpose(3, 2, 1, 0)
    return x


def boxes(image):
    x = image.get_fdata()
    return (x if x.ndim == 4 else x[..., None]).transpose(3, 2, 1, 0)


NOISE = made(SCANS, int(np.prod(SHAPE)), smooth=2)
DATA = run_of(NOISE)
RUN = volumes(DATA, values=NOISE)
IMAGE = nib.Nifti1Image(DATA, AFFINE)


def grids():
    for fwhm in (6, [0, 5, 9]):
        cases.add("smooth", {"fwhmMm": fwhm}, "nilearn.image.smooth_img", RUN, boxes(smooth_img(IMAGE, fwhm)))
    turned = AFFINE.copy()
    turned[:3, :3] = np.array([[2.5, 0.4, 0], [-0.3, 2.6, 0.2], [0, 0.1, 3.1]])
    turned[:3, 3] = [-8.13, -8.31, -9.27]
    for how in ("continuous", "linear", "nearest"):
        mm = [2.6, 3.5, 4.1] if how != "nearest" else [4.1, 2.2, 5.0]
        cases.add("regrid", {"voxelMm": mm, "interpolation": how}, "nilearn.image.resample_img", RUN,
                  boxes(resample_img(IMAGE, np.diag(mm), interpolation=how)))
        cases.add("regrid", {"like": "t1.nii", "interpolation": how}, "nilearn.image.resample_img", RUN,
                  boxes(resample_img(IMAGE, turned, target_shape=(7, 6, 5), interpolation=how)),
                  tables={"like": volumes(np.zeros((7, 6, 5)), turned)})
    blob = np.zeros(SHAPE)
    blob[3:5, 2:6, 2:4] = 1
    crop, offset = crop_img(nib.Nifti1Image(blob, AFFINE), return_offset=True)
    cases.add("crop", {"image": "mask.nii"}, "nilearn.image.crop_img", RUN, DATA[offset].transpose(3, 2, 1, 0),
              tables={"mask": volumes(blob)})
    tight = DATA[3:5, 2:6, 2:4]
    cases.add("crop", {"image": "mask.nii", "pad": 0}, "numpy", RUN, tight.transpose(3, 2, 1, 0), tables={"mask": volumes(blob)})
    filled = np.pad(DATA[2:6], ((0, 0), (1, 1), (2, 2), (0, 0)), constant_values=-7)
    cases.add("crop", {"shape": [4, 9, 10], "fill": -7}, "numpy.pad", RUN, filled.transpose(3, 2, 1, 0))
    high = made(6, int(np.prod(SHAPE)), seed=4)
    mean = volumes(BALL)
    x = run_of(high)
    flat = np.where(BALL[..., None], x, 0)
    psc = clean(x[BALL].T, detrend=False, standardize="psc").T
    for method, y in (("percent", psc), ("z", zscore(x[BALL], axis=-1)),
                      ("zRun", zscore(x[BALL], axis=None, ddof=1))):
        whole = np.zeros_like(flat)
        whole[BALL] = y
        cases.add("scaleVolumes", {"method": method, "image": "mask.nii"},
                  "nilearn.signal.clean" if method == "percent" else "scipy.stats.zscore",
                  volumes(x, values=high), whole.transpose(3, 2, 1, 0), tables={"mask": mean},
                  **({"tolerance": TWICE} if method == "percent" else {}))


def masks():
    shape = (12, 11, 10)
    rng = np.random.default_rng(5)
    g = np.stack(np.meshgrid(*[np.arange(n) for n in shape], indexing="ij"), -1)
    brain = (((g - 5) / 4.0) ** 2).sum(-1) < 1
    x = np.round(30 * rng.random(shape) + brain * 400)
    x[1, 1, 1] = 900
    zeroed = np.where(brain, x, 7)

    def add(options, oracle, found, source, **more):
        kept = found.get_fdata() > 0
        run = np.stack([source, source + 1], -1)
        cases.add("mask", options, oracle, volumes(run, np.eye(4)),
                  {"values": run[kept], "names": [",".join(map(str, v)) for v in np.argwhere(kept)]}, **more)

    for options, kw in (({}, {}), ({"opening": 0}, {"opening": 0}),
                        ({"opening": 1, "connected": False, "lower": 0.3, "upper": 0.9},
                         {"opening": 1, "connected": False, "lower_cutoff": 0.3, "upper_cutoff": 0.9})):
        add({"find": "epi", **options}, "nilearn.masking.compute_epi_mask",
            compute_epi_mask(nib.Nifti1Image(x, np.eye(4)), **kw), x, tables={"mean": volumes(x, np.eye(4), 0)})
    for options in ({}, {"opening": 2, "connected": True}):
        add({"find": "background", **options}, "nilearn.masking.compute_background_mask",
            compute_background_mask(nib.Nifti1Image(zeroed, np.eye(4)), **options), zeroed,
            tables={"mean": volumes(zeroed, np.eye(4), 0)})
    empty = np.where(g[..., 2] > 3, x, 0)
    for exclude in (False, True):
        add({"find": "epi", "excludeZeros": exclude, "opening": 0}, "nilearn.masking.compute_epi_mask",
            compute_epi_mask(nib.Nifti1Image(empty, np.eye(4)), exclude_zeros=exclude, opening=0), empty,
            tables={"mean": volumes(empty, np.eye(4), 0)})
    inside = nib.Nifti1Image(BALL.astype(np.int8), AFFINE)
    cases.add("mask", {"image": "mask.nii"}, "nilearn.maskers.NiftiMasker", RUN,
              NiftiMasker(inside, standardize=None).fit_transform(IMAGE).T, tables={"mask": volumes(BALL)})
    mean = DATA.mean(-1)
    kept = nib.Nifti1Image((np.float32(mean) > 5).astype(np.int8), AFFINE)
    cases.add("mask", {"meanAbove": 5}, "nilearn.maskers.NiftiMasker", RUN,
              NiftiMasker(kept, standardize=None).fit_transform(IMAGE).T, tables={"mean": volumes(mean)})


def parcels():
    atlas = (1 + GRID.sum(-1) % 4) * (GRID[..., 0] > 1)
    labels, inside = nib.Nifti1Image(atlas.astype(np.int32), AFFINE), nib.Nifti1Image(BALL.astype(np.int8), AFFINE)
    names = dict(mean="mean", median="median", sum="sum", standard_deviation="deviation", variance="variance",
                 minimum="minimum", maximum="maximum")
    for theirs, ours in names.items():
        for mask in (None, inside):
            y = NiftiLabelsMasker(labels, strategy=theirs, standardize=None, mask_img=mask).fit_transform(IMAGE).T
            cases.add("parcellate", {"atlas": "atlas.nii", "statistic": ours, **({"mask": "mask.nii"} if mask else {})},
                      "nilearn.maskers.NiftiLabelsMasker", RUN, y,
                      tables={"atlas": volumes(atlas), **({"mask": volumes(BALL)} if mask else {})})
    y = NiftiLabelsMasker(labels, standardize=None).fit_transform(IMAGE).T
    cases.add("parcellate", {"atlas": "atlas.nii", "labels": ["a", "b", "c", "d"]}, "nilearn.maskers.NiftiLabelsMasker", RUN,
              {"values": y, "names": list("abcd")}, tables={"atlas": volumes(atlas)})
    regions = [{"name": n, "label": k, "place": [0, 0, 0], "network": w} for n, k, w in (("q", 3, "V"), ("p", 1, "V"), ("r", 2, "D"), ("s", 4, "D"))]
    cases.add("parcellate", {"atlas": "atlas.nii", "regions": "r.tsv", "networks": ["V"]}, "nilearn.maskers.NiftiLabelsMasker", RUN,
              {"values": y[[2, 0]], "names": ["q", "p"]}, tables={"atlas": volumes(atlas), "regions": {"kind": "regions", "regions": regions}})
    cases.add("parcellate", {"atlas": "atlas.nii", "regions": "r.tsv", "only": ["s", "p"]}, "nilearn.maskers.NiftiLabelsMasker", RUN,
              {"values": y[[3, 0]], "names": ["s", "p"]}, tables={"atlas": volumes(atlas), "regions": {"kind": "regions", "regions": regions}})
    soft = np.zeros(SHAPE + (3,))
    for k, centre in enumerate(([3, 3, 3], [5, 3, 3], [4, 4, 2])):
        soft[..., k] = np.exp(-((GRID - centre) ** 2).sum(-1) / 6) * (((GRID - centre) ** 2).sum(-1) < 9)
    soft = soft.astype(np.float32)
    image = nib.Nifti1Image(soft, AFFINE)
    for mask in (None, inside):
        y = NiftiMapsMasker(image, standardize=None, mask_img=mask).fit_transform(IMAGE).T
        cases.add("maps", {"atlas": "maps.nii", "names": ["a", "b", "c"], **({"mask": "mask.nii"} if mask else {})},
                  "nilearn.maskers.NiftiMapsMasker", RUN, {"values": y, "names": ["a", "b", "c"]},
                  tables={"atlas": volumes(soft, tr=0), **({"mask": volumes(BALL)} if mask else {})},
                  tolerance={"relative": 3e-6, "why": "maps and volumes are f32 in another order of sums"})
        inside_ = soft * (BALL[..., None] if mask else 1)
        y = np.stack([np.average(DATA.reshape(-1, SCANS), axis=0, weights=m) for m in inside_.reshape(-1, 3).T.astype(float)])
        cases.add("maps", {"atlas": "maps.nii", "method": "weightedMean", **({"mask": "mask.nii"} if mask else {})}, "numpy.average", RUN, y,
                  tables={"atlas": volumes(soft, tr=0), **({"mask": volumes(BALL)} if mask else {})})
    seeds = {"a": [0.0, 0.0, 0.0], "b": [-4.2, 5.1, -3.9]}
    for radius in (None, 5.5, 8.0):
        y = NiftiSpheresMasker(list(seeds.values()), radius=radius, allow_overlap=True, standardize=None).fit_transform(IMAGE).T
        cases.add("spheres", {"seeds": seeds, "radiusMm": radius or 0, "overlap": True}, "nilearn.maskers.NiftiSpheresMasker", RUN, y)
    y = NiftiSpheresMasker([[0, 0, 0]], radius=9, mask_img=inside, standardize=None).fit_transform(IMAGE).T
    regions = [{"name": "a", "label": 1, "place": [0, 0, 0], "network": "V"}]
    cases.add("spheres", {"regions": "r.tsv", "radiusMm": 9, "mask": "mask.nii"}, "nilearn.maskers.NiftiSpheresMasker", RUN, y,
              tables={"mask": volumes(BALL), "regions": {"kind": "regions", "regions": regions}})
    places = {"p": [0.0, 0.0, 0.0], "q": [-4.2, 5.1, -3.9], "r": [3.0, -2.0, 1.0]}
    regions = [{"name": n, "label": k + 1, "place": at, "network": w} for k, ((n, at), w) in enumerate(zip(places.items(), "VDV"))]
    for options, chosen in (({"networks": ["V"]}, ["p", "r"]), ({"only": ["q", "p"]}, ["q", "p"])):
        y = NiftiSpheresMasker([places[n] for n in chosen], radius=4, allow_overlap=True, standardize=None).fit_transform(IMAGE).T
        cases.add("spheres", {"regions": "r.tsv", "radiusMm": 4, "overlap": True, **options}, "nilearn.maskers.NiftiSpheresMasker", RUN,
                  {"values": y, "names": chosen}, tables={"regions": {"kind": "regions", "regions": regions}})


def surfaces():
    n = 12
    angle = np.arange(n)
    mesh = InMemoryMesh(np.c_[np.cos(angle), np.sin(angle), angle], np.c_[angle, (angle + 1) % n, (angle + 2) % n])
    poly = PolyMesh(left=mesh, right=mesh)
    left, right = made(n, 9, seed=2), made(n, 9, seed=3)
    values = given(np.r_[left.x, right.x])
    of = np.array([0, 1, 1, 2, 2, 2, 0, 5, 5, 1, 2, 5])
    other = np.array([5, 5, 0, 0, 1, 2, 2, 1, 0, 0, 5, 1])
    labels = SurfaceImage(poly, {"left": of, "right": other})
    image = SurfaceImage(poly, {"left": left.x, "right": right.x})
    y = SurfaceLabelsMasker(labels, standardize=None).fit_transform(image)
    channels = [f"CORTEX_{s}:{v}" for s in ("LEFT", "RIGHT") for v in range(n)]
    tables = json.dumps([{"0": "???", "1": "V1", "2": "V2", "5": "MT"}])
    atlas = table("signals", given(np.r_[of, other]), channels=channels, rateHz=1, meta={"labelTables": tables})
    cases.add("surfaceParcels", {"atlas": "a.label.gii"}, "nilearn.maskers.SurfaceLabelsMasker",
              table("signals", values, channels=channels, rateHz=0.5), {"values": y.T, "names": ["V1", "V2", "MT"]},
              tables={"atlas": atlas})


def moved():
    cases.add("dropScans", {"first": 1, "last": 1}, "nilearn.image.index_img", RUN, boxes(index_img(IMAGE, slice(1, 2))))
    x = made(3, 25)
    run = lambda v, rate=1 / TR: table("signals", v, channels=["a", "b", "c"], rateHz=rate)
    cases.add("dropScans", {"first": 4, "last": 2}, "nilearn.image.index_img", run(x),
              {"values": x.x[:, 4:-2], "columns": {"startS": [8.0] * 3}})
    cases.add("shiftTime", {"byS": -4.5}, "numpy.add", run(x), {"values": x.x, "columns": {"startS": [-4.5] * 3}})
    scans = [0, 1, 4, -2, 11]
    y = np.concatenate([ndimage.shift(x.x, (0, by), order=0, mode="constant", cval=0) for by in scans])
    cases.add("lag", {"scans": scans}, "scipy.ndimage.shift", run(x), y)
    old = np.arange(25) * TR
    for new, offset in ((1.5, 0.0), (0.8, 1.0), (3.0, 0.5)):
        times = np.arange(offset, old[-1] + 1e-9, new)
        y = {"cubic": CubicSpline(old, x.x, axis=1)(times), "linear": np.stack([np.interp(times, old, r) for r in x.x]),
             "nearest": interp1d(old, x.x, kind="nearest", axis=1)(np.minimum(times, old[-1]))}
        for method, values in y.items():
            cases.add("retime", {"trS": new, "offsetS": offset, "method": method},
                      {"cubic": "scipy.interpolate.CubicSpline", "linear": "numpy.interp", "nearest": "scipy.interpolate.interp1d"}[method],
                      run(x), values)
    for length, stride in ((5, 5), (6, 2), (1, 1)):
        y = sliding_window_view(x.x, length, axis=1)[:, ::stride].transpose(1, 2, 0)
        cases.add("segments", {"scans": length, "strideScans": stride}, "numpy.lib.stride_tricks.sliding_window_view", run(x), y)
    events = pd.DataFrame({"onset": [0.0, 10.0, 20.0, 36.0], "duration": [6.0, 8.0, 6.0, 8.0], "label": ["a", "b", "rest", "a"]})
    for shift, average in ((0, False), (4, False), (4, True)):
        t = np.arange(25) * TR
        at = np.full(25, -1)
        for i, event in events.iterrows():
            at[(t >= event.onset + shift) & (t < event.onset + event.duration + shift)] = i
        at[np.isin(at, events.index[events.label == "rest"])] = -1
        frame = pd.DataFrame(x.x.T)[at >= 0]
        y = frame.groupby(at[at >= 0]).mean() if average else frame
        words = [events.label[i] for i in (sorted(set(at[at >= 0])) if average else at[at >= 0])]
        if shift == 4:
            only = [w == "b" for w in words]
            cases.add("volumeLabels", {"shiftS": shift, "average": average, "events": ["b"]}, "pandas.DataFrame.groupby", run(x),
                      {"values": y.values[only], "columns": {"event": ["b"] * sum(only)}},
                      tables={"events": {"kind": "events", "events": events[["onset", "duration", "label"]].values.tolist()}})
        cases.add("volumeLabels", {"shiftS": shift, "average": average}, "pandas.DataFrame.groupby", run(x),
                  {"values": y.values, "columns": {"event": words}},
                  tables={"events": {"kind": "events", "events": events[["onset", "duration", "label"]].values.tolist()}})
    rows = made(60, 2, seed=9)
    for lobes, cutoff in ((3, 1), (2, 0.8)):
        new, u_from = np.arange(25) * TR, np.arange(60) / 1.2
        u = (new[:, None] - u_from[None]) * cutoff / TR
        s = np.where(np.abs(u) > lobes, 0, np.sinc(u) * np.sinc(u / lobes))
        down = s @ rows.x
        delayed = np.hstack([np.vstack([np.zeros((d, 2)), down[: 25 - d]]) for d in (1, 3)])
        numbers = table("features", rows, pieces=60, meta={"labels": "[]", "shape": "[60,2]"})
        given_ = {"features": "f.npy", "rateHz": 1.2, "delays": [1, 3], "bands": {"low": 1, "high": 1}, "lobes": lobes, "cutoff": cutoff}
        cases.add("stimulusRows", given_, "numpy.sinc", run(x), delayed, tables={"features": numbers})
        cases.add("stimulusRows", given_, "numpy.sinc", run(x), {"values": x.x.T, "column": "response"}, tables={"features": numbers})
    long = made(7, int(np.prod(SHAPE)), seed=8)
    data = run_of(long)
    data = np.float32(np.where(BALL[..., None], data + 300, 0)).astype(float)
    kept = data[data != 0]
    scaled = np.where(data == 0, (kept.min() - kept.mean()) / kept.std(ddof=1), (data - kept.mean()) / kept.std(ddof=1))
    for options, source, fill, shape in (
            ({"scans": 3, "strideScans": 2}, data, 0, SHAPE),
            ({"scans": 3, "standardize": True}, scaled, scaled.min(), SHAPE),
            ({"scans": 2, "standardize": True, "background": "zero"}, np.where(data == 0, 0, scaled), 0, SHAPE),
            ({"scans": 2, "flip": ["x", "y", "z"], "shape": [10, 7, 4], "background": "zero"}, data[::-1, ::-1, ::-1], 0, (10, 7, 4))):
        windows = []
        stride = options.get("strideScans", options["scans"])
        fitted = source
        if shape != SHAPE:
            fitted = np.pad(source[:, :, 1:5], ((1, 1), (0, 0), (0, 0), (0, 0)), constant_values=fill)
        for t in range(0, 7 - options["scans"] + 1, stride):
            windows.append(fitted[..., t : t + options["scans"]].transpose(3, 2, 1, 0))
        cases.add("volumeWindow", options, "numpy.pad", volumes(data), np.stack(windows))


def time_series():
    rng = np.random.default_rng(11)
    t, rows = 90, 3
    motion = np.cumsum(rng.standard_normal((t, 6)), axis=0) * [0.05, 0.05, 0.05, 0.001, 0.001, 0.001]
    for at, size in ((20, 1.2), (47, 0.9), (50, 1.5)):
        motion[at:, 0] += size
    names = ["trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z"]
    frame = pd.DataFrame(np.float32(np.round(motion, 5)).astype(float), columns=names)
    for name in ("csf", "white_matter", "global_signal"):
        frame[name] = np.float32(np.round(500 + rng.standard_normal(t), 2)).astype(float)
    basic = list(frame.columns)
    noise = made(rows, t, seed=3, smooth=2)
    signals = table("signals", noise, channels=list("abc"), rateHz=1 / TR)
    derived = {}
    for name in basic:
        derived[f"{name}_derivative1"] = frame[name].diff()
        derived[f"{name}_power2"] = frame[name] ** 2
        derived[f"{name}_derivative1_power2"] = frame[name].diff() ** 2
    for k in range(2):
        frame[f"cosine{k:02d}"] = np.float32(np.round(np.cos(np.pi * (np.arange(t) + 0.5) * (k + 1) / t), 4)).astype(float)
    meta = {}
    for prefix, mask, method in (("t", None, "tCompCor"), ("a", "combined", "aCompCor"), ("w", "WM", "aCompCor"), ("c", "CSF", "aCompCor")):
        for k in range(3):
            frame[f"{prefix}_comp_cor_{k:02d}"] = np.float32(np.round(rng.standard_normal(t), 3)).astype(float)
            meta[f"{prefix}_comp_cor_{k:02d}"] = dict(Method=method, Mask=mask, Retained=True)
    fd = np.abs(frame[names[:3]].diff()).sum(axis=1) + 50 * np.abs(frame[names[3:]].diff()).sum(axis=1)
    fd[0] = np.nan
    given_columns = list(frame.columns)
    confounds = {"kind": "confounds", "channels": given_columns, "values": given(frame.values.T).spec}
    whole = pd.concat([frame, pd.DataFrame(derived), fd.rename("framewise_displacement"),
                       pd.Series(np.r_[np.nan, np.ones(t - 1)], name="std_dvars")], axis=1)

    with tempfile.TemporaryDirectory() as folder:
        stem = pathlib.Path(folder) / "sub-1_task-x"
        image = str(stem) + "_space-MNI152NLin2009cAsym_desc-preproc_bold.nii.gz"
        pathlib.Path(image).write_bytes(b"")
        whole.to_csv(f"{stem}_desc-confounds_timeseries.tsv", sep="\t", index=False, na_rep="n/a")
        pathlib.Path(f"{stem}_desc-confounds_timeseries.json").write_text(json.dumps(meta))
        load = lambda **options: load_confounds(image, demean=False, **options)
        keep = load(strategy=("scrub",), scrub=0, fd_threshold=0.5, std_dvars_threshold=99)[1]
        strategies = [({"strategy": ["motion"], "motion": m}, dict(strategy=("motion",), motion=m))
                      for m in ("basic", "derivatives", "power2", "full")]
        for m in ("basic", "derivatives", "power2", "full"):
            strategies.append(({"strategy": ["wmCsf", "globalSignal"], "wmCsf": m, "globalSignal": m},
                               dict(strategy=("wm_csf", "global_signal"), wm_csf=m, global_signal=m)))
        for ours, theirs in (("anatCombined", "anat_combined"), ("anatSeparated", "anat_separated"), ("temporal", "temporal"),
                             ("temporalAnatCombined", "temporal_anat_combined")):
            more = {} if theirs == "temporal" else {"n_compcor": 2}
            strategies.append(({"strategy": ["compcor", "highPass"], "compcor": ours, **({"components": 2} if more else {})},
                               dict(strategy=("compcor", "high_pass"), compcor=theirs, **more)))
        for ours, theirs in strategies:
            columns = load(**theirs)[0].values
            cases.add("confounds", ours, "nilearn.interfaces.fmriprep.load_confounds", signals,
                      clean(noise.x.T, detrend=False, standardize=None, confounds=columns).T, tables={"confounds": confounds})
        base = frame[names[:3]]
        wide = pd.concat([base, base.diff()], axis=1)
        wide.iloc[0] = wide.iloc[0].fillna(wide.iloc[1])
        cases.add("confounds", {"columns": names[:3], "derivatives": True, "squares": True}, "nilearn.signal.clean", signals,
                  clean(noise.x.T, detrend=False, standardize=None, confounds=pd.concat([wide, wide**2], axis=1).values).T,
                  tables={"confounds": confounds})
        three = {"confounds": {"columns": names[:3]}}
        x = frame[names[:3]].values
        cleaning = [
            ({"standardize": "none"}, {}),
            ({"detrend": False, "standardize": "z"}, dict(detrend=False, ours=True)),
            ({"lowHz": 0.01, "highHz": 0.1}, dict(low_pass=0.1, high_pass=0.01, filter="butterworth", standardize="zscore_sample")),
            ({"lowHz": 0.01, "highHz": 0.1, **three}, dict(low_pass=0.1, high_pass=0.01, filter="butterworth", confounds=x, standardize="zscore_sample")),
            ({"lowHz": 0.02, "highHz": 0.2, "order": 2, "standardize": "none"}, None),
            ({"detrend": False, "standardize": "percent"}, dict(detrend=False, standardize="psc")),
            ({"lowHz": 0.02, "filter": "cosine", "standardize": "none", **three}, dict(high_pass=0.02, filter="cosine", confounds=x)),
            ({"lowHz": 0.02, "filter": "cosine", "censor": {"fdMm": 0.5, "dvars": 99, "shortest": 0, "gaps": "join"}, **three},
             dict(high_pass=0.02, filter="cosine", confounds=x, sample_mask=keep, standardize="zscore_sample")),
            ({"lowHz": 0.01, "highHz": 0.1, "censor": {"fdMm": 0.5, "dvars": 99, "shortest": 0, "gaps": "join"}, **three},
             dict(low_pass=0.1, high_pass=0.01, filter="butterworth", confounds=x, sample_mask=keep, standardize="zscore_sample")),
            ({"detrend": False, "highHz": 0.1, "standardize": "none"}, dict(detrend=False, low_pass=0.1, filter="butterworth")),
        ]
        needs = {"kind": "confounds", "channels": given_columns + ["framewise_displacement", "std_dvars"],
                 "values": given(whole[given_columns + ["framewise_displacement", "std_dvars"]].values.T).spec}
        for ours, theirs in cleaning:
            if theirs is None:
                y = detrend(noise.x)
                y = sosfiltfilt(butter(2, [0.02, 0.2], "bandpass", fs=1 / TR, output="sos"), y)
            elif theirs.pop("ours", False):
                y = zscore(noise.x, axis=1)
            else:
                y = clean(noise.x.T.copy(), **{"detrend": True, "standardize": None, "t_r": TR, **theirs}).T
            cases.add("clean", ours, "nilearn.signal.clean", signals, y, tables={"confounds": needs if "censor" in ours else confounds},
                      tolerance=TWICE)
            if "censor" in ours and "highHz" in ours:
                # stretches between scans that were left out
                runs = np.split(np.arange(len(keep)), np.flatnonzero(np.diff(keep) > 1) + 1)
                split = {**ours, "censor": {**ours["censor"], "gaps": "split"}}
                cases.add("clean", split, "nilearn.signal.clean", signals, np.concatenate([y[:, r].ravel() for r in runs]),
                          tables={"confounds": needs}, tolerance=TWICE)
    # nilearn takes a confound that goes with a cosine for one of the user's, and leaves its own out; here they all stay
    slow = np.float32(np.round(np.cos(np.pi * (np.arange(t) + 0.5) / t) + 0.05 * rng.standard_normal(t), 4)).astype(float)
    theirs, nilearn.signal._check_cosine_by_user = nilearn.signal._check_cosine_by_user, lambda c, drift: np.hstack((c, drift))
    y = clean(noise.x.T.copy(), detrend=True, standardize=None, t_r=TR, high_pass=0.02, filter="cosine", confounds=slow[:, None]).T
    nilearn.signal._check_cosine_by_user = theirs
    cases.add("clean", {"lowHz": 0.02, "filter": "cosine", "standardize": "none", "confounds": {}}, "nilearn.signal.clean", signals, y,
              tables={"confounds": {"kind": "confounds", "channels": ["slow"], "values": given(slow).spec}}, tolerance=TWICE)
    rows = given(np.round(rng.standard_normal((30, 40)) * np.linspace(1, 4, 30)[:, None] + 3, 3))
    v = rows.x.reshape(30, 40)
    for detrend_ in (True, False):
        found = high_variance_confounds(v.T, 3, 20.0, detrend_)
        cases.add("compcor", {"components": 3, "percent": 20, "detrend": detrend_}, "nilearn.signal.high_variance_confounds",
                  table("signals", rows, channels=[f"v{i}" for i in range(30)], rateHz=0.5),
                  clean(v.T, detrend=False, standardize=None, confounds=found).T, tolerance=TWICE)


def models():
    rng = np.random.default_rng(3)
    t, voxels = 70, 12
    words = ["face", "house", "face", "cat", "house", "cat", "face", "house"]
    onsets, durations = [4.0, 17.3, 35.0, 50.0, 66.0, 83.5, 101.0, 116.0], [6.0, 6.0, 0.0, 4.0, 6.0, 6.0, 6.0, 6.0]
    events = pd.DataFrame(dict(trial_type=words, onset=onsets, duration=durations))
    times = np.arange(t) * TR
    e = rng.standard_normal((t, voxels))
    for k in range(1, t):
        e[k] += np.linspace(-0.2, 0.7, voxels) * e[k - 1]
    truth = make_first_level_design_matrix(times, events, hrf_model="glover", drift_model="polynomial")
    y = given((700 + 8 * e + truth.values @ rng.standard_normal((truth.shape[1], voxels)) * 3).T)
    data = y.x.reshape(voxels, t).T
    scaled = np.float32(mean_scaling(data)[0]).astype(float)
    signals = table("signals", y, channels=[f"v{i}" for i in range(voxels)], rateHz=1 / TR)
    moves = np.float32(np.cumsum(rng.standard_normal((t, 2)), axis=0)).astype(float)
    tables = {"events": {"kind": "events", "events": [list(e) for e in zip(onsets, durations, words)]},
              "confounds": {"kind": "confounds", "channels": ["tx", "ty"], "values": given(moves.T).spec}}
    close = {"relative": 3e-6, "why": "signals are scaled in f32 and maps are stored in f32"}

    def fitted(matrix, noise, values=scaled):
        return run_glm(values, matrix.values, noise)

    def weights(matrix, of):
        return np.array([of.get(c, 0.0) for c in matrix.columns])

    t_of, f_of = {"face": 1, "house": -1}, [{"face": 1}, {"cat": 1, "house": -0.5}]
    variants = [
        ({"highPassHz": 0.02}, dict(hrf_model="glover", high_pass=0.02), 0),
        ({"response": "spm", "derivative": True, "drift": "polynomial", "degree": 3, "scanAt": 0.5},
         dict(hrf_model="spm + derivative", drift_model="polynomial", drift_order=3), 0.5),
        ({"derivative": True, "dispersion": True, "highPassHz": 0.02},
         dict(hrf_model="glover + derivative + dispersion", high_pass=0.02), 0),
        ({"response": "none", "drift": "none"}, dict(hrf_model=None, drift_model=None), 0),
        ({"confounds": {}, "highPassHz": 0.02}, dict(hrf_model="glover", high_pass=0.02, add_regs=moves, add_reg_names=["tx", "ty"]), 0),
    ]
    for ours, theirs, at in variants:
        matrix = make_first_level_design_matrix(times + at * TR, events, **theirs)
        for noise in ("ols", "ar1"):
            labels, results = fitted(matrix, noise)
            c = compute_contrast(labels, results, weights(matrix, t_of))
            for name, value in (("z", c.z_score()), ("stat", c.stat()), ("effect", c.effect_size())):
                if name == "z" or ours == variants[0][0]:
                    cases.add("glm", {"contrasts": {"t": t_of}, "noise": noise, "map": name, **ours},
                              "nilearn.glm.first_level.run_glm", signals, value, tables=tables, tolerance=close)
            if noise == "ols" or ours == variants[0][0]:
                theta = np.zeros((voxels, matrix.shape[1]))
                for label, r in results.items():
                    theta[labels == label] = r.theta.T
                cases.add("residuals", {"noise": noise, **ours}, "nilearn.glm.first_level.run_glm", signals,
                          (scaled - matrix.values @ theta.T).T, tables=tables,
                          tolerance={"absolute": 2e-5, "why": "small differences of percents near 100, stored in f32"})
    matrix = make_first_level_design_matrix(times, events, hrf_model="glover", high_pass=0.02)
    labels, results = fitted(matrix, "ar1")
    c = compute_contrast(labels, results, weights(matrix, t_of))
    for name, value in (("p", c.p_value()), ("variance", c.effect_variance())):
        cases.add("glm", {"contrasts": {"t": t_of}, "map": name, "highPassHz": 0.02}, "nilearn.glm.first_level.run_glm",
                  signals, value, tables=tables, tolerance=close)
    f = compute_contrast(labels, results, np.stack([weights(matrix, w) for w in f_of]), "F")
    for name, value in (("stat", f.stat()), ("z", f.z_score()), ("p", f.p_value())):
        cases.add("glm", {"contrasts": {"F": f_of}, "map": name, "highPassHz": 0.02}, "nilearn.glm.first_level.run_glm",
                  signals, value, tables=tables, tolerance=close)
    fir = make_first_level_design_matrix(times, events, hrf_model="fir", fir_delays=[0, 1, 3], high_pass=0.02)
    labels, results = fitted(fir, "ar1")
    c = compute_contrast(labels, results, weights(fir, {"face_delay_1": 1, "cat_delay_3": -1}))
    ours = {"response": "fir", "delays": [0, 1, 3], "highPassHz": 0.02}
    cases.add("glm", {"contrasts": {"t": {"face_delay_1": 1, "cat_delay_3": -1}}, **ours}, "nilearn.glm.first_level.run_glm",
              signals, c.z_score(), tables=tables, tolerance=close)
    labels, results = fitted(fir, "ols")
    theta = results[0.0].theta if 0.0 in results else list(results.values())[0].theta
    cases.add("residuals", {"noise": "ols", **ours}, "nilearn.glm.first_level.run_glm", signals,
              (scaled - fir.values @ theta).T, tables=tables,
              tolerance={"absolute": 2e-5, "why": "small differences of percents near 100, stored in f32"})
    two = events[events.trial_type != "cat"]
    matrix = make_first_level_design_matrix(times, two, hrf_model="glover", high_pass=0.02)
    labels, results = fitted(matrix, "ols")
    c = compute_contrast(labels, results, weights(matrix, t_of))
    ours = {"events": ["face", "house"], "noise": "ols", "highPassHz": 0.02}
    cases.add("glm", {"contrasts": {"t": t_of}, **ours}, "nilearn.glm.first_level.run_glm", signals, c.z_score(), tables=tables, tolerance=close)
    plain = run_glm(data, matrix.values, "ols")[1]
    left = data - matrix.values @ list(plain.values())[0].theta
    cases.add("residuals", {**ours, "scale": "none"}, "nilearn.glm.first_level.run_glm", signals, left.T, tables=tables,
              tolerance={"absolute": 2e-4, "why": "small differences of numbers near 700, stored in f32"})
    stats = []
    for i in np.flatnonzero(events.trial_type != "cat"):
        each = two.assign(trial_type=[f"e{k}" if k == i else w for k, w in zip(two.index, two.trial_type)])
        matrix = make_first_level_design_matrix(times, each, hrf_model="glover", high_pass=0.02)
        labels, results = fitted(matrix, "ols", data)
        stats.append(compute_contrast(labels, results, weights(matrix, {f"e{i}": 1})).effect_size())
    cases.add("betas", {**ours, "scale": "none"}, "nilearn.glm.first_level.run_glm", signals, stats, tables=tables, tolerance=close)
    # the whole object, on an image of the same voxels
    image = nib.Nifti1Image(data.T.reshape(voxels, 1, 1, t), np.eye(4))
    mask = nib.Nifti1Image(np.ones((voxels, 1, 1), np.int8), np.eye(4))
    model = FirstLevelModel(t_r=TR, mask_img=mask, hrf_model="glover", high_pass=0.01, signal_scaling=False, minimize_memory=False)
    z = model.fit(image, events).compute_contrast("face - house", output_type="z_score").get_fdata().ravel()
    cases.add("glm", {"contrasts": {"t": t_of}, "scale": "none"}, "nilearn.glm.first_level.FirstLevelModel", signals, z,
              tables=tables, tolerance=close)

    whole = [6.0, 6.0, 4.0, 4.0, 6.0, 6.0, 6.0, 6.0]  # an event of no length has no column without a response
    for ours, theirs in (({}, dict(hrf_model="glover")), ({"response": "spm", "derivative": True}, dict(hrf_model="spm + derivative")),
                         ({"dispersion": True, "derivative": True}, dict(hrf_model="glover + derivative + dispersion")),
                         ({"response": "none", "drift": "none"}, dict(hrf_model=None, drift_model=None)),
                         ({"drift": "polynomial", "degree": 2}, dict(hrf_model="glover", drift_model="polynomial", drift_order=2)),
                         ({"confounds": {}}, dict(hrf_model="glover", add_regs=moves, add_reg_names=["tx", "ty"]))):
        for method in ("lss", "lsa"):
            for noise in ("ols", "ar1"):
                if ours and (method, noise) != ("lss", "ols"):
                    continue
                stats = {"effect": [], "stat": [], "z": []}
                spans = whole if theirs["hrf_model"] is None else durations
                own = {**tables, "events": {"kind": "events", "events": [list(e) for e in zip(onsets, spans, words)]}}
                for i in range(len(events)):
                    each = events.assign(duration=spans)
                    each["trial_type"] = [f"e{k}" if method == "lsa" or k == i else w for k, w in enumerate(words)]
                    kw = {"high_pass": 0.02, **theirs}
                    matrix = make_first_level_design_matrix(times, each, **kw)
                    labels, results = fitted(matrix, noise)
                    c = compute_contrast(labels, results, weights(matrix, {f"e{i}": 1}))
                    stats["effect"].append(c.effect_size())
                    stats["stat"].append(c.stat())
                    stats["z"].append(c.z_score())
                for name in ("effect", "stat", "z") if not ours else ("effect",):
                    cases.add("betas", {"method": method, "noise": noise, "map": name, "highPassHz": 0.02, **ours},
                              "nilearn.glm.first_level.run_glm", signals, {"values": stats[name], "columns": {"event": words}},
                              tables=own, tolerance=close)


def fixed():
    """Runs of one person, their models by themselves and together."""
    rng = np.random.default_rng(11)
    voxels, names = 9, [f"v{i}" for i in range(9)]
    mask = nib.Nifti1Image(np.ones((voxels, 1, 1), np.int8), np.eye(4))
    close = {"relative": 3e-6, "why": "effects and variances are stored in f32 between the steps"}
    contrast, ours = {"face": 1, "house": -1}, {"highPassHz": 0.02}
    runs = []
    for k, t in enumerate((64, 50, 57)):
        onsets = np.round(np.arange(3, 2 * t - 20, 17) + rng.uniform(0, 5, len(np.arange(3, 2 * t - 20, 17))), 1)
        words = [["face", "house", "cat"][(i + k) % 3] for i in range(len(onsets))]
        events = pd.DataFrame(dict(trial_type=words, onset=onsets, duration=[5.0] * len(onsets)))
        truth = make_first_level_design_matrix(np.arange(t) * TR, events, hrf_model="glover", drift_model="polynomial")
        e = rng.standard_normal((t, voxels)) * (1 + k)
        for i in range(1, t):
            e[i] += np.linspace(-0.2, 0.6, voxels) * e[i - 1]
        y = given((600 + 5 * e + truth.values @ rng.standard_normal((truth.shape[1], voxels)) * 6).T)
        told = {"events": {"kind": "events", "events": [[float(o), 5.0, w] for o, w in zip(onsets, words)]}}
        image = nib.Nifti1Image(y.x.reshape(voxels, 1, 1, t), np.eye(4))
        runs.append((image, events, table("signals", y, channels=names, rateHz=1 / TR, runs=[str(k + 1)] * voxels), told))

    def fitted(some, noise):
        model = FirstLevelModel(t_r=TR, mask_img=mask, hrf_model="glover", high_pass=0.02, noise_model=noise, signal_scaling=0,
                                minimize_memory=False)
        return model.fit([r[0] for r in some], [r[1] for r in some])

    def flat(image):
        return image.get_fdata().ravel()

    def tried(model):
        return [flat(model.compute_contrast("face - house", output_type=kind)) for kind in ("effect_size", "effect_variance")]

    for noise in ("ols", "ar1"):
        parts, freedom = [], []
        for run in runs:
            model = fitted([run], noise)
            parts.append(tried(model))
            freedom.append(run[0].shape[-1] - model.design_matrices_[0].shape[1])
            cases.add("glm", {"contrasts": {"t": contrast}, "map": "effectVariance", "noise": noise, **ours},
                      "nilearn.glm.first_level.FirstLevelModel", run[2],
                      {"values": parts[-1], "columns": {"map": ["effect", "variance"], "freedom": freedom[-1:] * 2}},
                      tables=run[3], tolerance=close)
        for count in (1, 2, 3):
            some, own = parts[:count], [n for n in freedom[:count] for _ in range(2)]
            rows = table("features", given(some), names=names, pieces=2 * count, runs=[str(k // 2 + 1) for k in range(2 * count)],
                         labels={"contrast": ["t"] * 2 * count, "map": ["effect", "variance"] * count, "freedom": own})
            model = fitted(runs[:count], noise)
            for ours_, theirs in (("z", "z_score"), ("stat", "stat"), ("p", "p_value"), ("effect", "effect_size"), ("variance", "effect_variance")):
                cases.add("fixedEffects", {"map": ours_}, "nilearn.glm.first_level.FirstLevelModel", rows,
                          {"values": flat(model.compute_contrast("face - house", output_type=theirs)),
                           "columns": {"contrast": ["t"], "map": [ours_], "freedom": [sum(freedom[:count])]}}, tolerance=close)
            if count == 1:
                continue
            images = [[nib.Nifti1Image(x.reshape(voxels, 1, 1), np.eye(4)) for x in kind] for kind in zip(*some)]
            for weighted in (False, True):
                effect, variance, stat, z = (flat(x) for x in compute_fixed_effects(
                    *images, mask=mask, precision_weighted=weighted, dofs=freedom[:count]))
                p = Contrast(effect=effect, variance=variance, dof=sum(freedom[:count])).p_value()
                for ours_, value in (("z", z), ("stat", stat), ("p", p), ("effect", effect), ("variance", variance)):
                    cases.add("fixedEffects", {"map": ours_, "precisionWeighted": weighted}, "nilearn.glm.compute_fixed_effects",
                              rows, value, tolerance=close)


if __name__ == "__main__":
    for make in (grids, masks, parcels, surfaces, moved, time_series, models, fixed):
        make()
    cases.write()
