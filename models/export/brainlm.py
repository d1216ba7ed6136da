# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "numpy==2.4.6", "onnx==1.23.2", "onnxruntime==1.31.1", "pyarrow==26.0.1", "pyyaml==6.0.3",
#   "torch==2.15.0",
# ]
# ///
"""BrainLM (Ortega Caro et al., 2024): a masked autoencoder of parcel time series.

The checkpoint is `pytorch_model.bin` or `model.safetensors` of a folder of vandijklab/brainlm, its
`config.json` is given by `--config`: `old_13M` (one token for each parcel and 20 samples, with the
coordinates of the parcels, `--coordinates A424_Coordinates.dat`), `vitmae_111M` and `vitmae_650M`
(the window as an image, parcels from back to front). Nothing is masked, and tokens stay in order:
the original with a mask ratio of 0 and rising `noise`. The decoder is left out.
"""

import json
import pathlib

import numpy as np
import torch
from torch import nn

from attention import sinusoids
from brainlm_layers import ImageLayer, SeriesLayer
from checkpoint import load_strictly, read_checkpoint, tensors_of
from official import Graph, System, Tensor, noise, run

SIZES = {
    "13m": dict(kind="series", regions=424, samples=200, patch=20, width=512, heads=4, layers=4,
                inner=1024, kernel=65, epsilon=1e-12),
    "111m": dict(kind="image", regions=424, samples=200, patch=16, width=768, heads=12, layers=12,
                 inner=3072, side=432, epsilon=1e-12),
    "650m": dict(kind="image", regions=424, samples=200, patch=14, width=1280, heads=16, layers=32,
                 inner=5120, side=434, epsilon=1e-12),
}  # fmt: skip
TINY = {
    "13m": dict(kind="series", regions=40, samples=40, patch=10, width=16, heads=2, layers=2,
                inner=32, kernel=5, epsilon=1e-12),
    "111m": dict(kind="image", regions=40, samples=40, patch=8, width=16, heads=2, layers=2,
                 inner=32, side=48, epsilon=1e-12),
}  # fmt: skip
BACKGROUND = -1.0


class BrainLm(nn.Module):
    """Signals [batch, region, samples]; gives the tokens, and the one that sums them up."""

    def __init__(self, width, epsilon, layers, grid):
        super().__init__()

        def norm(depth):
            return nn.LayerNorm(depth, eps=epsilon)

        self.grid = grid
        self.embeddings, self.encoder = nn.Module(), nn.Module()
        self.embeddings.cls_token = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.encoder.layer = nn.ModuleList(layers(norm))
        self.layernorm = norm(width)

    def forward(self, signal):
        first = self.first().expand(signal.shape[0], -1, -1)
        x = torch.cat([first, self.tokens(signal)], 1)
        for layer in self.encoder.layer:
            x = layer(x)
        x = self.layernorm(x)
        return x[:, 1:].unflatten(1, self.grid), x[:, 0]


class SeriesModel(BrainLm):
    """Tokens of a parcel and a stretch of time, with a place in the brain and one in time."""

    def __init__(self, kind, regions, samples, patch, width, heads, layers, inner, kernel, epsilon):
        times = samples // patch
        tokens = regions * times + 1
        super().__init__(
            width, epsilon,
            lambda norm: [SeriesLayer(width, heads, inner, kernel, tokens, norm)
                          for _ in range(layers)],
            [regions, times],
        )  # fmt: skip
        self.patch = patch
        self.embeddings.signal_embedding_projection = nn.Linear(patch, width)
        self.embeddings.xyz_embedding_projection = nn.Linear(3, width)
        self.register_buffer("times", sinusoids(times, width), persistent=False)
        self.register_buffer("places", torch.zeros(regions, 1, width), persistent=False)

    def place(self, coordinates):
        with torch.no_grad():
            self.places = self.embeddings.xyz_embedding_projection(coordinates)[:, None]
        return self

    def first(self):
        return self.embeddings.cls_token

    def tokens(self, signal):
        cut = signal.unflatten(2, (-1, self.patch))
        x = self.embeddings.signal_embedding_projection(cut)
        return (x + self.places + self.times).flatten(1, 2)


class ImageModel(BrainLm):
    """The window as an image of three equal colours on a square of -1, cut into square patches."""

    def __init__(self, kind, regions, samples, patch, width, heads, layers, inner, side, epsilon):
        count = side // patch
        tokens = count**2 + 1
        super().__init__(
            width, epsilon,
            lambda norm: [ImageLayer(width, heads, inner, tokens, norm) for _ in range(layers)],
            [count, count],
        )  # fmt: skip
        high, wide = (side - regions) // 2, (side - samples) // 2
        self.margins = (wide, wide, high, high)
        self.embeddings.patch_embeddings = nn.Module()
        self.embeddings.patch_embeddings.projection = nn.Conv2d(3, width, patch, stride=patch)
        places = torch.randn(1, tokens, width) * 0.02
        self.embeddings.position_embeddings = nn.Parameter(places, requires_grad=False)

    def first(self):
        return self.embeddings.cls_token + self.embeddings.position_embeddings[:, :1]

    def tokens(self, signal):
        image = nn.functional.pad(signal, self.margins, value=BACKGROUND)[:, None]
        kernel = self.embeddings.patch_embeddings.projection
        x = nn.functional.conv2d(image, kernel.weight.sum(1, True), kernel.bias, kernel.stride)
        return x.flatten(2).transpose(1, 2) + self.embeddings.position_embeddings[:, 1:]


