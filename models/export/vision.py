# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "numpy==2.4.6", "onnx==1.23.2", "onnxruntime==1.31.1", "pyarrow==26.0.1", "pyyaml==6.0.3",
#   "torch==2.11.0", "torchvision==0.26.0",
# ]
# ///
"""Networks for images, through which metrics look at predicted and true pictures.

    python models/export/vision.py alexnet --checkpoint alexnet-owt-7be5be79.pth --out DIR
    python models/export/vision.py tiny        # models/tiny-vision: random weights, for tests
    python models/export/vision.py swav --card # models/swav: the card without weights
    python models/export/vision.py inception --random --out DIR   # parity at full size

Layers are those at which reconstructed pictures are compared (MindEye and others). A picture comes
in as values from 0 to 1 at the size of the card; what the weights want of means and deviations
happens in the graph. Nothing is written unless ONNX Runtime agrees with PyTorch.
"""

import argparse
import json
import pathlib
import warnings

import numpy as np
import onnxruntime
import torch
from torch import nn

from checkpoint import read_checkpoint, tensors_of
from golden_windows import arrow
from graphs import TOLERANCE, Graph, Tensor, compare, graph_facts, outputs_of, to_onnx
from plain_yaml import write_yaml

MODELS = pathlib.Path(__file__).resolve().parent.parent
MEAN, DEVIATION = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]

# Network: constructor of torchvision, side of its pictures, layers by node, what is not loaded.
NETWORKS = {
    "alexnet": dict(
        make="alexnet", side=256, layers=["features.4", "features.11"], aside=[],
        title="AlexNet (layers 2 and 5)", paper="doi:10.1145/3065386",
        checkpoint="alexnet-owt-7be5be79.pth of download.pytorch.org/models",
    ),
    "inception": dict(
        make="inception_v3", side=342, layers=["avgpool"], aside=["AuxLogits.", "fc."],
        title="Inception v3 (average pool)", paper="doi:10.1109/CVPR.2016.308",
        checkpoint="inception_v3_google-0cc3c7bd.pth of download.pytorch.org/models",
    ),
    "efficientnet-b1": dict(
        make="efficientnet_b1", side=255, layers=["avgpool"], aside=["classifier."],
        title="EfficientNet-B1 (average pool)", paper="arXiv:1905.11946",
        checkpoint="efficientnet_b1_rwightman-bac287d4.pth of download.pytorch.org/models",
    ),
    "swav": dict(
        make="resnet50", side=224, layers=["avgpool"],
        aside=["fc.", "projection_head.", "prototypes."],
        title="ResNet-50 trained by SwAV (average pool)", paper="arXiv:2006.09882",
        checkpoint="swav_800ep_pretrain.pth.tar of facebookresearch/swav",
    ),
}  # fmt: skip


class Tiny(nn.Module):
    """Three convolutions, so that tests have an early layer, a late one and a pooled one."""

    def __init__(self):
        super().__init__()
        self.early, self.late = nn.Conv2d(3, 6, 3, padding=1), nn.Conv2d(6, 8, 3, padding=1)
        self.side = 24

    def forward(self, x):
        early = nn.functional.max_pool2d(torch.relu(self.early(x)), 4)
        late = torch.relu(self.late(early))
        return early, late, late.mean((2, 3))


class Eye(nn.Module):
    """A picture from 0 to 1, normalised as the weights want it, up to some layers."""

    def __init__(self, network, layers, mean=MEAN, deviation=DEVIATION):
        super().__init__()
        self.network, self.layers = network, layers
        for name, values in (("mean", mean), ("deviation", deviation)):
            self.register_buffer(name, torch.tensor(values)[:, None, None], persistent=False)

    def forward(self, image):
        found = self.network((image - self.mean) / self.deviation)
        found = list(found) if isinstance(found, tuple) else [found[each] for each in self.layers]
        return tuple(each.flatten(1) if each.shape[2:] == (1, 1) else each for each in found)


def network_of(name, checkpoint):
    """The network with its weights, up to its layers; random ones without a checkpoint."""
    import torchvision
    from torchvision.models.feature_extraction import create_feature_extractor

    facts = NETWORKS[name]
    more = dict(init_weights=False, transform_input=False) if name == "inception" else {}
    network = getattr(torchvision.models, facts["make"])(weights=None, **more)
    if checkpoint is None:
        stir(network)
    else:
        found = tensors_of(read_checkpoint(checkpoint), "state_dict")
        state = {key.removeprefix("module."): value for key, value in found.items()}
        own = {key for key in network.state_dict() if not key.startswith(tuple(facts["aside"]))}
        given = {key for key in state if not key.startswith(tuple(facts["aside"]))}
        if own != given:
            raise SystemExit(f"not the weights of {name}: they differ in {sorted(own ^ given)}")
        network.load_state_dict({key: state[key] for key in own}, strict=False)
    return create_feature_extractor(network.eval(), facts["layers"])


def stir(network):
    """Weights that keep the size of what passes, and running statistics that are not 0 and 1."""
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        if isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.running_mean, 0, 0.1)
            nn.init.uniform_(module.running_var, 0.5, 1.5)


