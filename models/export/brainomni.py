# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "numpy==2.4.6", "onnx==1.23.2", "onnxruntime==1.31.1", "pyarrow==26.0.1", "pyyaml==6.0.3",
#   "torch==2.15.0",
# ]
# ///
"""BrainOmni (Xiao et al., 2025): a tokenizer of EEG and MEG for any sensors, a model of its codes.

The checkpoint is `BrainOmni.pt` of a folder of OpenTSLab/BrainOmni, with `--config model_cfg.json`.
Two graphs are made: the tokenizer gives the codes of 16 sources, the encoder embeds codes. The
decoder of the tokenizer and what predicts masked codes are left out. The turns of the encoder's
places are those of the checkpoint: the published ones have lost their imaginary part when they were
trained in bfloat16, so that numbers are scaled by a cosine where they were meant to be turned.
"""

import json
import pathlib

import torch
from torch import nn

from brainomni_blocks import CrissCross
from brainomni_sources import (
    COLUMNS,
    SENSORS,
    Codebooks,
    Sensors,
    Sources,
)
from checkpoint import load_strictly, read_checkpoint, tensors_of
from official import Graph, System, Tensor, noise, run

TOKENIZER = dict(
    window_length=512, n_filters=32, ratios=[8, 4, 2], kernel_size=5, last_kernel_size=5, n_dim=256,
    n_head=4, n_neuro=16, codebook_dim=256, codebook_size=512, num_quantizers=4,
)  # fmt: skip
SIZES = {
    "tiny": TOKENIZER | dict(overlap_ratio=0.25, lm_dim=256, lm_head=8, lm_depth=12),
    "base": TOKENIZER | dict(overlap_ratio=0.25, lm_dim=512, lm_head=16, lm_depth=12),
}
TINY = dict(
    window_length=64, n_filters=2, ratios=[4, 2], kernel_size=5, last_kernel_size=5, n_dim=16,
    n_head=2, n_neuro=4, codebook_dim=16, codebook_size=16, num_quantizers=3,
    overlap_ratio=0.25, lm_dim=24, lm_head=4, lm_depth=3,
)  # fmt: skip


class Tokenizer(nn.Module):
    """Signals [batch, channel, samples], places and types of sensors; gives codes of the sources.

    Windows overlap; zeros are added where the last one would end after the signal.
    """

    def __init__(self, size):
        super().__init__()
        self.window = size["window_length"]
        self.stride = int(self.window * (1 - size["overlap_ratio"]))
        self.sensor_embed, self.encoder = Sensors(size["n_dim"]), Sources(size)
        self.quantizer = nn.Module()
        self.quantizer.rvq = Codebooks(size)

    def cut(self, signal):
        samples = signal.shape[2]
        count = (samples - self.window + self.stride - 1) // self.stride + 1
        missing = (count - 1) * self.stride + self.window - samples
        padded = nn.functional.pad(signal, (0, missing))
        at = torch.arange(count)[:, None] * self.stride + torch.arange(self.window)
        return padded[:, :, at]

    def sources(self, signal, pos, sensor_type):
        """What is quantised: [batch, time, sources, width], at a length of 1."""
        sensors = self.sensor_embed(pos, sensor_type)
        x = self.encoder(self.cut(signal), sensors)
        return x / x.norm(dim=-1, keepdim=True).clamp_min(1e-12)

    def forward(self, signal, pos, sensor_type):
        return self.quantizer.rvq.codes(self.sources(signal, pos, sensor_type)).transpose(1, 2)

    def excess(self, case, codes):
        """How much further than the nearest code others lie at most, at each level after those
        that were chosen before it.
        """
        left = self.sources(case["signal"], case["pos"], case["sensorType"])
        chosen, worst = codes.transpose(1, 2), 0.0
        for i, level in enumerate(self.quantizer.rvq.layers):
            book = level._codebook.embed
            far = torch.cdist(left, book).square()
            over = far.gather(-1, chosen[..., i : i + 1]) - far.min(-1, keepdim=True).values
            worst = max(worst, over.max().item())
            left = left - book[chosen[..., i]]
        return worst


