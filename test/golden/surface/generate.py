"""Golden files of surfaces: nibabel writes and reads them. Usage: python3 generate.py (writes beside itself).

Needs: nibabel numpy. Files are in base64; values are rows of vertices (or parcels) one after the other.
"""
import base64
import json
import pathlib
import tempfile

import nibabel as nib
import numpy as np
from nibabel import cifti2
from nibabel.gifti import GiftiDataArray, GiftiImage, GiftiLabel, GiftiLabelTable, GiftiMetaData

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(2)
cases = []


def keep(name, image, values, **facts):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / name
        nib.save(image, path)
        raw = path.read_bytes()
    cases.append(dict(name=name, bytes=base64.b64encode(raw).decode(),
                      values=[float(np.float32(v)) for v in np.asarray(values).ravel()], **facts))


data = rng.standard_normal((5, 3)).astype(np.float32)
encodings = ("GIFTI_ENCODING_B64GZ", "GIFTI_ENCODING_B64BIN", "GIFTI_ENCODING_ASCII")
for i, encoding in enumerate(encodings):
    meta = GiftiMetaData(AnatomicalStructurePrimary="CortexLeft", TimeStep="1500.0")
    arrays = [GiftiDataArray(data[:, t], intent="NIFTI_INTENT_TIME_SERIES", datatype="NIFTI_TYPE_FLOAT32",
                             encoding=encoding, meta=GiftiMetaData(TimeStep="1500.0")) for t in range(3)]
    image = GiftiImage(darrays=arrays, meta=meta)
    again = GiftiImage.from_bytes(image.to_bytes()).agg_data("time series")
    keep(f"run{i}.func.gii", image, again, channels=[f"CORTEX_LEFT:{v}" for v in range(5)], stepS=1.5)
two = GiftiImage(darrays=[GiftiDataArray(data, datatype="NIFTI_TYPE_FLOAT32", encoding="GIFTI_ENCODING_B64GZ")])
keep("two.func.gii", two, data, channels=[f"SURFACE:{v}" for v in range(5)], stepS=0)
table = GiftiLabelTable()
for key, label in ((0, "???"), (1, "V1 & V2"), (7, "MT")):
    entry = GiftiLabel(key, 0.1, 0.2, 0.3, 1)
    entry.label = label
    table.labels.append(entry)
labels = np.array([0, 1, 1, 7, 7], dtype=np.int32)
image = GiftiImage(darrays=[GiftiDataArray(labels, intent="NIFTI_INTENT_LABEL", datatype="NIFTI_TYPE_INT32")],
                   labeltable=table, meta=GiftiMetaData(AnatomicalStructurePrimary="CortexLeft"))
keep("atlas.label.gii", image, labels, channels=[f"CORTEX_LEFT:{v}" for v in range(5)], stepS=0,
     labels=[{"0": "???", "1": "V1 & V2", "7": "MT"}])

surface = cifti2.BrainModelAxis.from_surface(np.array([0, 2, 3]), 6, name="cortex_left")
mask = np.zeros((3, 3, 2), dtype=bool)
mask[1, 2, 0] = mask[2, 0, 1] = True
volume = cifti2.BrainModelAxis.from_mask(mask, affine=np.eye(4), name="thalamus_right")
models = surface + volume
names = ["CORTEX_LEFT:0", "CORTEX_LEFT:2", "CORTEX_LEFT:3", "THALAMUS_RIGHT:1,2,0", "THALAMUS_RIGHT:2,0,1"]
series = cifti2.SeriesAxis(start=0.5, step=0.72, size=4, unit="SECOND")
parcels = cifti2.ParcelsAxis.from_brain_models([("a <1>", models[:2]), ("b", models[2:4])])
run = rng.standard_normal((4, 5)).astype(np.float32)


def matrix(name, values, *axes, **facts):
    image = cifti2.Cifti2Image(values, cifti2.Cifti2Header.from_axes(axes))
    again = np.asarray(cifti2.Cifti2Image.from_bytes(image.to_bytes()).get_fdata())
    keep(name, image, again.T, **facts)


matrix("run.dtseries.nii", run, series, models, channels=names, stepS=0.72, startS=0.5)
matrix("run.ptseries.nii", run[:, :2], series, parcels, channels=["a <1>", "b"], stepS=0.72, startS=0.5)
scalars = cifti2.ScalarAxis(["myelin", "curvature"])
matrix("maps.dscalar.nii", run[:2], scalars, models, channels=names, stepS=0, maps=["myelin", "curvature"])
keyed = {0: ("???", (0, 0, 0, 0)), 3: ("V1", (1, 0, 0, 1)), 4: ("V2", (0, 1, 0, 1))}
label = cifti2.LabelAxis(["atlas"], [keyed])
matrix("atlas.dlabel.nii", np.array([[3, 3, 0, 4, 4]], dtype=np.float32), label, models, channels=names, stepS=0,
       maps=["atlas"], labels=[{"0": "???", "3": "V1", "4": "V2"}])
image = cifti2.Cifti2Image(run[:2, :].T @ run[:2, :], cifti2.Cifti2Header.from_axes((models, models)))
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder) / "x.dconn.nii"
    nib.save(image, path)
    refused = base64.b64encode(path.read_bytes()).decode()
(HERE / "surface.json").write_text(json.dumps(dict(cases=cases, refused=refused), separators=(",", ":")) + "\n")
others = [entry for entry in json.loads((HERE / "manifest.json").read_text()) if entry["file"] != "surface.json"]
(HERE / "manifest.json").write_text(json.dumps([{
    "file": "surface.json",
    "tool": f"nibabel {nib.__version__}",
    "version": f"numpy {np.__version__}",
    "command": "python3 test/golden/surface/generate.py",
    "tolerance": "equal",
    "why": "the same f32 numbers",
}] + others, indent=2) + "\n")
