# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "braindecode==1.8.1", "torch==2.15.0", "torchaudio==2.11.0", "numpy==2.4.6", "onnx==1.23.2",
#   "onnxscript==0.7.2", "onnxruntime==1.31.1", "pyarrow==26.0.1",
#   "safetensors==0.8.0",
# ]
# ///
"""Exports all tiny models again and compares them with those that are committed.

    uv run models/export/check.py            # every family of braindecode
    uv run models/export/check.py labram     # some
    uv run models/export/check.py --full     # random weights at the published size, from a
                                             # checkpoint laid out as `from_pretrained` wants it

The same versions give the same bytes; other versions may differ in the bytes of a graph, and then
must agree in its golden outputs.
"""

import argparse
import importlib
import json
import pathlib
import subprocess
import sys
import tempfile

import pyarrow as pa

HERE = pathlib.Path(__file__).resolve().parent
FAMILIES = (
    "eegnet shallow_fbcsp cbramod labram biot eeg_conformer atcnet usleep eegpt bendr signal_jepa "
    "reve luna"
).split()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("families", nargs="*", help=", ".join(FAMILIES))
    parser.add_argument("--full", action="store_true", help="the published size, random weights")
    args = parser.parse_args()
    wrong = 0
    for family in args.families or FAMILIES:
        with tempfile.TemporaryDirectory() as folder:
            found = full(family, folder) if args.full else compared(family, folder)
        print(f"{family:14} {found}", flush=True)
        wrong += found.startswith("WRONG")
    sys.exit(1 if wrong else 0)


def compared(family, folder):
    export(family, "--tiny", "--out", folder)
    committed = HERE.parent / f"tiny-{family.replace('_', '-')}"
    names = sorted(path.name for path in committed.iterdir())
    made = sorted(path.name for path in pathlib.Path(folder).iterdir())
    if names != made:
        return f"WRONG files {made}"
    same = [name for name in names if same_bytes(committed / name, folder, name)]
    if same == names:
        return "same bytes"
    apart = max(drift(committed / name, folder, name) for name in names if name.endswith(".arrow"))
    text = f"{sorted(set(names) - set(same))} have other bytes, outputs lie {apart:.1e} apart"
    return text if apart <= 1e-4 else f"WRONG {text}"


def same_bytes(path, folder, name):
    return path.read_bytes() == (pathlib.Path(folder) / name).read_bytes()


def drift(path, folder, name):
    """The largest difference of any column, as a share of its largest magnitude."""
    tables = [
        pa.ipc.open_file(str(each)).read_all() for each in (path, pathlib.Path(folder) / name)
    ]
    shares = []
    for column in tables[0].column_names[1:]:
        mine, theirs = (each[column].combine_chunks().flatten().to_numpy() for each in tables)
        shares.append(abs(mine - theirs).max() / max(abs(theirs).max(), 1e-30))
    return max(shares)


def full(family, folder):
    """Exports a checkpoint of random weights in the layout of the hub."""
    sys.path.insert(0, str(HERE))
    module = importlib.import_module(family)
    if getattr(module, "PUBLISHED", None) is None:
        return "no published weights"
    from safetensors.torch import save_file

    checkpoint = pathlib.Path(folder) / "checkpoint"
    checkpoint.mkdir()
    build = getattr(module, "build", None) or module.builder(module.CLASS)
    model = build(dict(module.PUBLISHED))
    state = {key: value.contiguous().clone() for key, value in model.state_dict().items()}
    save_file(state, checkpoint / "model.safetensors")
    (checkpoint / "config.json").write_text(json.dumps(model.get_config()))
    said = export(family, "--weights", str(checkpoint), "--out", str(pathlib.Path(folder) / "out"))
    return said.strip().splitlines()[-1]


def export(family, *options):
    script = [sys.executable, str(HERE / f"{family}.py"), *options]
    ended = subprocess.run(script, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        raise SystemExit(f"{family}: {ended.stdout}{ended.stderr}")
    return ended.stdout


if __name__ == "__main__":
    main()