class BrainOmni(nn.Module):
    """The whole of the checkpoint; the two graphs are its tokenizer and its `forward`."""

    def __init__(self, size):
        super().__init__()
        self.tokenizer = Tokenizer(size)
        same = size["n_dim"] == size["lm_dim"]
        self.projection = nn.Identity() if same else nn.Linear(size["n_dim"], size["lm_dim"])
        self.blocks = nn.ModuleList(
            CrissCross(size["lm_dim"], size["lm_head"]) for _ in range(size["lm_depth"])
        )

    def forward(self, codes):
        x = self.tokenizer.quantizer.rvq.vectors(codes)
        x = self.projection(x + self.tokenizer.encoder.neuros[:, None])
        for block in self.blocks[:-1]:
            x = block(x)
        return x / x.norm(dim=-1, keepdim=True).clamp_min(1e-6)


UNUSED = ("mask_token", "predict_head.", "tokenizer.decoder.")
CACHED = ("rope_embedding_layer.freqs", "rope_embedding_layer.rotate", "_codebook.inited",
          "_codebook.cluster_size", "_codebook.embed_avg")  # fmt: skip


def build(size, args):
    if args.config is not None:
        given = json.loads(pathlib.Path(args.config).read_text())
        size = {name: given[name] for name in size}
    if size["codebook_dim"] != size["n_dim"]:
        raise SystemExit("codebooks of another depth than the tokens need projections")
    model = BrainOmni(size)
    if args.checkpoint is not None:
        state = tensors_of(read_checkpoint(args.checkpoint), "model", "state_dict")
        names = {
            "parametrizations.weight.original0": "weight_g",
            "parametrizations.weight.original1": "weight_v",
        }
        for old, new in names.items():
            state = {name.replace(old, new): value for name, value in state.items()}
        cached = [name for name in state if name.endswith(CACHED)]
        load_strictly(model, state, ignored=[*UNUSED, *cached])
        for i, block in enumerate(model.blocks):
            take_turns(block.time_attn, state[f"blocks.{i}.time_attn.rope_embedding_layer.rotate"])
    return model, size


def settle(model, size):
    """Codebooks of random weights from what the encoder gives for noise, as training begins."""
    tokenizer = model.tokenizer
    signal = noise(8, 4, 8 * size["window_length"])
    with torch.no_grad():
        sensors = tokenizer.sensor_embed(noise(8, 4, COLUMNS) * 0.3, torch.zeros(8, 4).long())
        left = tokenizer.encoder(tokenizer.cut(signal), sensors).flatten(0, 2)
        left = left / left.norm(dim=-1, keepdim=True)
        for level in tokenizer.quantizer.rvq.layers:
            book = level._codebook.embed
            at = torch.linspace(0, len(left) - 1, len(book)).long()
            book.copy_(left[at])
            left = left - book[torch.cdist(left, book).argmin(-1)]


def golden(model, size):
    """The two of many windows whose codes are clearest: where two codes are about equally near,
    another device may choose the other, and the embedding is another.
    """
    count, channels = 48, 6
    case = {
        "signal": noise(count, channels, size["window_length"]),
        "pos": noise(count, channels, COLUMNS) * 0.3,
        "sensorType": torch.zeros(count, channels).long(),
    }
    with torch.inference_mode():
        left = model.tokenizer.sources(*case.values())
        clear = torch.full([count], torch.inf)
        for level in model.tokenizer.quantizer.rvq.layers:
            book = level._codebook.embed
            near = torch.cdist(left, book).square().topk(2, largest=False)
            margin = (near.values[..., 1] - near.values[..., 0]).flatten(1).amin(1)
            clear = torch.minimum(clear, margin)
            left = left - book[near.indices[..., 0]]
    best = clear.topk(2).indices.sort().values
    return {name: each[best] for name, each in case.items()}


