"""Golden numbers of operations on volumes: nilearn. Usage: python3 generate.py (writes beside itself).

Needs: nilearn==0.14.1 nibabel numpy scipy. Arrays are x fastest, a volume after the other.
"""
import json
import pathlib
import warnings

import nibabel as nib
import nilearn
import numpy as np
import scipy
from nilearn.image import crop_img, resample_img, smooth_img
from nilearn.maskers import NiftiLabelsMasker, NiftiMapsMasker, NiftiSpheresMasker
from nilearn.masking import compute_background_mask, compute_epi_mask
from nilearn.signal import clean

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(5)
SHAPE, T = (11, 10, 9), 3
AFFINE = np.diag([-3.0, 3.0, 4.0, 1.0])
AFFINE[:3, 3] = [15, -14, -16]


def flat(x):
    x = np.asarray(x, dtype=float)
    return (x.transpose(3, 2, 1, 0) if x.ndim == 4 else x.transpose(2, 1, 0) if x.ndim == 3 else x).ravel().tolist()


grid = np.stack(np.meshgrid(*[np.arange(n) for n in SHAPE], indexing="ij"), -1)
ball = (((grid - np.array(SHAPE) / 2 + 0.5) / (np.array(SHAPE) / 2.6)) ** 2).sum(-1) < 1
data = 20 * rng.random(SHAPE + (T,)) + ball[..., None] * (500 + 40 * rng.standard_normal(SHAPE + (T,)))
data = np.round(data).astype(np.float32)
image = nib.Nifti1Image(data, AFFINE)


def content(made):
    return dict(shape=list(made.shape[:3]), affine=flat(made.affine), values=[float(np.float32(v)) for v in flat(made.get_fdata())])


out = dict(shape=SHAPE, affine=flat(AFFINE), scans=T, voxels=flat(data))
out["smooth"] = [dict(fwhmMm=f, **content(smooth_img(image, f))) for f in (6, [0, 5, 9])]
big = np.zeros((16, 15, 14), dtype=np.float32)
g = np.stack(np.meshgrid(*[np.arange(n) for n in big.shape], indexing="ij"), -1)
brain = (((g - 7) / 5.2) ** 2).sum(-1) < 1
big += (30 * rng.random(big.shape) + brain * 400).astype(np.float32)
big[1, 1, 1] = 900
big = np.round(big)
bigger = nib.Nifti1Image(big, np.eye(4))
zeroed = np.where(brain, big, 7).astype(np.float32)
masks = []
for given in (dict(), dict(opening=0), dict(opening=1, connected=False, lower_cutoff=0.3, upper_cutoff=0.9)):
    names = dict(lower_cutoff="lower", upper_cutoff="upper")
    ours = {names.get(k, k): v for k, v in given.items()}
    masks.append(dict(ours=dict(find="epi", **ours), kept=np.flatnonzero(flat(compute_epi_mask(bigger, **given).get_fdata())).tolist()))
    given = {k: v for k, v in given.items() if k not in names}
    ours = {k: v for k, v in ours.items() if k not in ("lower", "upper")}
    given = dict(given, opening=given.get("opening", 2), connected=given.get("connected", True))
    kept = compute_background_mask(nib.Nifti1Image(zeroed, np.eye(4)), **given).get_fdata()
    masks.append(dict(ours=dict(find="background", **ours), kept=np.flatnonzero(flat(kept)).tolist()))
out["masks"] = dict(shape=big.shape, epi=flat(big), background=flat(zeroed), cases=masks)

turned = AFFINE.copy()
turned[:3, :3] = np.array([[2.5, 0.4, 0], [-0.3, 2.6, 0.2], [0, 0.1, 3.1]])
turned[:3, 3] = [-12.13, -12.31, -13.27]
single = nib.Nifti1Image(data[..., 0], AFFINE)
out["regrid"] = [
    dict(interpolation=i, voxelMm=v, **content(resample_img(single, np.diag(v), interpolation=i)))
    for i, v in (("continuous", [2.6, 3.5, 4.1]), ("linear", [2.6, 3.5, 4.1]), ("nearest", [4.1, 2.2, 5.0]))
] + [
    dict(interpolation=i, like=True, **content(resample_img(single, turned, target_shape=(9, 8, 7), interpolation=i)))
    for i in ("continuous", "linear", "nearest")
]
blob = np.zeros(SHAPE)
blob[3:6, 2:9, 4:8] = 1
out["crop"] = dict(mask=flat(blob), **content(crop_img(nib.Nifti1Image(blob, AFFINE))))

maps = np.zeros(SHAPE + (3,))
for k, centre in enumerate(([4, 4, 4], [6, 5, 4], [5, 6, 6])):
    maps[..., k] = np.exp(-((grid - centre) ** 2).sum(-1) / 6) * (((grid - centre) ** 2).sum(-1) < 12)
maps = maps.astype(np.float32)
out["maps"] = dict(maps=flat(maps), values=flat(NiftiMapsMasker(nib.Nifti1Image(maps, AFFINE), standardize=None).fit_transform(image).T))
scans = np.moveaxis(np.asarray(image.dataobj), -1, 0).reshape(image.shape[-1], -1)
out["maps"]["weighted"] = flat(np.stack([np.average(scans, axis=1, weights=m.ravel()) for m in np.moveaxis(maps, -1, 0)]))
seeds = [(0.0, 0.0, 0.0), (6.0, -5.0, 3.0), (-4.2, 6.1, -7.9)]
out["spheres"] = [dict(seeds=seeds, radiusMm=r or 0, values=flat(
    NiftiSpheresMasker(seeds, radius=r, allow_overlap=True, standardize=None).fit_transform(image).T)) for r in (None, 5.5, 8.0)]
atlas = (1 + grid.sum(-1) % 4) * (grid[..., 0] > 1)
names = dict(sum="sum", standard_deviation="deviation", variance="variance", minimum="minimum", maximum="maximum")
out["atlas"] = flat(atlas)
out["mask"] = flat(ball)
masker = lambda s: NiftiLabelsMasker(nib.Nifti1Image(atlas.astype(np.int32), AFFINE), strategy=s, standardize=None,
                                     mask_img=nib.Nifti1Image(ball.astype(np.int8), AFFINE))
out["statistics"] = [dict(statistic=ours, values=flat(masker(s).fit_transform(image).T)) for s, ours in names.items()]
out["percent"] = [float(np.float32(v)) for v in clean(data.reshape(-1, T).T.astype(float), detrend=False, standardize="psc").T.reshape(SHAPE + (T,)).transpose(3, 2, 1, 0).ravel()]
(HERE / "images.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
(HERE / "manifest.json").write_text(json.dumps([{
    "file": "images.json",
    "tool": f"nilearn {nilearn.__version__}",
    "version": f"numpy {np.__version__}, scipy {scipy.__version__}, nibabel {nib.__version__}",
    "command": "python3 test/golden/images/generate.py",
    "tolerance": "relative 1e-6",
    "why": "volumes are kept as f32; masks are equal voxel by voxel",
}], indent=2) + "\n")
