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
    uv run models/export/check.py --refusals # what must not be written is not
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
    parser.add_argument("--refusals", action="store_true", help="what must not be written is not")
    parser.add_argument("--full", action="store_true", help="the published size, random weights")
    args = parser.parse_args()
    if args.refusals:
        sys.exit(refusals())
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


def refusals():
    """Own weights are exported; a lost, a foreign and a reshaped key, and drift, are refused."""
    sys.path.insert(0, str(HERE))
    import eegnet
    from safetensors.torch import save_file

    with tempfile.TemporaryDirectory() as folder:
        model = eegnet.builder("EEGNet")(dict(eegnet.TINY))
        state = {key: value.contiguous().clone() for key, value in model.state_dict().items()}
        first, *_ = (key for key in state if state[key].ndim > 1)
        trials = {
            "its own weights": state,
            "a key lost": {key: state[key] for key in state if key != first},
            "a key more": state | {"other": state[first].clone()},
            "a shape changed": state | {first: state[first][:1].clone()},
        }
        wrong = 0
        for name, trial in trials.items():
            checkpoint, out = (pathlib.Path(folder) / f"{name} {each}" for each in ("in", "out"))
            checkpoint.mkdir()
            save_file(trial, checkpoint / "model.safetensors")
            (checkpoint / "config.json").write_text(json.dumps(model.get_config()))
            options = ("--weights", str(checkpoint), "--trained-on", "none", "--out", str(out))
            code, said = ended("eegnet", *options)
            as_should = (code == 0) == (trial is state) == out.exists()
            print(f"{name:16} {'as it should' if as_should else 'WRONG'}: {said.splitlines()[-1]}")
            wrong += not as_should
    return wrong + drift_is_refused(eegnet)


def drift_is_refused(family):
    """Outputs that lie two ten-thousandths apart end the comparison."""
    import exported

    model = family.builder("EEGNet")(dict(family.TINY)).eval()
    args = argparse.Namespace(tiny=True, labels=None, channels=None)
    made = family.export(model, family.TINY, args)
    case = exported.cases(made)[0]
    wanted = exported.original_outputs(made, case)

    class Drifting:
        def run(self, names, feeds):
            return [each + 2e-4 * abs(each).max() for each in wanted]

    try:
        exported.compare(made, Drifting(), case, wanted)
    except SystemExit as refused:
        print(f"drift            as it should: {refused}")
        return 0
    print("drift            WRONG: it was let pass")
    return 1


def ended(family, *options):
    script = [sys.executable, str(HERE / f"{family}.py"), *options]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + (done.stderr if done.returncode else "")


def export(family, *options):
    code, said = ended(family, *options)
    if code != 0:
        raise SystemExit(f"{family}: {said}")
    return said


if __name__ == "__main__":
    main()
