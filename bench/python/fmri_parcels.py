"""A run of fMRI to clean time courses of parcels with nilearn.

    python3 bench/python/fmri_parcels.py FOLDER

FOLDER is written by bench/fmri-run.ts. Prints one JSON document.
"""

import json
import pathlib
import sys
import time

import numpy as np
import pandas as pd
from nilearn.maskers import NiftiLabelsMasker

folder = pathlib.Path(sys.argv[1])
start = time.perf_counter()
masker = NiftiLabelsMasker(
    str(folder / "atlas.nii.gz"), mask_img=str(folder / "mask.nii.gz"), smoothing_fwhm=6, detrend=True,
    standardize="zscore_sample", low_pass=0.1, high_pass=0.01, t_r=2.0, keep_masked_labels=False,
)
confounds = pd.read_csv(folder / "sub_confounds.tsv", sep="\t")
series = masker.fit_transform(str(folder / "sub_bold.nii.gz"), confounds=confounds)
check = [float(np.abs(series).sum()), *map(float, series[100, :3])]
print(json.dumps({"rows": series.shape[1], "scans": series.shape[0], "check": check, "seconds": time.perf_counter() - start}))
