# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "numpy==2.4.6", "onnx==1.23.2", "onnxruntime==1.31.1", "pyarrow==26.0.1", "pyyaml==6.0.3",
#   "torch==2.15.0",
# ]
# ///
"""FEMBA (Tegon et al., 2025): bidirectional Mamba blocks over patches of bipolar EEG.

The checkpoint is a safetensors file of PulpBio/FEMBA. Its licence, CC BY-ND 4.0, forbids handing on
what is made of it: the graph stays with who exports it.

A selective scan has no operation in ONNX. Its recurrence h_t = a_t h_(t-1) + b_t is associative in
the pairs (a, b), so that all h are found in log2(T) steps, each joining neighbours twice as far
apart (Hillis and Steele, 1986). As 0 < a < 1, nothing is divided and nothing overflows.
"""

import math

import torch
from torch import nn

from checkpoint import load_strictly, read_checkpoint, tensors_of
from official import Graph, System, Tensor, noise, run

SIZES = {
    "tiny": dict(channels=22, samples=1280, patch=[2, 16], width=35, blocks=2, expand=4),
    "base": dict(channels=22, samples=1280, patch=[2, 16], width=35, blocks=12, expand=4),
    "large": dict(channels=22, samples=1280, patch=[2, 16], width=79, blocks=4, expand=4),
    "huge": dict(channels=22, samples=1280, patch=[2, 16], width=79, blocks=20, expand=4),
}
TINY = dict(channels=8, samples=256, patch=[2, 16], width=3, blocks=2, expand=2)
STATES, TAPS, HEAD = 16, 4, 256


def scanned(a, b, length):
    """h_t = a_t h_(t-1) + b_t from h_(-1) = 0, over axis 1 of [B, length, ...]."""
    step = 1
    while step < length:
        a_before, b_before = a[:, :-step], b[:, :-step]
        b = torch.cat([b[:, :step], b[:, step:] + a[:, step:] * b_before], 1)
        a = torch.cat([a[:, :step], a[:, step:] * a_before], 1)
        step *= 2
    return b


class Mamba(nn.Module):
    """Selective state space model of Gu and Dao (2023), [B, length, width]."""

    def __init__(self, width, expand, length):
        super().__init__()
        inner, self.rank, self.length = expand * width, math.ceil(width / 16), length
        self.in_proj = nn.Linear(width, 2 * inner, bias=False)
        self.conv1d = nn.Conv1d(inner, inner, TAPS, groups=inner, padding=TAPS - 1)
        self.x_proj = nn.Linear(inner, self.rank + 2 * STATES, bias=False)
        self.dt_proj = nn.Linear(self.rank, inner)
        self.A_log = nn.Parameter(torch.log(torch.arange(1.0, STATES + 1)).repeat(inner, 1))
        self.D = nn.Parameter(torch.ones(inner))
        self.out_proj = nn.Linear(inner, width, bias=False)

    def forward(self, x):
        x, gate = self.in_proj(x).chunk(2, -1)
        x = self.conv1d(x.transpose(1, 2))[..., : self.length].transpose(1, 2)
        x = nn.functional.silu(x)
        rate, write, read = self.x_proj(x).split([self.rank, STATES, STATES], -1)
        rate = nn.functional.softplus(self.dt_proj(rate))
        decay = torch.exp(rate[..., None] * -torch.exp(self.A_log))
        state = scanned(decay, (rate * x)[..., None] * write[:, :, None], self.length)
        y = (state * read[:, :, None]).sum(-1) + self.D * x
        return self.out_proj(y * nn.functional.silu(gate))


class BothWays(nn.Module):
    """What a scan from the start and one from the end see, added."""

    def __init__(self, width, expand, length):
        super().__init__()
        self.mamba_fwd = Mamba(width, expand, length)
        self.mamba_rev = Mamba(width, expand, length)

    def forward(self, x):
        return self.mamba_fwd(x) + self.mamba_rev(x.flip(1)).flip(1)


class Classifier(nn.Module):
    """The head of checkpoints that were fine-tuned."""

    def __init__(self, width, outputs, length):
        super().__init__()
        self.fc1, self.fc3 = nn.Linear(width, HEAD), nn.Linear(HEAD, outputs)
        self.mamba_1 = Mamba(HEAD, 2, length)

    def forward(self, x):
        return self.fc3(self.mamba_1(nn.functional.gelu(self.fc1(x))).mean(1))


