"""CIFTI-2, GIFTI and NIfTI files that neurarrow writes, as nibabel reads them.

    npm run build && python test/golden/surface/generate_written.py

Needs: nibabel numpy. `written.json` has what nibabel reads, and the files, so that tests compare with the same bytes.
"""
import base64
import json
import pathlib
import subprocess
import tempfile

import nibabel as nib
import numpy as np

HERE = pathlib.Path(__file__).parent
IO = (HERE.parents[2] / "dist" / "io").as_uri()
GRID = dict(shape=[3, 3, 2], affine=[-3.5, 0, 0, 40.25, 0, 3.5, 0, -12, 0, 0, 4, 8, 0, 0, 0, 1])
DENSE = ["CORTEX_LEFT:0", "CORTEX_LEFT:2", "CORTEX_RIGHT:5", "THALAMUS_RIGHT:1,2,0", "THALAMUS_RIGHT:2,0,1"]
SPACE = dict(surfaces=dict(CORTEX_LEFT=6, CORTEX_RIGHT=7), grid=GRID)
PARCELS = {"V1 <& 2>": dict(vertices=dict(CORTEX_LEFT=[0, 2], CORTEX_RIGHT=[3])), "b": dict(voxels=[1, 2, 0, 2, 0, 1])}
SERIES = dict(startS=0.5, stepS=0.72)
draw = np.random.default_rng(11)


def values(rows, columns):
    return draw.standard_normal((rows, columns)).astype(np.float32).ravel().astype(float).tolist()


cases = {
    "run.dtseries.nii": dict(rows=DENSE, space=SPACE, along=SERIES, values=values(5, 4)),
    "run.ptseries.nii": dict(rows=list(PARCELS), space=dict(SPACE, parcels=PARCELS), along=SERIES, values=values(2, 4)),
    "maps.dscalar.nii": dict(rows=DENSE, space=SPACE, along=["z & p", "t"], values=values(5, 2)),
    "maps.pscalar.nii": dict(rows=["b"], space=dict(SPACE, parcels=PARCELS), along=["weights"], values=values(1, 1)),
    "run.func.gii": dict(structure="CORTEX_LEFT", vertices=6, indices=[0, 2, 5], values=values(3, 4), stepS=1.5),
}
SCRIPT = """
import { readFileSync, writeFileSync } from 'node:fs'
const [io, folder] = process.argv.slice(1)
const { encodeCifti } = await import(io + '/write-cifti.js')
const { encodeGifti } = await import(io + '/write-gifti.js')
for (const [name, content] of Object.entries(JSON.parse(readFileSync(folder + '/cases.json', 'utf8')))) {
  const whole = { ...content, values: Float32Array.from(content.values) }
  const made = name.endsWith('.gii') ? { bytes: encodeGifti(whole), ending: 'func.gii' } : encodeCifti(whole)
  if (!name.endsWith(made.ending)) throw new Error(name + ' is ' + made.ending)
  writeFileSync(folder + '/' + name, made.bytes)
}
"""


def axis(one):
    if isinstance(one, nib.cifti2.SeriesAxis):
        return dict(start=one.start, step=one.step, size=one.size, unit=one.unit)
    if isinstance(one, nib.cifti2.ScalarAxis):
        return dict(names=one.name.tolist())
    vertices = {k.replace("CIFTI_STRUCTURE_", ""): int(v) for k, v in one.nvertices.items()}
    space = dict(nvertices=vertices, affine=None if one.affine is None else one.affine.ravel().tolist(),
                 shape=None if one.volume_shape is None else list(map(int, one.volume_shape)))
    if isinstance(one, nib.cifti2.ParcelsAxis):
        lists = [{k.replace("CIFTI_STRUCTURE_", ""): v.tolist() for k, v in each.items()} for each in one.vertices]
        return dict(space, names=one.name.tolist(), vertices=lists, voxels=[v.tolist() for v in one.voxels])
    rows = [[str(s).replace("CIFTI_STRUCTURE_", ""), int(v), list(map(int, x))]
            for s, v, x in zip(one.name, one.vertex, one.voxel)]
    return dict(space, rows=rows)


out = []
with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    (folder / "cases.json").write_text(json.dumps(cases))
    subprocess.run(["node", "--input-type=module", "-e", SCRIPT, IO, str(folder)], check=True)
    for name, content in cases.items():
        image = nib.load(folder / name)
        given = np.array(content["values"])
        if name.endswith(".gii"):
            read = np.stack([array.data for array in image.darrays])
            assert read.shape == (4, 6) and np.array_equal(read[:, [0, 2, 5]].T.ravel(), given)
            assert not read[:, [1, 3, 4]].any()
            facts = dict(meta=dict(image.meta), intent=image.darrays[0].intent)
        else:
            read = np.asarray(image.get_fdata())
            assert np.array_equal(read.T.ravel(), given)
            facts = dict(axes=[axis(image.header.get_axis(i)) for i in (0, 1)],
                         intent=image.nifti_header.get_intent()[0])
        raw = base64.b64encode((folder / name).read_bytes()).decode()
        out.append(dict(name=name, content=content, bytes=raw, **facts))
(HERE / "written.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
entries = json.loads((HERE / "manifest.json").read_text())
entries = [entry for entry in entries if entry["file"] != "written.json"] + [{
    "file": "written.json",
    "tool": f"nibabel {nib.__version__}",
    "version": f"numpy {np.__version__}",
    "command": "python test/golden/surface/generate_written.py",
    "tolerance": "equal",
    "why": "the same f32 numbers and places",
}]
(HERE / "manifest.json").write_text(json.dumps(entries, indent=2) + "\n")
