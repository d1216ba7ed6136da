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
from dataclasses import dataclass, field

import numpy as np
import onnx
import onnxruntime
import torch
import yaml
from golden import golden_signals, golden_table

OPSET = 18
TOLERANCE = 1e-4
MODELS = pathlib.Path(__file__).resolve().parent.parent
SEED = 0


@dataclass(frozen=True)
class Tensor:
    """An input or output of a graph: name, what it is, and axes by name or length."""

    name: str
    role: str
    shape: tuple
    dtype: str = "float32"


@dataclass(frozen=True)
class Case:
    """Sizes at which graph and model are compared."""

    batch: int
    channels: int
    samples: int


@dataclass(frozen=True)
class Exported:
    """What one checkpoint (or one set of random weights) becomes.

    `graph` takes the inputs in order and gives the outputs in order. `original` does the same by
    the model's own forward pass. `feed` makes the inputs beside the signal for a case.
    """

    graph: torch.nn.Module
    original: Callable
    inputs: tuple
    outputs: tuple
    rate_hz: float
    channels: list
    samples: int
    least_channels: int | None = None
    other_samples: tuple = ()
    feed: Callable = lambda case, names: ()
    facts: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Family:
    """A family of models: how one is built, and what its card says at any size."""

    name: str
    build: Callable
    export: Callable
    tiny: dict
    card: dict
    published: dict | None = None


def run(family):
    """Does what the command line asks for."""
    args = arguments(family)
    torch.set_num_threads(1)
    torch.backends.mha.set_fastpath_enabled(False)
    warnings.filterwarnings("ignore")
    if args.card:
        write_recipe_card(family)
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
    parser.add_argument("--channels", help="names of the channels, with commas, in their order")
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
    if args.weights != "none":
        beside = pathlib.Path(args.weights)
        beside = (beside if beside.is_dir() else beside.parent) / "config.json"
        if beside.exists():
            config |= json.loads(beside.read_text())
    config |= {key: json.loads(value) for key, value in (each.split("=", 1) for each in args.set)}
    config.pop("braindecode_version", None)
    model = family.build(config)
    if args.weights == "none":
        stir(model, args.seed)
    else:
        load_strictly(model, checkpoint(pathlib.Path(args.weights)))
    return model, config


def checkpoint(path):
    if path.is_dir():
        found = [path / each for each in ("model.safetensors", "pytorch_model.bin")]
        path = next((each for each in found if each.exists()), found[0])
    if path.suffix == ".safetensors":
        from safetensors.torch import load_file

        return load_file(path)
    state = torch.load(path, map_location="cpu", weights_only=True)
    return state.get("state_dict", state)


def load_strictly(model, state):
    """Every key of the model must be in the checkpoint, and every key of that in the model."""
    renamed = {(getattr(model, "mapping", None) or {}).get(key, key): state[key] for key in state}
    missing, unexpected = torch.nn.Module.load_state_dict(model, renamed, strict=False)
    if missing or unexpected:
        raise SystemExit(f"not the weights of this model: missing {missing}, unknown {unexpected}")


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
    card = card_of(family, exported, name, args) | {"golden": dict(file="golden.arrow", tolerance=TOLERANCE)}
    card["graphs"][0] |= {"sha256": hashlib.sha256(data).hexdigest()}
    write_card(folder / "model.yaml", card)
    sizes = ", ".join(f"{p.name} {p.stat().st_size}" for p in sorted(folder.iterdir()))
    print(f"{name}: {len(wanted)} cases, largest relative difference {apart:.1e}; {sizes}")


def differs(case, first):
    return (case.channels, case.samples) != (first.channels, first.samples)