def graph_of(eye, names, side):
    """The graph, its layers with their sizes."""
    with torch.inference_mode():
        shapes = [list(each.shape[1:]) for each in eye(torch.zeros(1, 3, side, side))]
    outputs = [
        Tensor(name, "features", ["batch", *shape])
        for name, shape in zip(names, shapes, strict=True)
    ]
    inputs = [Tensor("image", "image", ["batch", 3, side, side])]
    return Graph(module=eye, inputs=inputs, outputs=outputs, role="vision")


def pictures(count, side):
    """Made-up pictures: smooth blots of colour, other ones at every call."""
    rng = np.random.default_rng(count)
    coarse = torch.from_numpy(rng.uniform(size=(count, 3, 6, 6)).astype(np.float32))
    return nn.functional.interpolate(coarse, size=(side, side), mode="bilinear").contiguous()


def golden_bytes(case, outputs, side):
    axes = dict(
        channel=3, time=side, depth=side, channels=["red", "green", "blue"], rateHz=1
    )  # fmt: skip
    expected = case[outputs[0].name].numpy()
    meta = {
        "unit": "1", "labels": "[]", "axes": json.dumps(axes, separators=(",", ":")),
        "embedding": str(list(expected.shape[1:])).replace(" ", ""), "neurarrow.kind": "tokens",
    }  # fmt: skip
    return arrow({"tokens": case["image"].numpy(), "embedding": expected}, meta)


def card_of(name, tiny):
    """The card, without graphs."""
    facts = {} if tiny else NETWORKS[name]
    about = dict(
        name="tiny-vision" if tiny else name,
        title="A network for pictures; tiny, random weights: for tests" if tiny else facts["title"],
        description=(
            "Three convolutions with random weights from a seed. Nothing was learned: what it sees "
            "in pictures means little. It is here so that metrics that look through a network are "
            "tested."
            if tiny
            else "A network for photographs, through which metrics look at predicted and true "
            "pictures. Its weights are brought by its user."
        ),
        licence=dict(
            code="Apache-2.0" if tiny else "BSD-3-Clause",
            weights="CC0-1.0" if tiny else "none stated", redistributable=tiny,
        ),
        source=f"models/export/vision.py {'tiny' if tiny else name}",
    )  # fmt: skip
    if not tiny:
        about["paper"] = facts["paper"]
        about["recipe"] = dict(script="models/export/vision.py", checkpoint=facts["checkpoint"])
    return about | dict(
        unit="1",
        channels=dict(order=["red", "green", "blue"]),
        scale=dict(medianAbs=[0, 1]),
        preprocessing=[
            "values from 0 to 1, resized by straight lines to the size of the graph",
            "less the means and by the deviations of ImageNet's colours, in the graph",
        ],
        pretraining=[] if tiny else ["imagenet-1k"],
    )


def write_card(folder, card, graph):
    """The card without weights."""
    folder.mkdir(parents=True, exist_ok=True)
    write_yaml(folder / "model.yaml", card | {"graphs": [graph_facts(graph)]})


def write_model(folder, card, graph, side):
    """Graph, golden pictures and card, once ONNX Runtime agrees with PyTorch on three batches."""
    cases = [{"image": pictures(count, side)} for count in (2, 1, 3)]
    data = to_onnx(graph, cases[0], f"neurarrow {card['source'].split()[0]}")
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    wanted = [outputs_of(graph, case) for case in cases]
    apart = max(compare(graph, session, *pair) for pair in zip(cases, wanted, strict=True))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(data)
    golden = golden_bytes(cases[0] | wanted[0], graph.outputs, side)
    (folder / "golden.arrow").write_bytes(golden)
    checked = dict(file="golden.arrow", tolerance=TOLERANCE)
    facts = {"graphs": [graph_facts(graph, data)], "golden": checked}
    write_yaml(folder / "model.yaml", card | facts)
    sizes = ", ".join(f"{p.name} {p.stat().st_size}" for p in sorted(folder.iterdir()))
    print(f"{card['name']}: largest relative difference {apart:.1e}; {sizes}")


def main():
    parser = argparse.ArgumentParser(description="Exports a network for images to ONNX.")
    parser.add_argument("network", choices=["tiny", *NETWORKS])
    parser.add_argument("--checkpoint", help="weights of torchvision, or of SwAV's owners")
    parser.add_argument("--random", action="store_true", help="random weights at full size")
    parser.add_argument("--card", action="store_true", help="write the recipe card alone")
    parser.add_argument("--out", help="folder that is written; models/NAME when not given")
    args = parser.parse_args()
    tiny = args.network == "tiny"
    if not tiny and sum([args.random, args.card, args.checkpoint is not None]) != 1:
        parser.error("one of --checkpoint, --random and --card is needed")
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore")
    torch.manual_seed(0)
    card = card_of(args.network, tiny)
    folder = pathlib.Path(args.out) if args.out else MODELS / card["name"]
    network = Tiny() if tiny else network_of(args.network, args.checkpoint)
    side = network.side if tiny else NETWORKS[args.network]["side"]
    layers = ["early", "late", "pooled"] if tiny else NETWORKS[args.network]["layers"]
    graph = graph_of(Eye(network, layers).eval(), layers, side)
    if args.card:
        return write_card(folder, card, graph)
    write_model(folder, card, graph, side)


if __name__ == "__main__":
    main()
