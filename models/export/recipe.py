"""Exports a PyTorch model: ONNX graph, card and golden tables, after proof of parity.

A recipe (`labram.py` and others beside this file) describes its family as a `Family` and calls
`run`. What is written was compared with the model's own forward pass at several batch sizes, and
at several numbers of channels and lengths where the model takes any; nothing is written when one
of them differs by more than a ten-thousandth of the largest magnitude.
"""

import argparse
import hashlib
import json
import pathlib
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import onnxruntime
import torch
from card_file import card_of, recipe_card, script_of
from checkpoint import read_checkpoint, tensors_of
from exported import TOLERANCE, cases, compare, differs, original_outputs, write_golden
from onnx_graph import plain_weights, to_onnx
from plain_yaml import write_yaml

MODELS = pathlib.Path(__file__).resolve().parent.parent
SEED = 0


@dataclass(frozen=True)
class Family:
    """A family of models: how one is built, and what its card says at any size.

    `aside`: weights whose names begin so are not exported without `--labels`, and may be missing
    from a checkpoint or be more than the model has.
    """

    name: str
    build: Callable
    export: Callable
    tiny: dict
    card: dict
    published: dict | None = None
    aside: tuple = ()


def run(family):
    """Does what the command line asks for."""
    args = arguments(family)
    torch.set_num_threads(1)
    torch.backends.mha.set_fastpath_enabled(False)
    warnings.filterwarnings("ignore")
    if args.card:
        folder = pathlib.Path(args.out) if args.out else MODELS / family.name
        folder.mkdir(parents=True, exist_ok=True)
        write_yaml(folder / "model.yaml", recipe_card(family))
        return
    model, config = loaded(family, args)
    exported = family.export(model.eval(), config, args)
    name = args.name or (f"tiny-{family.name}" if args.tiny else family.name)
    folder = pathlib.Path(args.out) if args.out else MODELS / name
    write(family, exported, name, folder, args)


def arguments(family):
    parser = argparse.ArgumentParser(description=f"Exports {family.name} to ONNX.")
    parser.add_argument(
        "--weights",
        default="none",
        help="folder with config.json and model.safetensors or pytorch_model.bin, or one such file",
    )
    parser.add_argument("--tiny", action="store_true", help="random weights at a small size")
    parser.add_argument("--seed", type=int, default=SEED, help="of the random weights")
    parser.add_argument("--out", help="folder that is written; models/NAME when not given")
    parser.add_argument("--name", help="name of the card")
    parser.add_argument(
        "--labels", help="names of the classes of a trained head, with commas: adds the logits"
    )
    parser.add_argument("--trained-on", help="data sets that the weights have seen, with commas")
    parser.add_argument("--channels", help="names of the channels, with commas, in their order")
    parser.add_argument(
        "--positions",
        help="REVE and LUNA: a JSON file of electrodes with x, y, z, or `template`; channels are "
        "then known by name, in place of the input `pos`",
    )
    parser.add_argument("--set", action="append", default=[], help="KEY=JSON of the constructor")
    parser.add_argument("--card", action="store_true", help="write the recipe card alone")
    args = parser.parse_args()
    if not args.card and args.tiny == (args.weights != "none"):
        parser.error("either --tiny or --weights is needed")
    return args


def loaded(family, args):
    """The model with its weights: random ones from the seed, or a checkpoint, key by key."""
    torch.manual_seed(args.seed)
    config = dict(family.tiny if args.tiny else family.published or {})
    config |= {} if args.tiny else config_beside(pathlib.Path(args.weights))
    config |= {key: json.loads(value) for key, value in (each.split("=", 1) for each in args.set)}
    model = family.build(config)
    if args.tiny:
        stir(model, args.seed)
    else:
        state = checkpoint(pathlib.Path(args.weights))
        load_strictly(model, state, () if args.labels else family.aside)
    return model, config


def config_beside(weights):
    """What `config.json` says of a checkpoint, without what is the hub's own."""
    path = (weights if weights.is_dir() else weights.parent) / "config.json"
    found = json.loads(path.read_text()) if path.exists() else {}
    hub = ("braindecode_version", "model_type", "architectures", "auto_map", "transformers_version")
    own = (*hub, "torch_dtype", "dtype")
    return {key: found[key] for key in found if key not in own and not key.startswith("_")}


def checkpoint(path):
    if path.is_dir():
        found = [path / each for each in ("model.safetensors", "pytorch_model.bin")]
        path = next((each for each in found if each.exists()), found[0])
    return tensors_of(read_checkpoint(path), "state_dict", "model")


def load_strictly(model, state, aside):
    """Every key of the model must be in the checkpoint, and every key of that in the model."""
    renamed = {(getattr(model, "mapping", None) or {}).get(key, key): state[key] for key in state}
    kept = {key: value for key, value in renamed.items() if not key.startswith(aside or "\0")}
    missing, unknown = torch.nn.Module.load_state_dict(model, kept, strict=False)
    missing = [key for key in missing if not key.startswith(aside or "\0")]
    if missing or unknown:
        raise SystemExit(f"not the weights of this model: missing {missing}, unknown {unknown}")
    if len(kept) < len(renamed):
        print(f"left aside: {sorted(set(renamed) - set(kept))}")


def stir(model, seed):
    """Random numbers where a new model has zeros and ones, so that the comparison sees them."""
    generator = torch.Generator().manual_seed(seed + 1)
    for module in model.modules():
        if isinstance(module, torch.nn.modules.batchnorm._BatchNorm):
            module.running_mean.normal_(0, 0.1, generator=generator)
            module.running_var.uniform_(0.5, 1.5, generator=generator)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.requires_grad and parameter.ndim == 1:
                parameter.add_(torch.randn(parameter.shape, generator=generator) * 0.05)


def write(family, exported, name, folder, args):
    """Exports, compares, and writes graph, golden tables and card."""
    wanted = {case: original_outputs(exported, case) for case in cases(exported)}
    plain_weights(exported.graph)
    data = to_onnx(exported, f"neurarrow models/export/{script_of(family)}")
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    apart = max(compare(exported, session, case, outputs) for case, outputs in wanted.items())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(data)
    first, *others = [case for case in wanted if case.batch > 1]
    write_golden(folder / "golden.arrow", exported, first, wanted[first])
    few = next((case for case in others if differs(case, first)), None)
    if few is not None:
        write_golden(folder / "golden-few.arrow", exported, few, wanted[few])
    card = card_of(family, exported, name, args, hashlib.sha256(data).hexdigest())
    golden = {"file": "golden.arrow", "tolerance": TOLERANCE}
    write_yaml(folder / "model.yaml", card | {"golden": golden})
    sizes = ", ".join(f"{p.name} {p.stat().st_size}" for p in sorted(folder.iterdir()))
    print(f"{name}: {len(wanted)} cases, largest relative difference {apart:.1e}; {sizes}")
