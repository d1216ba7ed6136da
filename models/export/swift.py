# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "numpy==2.4.6", "onnx==1.23.2", "onnxruntime==1.31.1", "pyarrow==26.0.1", "pyyaml==6.0.3",
#   "torch==2.15.0",
# ]
# ///
"""SwiFT (Kim et al., 2023): a Swin transformer over space and time of whole fMRI volumes.

The checkpoint is a Lightning file of Transconnectome/SwiFT (`contrastive_pretrained.ckpt`); the
network under `model.` is loaded, its projection or prediction head is not.

Windows of four axes would need tensors of ten. Here the tokens are one axis: cutting them into
(shifted) windows is a gather with a fixed order, undoing it a gather with the inverse.
"""

import itertools

import numpy as np
import torch
from torch import nn

from attention import heads_of
from checkpoint import load_strictly, read_checkpoint, tensors_of
from official import Graph, System, Tensor, noise, run

BASE = dict(
    image=[96, 96, 96, 20], patch=6, width=36, depths=[2, 2, 6, 2], heads=[3, 6, 12, 24],
    window=[4, 4, 4, 4], first_window=[4, 4, 4, 4], full_last=True,
)  # fmt: skip
TINY = dict(
    image=[16, 16, 16, 4], patch=2, width=4, depths=[2, 2, 1], heads=[1, 2, 2],
    window=[2, 2, 2, 2], first_window=[2, 2, 2, 2], full_last=True,
)  # fmt: skip
APART = -100.0


def clamped(grid, window, shift):
    """Window and shift for a grid: where an axis has no more than one window it is not shifted."""
    pairs = [(n, 0) if n <= w else (w, s) for n, w, s in zip(grid, window, shift, strict=True)]
    window, shift = zip(*pairs, strict=True)
    if any(n % w for n, w in zip(grid, window, strict=True)):
        raise SystemExit(f"a grid of {grid} is not a whole number of windows of {window}")
    return window, shift


