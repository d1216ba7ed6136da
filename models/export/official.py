"""Exports a system whose weights its user brings: ONNX graphs, card and golden table, after proof.

A recipe (`brainbert.py` and others beside this file) describes its system as a `System` and calls
`run`. Weights are loaded key by key, none left out. Every graph is compared with the PyTorch module
it was made from, at several batch sizes (and numbers of channels and lengths where any may come);
nothing is written when an output differs by more than a ten-thousandth of its largest magnitude.
"""

import argparse
import pathlib
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field

import onnxruntime
import torch

from golden_windows import golden_bytes
from graphs import TOLERANCE, Graph, Tensor, compare, graph_facts, outputs_of, to_onnx
from plain_yaml import write_yaml

__all__ = ["Graph", "System", "Tensor", "noise", "run"]

MODELS = pathlib.Path(__file__).resolve().parent.parent
GENERATOR = torch.Generator().manual_seed(20240229)


@dataclass(frozen=True)
class System:
    """A system: how it is built at a size, its graphs, what they are compared on, and its card.

    `tiny_card` is what the card of the small size says instead, `facts` what it says of a size;
    `settle` is called on a model with random weights, `golden` gives the windows of the golden
    table where not any will do.
    """

    name: str
    card: dict
    sizes: dict
    tiny: dict
    build: Callable
    graphs: Callable
    feeds: Callable
    options: list = field(default_factory=list)
    tiny_card: dict = field(default_factory=dict)
    facts: Callable = lambda size: {}
    settle: Callable = lambda model, size: None
    golden: Callable = lambda model, size: None


def noise(*shape):
    """Standard normal numbers, other ones at every call, the same ones at every run."""
    return torch.randn(*shape, generator=GENERATOR)


def run(system):
    """Does what the command line asks for."""
    args = arguments(system)
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore")
    torch.manual_seed(args.seed)
    size = chosen_size(system, args)
    if args.card:
        with torch.device("meta" if args.checkpoint is None else "cpu"):
            model, size = system.build(size, args)
        return write_recipe_card(system, model, size)
    model, size = system.build(size, args)
    if args.checkpoint is None:
        stir(model, args.seed)
        system.settle(model, size)
    export(system, model.eval(), size, args)


def arguments(system):
    parser = argparse.ArgumentParser(description=f"Exports {system.name} to ONNX.")
    parser.add_argument(
        "--checkpoint", help=f"the official weights: {system.card['recipe']['checkpoint']}"
    )
    parser.add_argument("--config", help="a file of sizes that comes with the checkpoint")
    parser.add_argument("--variant", choices=list(system.sizes), default=next(iter(system.sizes)))
    parser.add_argument("--tiny", action="store_true", help="random weights at a small size")
    parser.add_argument("--seed", type=int, default=0, help="of random weights")
    parser.add_argument("--out", help="folder that is written; models/NAME when not given")
    parser.add_argument("--name", help="name of the card")
    parser.add_argument("--card", action="store_true", help="write the recipe card alone")
    parser.add_argument("--random", action="store_true", help="random weights at full size")
    for option in system.options:
        parser.add_argument(f"--{option}", help="a file of the official repository")
    args = parser.parse_args()
    if sum([args.tiny, args.random, args.card, args.checkpoint is not None]) != 1:
        parser.error("one of --checkpoint, --tiny, --random and --card is needed")
    return args


def chosen_size(system, args):
    """The sizes of a variant, or its small ones."""
    if not args.tiny:
        return dict(system.sizes[args.variant])
    nested = isinstance(next(iter(system.tiny.values())), dict)
    return dict(system.tiny[args.variant] if nested else system.tiny)


def stir(model, seed):
    """Random numbers where a new model has zeros and ones, so that the comparison sees them."""
    generator = torch.Generator().manual_seed(seed + 1)
    with torch.no_grad():
        for module in model.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.running_mean.normal_(0, 0.1, generator=generator)
                module.running_var.uniform_(0.5, 1.5, generator=generator)
        for parameter in model.parameters():
            if parameter.requires_grad and parameter.ndim == 1:
                parameter.add_(torch.randn(parameter.shape, generator=generator) * 0.1)


def export(system, model, size, args):
    """Exports, compares, and writes graphs, golden table and card."""
    name = args.name or (f"tiny-{system.name}" if args.tiny else system.name)
    graphs = system.graphs(model, size)
    cases = list(system.feeds(size))
    apart, files, facts = 0.0, {}, []
    for graph in graphs:
        data = to_onnx(graph, cases[0], f"neurarrow models/export/{script_of(system)}")
        session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
        for case in cases:
            made = outputs_of(graph, case)
            apart = max(apart, compare(graph, session, case, made))
            case.update(made)
        files[graph.file] = data
        facts.append(graph_facts(graph, data))
    folder = pathlib.Path(args.out) if args.out else MODELS / name
    folder.mkdir(parents=True, exist_ok=True)
    for file, data in files.items():
        (folder / file).write_bytes(data)
    card = card_of(system, size, name, args) | {"graphs": facts}
    golden = system.golden(model, size)
    if golden is None:
        golden = next((case for case in cases if len(next(iter(case.values()))) > 1), cases[0])
    else:
        for graph in graphs:
            golden |= outputs_of(graph, golden)
    (folder / "golden.arrow").write_bytes(golden_bytes(graphs, golden, card))
    card["golden"] = dict(file="golden.arrow", tolerance=TOLERANCE)
    write_yaml(folder / "model.yaml", card)
    sizes = ", ".join(f"{p.name} {p.stat().st_size}" for p in sorted(folder.iterdir()))
    print(f"{name}: {len(cases)} cases, largest relative difference {apart:.1e}; {sizes}")


def card_of(system, size, name, args):
    """The card of what was exported."""
    facts = {"name": name} | system.card | (system.tiny_card if args.tiny else {})
    facts |= system.facts(size)
    facts["source"] = f"models/export/{script_of(system)}"
    return facts | random_facts(system, facts) if args.checkpoint is None else facts


def script_of(system):
    return system.card["recipe"]["script"].split("/")[-1]


def random_facts(system, facts):
    """What a card says of random weights."""
    return {
        "title": f"{facts['title']}; tiny, random weights: for tests",
        "description": (
            f"The architecture of {facts['title'].split(',')[0]} at a small size, with random "
            "weights from a seed. Nothing was learned: its embeddings mean nothing. It is here so "
            "that export, preflight and pipeline of the system are tested."
        ),
        "licence": dict(code="Apache-2.0", weights="CC0-1.0", redistributable=True),
        "source": f"models/export/{script_of(system)} --tiny",
        "recipe": None, "unverified": None, "metrics": None, "pretraining": [],
    }  # fmt: skip


def write_recipe_card(system, model, size):
    """The card of the official weights, which their user exports: without hash and golden table."""
    facts = {"name": system.name, "source": f"models/export/{script_of(system)}"} | system.card
    folder = MODELS / system.name
    folder.mkdir(exist_ok=True)
    graphs = [graph_facts(graph) for graph in system.graphs(model, size)]
    write_yaml(folder / "model.yaml", facts | {"graphs": graphs})
    print(f"{system.name}: recipe card")