def cases(exported):
    """Batches of 1, 2 and 5; other numbers of channels and other lengths where any may come."""
    channels, samples = len(exported.channels), exported.samples
    found = [Case(2, channels, samples), Case(1, channels, samples), Case(5, channels, samples)]
    few = exported.least_channels
    if few is not None:
        found += [Case(2, few, samples), Case(3, (few + channels) // 2, samples)]
    for other in exported.other_samples:
        found += [Case(2, few or channels, other), Case(1, channels, other)]
    return found


def inputs_of(exported, case):
    """The tensors of a case; its channels are the last ones, so that an index is not its place."""
    names = exported.channels[len(exported.channels) - case.channels :]
    signal = golden_signals(case.batch, case.channels, case.samples, exported.rate_hz)
    return (torch.from_numpy(signal), *exported.feed(case, names))


def original_outputs(exported, case):
    with torch.inference_mode():
        return [each.numpy() for each in exported.original(*inputs_of(exported, case))]


def compare(exported, session, case, wanted):
    """The largest difference of any output, as a share of its largest magnitude."""
    fed = inputs_of(exported, case)
    feeds = {spec.name: each.numpy() for spec, each in zip(exported.inputs, fed, strict=True)}
    found = session.run([each.name for each in exported.outputs], feeds)
    apart = 0.0
    for spec, mine, theirs in zip(exported.outputs, found, wanted, strict=True):
        if mine.shape != theirs.shape:
            raise SystemExit(f"{case}: {spec.name} has shape {mine.shape}, not {theirs.shape}")
        largest = np.abs(theirs).max()
        share = np.abs(mine - theirs).max() / largest
        if not (largest > 0 and share <= TOLERANCE):
            raise SystemExit(f"{case}: {spec.name} lies {share:.2e} apart; nothing is written")
        apart = max(apart, float(share))
    return apart


def plain_weights(model):
    """Replaces weights that are computed at every step (norms, constraints) by their values."""
    for module in model.modules():
        for name in list(getattr(module, "parametrizations", None) or {}):
            torch.nn.utils.parametrize.remove_parametrizations(module, name)


def to_onnx(exported, producer):
    """The graph's bytes; the same bytes at every run."""
    case = cases(exported)[0]
    fed = inputs_of(exported, case)
    shapes = [
        {i: torch.export.Dim.AUTO for i, axis in enumerate(spec.shape) if isinstance(axis, str)}
        for spec in exported.inputs
    ]
    program = torch.onnx.export(
        exported.graph,
        fed,
        dynamo=True,
        opset_version=OPSET,
        input_names=[each.name for each in exported.inputs],
        output_names=[each.name for each in exported.outputs],
        dynamic_shapes=(tuple(shapes),) if takes_all(exported.graph) else tuple(shapes),
        verbose=False,
    )
    program.optimize()
    model = program.model_proto
    tidy(model, exported, producer)
    onnx.checker.check_model(model, full_check=False)
    return model.SerializeToString(deterministic=True)


def takes_all(graph):
    """Whether the graph's forward takes its inputs as `*inputs`."""
    return bool(graph.forward.__code__.co_flags & 0x04)


def tidy(model, exported, producer):
    """Names of axes as in the card; no traces of the machine that exported."""
    del model.metadata_props[:]
    model.producer_name, model.producer_version = producer, ""
    model.graph.name, model.graph.doc_string = "model", ""
    del model.graph.value_info[:]
    for each in [*model.graph.node, *model.graph.initializer, *model.graph.input, *model.graph.output]:
        each.doc_string = ""
        del each.metadata_props[:]
    for found, spec in [
        *zip(model.graph.input, exported.inputs, strict=True),
        *zip(model.graph.output, exported.outputs, strict=True),
    ]:
        for dim, axis in zip(found.type.tensor_type.shape.dim, spec.shape, strict=True):
            if isinstance(axis, str):
                dim.dim_param = axis
            elif dim.HasField("dim_value") and dim.dim_value != axis:
                raise SystemExit(f"{spec.name} has an axis of {dim.dim_value}, not {axis}")
            else:
                dim.dim_value = axis


def write_golden(path, exported, case, wanted):
    signal = inputs_of(exported, case)[0].numpy()[:, :, None, :]
    names = exported.channels[len(exported.channels) - case.channels :]
    path.write_bytes(golden_table(signal, wanted[0], exported.rate_hz, names))


def card_of(family, exported, name, args):
    """The card of what was exported, in the order in which cards are read."""
    facts = family.card | exported.facts
    if args.tiny:
        facts |= tiny_facts(family)
    graph = {
        "role": "encoder", "file": "model.onnx", "sha256": None, "opset": OPSET,
        "inputs": [described(each) for each in exported.inputs],
        "outputs": [described(each) for each in exported.outputs],
    }  # fmt: skip
    return {"name": name} | facts | {"graphs": [graph]}


def tiny_facts(family):
    title = family.card["title"]
    return {
        "title": f"{title}; tiny, random weights: for tests, its embeddings mean nothing",
        "description": f"The architecture of {title} at a small size, with random weights from a "
        "seed. Nothing was learned: it is here so that the family's export, preflight and pipeline "
        "are tested, and scores with it say nothing about the family.",
        "licence": {
            "code": family.card["licence"]["code"],
            "weights": "CC0-1.0",
            "redistributable": True,
        },
        "source": f"models/export/{script_of(family)} --tiny",
        "pretraining": [],
        "metrics": None,
        "recipe": None,
        "unverified": None,
    }


def script_of(family):
    return f"{family.name.replace('-', '_')}.py"


def described(spec):
    return {"name": spec.name, "is": spec.role, "dtype": spec.dtype, "shape": list(spec.shape)}


def write_recipe_card(family):
    """The card of the published weights, which their user exports: without hash and golden."""
    exported = family.card["published"]
    facts = {key: value for key, value in family.card.items() if key != "published"}
    graph = {
        "role": "encoder", "file": "model.onnx", "opset": OPSET,
        "inputs": [described(each) for each in exported["inputs"]],
        "outputs": [described(each) for each in exported["outputs"]],
    }  # fmt: skip
    rest = {key: value for key, value in exported.items() if key not in ("inputs", "outputs")}
    folder = MODELS / family.name
    folder.mkdir(exist_ok=True)
    write_card(folder / "model.yaml", {"name": family.name} | facts | rest | {"graphs": [graph]})
    print(f"{family.name}: recipe card")


ORDER = (
    "name title description paper licence source recipe unverified graphs rateHz unit channels "
    "positions onMissing window patch scale preprocessing masking pooling head metrics pretraining "
    "golden"
).split()


def write_card(path, card):
    """The card as YAML, its keys in the order in which cards are read."""
    unknown = [key for key in card if key not in ORDER and key != "published"]
    if unknown:
        raise SystemExit(f"the card has no place for {unknown}")
    kept = {key: card[key] for key in ORDER if card.get(key) is not None}
    text = yaml.safe_dump(kept, sort_keys=False, width=100, default_flow_style=None)
    path.write_text(text)
