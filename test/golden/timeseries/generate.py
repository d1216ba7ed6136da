"""Golden numbers of time series of fMRI: nilearn and SciPy. Usage: python3 generate.py (writes beside itself).

Needs: nilearn==0.14.1 numpy scipy pandas.
"""
import json
import pathlib
import tempfile
import warnings

import nilearn
import numpy as np
import pandas as pd
import scipy
from nilearn.interfaces.fmriprep import load_confounds
from nilearn.signal import clean, create_cosine_drift, high_variance_confounds
from nilearn.glm.first_level.design_matrix import _poly_drift
from scipy.interpolate import CubicSpline

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(11)
T, R, K, TR = 90, 4, 3, 2.0


def single(x):
    return np.asarray(x, dtype=np.float32).astype(float)


def flat(x):
    return np.asarray(x, dtype=float).ravel().tolist()


motion = np.cumsum(rng.standard_normal((T, 6)), axis=0) * [0.05, 0.05, 0.05, 0.001, 0.001, 0.001]
motion = single(motion)
for at, size in ((20, 1.2), (47, 0.9), (50, 1.5)):
    motion[at:, 0] += size
motion = single(motion)
signals = single(800 + 10 * rng.standard_normal((T, R)) + np.linspace(0, 30, T)[:, None] * [1, -2, 0.5, 0]
                 + motion[:, :3] @ rng.standard_normal((3, R)) * 20)
confounds = motion[:, :K]
keep = np.array([t for t in range(T) if t not in (20, 21, 47, 48, 49, 50)])


def cleaned(**options):
    given = dict(detrend=True, standardize=None, t_r=TR)
    given.update(options)
    if given.get("filter") is None:
        given.pop("filter", None)
    return flat(clean(signals.copy(), **given).T)


cases = [
    ("plain", dict(), {}),
    ("band", dict(lowHz=0.01, highHz=0.1, standardize="zSample"),
     dict(low_pass=0.1, high_pass=0.01, filter="butterworth", standardize="zscore_sample")),
    ("bandConfounds", dict(lowHz=0.01, highHz=0.1, confounds=True, standardize="zSample"),
     dict(low_pass=0.1, high_pass=0.01, filter="butterworth", confounds=confounds, standardize="zscore_sample")),
    ("highPercent", dict(lowHz=0.02, confounds=True, standardize="percent"),
     dict(high_pass=0.02, filter="butterworth", confounds=confounds, standardize="psc")),
    ("plainPercent", dict(detrend=False, standardize="percent"), dict(detrend=False, standardize="psc")),
    ("cosine", dict(lowHz=0.02, filter="cosine", confounds=True),
     dict(high_pass=0.02, filter="cosine", confounds=confounds)),
    ("cosineCensored", dict(lowHz=0.02, filter="cosine", confounds=True, censored=True, standardize="zSample"),
     dict(high_pass=0.02, filter="cosine", confounds=confounds, sample_mask=keep, standardize="zscore_sample")),
    ("bandCensored", dict(lowHz=0.01, highHz=0.1, confounds=True, censored=True, standardize="zSample"),
     dict(low_pass=0.1, high_pass=0.01, filter="butterworth", confounds=confounds, sample_mask=keep,
          standardize="zscore_sample")),
    ("lowOnly", dict(detrend=False, highHz=0.1), dict(detrend=False, low_pass=0.1, filter="butterworth")),
]
content = dict(
    samples=T, rows=R, trS=TR, signals=flat(signals.T), confounds=flat(confounds.T), kept=keep.tolist(),
    cases=[dict(name=name, ours=ours, values=cleaned(**theirs)) for name, ours, theirs in cases],
)

# the regressors of strategies, from a file as fMRIPrep writes it
table = pd.DataFrame(motion, columns=["trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z"])
for name in ("csf", "white_matter", "global_signal"):
    table[name] = single(500 + rng.standard_normal(T))
for name in list(table.columns):
    table[f"{name}_derivative1"] = table[name].diff()
    table[f"{name}_power2"] = table[name] ** 2
    table[f"{name}_derivative1_power2"] = table[f"{name}_derivative1"] ** 2
for k in range(3):
    table[f"cosine{k:02d}"] = single(np.cos(np.pi * (np.arange(T) + 0.5) * (k + 1) / T))
meta = {}
for prefix, mask in (("t", None), ("a", "combined")):
    for k in range(4):
        table[f"{prefix}_comp_cor_{k:02d}"] = single(rng.standard_normal(T))
        meta[f"{prefix}_comp_cor_{k:02d}"] = dict(Method="aCompCor" if mask else "tCompCor", Mask=mask, Retained=True)
