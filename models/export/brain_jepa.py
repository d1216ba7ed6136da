# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "numpy==2.4.6", "onnx==1.23.2", "onnxruntime==1.31.1", "pyarrow==26.0.1", "pyyaml==6.0.3",
#   "torch==2.15.0",
# ]
# ///
"""Brain-JEPA (Dong et al., 2024): a vision transformer over regions and time of fMRI.

The checkpoint is `jepa-ep300.pth.tar` of Eric-LRL/Brain-JEPA; its `target_encoder` is loaded. The
coordinates of the regions, `data/gradient_mapping_450.csv` of the same repository, are given by
`--coordinates`. Both are constants of the graph: the order of the regions is that of the file.
"""

import numpy as np
import torch
from torch import nn

from attention import attend, heads_of
from checkpoint import load_strictly, read_checkpoint, tensors_of
from official import Graph, System, Tensor, noise, run

BASE = dict(regions=450, samples=160, patch=16, width=768, heads=12, layers=12, gradients=30)
TINY = dict(regions=40, samples=32, patch=8, width=16, heads=2, layers=2, gradients=6)


class Block(nn.Module):
    """Attention and two linear layers, each on normalised input."""

    def __init__(self, width, heads, tokens):
        super().__init__()
        self.heads, self.tokens = heads, tokens
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-6), nn.LayerNorm(width, eps=1e-6)
        self.attn, self.mlp = nn.Module(), nn.Module()
        self.attn.qkv, self.attn.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp.fc1, self.mlp.fc2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        parts = (heads_of(each, self.heads) for each in self.attn.qkv(self.norm1(x)).chunk(3, -1))
        x = x + self.attn.proj(attend(*parts, tokens=self.tokens))
        return x + self.mlp.fc2(nn.functional.gelu(self.mlp.fc1(self.norm2(x))))


class Places(nn.Module):
    """Half of a place is the time of the patch, half the functional gradients of its region."""

    def __init__(self, width, tokens, gradients, times):
        super().__init__()
        self.times = times
        self.emb_h = nn.Parameter(torch.zeros(tokens, width // 2), requires_grad=False)
        self.predictor_pos_embed_proj = nn.Linear(gradients, width // 2)

    def forward(self, coordinates):
        at = self.predictor_pos_embed_proj(coordinates).repeat_interleave(self.times, 0)
        at = (at - at.min()) / (at.max() - at.min()) * 2 - 1
        return torch.cat([self.emb_h, at], 1)


class BrainJepa(nn.Module):
    """Signals [batch, region, samples]."""

    def __init__(self, regions, samples, patch, width, heads, layers, gradients):
        super().__init__()
        self.times = samples // patch
        tokens = regions * self.times
        self.patch_embed = nn.Module()
        self.patch_embed.proj = nn.Conv2d(1, width, (1, patch), stride=(1, patch))
        self.pos_embed_proj = Places(width, tokens, gradients, self.times)
        self.blocks = nn.ModuleList(Block(width, heads, tokens) for _ in range(layers))
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.register_buffer("coordinates", torch.zeros(regions, gradients), persistent=False)

    def place(self, coordinates):
        """Computes the places of all tokens, which are the same for every window."""
        self.coordinates = coordinates
        with torch.no_grad():
            self.register_buffer("places", self.pos_embed_proj(coordinates), persistent=False)
        return self

    def forward(self, signal):
        x = self.patch_embed.proj(signal[:, None]).flatten(2).transpose(1, 2) + self.places
        for block in self.blocks:
            x = block(x)
        return self.norm(x).unflatten(1, (-1, self.times))


def times_of(size):
    """Sines, then cosines, of the time of each token (region by region), [tokens, width / 2]."""
    half, times = size["width"] // 2, size["samples"] // size["patch"]
    rate = 1 / 10000 ** (np.arange(half // 2) / (half / 2))
    angle = np.outer(np.tile(np.arange(times), size["regions"]), rate)
    return torch.from_numpy(np.concatenate([np.sin(angle), np.cos(angle)], 1)).float()


def build(size, args):
    model = BrainJepa(**size)
    if args.checkpoint is None:
        with torch.no_grad():
            model.pos_embed_proj.emb_h.copy_(times_of(size))
        return model.place(torch.randn(size["regions"], size["gradients"]) * 0.1), size
    state = tensors_of(read_checkpoint(args.checkpoint), "target_encoder", prefix="module.")
    load_strictly(model, state, ignored=["gradient_pos_embed"])
    if args.coordinates is None:
        raise SystemExit("--coordinates gradient_mapping_450.csv is needed with a checkpoint")
    coordinates = np.loadtxt(args.coordinates, delimiter=",", dtype=np.float32)
    if coordinates.shape != (size["regions"], size["gradients"]):
        raise SystemExit(f"{args.coordinates} has a shape of {coordinates.shape}")
    return model.place(torch.from_numpy(coordinates)), size


def graphs(model, size):
    shape = ["batch", "channel", "time", size["width"]]
    return [
        Graph(
            module=model,
            inputs=[Tensor("signal", "signal", ["batch", size["regions"], size["samples"]])],
            outputs=[Tensor("embedding", "embedding", shape, fixed=True)],
        )
    ]


def feeds(size):
    for batch in (2, 1, 3) if size["regions"] < 450 else (1, 2):
        yield {"signal": noise(batch, size["regions"], size["samples"])}


CARD = dict(
    title="Brain-JEPA, regions and time of fMRI with functional gradients as places",
    description=(
        "A ViT-B over 450 regions and 10 patches of 16 samples, pretrained to predict what is "
        "made of hidden regions and times. The place of a token is its time and the 30 functional "
        "gradients of its region, which are part of the graph. The authors average over all tokens."
    ),
    paper="arXiv:2409.19407",
    licence=dict(
        code="none stated", weights="none stated", redistributable=False, pull="forbidden"
    ),
    recipe=dict(
        script="models/export/brain_jepa.py",
        checkpoint="jepa-ep300.pth.tar, linked from the README of github.com/Eric-LRL/Brain-JEPA",
    ),
    trS=[1.8, 2.21],
    unit="1",
    channels=dict(
        atlas=dict(name="Tian scale III, then Schaefer 400 with 17 networks", regions=450)
    ),
    positions=dict(frame="gradients", columns=30, unit="1", normalise="minMax"),
    window=dict(minS=288, maxS=353, pad="mean"),
    patch=dict(samples=16, count=10),
    scale=dict(medianAbs=[0.01, 10]),
    preprocessing=[
        "mean of each region: 50 subcortical (Tian, scale III), then 400 cortical (Schaefer)",
        "every third scan of a TR of 0.735 s, or a TR near 2 s",
        "160 scans; a shorter run ends in its mean",
        "one z-score over all regions and scans of the window",
    ],
    masking=dict(kind="regions, times and both", fill="learned"),
    pooling=["mean", "meanAll", "flatten"],
    pretraining=["uk-biobank"],
)

TINY_CARD = dict(
    trS=2,
    channels=dict(atlas=dict(name="of the synthetic recordings", regions=40)),
    positions=None,
    window=dict(minS=64, maxS=64),
    patch=dict(samples=8, count=4),
    preprocessing=["mean of each of 40 regions", "z-score", dict(window=dict(lengthS=64))],
)

SYSTEM = System(
    name="brain-jepa", card=CARD, sizes={"base": BASE}, tiny=TINY, tiny_card=TINY_CARD,
    build=build, graphs=graphs, feeds=feeds, options=["coordinates"],
)  # fmt: skip

if __name__ == "__main__":
    run(SYSTEM)