def in_windows(values, window):
    """A grid [d, h, w, t] as windows [count, tokens of a window]."""
    cut = [each for n, w in zip(values.shape, window, strict=True) for each in (n // w, w)]
    return values.reshape(cut).transpose(0, 2, 4, 6, 1, 3, 5, 7).reshape(-1, int(np.prod(window)))


def order_of(grid, window, shift):
    """Places of the tokens in the order of the windows of the shifted grid, [count, tokens]."""
    places = np.arange(np.prod(grid), dtype=np.int32).reshape(grid)
    return in_windows(np.roll(places, [-s for s in shift], axis=(0, 1, 2, 3)), window)


def regions_of(grid, window, shift):
    """Regions that must not see each other after the shift, in the order of the windows."""
    total = np.zeros(grid, dtype=np.float32)
    for axis, (n, w, s) in enumerate(zip(grid, window, shift, strict=True)):
        line = np.where(np.arange(n) < n - w, 0, np.where(np.arange(n) < n - s, 1, 2)) if s else 2
        total = total * 3 + np.reshape(
            np.broadcast_to(line, n), [-1 if i == axis else 1 for i in range(4)]
        )
    return in_windows(total, window)


class Block(nn.Module):
    """Attention within (shifted) windows, then two linear layers, both on normalised input."""

    def __init__(self, width, heads, grid, window, shift):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attn, self.mlp = nn.Module(), nn.Module()
        self.attn.qkv, self.attn.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp.linear1 = nn.Linear(width, 4 * width)
        self.mlp.linear2 = nn.Linear(4 * width, width)
        window, shift = clamped(grid, window, shift)
        order = order_of(grid, window, shift)
        self.windows, self.tokens = order.shape
        self.plain = self.windows == 1 and np.array_equal(order[0], np.arange(self.tokens))
        kept = dict(persistent=False)
        self.register_buffer("there", torch.from_numpy(order.ravel()), **kept)
        back = np.argsort(order.ravel()).astype(np.int32)
        self.register_buffer("back", torch.from_numpy(back), **kept)
        regions = torch.from_numpy(regions_of(grid, window, shift)) if any(shift) else None
        self.register_buffer("regions", regions, **kept)

    def attention(self, x):
        cut = x.index_select(1, self.there).reshape(-1, self.windows, self.tokens, x.shape[-1])
        q, k, v = (
            heads_of(part.flatten(0, 1), self.heads) for part in self.attn.qkv(cut).chunk(3, -1)
        )
        scores = q * q.shape[-1] ** -0.5 @ k.transpose(-2, -1)
        if self.regions is not None:
            apart = self.regions[:, :, None] != self.regions[:, None, :]
            scores = scores.unflatten(0, (-1, self.windows)) + (apart * APART)[:, None]
            scores = scores.flatten(0, 1)
        seen = (torch.softmax(scores, -1) @ v).transpose(1, 2).flatten(2)
        return self.attn.proj(seen).reshape(-1, self.windows * self.tokens, x.shape[-1])

    def forward(self, x):
        x = x + self.attention(self.norm1(x)).index_select(1, self.back)
        return x + self.mlp.linear2(nn.functional.gelu(self.mlp.linear1(self.norm2(x))))


class Stage(nn.Module):
    """Blocks on one grid; then, except in the last, eight neighbours become one token."""

    def __init__(self, width, grid, heads, depth, window, shifted, merges):
        super().__init__()
        self.grid = grid
        shifts = [[w // 2 if shifted and i % 2 else 0 for w in window] for i in range(depth)]
        self.blocks = nn.ModuleList(Block(width, heads, grid, window, s) for s in shifts)
        self.downsample = None
        if merges:
            self.downsample = nn.Module()
            self.downsample.norm = nn.LayerNorm(8 * width)
            self.downsample.reduction = nn.Linear(8 * width, 2 * width, bias=False)

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        if self.downsample is None:
            return x
        x = x.unflatten(1, self.grid)
        corners = itertools.product(range(2), repeat=3)
        x = torch.cat([x[:, i::2, j::2, k::2] for i, j, k in corners], -1)
        return self.downsample.reduction(self.downsample.norm(x)).flatten(1, 4)


class Places(nn.Module):
    """A learned embedding of the place and one of the time, added to the tokens."""

    def __init__(self, width, grid):
        super().__init__()
        self.pos_embed = nn.Parameter(torch.randn(1, width, *grid[:3], 1) * 0.02)
        self.time_embed = nn.Parameter(torch.randn(1, width, 1, 1, 1, grid[3]) * 0.02)

    def forward(self, x):
        return x + (self.pos_embed + self.time_embed).flatten(2).transpose(1, 2)


class Swift(nn.Module):
    """Volumes [batch, 1, x, y, z, time]."""

    def __init__(self, image, patch, width, depths, heads, window, first_window, full_last):
        super().__init__()
        self.patch = patch
        self.patch_embed = nn.Module()
        self.patch_embed.fc = nn.Linear(patch**3, width)
        self.pos_embeds, self.layers = nn.ModuleList(), nn.ModuleList()
        last = len(depths) - 1
        for i, (depth, count) in enumerate(zip(depths, heads, strict=True)):
            grid = [n // patch // 2**i for n in image[:3]] + [image[3]]
            full = full_last and i == last
            over = [*grid[:3], window[3]] if full else (window if i else first_window)
            self.pos_embeds.append(Places(width * 2**i, grid))
            self.layers.append(Stage(width * 2**i, grid, count, depth, over, not full, i < last))
        self.space = int(np.prod(grid[:3]))
        self.norm = nn.LayerNorm(width * 2**last)

    def forward(self, volumes):
        x = volumes.permute(0, 5, 1, 2, 3, 4).flatten(0, 1)
        kernel = self.patch_embed.fc.weight.reshape(-1, 1, *[self.patch] * 3)
        x = nn.functional.conv3d(x, kernel, self.patch_embed.fc.bias, stride=self.patch)
        x = x.flatten(2).unflatten(0, (-1, volumes.shape[5])).permute(0, 3, 1, 2).flatten(1, 2)
        for places, layer in zip(self.pos_embeds, self.layers, strict=True):
            x = layer(places(x))
        return x.unflatten(1, (self.space, -1)).mean(1)


def size_of(size, found):
    """The sizes that the settings in a Lightning file give; windows cannot be told from weights."""
    given = found.get("hyper_parameters")
    if not isinstance(given, dict) or "window_size" not in given:
        return size
    if given["in_chans"] != 1 or given["c_multiplier"] != 2 or given["patch_size"][3] != 1:
        raise SystemExit("a SwiFT of several input channels, or of another growth, is not written")
    return dict(
        image=list(given["img_size"]), patch=given["patch_size"][0], width=given["embed_dim"],
        depths=list(given["depths"]), heads=list(given["num_heads"]),
        window=list(given["window_size"]), first_window=list(given["first_window_size"]),
        full_last=bool(given["last_layer_full_MSA"]),
    )  # fmt: skip


def build(size, args):
    found = None if args.checkpoint is None else read_checkpoint(args.checkpoint)
    size = size_of(size, found) if found else size
    model = Swift(**size)
    if found:
        state = tensors_of(found, "state_dict")
        known = {name.removeprefix("model."): value for name, value in state.items()}
        load_strictly(model, known, ignored=["output_head.", "head."])
    for block in model.modules():
        if isinstance(block, Block):
            # A kept buffer stays a line of regions in the graph; else it becomes its whole mask.
            block.register_buffer("regions", block.regions)
    return model, size


def graphs(model, size):
    width = size["width"] * 2 ** (len(size["depths"]) - 1)
    return [
        Graph(
            module=model,
            folded=False,
            inputs=[Tensor("volumes", "volumes", ["batch", 1, "x", "y", "z", "time"], fixed=True)],
            outputs=[Tensor("embedding", "embedding", ["batch", "time", width], fixed=True)],
        )
    ]


def feeds(size):
    for batch in (2, 1, 3) if size["image"][0] < 96 else (1, 2):
        yield {"volumes": noise(batch, 1, *size["image"])}


CARD = dict(
    title="SwiFT, a Swin transformer over space and time of fMRI volumes",
    description=(
        "Volumes of 2 mm in MNI space, 96 x 96 x 96 voxels and 20 scans, pass through windows of "
        "4 x 4 x 4 voxel patches and 4 scans. Pretrained by contrast between windows of one person "
        "and of others. The embedding is the mean over space of the last layer, one for each scan; "
        "the authors average over scans too, and average the logits of the windows of a person."
    ),
    paper="arXiv:2307.05916",
    licence=dict(code="Apache-2.0", weights="none stated", redistributable=False, pull="forbidden"),
    recipe=dict(
        script="models/export/swift.py",
        checkpoint="contrastive_pretrained.ckpt, to which Transconnectome/SwiFT links",
    ),
    unverified=["on which of the three data sets the contrastive checkpoint was pretrained"],
    trS=[0.72, 0.8],
    unit="z",
    channels={"any": True},
    window=dict(minS=14, maxS=16, strideS=14.4),
    scale=dict(medianAbs=[0.01, 10]),
    preprocessing=[
        "minimal preprocessing of the HCP or fMRIPrep, MNI space, 2 mm",
        "one z-score over all voxels of the brain and all scans",
        "the smallest value outside of the brain",
        "crop and pad at the centre to 96 x 96 x 96, x from right to left as FSL has it",
        "windows of 20 scans",
    ],
    pooling=["mean", "flatten"],
    pretraining=["hcp-1200", "abcd", "uk-biobank"],
)

TINY_CARD = dict(
    trS=2,
    window=dict(minS=8, maxS=8),
    preprocessing=["one z-score over all voxels and scans", "16 x 16 x 16 voxels", "4 scans"],
)

SYSTEM = System(
    name="swift", card=CARD, sizes={"base": BASE}, tiny=TINY, tiny_card=TINY_CARD,
    build=build, graphs=graphs, feeds=feeds,
)  # fmt: skip

if __name__ == "__main__":
    run(SYSTEM)
