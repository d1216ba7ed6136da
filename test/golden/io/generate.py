"""Writes what MNE-Python, pyEDFlib and nibabel read from real and from small made files.

    python test/golden/io/generate.py SHARED_DATA

Real files are only summarised: facts of the header, and per channel or image the mean, the
standard deviation and some values. Made files are stored whole, as base64.
"""

import base64
import datetime
import gzip
import json
import pathlib
import sys
import tempfile
import warnings

import mne
import nibabel
import numpy as np
import pyedflib

warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).parent
SHARED = pathlib.Path(sys.argv[1])

EDF = [
    *sorted(p.relative_to(SHARED).as_posix() for p in (SHARED / "edf").glob("*.?df")),
    "eegmat/Subject00_1.edf",
    "eegmat/Subject17_2.edf",
]
MIXED = ["test_uneven_samp.edf", "test_generator_datarec_generator_0_5.bdf"]
RUN = "haxby2001/sub001/BOLD/task001_run001"
NIFTI = [
    *sorted(p.relative_to(SHARED).as_posix() for p in (SHARED / "nifti").glob("*.nii*")),
    f"{RUN}/bold_1slice.nii.gz",
    f"{RUN}/bold_25mm.nii.gz",
]


def summary(x):
    x = np.asarray(x, dtype=np.float64)
    return {
        "samples": int(x.size),
        "mean": float(x.mean()),
        "std": float(x.std()),
        "first": x[:5].tolist(),
        "last": x[-5:].tolist(),
    }


def by_mne(path):
    read = mne.io.read_raw_bdf if path.suffix == ".bdf" else mne.io.read_raw_edf
    raw = read(path, preload=False, verbose="error")
    if not raw.ch_names:
        return {"annotations": annotations(mne.read_annotations(path))}
    raw.load_data(verbose="error")
    kinds = raw.get_channel_types()
    rows = [
        {"name": name, "stim": kind == "stim", **summary(x if kind == "stim" else x * 1e6)}
        for name, kind, x in zip(raw.ch_names, kinds, raw.get_data())
    ]
    out = {
        "rateHz": float(raw.info["sfreq"]),
        "samples": int(raw.n_times),
        "startedAt": raw.info["meas_date"].strftime("%Y-%m-%dT%H:%M:%S"),
        "annotations": annotations(raw.annotations),
        "channels": rows,
    }
    if path.name in MIXED:  # MNE brings all channels to the highest rate
        del out["channels"]
    if "stim" in kinds:
        found = mne.find_events(raw, stim_channel=[r["name"] for r in rows if r["stim"]],
                                shortest_event=0, verbose="error")
        found = np.atleast_2d(found)
        out["events"] = {
            "count": len(found),
            "samples": found[:40, 0].tolist(),
            "codes": found[:40, 2].tolist(),
        }
    return out


def annotations(notes):
    return [
        {"onsetS": float(o), "durationS": float(d), "text": str(t)}
        for o, d, t in zip(notes.onset, notes.duration, notes.description)
    ]


FACTOR = {"V": 1e6, "mV": 1e3, "uV": 1.0}


def by_pyedflib(path):
    try:
        file = pyedflib.EdfReader(str(path))
    except OSError as error:
        return {"error": str(error).split(": ")[-1]}
    with file:
        rows = []
        for i, label in enumerate(file.getSignalLabels()):
            unit = file.getPhysicalDimension(i)
            rows.append(
                {
                    "label": label,
                    "unit": unit,
                    "rateHz": float(file.getSampleFrequency(i)),
                    **summary(file.readSignal(i) * FACTOR.get(unit, 1.0)),
                }
            )
        onset, duration, text = file.readAnnotations()
        notes = [
            {"onsetS": float(o), "durationS": max(float(d), 0.0), "text": str(t)}
            for o, d, t in zip(onset, duration, text)
        ]
        return {"durationS": float(file.file_duration), "channels": rows, "annotations": notes}