def take_turns(attention, turns):
    """The turns of a checkpoint [T, width / 2]: complex, pairs of parts, or real parts alone."""
    if turns.is_complex() or turns.ndim == 3:
        pairs = torch.view_as_real(turns) if turns.is_complex() else turns
        attention.real, attention.imaginary = pairs.float().unbind(-1)
    else:
        attention.real, attention.imaginary = turns.float(), torch.zeros_like(turns).float()


def graphs(model, size):
    codes = ["batch", size["n_neuro"], "time", size["num_quantizers"]]
    return [
        Graph(
            role="tokenizer",
            file="tokenizer.onnx",
            module=model.tokenizer,
            excess=model.tokenizer.excess,
            inputs=[
                Tensor("signal", "signal", ["batch", "channel", "samples"]),
                Tensor("pos", "pos", ["batch", "channel", COLUMNS]),
                Tensor("sensorType", "sensorType", ["batch", "channel"], dtype="int64"),
            ],
            outputs=[Tensor("codes", "codes", codes, dtype="int64")],
        ),
        Graph(
            module=model,
            inputs=[Tensor("codes", "codes", codes, dtype="int64")],
            outputs=[Tensor("embedding", "embedding", [*codes[:-1], size["lm_dim"]])],
        ),
    ]


def feeds(size):
    window = size["window_length"]
    for batch, channels, samples in ((2, 8, 4 * window), (1, 3, window), (3, 5, 3 * window - 7)):
        yield {
            "signal": noise(batch, channels, samples),
            "pos": noise(batch, channels, COLUMNS) * 0.3,
            "sensorType": torch.arange(channels).remainder(SENSORS).repeat(batch, 1),
        }


CARD = dict(
    title="BrainOmni, EEG and MEG of any sensors as codes of 16 sources",
    description=(
        "A tokenizer turns windows of 2 s of any sensors, with their places, into codes of "
        "16 learned sources, 8 times a window, 4 codes each; windows overlap by a quarter. A model "
        "of 12 blocks that look along time and over sources embeds the codes; the embedding is "
        "what the last block but one gives, at a length of 1, as the authors use it."
    ),
    paper="arXiv:2505.18185",
    licence=dict(code="MIT", weights="MIT", redistributable=True),
    recipe=dict(
        script="models/export/brainomni.py",
        checkpoint="BrainOmni.pt with model_cfg.json of OpenTSLab/BrainOmni on Hugging Face",
    ),
    unverified=["which data sets it was pretrained on"],
    rateHz=256,
    unit="1",
    channels={"any": True},
    positions=dict(frame="head", columns=6, unit="m", normalise="rms"),
    window=dict(minS=2, maxS=45.5, strideS=30),
    scale=dict(medianAbs=[0.05, 10]),
    preprocessing=[
        "notch at 50 and 60 Hz",
        dict(resample=dict(rateHz=256)),
        dict(bandpass=dict(lowHz=0.1, highHz=96)),
        "bad EEG channels interpolated",
        "each sensor type of a window less its mean over channels, divided by its one deviation "
        "plus 10 uV (EEG) or 1e-13 T (MEG): standardize over type, with an epsilon for each",
    ],
    codebooks=[dict(levels=4, codes=512, depth=256)],
    masking=dict(kind="tokens", ratio=0.5, fill="learned"),
    pooling=["mean", "meanAll", "flatten"],
    pretraining=["public EEG and MEG data sets, which the paper lists"],
)

TINY_CARD = dict(
    window=dict(minS=0.25, maxS=6),
    preprocessing=["z-score of each channel over the recording"],
    codebooks=[dict(levels=3, codes=16, depth=16)],
)

SYSTEM = System(
    name="brainomni",
    card=CARD,
    sizes=SIZES,
    tiny=TINY,
    tiny_card=TINY_CARD,
    build=build,
    graphs=graphs,
    feeds=feeds,
    settle=settle,
    golden=golden,
)

if __name__ == "__main__":
    run(SYSTEM)