class Femba(nn.Module):
    """Signals [batch, channel, samples] and what of them is hidden, of the same shape."""

    def __init__(self, channels, samples, patch, width, blocks, expand, outputs=0):
        super().__init__()
        rows, self.length = channels // patch[0], samples // patch[1]
        self.width = rows * width
        self.patch_embed = nn.Module()
        self.patch_embed.proj = nn.Conv2d(1, width, patch, stride=patch)
        self.pos_embed = nn.Parameter(torch.randn(1, self.length, self.width) * 0.02)
        self.mamba_blocks = nn.ModuleList(
            BothWays(self.width, expand, self.length) for _ in range(blocks)
        )
        self.norm_layers = nn.ModuleList(nn.LayerNorm(self.width) for _ in range(blocks))
        self.classifier = Classifier(self.width, outputs, self.length) if outputs else None

    def forward(self, signal, mask):
        shown = torch.where(mask, torch.zeros_like(signal), signal)
        x = self.patch_embed.proj(shown[:, None]).flatten(1, 2).transpose(1, 2) + self.pos_embed
        for block, norm in zip(self.mamba_blocks, self.norm_layers, strict=True):
            x = norm(x + block(x))
        return (x,) if self.classifier is None else (x, self.classifier(x))


def build(size, args):
    if args.checkpoint is None:
        return Femba(**size), size
    state = tensors_of(read_checkpoint(args.checkpoint), "state_dict", prefix="model.")
    head = state.get("classifier.fc3.weight")
    model = Femba(**size, outputs=0 if head is None else len(head))
    return load_strictly(model, state, ignored=["decoder."]), size


def graphs(model, size):
    shape = ["batch", size["channels"], size["samples"]]
    outputs = [Tensor("embedding", "embedding", ["batch", "time", model.width], fixed=True)]
    if model.classifier is not None:
        count = model.classifier.fc3.out_features
        outputs.append(Tensor("logits", "logits", ["batch", count]))
    mask = Tensor("mask", "tokenMask", shape, dtype="bool", constant=0)
    return [Graph(module=model, inputs=[Tensor("signal", "signal", shape), mask], outputs=outputs)]


def feeds(size):
    for batch, hidden in ((2, 0), (1, 0), (3, 0.6)):
        signal = noise(batch, size["channels"], size["samples"])
        mask = torch.rand(signal.shape, generator=torch.Generator().manual_seed(1)) < hidden
        yield {"signal": signal, "mask": mask}


ORDER = (
    "FP1-F7 F7-T3 T3-T5 T5-O1 FP2-F8 F8-T4 T4-T6 T6-O2 A1-T3 T3-C3 C3-CZ CZ-C4 C4-T4 T4-A2 "
    "FP1-F3 F3-C3 C3-P3 P3-O1 FP2-F4 F4-C4 C4-P4 P4-O2"
).split()
CARD = dict(
    title="FEMBA, bidirectional Mamba blocks over patches of bipolar EEG",
    description=(
        "Windows of 5 s of 22 bipolar derivations, as 80 patches of 2 derivations and 16 samples, "
        "pass through Mamba blocks in both directions. Pretrained by filling in 60 % of them; "
        "the published files are fine-tuned for TUAB, TUAR or TUSL and give logits too."
    ),
    paper="arXiv:2502.06438",
    licence=dict(
        code="Apache-2.0", weights="CC-BY-ND-4.0", redistributable=False, pull="forbidden"
    ),
    recipe=dict(
        script="models/export/femba.py",
        checkpoint="PulpBio/FEMBA on Hugging Face: TUAB, TUAR or TUSL, *.safetensors",
    ),
    rateHz=256,
    unit="1",
    channels=dict(order=ORDER),
    window=dict(minS=5, maxS=5, strideS=5),
    patch=dict(samples=16, count=80, channels=2),
    scale=dict(medianAbs=[0.01, 20]),
    preprocessing=[
        "21 referential channels in microvolt",
        dict(bandpass=dict(lowHz=0.1, highHz=75)),
        dict(notch=dict(freqHz=60)),
        dict(resample=dict(rateHz=256)),
        "the 22 derivations of the TCP montage",
        "(x + 20) / 40, as the code has it; the documents say (x - q25) / (q75 - q25)",
        "windows of 5 s",
    ],
    masking=dict(kind="rectangles of 2 channels and 16 samples", ratio=0.6, fill="zero"),
    pooling=["mean", "flatten"],
    pretraining=["tueg", "tuab", "tuar", "tusl"],
)

EIGHT = ["Fz", "C3", "Cz", "C4", "P3", "Pz", "P4", "O1"]
TINY_CARD = dict(
    unit="1",
    channels=dict(order=EIGHT),
    window=dict(minS=1, maxS=1),
    patch=dict(samples=16, count=16, channels=2),
    preprocessing=["z-score of each channel over the recording", dict(window=dict(lengthS=1))],
)

SYSTEM = System(
    name="femba", card=CARD, sizes=SIZES, tiny=TINY, tiny_card=TINY_CARD,
    build=build, graphs=graphs, feeds=feeds,
)  # fmt: skip

if __name__ == "__main__":
    run(SYSTEM)