def by_nibabel(image):
    header = image.header
    data = image.get_fdata(dtype=np.float64)
    flat = data.ravel(order="F")
    at = np.linspace(0, flat.size - 1, 40).astype(int)
    zooms = [float(z) for z in header.get_zooms()]
    space, time = header.get_xyzt_units()
    per_second = {"sec": 1, "msec": 1e-3, "usec": 1e-6}.get(time, 1)
    slope, inter = image.dataobj.slope, image.dataobj.inter
    return {
        "shape": list(image.shape),
        "dtype": image.get_data_dtype().newbyteorder("=").name,
        "voxelMm": (zooms + [1, 1, 1])[:3],
        "space": space,
        "trS": zooms[3] * per_second if len(zooms) > 3 else 0,
        "affine": image.affine.ravel().tolist(),
        "slope": float(slope),
        "intercept": float(inter),
        "at": at.tolist(),
        "values": flat[at].tolist(),
        **summary(flat),
    }


def encoded(path):
    return base64.b64encode(pathlib.Path(path).read_bytes()).decode()


def made_edf(folder):
    """EDF+ and BDF+ as pyEDFlib writes them, with channels of two rates and UTF-8 annotations."""
    t = np.arange(64) / 16
    out = []
    for kind, name in ((pyedflib.FILETYPE_EDFPLUS, "a.edf"), (pyedflib.FILETYPE_BDFPLUS, "a.bdf"),
                       (pyedflib.FILETYPE_EDF, "b.edf"), (pyedflib.FILETYPE_BDF, "b.bdf")):
        path = folder / name
        plus = kind in (pyedflib.FILETYPE_EDFPLUS, pyedflib.FILETYPE_BDFPLUS)
        writer = pyedflib.EdfWriter(str(path), 3, file_type=kind)
        headers = [
            {"label": "EEG Fp1-REF", "dimension": "uV", "sample_frequency": 16,
             "physical_max": 200, "physical_min": -200},
            {"label": "ECG", "dimension": "mV", "sample_frequency": 16,
             "physical_max": 3.5, "physical_min": -2.5},
            {"label": "Temp rectal", "dimension": "degC", "sample_frequency": 4,
             "physical_max": 42.5, "physical_min": 34},
        ]
        low, high = (-8388608, 8388607) if "BDF" in name.upper() else (-32768, 32767)
        for h in headers:
            h.update(digital_min=low, digital_max=high, transducer="", prefilter="")
        writer.setSignalHeaders(headers)
        writer.setStartdatetime(datetime.datetime(2021, 12, 31, 23, 59, 58))
        if plus:
            writer.writeAnnotation(0.5, 1.25, "Auge geöffnet")
            writer.writeAnnotation(2, -1, "τέλος")
        writer.writeSamples([150 * np.sin(2 * np.pi * 2 * t), 3 * np.cos(t), 37 + t[::4] / 8])
        writer.close()
        with pyedflib.EdfReader(str(path)) as reader:
            rows = [reader.readSignal(i) * FACTOR.get(reader.getPhysicalDimension(i), 1.0)
                    for i in range(3)]
        out.append({"name": name, "bytes": encoded(path), "rows": [r.tolist() for r in rows],
                    **by_pyedflib(path)})
    return out


