# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "numpy==2.4.6", "onnx==1.23.2", "onnxruntime==1.31.1", "pyarrow==26.0.1", "pyyaml==6.0.3",
#   "torch==2.15.0",
# ]
# ///
"""BrainBERT (Wang et al., 2023): a transformer over spectrogram frames of one electrode.

The checkpoint is `stft_large_pretrained.pth`, to which the README of czlwang/BrainBERT links. Its
weights under `model` are loaded; the pickled settings beside them are not.
"""

import torch
from torch import nn

from attention import attend, heads_of, sinusoids
from checkpoint import load_strictly, read_checkpoint, tensors_of
from official import Graph, System, Tensor, noise, run

LARGE = dict(bins=40, width=768, heads=12, layers=6, inner=3072, longest=5000)
TINY = dict(bins=40, width=16, heads=2, layers=2, inner=32, longest=256)
# Frames around the middle whose mean is the feature of the published downstream tasks.
AROUND = 5


class SelfAttention(nn.Module):
    """Attention with the parameter names of torch.nn.MultiheadAttention."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.in_proj_weight = nn.Parameter(torch.empty(3 * width, width))
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * width))
        self.out_proj = nn.Linear(width, width)
        nn.init.xavier_uniform_(self.in_proj_weight)

    def forward(self, x):
        mixed = nn.functional.linear(x, self.in_proj_weight, self.in_proj_bias)
        return self.out_proj(attend(*(heads_of(part, self.heads) for part in mixed.chunk(3, -1))))


class Layer(nn.Module):
    """A layer that is normalised after each of its two steps."""

    def __init__(self, width, heads, inner):
        super().__init__()
        self.self_attn = SelfAttention(width, heads)
        self.linear1, self.linear2 = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)

    def forward(self, x):
        x = self.norm1(x + self.self_attn(x))
        return self.norm2(x + self.linear2(nn.functional.gelu(self.linear1(x))))


class BrainBert(nn.Module):
    """Frames [batch, channel, time, bins]; each channel is by itself."""

    def __init__(self, bins, width, heads, layers, inner, longest):
        super().__init__()
        self.input_encoding = nn.Module()
        self.input_encoding.in_proj = nn.Linear(bins, width)
        self.input_encoding.layer_norm = nn.LayerNorm(width)
        self.transformer = nn.Module()
        self.transformer.layers = nn.ModuleList(Layer(width, heads, inner) for _ in range(layers))
        self.spec_prediction_head = nn.Module()
        self.spec_prediction_head.hidden_layer = nn.Linear(width, width)
        self.spec_prediction_head.layer_norm = nn.LayerNorm(width)
        self.spec_prediction_head.output = nn.Linear(width, bins)
        self.register_buffer("places", sinusoids(longest, width), persistent=False)

    def forward(self, tokens):
        x = self.input_encoding.in_proj(tokens.flatten(0, 1)) + self.places[: tokens.shape[2]]
        x = self.input_encoding.layer_norm(x)
        for layer in self.transformer.layers:
            x = layer(x)
        head = self.spec_prediction_head
        spectrum = head.output(head.layer_norm(nn.functional.gelu(head.hidden_layer(x))))
        batch, channel = tokens.shape[0], tokens.shape[1]
        middle = tokens.shape[2] // 2
        around = x[:, middle - AROUND : middle + AROUND].mean(1)
        return (
            x.reshape(batch, channel, tokens.shape[2], x.shape[-1]),
            around.reshape(batch, channel, x.shape[-1]),
            spectrum.reshape(batch, channel, tokens.shape[2], spectrum.shape[-1]),
        )


PLACES = "input_encoding.positional_encoding.pe"


def build(size, args):
    model = BrainBert(**size)
    if args.checkpoint is None:
        return model, size
    state = tensors_of(read_checkpoint(args.checkpoint), "model")
    if not torch.allclose(state[PLACES][0], model.places, atol=1e-5):
        raise SystemExit(f"{PLACES} is not the sinusoids that the graph has")
    return load_strictly(model, state, ignored=[PLACES]), size


def graphs(model, size):
    frames = ["batch", "channel", "time"]
    return [
        Graph(
            module=model,
            inputs=[Tensor("tokens", "tokens", [*frames, size["bins"]])],
            outputs=[
                Tensor("embedding", "embedding", [*frames, size["width"]]),
                Tensor("centre", "embedding", ["batch", "channel", size["width"]]),
                Tensor("spectrum", "reconstruction", [*frames, size["bins"]]),
            ],
        )
    ]


def feeds(size):
    """Two sizes beside that of the golden table: other batches, channels and lengths."""
    for batch, channels, time in ((2, 3, 20), (1, 1, 31), (5, 4, 12)):
        yield {"tokens": noise(batch, channels, time, size["bins"])}


CARD = dict(
    title="BrainBERT, spectrogram frames of single intracranial electrodes",
    description=(
        "A transformer of six layers over frames of a z-scored spectrogram, pretrained by filling "
        "in masked frames and frequencies. Channels do not see each other. Published features are "
        "the mean over the ten frames around the middle of 5 s: the layer `centre`."
    ),
    paper="arXiv:2302.14367",
    licence=dict(
        code="none stated", weights="none stated", redistributable=False, pull="forbidden"
    ),
    recipe=dict(
        script="models/export/brainbert.py",
        checkpoint="stft_large_pretrained.pth, to which the README of czlwang/BrainBERT links",
    ),
    rateHz=2048,
    unit="z",
    channels={"any": True},
    window=dict(minS=1, maxS=60),
    patch=dict(samples=40, overlap=True),
    scale=dict(medianAbs=[0.05, 20]),
    preprocessing=[
        "notch at 60, 120 ... 360 Hz",
        "Laplacian reference: less the mean of the two neighbours on the shaft",
        "resample to 2048 Hz",
        "windows of 5 s",
        "magnitude of the STFT, Hann, 400 samples with 350 overlapping; the first 40 bins",
        "z-score of each bin over time, ten frames less at each end",
    ],
    masking=dict(kind="spans of 1 to 5 frames and 1 to 2 bins", ratio=0.05, fill="zero"),
    pooling=["mean", "meanAll", "flatten"],
    pretraining=["brain-treebank"],
)

TINY_CARD = dict(
    rateHz=256,
    window=dict(minS=1, maxS=8),
    preprocessing=[
        dict(window=dict(lengthS=4)),
        dict(stft=dict(segment=80, hop=20, bins=40, standardize="beforeTrim", trim=2)),
    ],
)

SYSTEM = System(
    name="brainbert", card=CARD, sizes={"large": LARGE}, tiny=TINY, tiny_card=TINY_CARD,
    build=build, graphs=graphs, feeds=feeds,
)  # fmt: skip

if __name__ == "__main__":
    run(SYSTEM)