fd = np.abs(np.diff(motion[:, :3], axis=0)).sum(1) + 50 * np.abs(np.diff(motion[:, 3:], axis=0)).sum(1)
table["framewise_displacement"] = np.r_[np.nan, fd]
table["std_dvars"] = np.r_[np.nan, 1 + 0.2 * rng.random(T - 1)]
table.loc[30, "std_dvars"] = 1.9

with tempfile.TemporaryDirectory() as folder:
    stem = pathlib.Path(folder) / "sub-1_task-x"
    image = str(stem) + "_space-MNI152NLin2009cAsym_desc-preproc_bold.nii.gz"
    pathlib.Path(image).write_bytes(b"")
    table.to_csv(f"{stem}_desc-confounds_timeseries.tsv", sep="\t", index=False, na_rep="n/a")
    pathlib.Path(f"{stem}_desc-confounds_timeseries.json").write_text(json.dumps(meta))

    def loaded(**options):
        found, mask = load_confounds(image, demean=False, **options)
        return dict(names=sorted(found.columns), sums=[float(found[c].abs().sum()) for c in sorted(found.columns)],
                    kept=None if mask is None else [int(v) for v in mask])

    content["strategies"] = [
        dict(ours=dict(strategy=["motion"], motion=m), found=loaded(strategy=("motion",), motion=m))
        for m in ("basic", "derivatives", "power2", "full")
    ] + [
        dict(ours=dict(strategy=["wmCsf", "globalSignal"], wmCsf="full", globalSignal="power2"),
             found=loaded(strategy=("wm_csf", "global_signal"), wm_csf="full", global_signal="power2")),
        dict(ours=dict(strategy=["compcor", "highPass"], compcor="anatCombined", components=3),
             found=loaded(strategy=("compcor", "high_pass"), compcor="anat_combined", n_compcor=3)),
        dict(ours=dict(strategy=["compcor", "highPass"], compcor="temporalAnatCombined"),
             found=loaded(strategy=("compcor", "high_pass"), compcor="temporal_anat_combined")),
    ]
    content["scrub"] = [
        dict(shortest=s, fdMm=f, kept=loaded(strategy=("scrub",), scrub=s, fd_threshold=f)["kept"])
        for s, f in ((0, 0.5), (5, 0.5), (8, 0.4))
    ]
content["table"] = {name: [None if np.isnan(v) else float(v) for v in table[name]]
                    for name in table.columns if "_derivative1" not in name and "_power2" not in name}

content["cosines"] = [dict(samples=n, highPassHz=h, rateHz=r,
                           values=flat(create_cosine_drift(h, np.arange(n) / r)[:, :-1].T))
                      for n, h, r in ((20, 0.05, 0.5), (31, 0.01, 0.4), (40, 0.02, 0.8))]
content["polynomials"] = [dict(samples=n, degree=d, values=flat(_poly_drift(d, np.arange(n) * 2.0)[:, :-1].T))
                          for n, d in ((20, 1), (15, 3))]
splines = []
for n in (1, 2, 3, 4, 9):
    x = np.cumsum(rng.uniform(0.5, 2, n))
    y = rng.standard_normal(n)
    times = np.sort(np.r_[x, rng.uniform(x[0] - 1, x[-1] + 1, 5)])
    values = CubicSpline(x, y)(times) if n > 1 else np.full(len(times), y[0])
    splines.append(dict(knots=flat(x), values=flat(y), times=flat(times), expected=flat(values)))
content["splines"] = splines

rows = single(rng.standard_normal((60, 40)) * np.linspace(1, 4, 60)[:, None] + 3)
content["variance"] = dict(rows=60, signals=flat(rows), cases=[
    dict(components=3, percent=20.0, detrend=d,
         values=flat(np.abs(high_variance_confounds(rows.T, 3, 20.0, d)).T)) for d in (True, False)])

# a confound that is large beside its fluctuations, whose square single precision would round; unrounded on purpose
steady = 10_000 + 40 * rng.standard_normal(T)
powers = np.c_[steady, steady**2]
content["large"] = dict(global_signal=flat(steady), cases=[
    dict(lowHz=low, values=cleaned(high_pass=low, filter="butterworth" if low else None, confounds=powers,
                                   standardize="zscore_sample"))
    for low in (None, 0.02)])

(HERE / "timeseries.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
(HERE / "manifest.json").write_text(json.dumps([{
    "file": "timeseries.json",
    "tool": f"nilearn {nilearn.__version__}",
    "version": f"numpy {np.__version__}, scipy {scipy.__version__}",
    "command": "python3 test/golden/timeseries/generate.py",
    "tolerance": "relative 2e-6 of signals, 1e-12 of drifts and splines",
    "why": "signals and regressors are kept as f32 between the steps",
}], indent=2) + "\n")