def size_of(size, config):
    """The sizes that `config.json` of the checkpoint gives."""
    if config is None:
        return size
    given = json.loads(pathlib.Path(config).read_text())
    names = dict(width="hidden_size", heads="num_attention_heads", layers="num_hidden_layers",
                 inner="intermediate_size", epsilon="layer_norm_eps")  # fmt: skip
    if size["kind"] == "series":
        names |= dict(regions="num_brain_voxels", samples="num_timepoints_per_voxel",
                      patch="timepoint_patching_size", kernel="conv_kernel_size")  # fmt: skip
        if given["num_landmarks"] != given["segment_means_seq_len"]:
            raise SystemExit(
                "landmarks are fewer than segment means: that attention is not written"
            )
    return size | {name: given[key] for name, key in names.items()}


def build(size, args):
    size = size_of(size, args.config)
    model = (SeriesModel if size["kind"] == "series" else ImageModel)(**size)
    if args.checkpoint is not None:
        state = tensors_of(read_checkpoint(args.checkpoint))
        known = {name.removeprefix("vit."): value for name, value in state.items()}
        load_strictly(model, known, ignored=["decoder.", "embeddings.pos_embedding.pe"])
    if size["kind"] == "image":
        return model, size
    if args.checkpoint is None:
        return model.place(torch.randn(size["regions"], 3)), size
    if args.coordinates is None:
        raise SystemExit("--coordinates A424_Coordinates.dat is needed with the 13M checkpoint")
    table = np.loadtxt(args.coordinates, dtype=np.float32)[:, 1:]
    order = np.argsort(table[:, 1], kind="stable")
    return model.place(torch.from_numpy(table[order])), size


def graphs(model, size):
    return [
        Graph(
            module=model,
            inputs=[Tensor("signal", "signal", ["batch", size["regions"], size["samples"]])],
            outputs=[
                Tensor(
                    "embedding",
                    "embedding",
                    ["batch", "channel", "time", size["width"]],
                    fixed=True,
                ),
                Tensor("summary", "embedding", ["batch", size["width"]]),
            ],
        )
    ]


def feeds(size):
    for batch in (2, 1, 3) if size["regions"] < 424 else (1, 2):
        yield {"signal": noise(batch, size["regions"], size["samples"])}


CARD = dict(
    title="BrainLM, a masked autoencoder of 424 parcels",
    description=(
        "Windows of 200 scans of 424 parcels (atlas A424) in order of their place from back to "
        "front. The 13M model has a token for each parcel and 20 scans, the larger ones square "
        "patches of 16 or 14 parcels and scans on a square of -1. The layer `summary` is the "
        "token that the authors use as the embedding of a window."
    ),
    paper="doi:10.1101/2023.09.12.557460",
    licence=dict(
        code="none stated", weights="none stated", redistributable=False, pull="forbidden"
    ),
    recipe=dict(
        script="models/export/brainlm.py",
        checkpoint="vandijklab/brainlm on Hugging Face: old_13M or vitmae_111M, with config.json",
    ),
    unverified=[
        "the licence of the weights: the repository shows CC BY-NC-ND 4.0 for the preprint only",
        "sizes of the 13M model, which config.json decides",
    ],
    trS=0.735,
    unit="1",
    channels=dict(atlas=dict(name="A424", regions=424)),
    positions=dict(frame="mni", columns=3, unit="mm"),
    window=dict(minS=147, maxS=147, strideS=147, pad="mean"),
    patch=dict(samples=20, count=10),
    scale=dict(medianAbs=[0.005, 10]),
    preprocessing=[
        "preprocessing of UK Biobank, mean of each parcel of A424",
        "each parcel less its median, divided by its interquartile range, both over the data set",
        "divided by 5.6430855 for the 111M and 650M models",
        "parcels in rising order of their y coordinate",
        "windows of 200 scans",
    ],
    masking=dict(kind="tokens", ratio=0.2, fill="learned"),
    pooling=["mean", "meanAll", "flatten"],
    pretraining=["uk-biobank", "hcp-1200"],
)

TINY_CARD = dict(
    trS=2,
    channels=dict(atlas=dict(name="of the synthetic recordings", regions=40)),
    positions=None,
    window=dict(minS=80, maxS=80),
    patch=dict(samples=10, count=4),
    preprocessing=["mean of each of 40 regions", "z-score", dict(window=dict(lengthS=80))],
)


def facts(size):
    """Patches of the larger models are squares of a padded window, which no stage cuts."""
    return {"patch": None} if size["kind"] == "image" else {}


SYSTEM = System(
    name="brainlm", card=CARD, sizes=SIZES, tiny=TINY, tiny_card=TINY_CARD, facts=facts,
    build=build, graphs=graphs, feeds=feeds, options=["coordinates"],
)  # fmt: skip

if __name__ == "__main__":
    run(SYSTEM)
