"""Golden numbers for the volume stages. Usage: python3 test/golden/volume/generate.py [HAXBY_DIR]

HAXBY_DIR holds the files of datasets/haxby2001.yaml; without it haxby.json stays as it is.
Needs: nilearn==0.14.1 nibabel numpy pandas scipy. Writes JSON files beside itself.
"""
import json
import pathlib
import platform
import sys
import warnings

import nibabel as nib
import nilearn
import numpy as np
import pandas as pd
from nilearn.glm.first_level import spm_hrf
from nilearn.maskers import NiftiLabelsMasker, NiftiMasker
from nilearn.signal import clean
from scipy.signal import detrend

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
COMMAND = "python3 test/golden/volume/generate.py"
manifest = []


def write(name, content, tolerance, why):
    (HERE / name).write_text(json.dumps(content) + "\n")
    tool = f"nilearn {nilearn.__version__}"
    version = f"numpy {np.__version__}, nibabel {nib.__version__}, python {platform.python_version()}"
    manifest.append(dict(file=name, tool=tool, version=version, command=COMMAND, tolerance=f"relative {tolerance}", why=why))


def single(x):
    return np.asarray(x, dtype=np.float32).astype(float)


def flat(x):
    return np.asarray(x).ravel().tolist()


cases = [(2.0, 32.0), (2.5, 20.0), (0.1, 32.0)]
write("hrf.json",
      [dict(stepS=s, lengthS=n, hrf=flat(spm_hrf(s, oversampling=1, time_length=n))) for s, n in cases],
      1e-12, "the same formula in f64")

rng = np.random.default_rng(7)
shape, scans = (5, 4, 3), 9
data = single(100 + 10 * rng.standard_normal(shape + (scans,)))
atlas = rng.choice([0, 1, 2, 5], size=shape)
mask = (rng.random(shape) > 0.6).astype(float)
affine = np.diag([-3.0, 3.5, 4.0, 1.0])
affine[:3, 3] = [12, -20, 7.25]
image = nib.Nifti1Image(data, affine)
series = {
    statistic: NiftiLabelsMasker(
        nib.Nifti1Image(atlas.astype(np.int32), affine), strategy=statistic, standardize=None,
    ).fit_transform(image)
    for statistic in ("mean", "median")
}
masked = NiftiMasker(nib.Nifti1Image(mask, affine), standardize=None).fit_transform(image)
write("voxels.json",
      dict(shape=shape, affine=flat(affine), scans=scans, voxels=flat(data.transpose(3, 2, 1, 0)),
           atlas=flat(atlas.transpose(2, 1, 0)), mask=flat(mask.transpose(2, 1, 0)),
           labels=[1, 2, 5], mean=flat(series["mean"].T), median=flat(series["median"].T),
           masked=flat(masked.T)),
      1e-6, "stored as f32")

samples = 40
confounds = single(np.cumsum(rng.standard_normal((samples, 3)), axis=0) * [0.1, 1, 50] + [0, 5, 1000])
signals = single(500 + rng.standard_normal((samples, 4)) + confounds @ rng.standard_normal((3, 4)))
base = pd.DataFrame(confounds)
derived = pd.concat([base, base.diff()], axis=1)
derived.iloc[0] = derived.iloc[0].fillna(derived.iloc[1])


def cleaned(columns):
    return flat(clean(signals, detrend=False, standardize=None, confounds=np.asarray(columns)).T)


write("confounds.json",
      dict(samples=samples, signals=flat(signals.T), confounds=flat(confounds.T), plain=cleaned(base),
           derivatives=cleaned(derived), full=cleaned(pd.concat([derived, derived**2], axis=1)),
           collinear=cleaned(pd.concat([base, base[[0]] * 2 + 1, base[[0]] * 0 + 3], axis=1))),
      1e-6, "signals are stored as f32; the mean stays, so the scale is that of the signals")



def haxby(folder):
    """Rows of the first and last run: voxels above 0 in the first run, detrended, z-scored, labelled."""
    mask, rows = None, 0
    out = dict(first=[], last=[])
    for run in range(1, 13):
        place = pathlib.Path(folder) / f"sub001/BOLD/task001_run{run:03d}"
        x = nib.load(place / "bold_1slice.nii.gz").get_fdata()
        mask = x.mean(-1) > 0 if mask is None else mask
        x = detrend(x[mask].T, axis=0)
        x = (x - x.mean(0)) / x.std(0)
        t, label = np.arange(len(x)) * 2.5, np.full(len(x), "", dtype="U16")
        for _, event in pd.read_csv(place / "bold_events.tsv", sep="\t").iterrows():
            label[(t >= event.onset) & (t < event.onset + event.duration)] = event.trial_type
        kept = np.flatnonzero((label != "") & (label != "rest"))
        rows += len(kept)
        if run in (1, 12):
            out["first" if run == 1 else "last"] = dict(
                window=kept.tolist(), event=label[kept].tolist(), row=flat(x[kept[-1]]))
    return dict(rows=rows, voxels=[",".join(map(str, v)) for v in np.argwhere(mask)], **out)


if len(sys.argv) > 1:
    write("haxby.json", haxby(sys.argv[1]), 1e-5, "our samples are kept as f32 before the z-score")
else:
    old = json.loads((HERE / "manifest.json").read_text())
    manifest.extend(entry for entry in old if entry["file"] == "haxby.json")

(HERE / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