def made_nifti(folder):
    """Each type and byte order; scaled; with a qform, with neither form; in milliseconds."""
    rng = np.random.default_rng(1)
    types = ["uint8", "int16", "int32", "float32", "float64", "int8", "uint16", "uint32",
             "int64", "uint64"]
    cases = []
    for order in "<>":
        for dtype in types:
            cases.append({"dtype": np.dtype(dtype).newbyteorder(order), "version": 1})
        cases.append({"dtype": np.dtype(order + "i2"), "version": 1, "slope": 0.25, "inter": -3})
        cases.append({"dtype": np.dtype(order + "i2"), "version": 2, "slope": 0.1, "inter": 7})
        cases.append({"dtype": np.dtype(order + "f4"), "version": 1, "form": "q"})
        cases.append({"dtype": np.dtype(order + "f4"), "version": 2, "form": "q"})
        cases.append({"dtype": np.dtype(order + "u1"), "version": 1, "form": "none"})
        cases.append({"dtype": np.dtype(order + "i2"), "version": 1, "time": "msec", "gz": True})
    out = []
    for number, case in enumerate(cases):
        dtype = case["dtype"]
        shape = (3, 2, 4) if case.get("form") == "none" else (3, 2, 2, 2)
        if dtype.kind == "f":
            data = rng.normal(size=shape).astype(dtype)
        else:
            info = np.iinfo(dtype)
            data = rng.integers(max(info.min, -2**24), min(info.max, 2**24), shape).astype(dtype)
        affine = np.array([[-2, 0.1, 0, 30], [0.2, 2.5, -0.3, -40], [0, 0.25, 3, 12], [0, 0, 0, 1]])
        image_type = nibabel.Nifti2Image if case["version"] == 2 else nibabel.Nifti1Image
        header_type = nibabel.Nifti2Header if case["version"] == 2 else nibabel.Nifti1Header
        header = header_type(endianness=dtype.byteorder if dtype.byteorder in "<>" else "<")
        if dtype.itemsize == 1:
            header = header_type(endianness="<" if number < len(cases) / 2 else ">")
        header.set_data_dtype(dtype)
        header.set_data_shape(shape)
        zooms = (2, 2.5, 3) + ((2500,) if case.get("time") else (2.5,)) * (len(shape) - 3)
        header.set_zooms(zooms)
        header.set_xyzt_units("mm", case.get("time", "sec"))
        header["vox_offset"] = 352 if case["version"] == 1 else 544
        if case.get("form") == "q":
            header.set_qform(affine, code=1, strip_shears=True)
        elif case.get("form") != "none":
            header.set_sform(affine, code=2)
        if "slope" in case:
            header["scl_slope"], header["scl_inter"] = case["slope"], case["inter"]
        raw = header.binaryblock + b"\0" * 4 + data.astype(header.get_data_dtype()).tobytes("F")
        name = f"{number}.nii.gz" if case.get("gz") else f"{number}.nii"
        path = folder / name
        path.write_bytes(gzip.compress(raw, mtime=0) if case.get("gz") else raw)
        image = image_type.from_filename(str(path))
        out.append({"name": name, "bytes": encoded(path), "version": case["version"],
                    "all": image.get_fdata().ravel(order="F").tolist(), **by_nibabel(image)})
    return out


def write(name, content):
    (HERE / name).write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n")


def main():
    write("edf.json", [{"file": f, "mne": by_mne(SHARED / f), "pyedflib": by_pyedflib(SHARED / f)}
                       for f in EDF])
    write("nifti.json", [{"file": f, **by_nibabel(nibabel.load(SHARED / f))} for f in NIFTI])
    with tempfile.TemporaryDirectory() as folder:
        write("made-edf.json", made_edf(pathlib.Path(folder)))
        write("made-nifti.json", made_nifti(pathlib.Path(folder)))
    rounded = "f64 values rounded to f32"
    edf_tools = {"MNE": mne.__version__, "pyEDFlib": pyedflib.__version__}
    nifti_tools = {"nibabel": nibabel.__version__}
    write_manifest([
        entry("edf.json", edf_tools, 1e-6, f"{rounded}; means and deviations of many of them"),
        entry("nifti.json", nifti_tools, 1e-7, f"{rounded}; means and deviations of them"),
        entry("made-edf.json", {"pyEDFlib": pyedflib.__version__}, 6e-8, rounded),
        entry("made-nifti.json", nifti_tools, 6e-8, rounded),
    ])


def entry(file, tools, relative, why):
    return {
        "file": file,
        "tool": ", ".join(tools),
        "version": ", ".join(f"{tool} {version}" for tool, version in tools.items()),
        "command": "python test/golden/io/generate.py SHARED_DATA",
        "tolerance": {"relative": relative},
        "why": why,
    }


def write_manifest(entries):
    (HERE / "manifest.json").write_text(json.dumps(entries, indent=2) + "\n")


main()
