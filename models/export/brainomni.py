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
from attention import attend, heads_of
from checkpoint import load_strictly, read_checkpoint, tensors_of
from official import Graph, System, Tensor, noise, run
from torch import nn

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
SENSORS, COLUMNS = 3, 6
# Tokens in time for which a checkpoint holds turns.
LONGEST = 240


class RootMeanSquare(nn.Module):
    """x divided by the root of its mean square, times a weight."""

    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return self.weight * (x * torch.rsqrt((x * x).mean(-1, keepdim=True) + 1e-6))


class FeedForward(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.layer = nn.Sequential(nn.Linear(width, 4 * width), nn.SELU(), nn.Linear(4 * width, width))

    def forward(self, x):
        return self.layer(x)


class Convolution(nn.Module):
    """A convolution with reflected edges, its weight stored as direction and length."""

    def __init__(self, inner, outer, kernel, stride=1):
        super().__init__()
        self.conv = nn.Module()
        self.conv.conv = nn.Module()
        plain = nn.Conv1d(inner, outer, kernel)
        self.conv.conv.weight_v = nn.Parameter(plain.weight.detach())
        self.conv.conv.weight_g = nn.Parameter(plain.weight.detach().norm(dim=(1, 2), keepdim=True))
        self.conv.conv.bias = plain.bias
        total = kernel - stride
        self.edges, self.stride = (total - total // 2, total // 2), stride

    def forward(self, x):
        own = self.conv.conv
        weight = own.weight_v * (own.weight_g / own.weight_v.norm(dim=(1, 2), keepdim=True))
        if any(self.edges):
            x = nn.functional.pad(x, self.edges, mode="reflect")
        return nn.functional.conv1d(x, weight, own.bias, self.stride)


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.block = nn.Sequential(
            nn.ELU(), Convolution(width, width // 2, 3), nn.ELU(), Convolution(width // 2, width, 1)
        )
        self.shortcut = Convolution(width, width, 1)

    def forward(self, x):
        return self.shortcut(x) + self.block(x)


class Recurrent(nn.Module):
    """Two recurrent layers, added to their input [B, width, T]."""

    def __init__(self, width):
        super().__init__()
        self.lstm = nn.LSTM(width, width, 2)

    def forward(self, x):
        x = x.permute(2, 0, 1)
        return (x + self.lstm(x)[0]).permute(1, 2, 0)


def seanet(size):
    """Windows [B, 1, samples] as [B, width, samples / the product of ratios]."""
    width = size["n_filters"]
    steps = [Convolution(1, width, size["kernel_size"])]
    for ratio in reversed(size["ratios"]):
        steps += [Residual(width), nn.ELU(), Convolution(width, 2 * width, 2 * ratio, ratio)]
        width *= 2
    last = Convolution(width, size["n_dim"], size["last_kernel_size"])
    return nn.Sequential(*steps, Recurrent(width), nn.ELU(), last)


class Sensors(nn.Module):
    """An embedding of place, direction and type of each sensor."""

    def __init__(self, width):
        super().__init__()
        self.sensor_embedding_layer = nn.Embedding(SENSORS, width)
        self.pos_embedding_layer = nn.Sequential(
            nn.Linear(COLUMNS, width // 2), nn.SELU(), nn.Linear(width // 2, width)
        )
        self.aggregate_mlp, self.norm = FeedForward(width), RootMeanSquare(width)

    def forward(self, pos, kind):
        x = self.pos_embedding_layer(pos) + self.sensor_embedding_layer(kind)
        return self.norm(x + self.aggregate_mlp(x))


class Sources(nn.Module):
    """Learned sources look at the sensors, at each time."""

    def __init__(self, size):
        super().__init__()
        width, self.heads = size["n_dim"], size["n_head"]
        self.seanet_encoder = nn.Module()
        self.seanet_encoder.model = seanet(size)
        self.neuros = nn.Parameter(torch.randn(size["n_neuro"], width))
        self.k_proj = nn.Linear(width, width)
        self.backwardsolution = nn.Module()
        self.backwardsolution.v = nn.Linear(width, width)
        self.backwardsolution.proj = nn.Linear(width, width)

    def forward(self, cut, sensors):
        """Windows [B, C, N, samples], sensors [B, C, width]; gives [B, N * T, sources, width]."""
        batch, channel, count, _ = cut.shape
        x = self.seanet_encoder.model(cut.flatten(0, 2)[:, None])
        x = x.reshape(batch, channel, count, x.shape[1], x.shape[2])
        x = x.permute(0, 2, 4, 1, 3).flatten(1, 2)
        keys = self.k_proj(x + sensors[:, None]).flatten(0, 1)
        values = self.backwardsolution.v(x).flatten(0, 1)
        q = heads_of(self.neuros[None], self.heads)
        seen = attend(q, heads_of(keys, self.heads), heads_of(values, self.heads))
        return self.backwardsolution.proj(seen).unflatten(0, (batch, -1))


class Codebooks(nn.Module):
    """Codes of what the codes before them leave over."""

    def __init__(self, size):
        super().__init__()
        self.layers = nn.ModuleList()
        for _ in range(size["num_quantizers"]):
            level = nn.Module()
            level._codebook = nn.Module()
            book = torch.randn(size["codebook_size"], size["codebook_dim"])
            level._codebook.register_buffer("embed", book * size["codebook_dim"] ** -0.5)
            self.layers.append(level)

    def codes(self, x):
        """The nearest code of each level, [..., width] as [..., levels]."""
        left, found = x, []
        for level in self.layers:
            book = level._codebook.embed
            nearest = ((book * book).sum(1) - 2 * left @ book.T).argmin(-1)
            found.append(nearest)
            left = left - book[nearest]
        return torch.stack(found, -1)

    def vectors(self, codes):
        """The sum of the vectors of all levels, [..., levels] as [..., width]."""
        return sum(level._codebook.embed[codes[..., i]] for i, level in enumerate(self.layers))


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


class SelfAttention(nn.Module):
    """Attention along one axis; with turns, places are angles that differ from head to head."""

    def __init__(self, width, heads, turns):
        super().__init__()
        self.heads, self.turns, self.width = heads, turns, width
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        rates = 1.0 / (10000 ** (torch.arange(0, width, 2).float() / width))
        angle = torch.outer(torch.arange(LONGEST).float(), rates)
        self.register_buffer("real", angle.cos(), persistent=False)
        self.register_buffer("imaginary", angle.sin(), persistent=False)

    def turned(self, x):
        """Neighbouring numbers of x [B, T, width] as complex ones, times those of their time."""
        cos, sin = self.real[: x.shape[1]], self.imaginary[: x.shape[1]]
        real, imaginary = x.unflatten(-1, (-1, 2)).unbind(-1)
        return torch.stack([real * cos - imaginary * sin, real * sin + imaginary * cos], -1).flatten(2)

    def forward(self, x):
        q, k, v = self.qkv(x).chunk(3, -1)
        if self.turns:
            q, k = self.turned(q), self.turned(k)
        return self.proj(attend(*(heads_of(each, self.heads) for each in (q, k, v))))


class CrissCross(nn.Module):
    """The first half of the numbers looks along time, the second over the sources; then they are
    exchanged, as published.
    """

    def __init__(self, width, heads):
        super().__init__()
        self.time_attn = SelfAttention(width // 2, heads // 2, True)
        self.spatial_attn = SelfAttention(width // 2, heads // 2, False)
        self.pre_attn_norm, self.pre_ff_norm = RootMeanSquare(width), RootMeanSquare(width)
        self.ff = FeedForward(width)

    def forward(self, x):
        batch, sources = x.shape[0], x.shape[1]
        along, over = self.pre_attn_norm(x).chunk(2, -1)
        along = self.time_attn(along.flatten(0, 1)).unflatten(0, (batch, sources))
        over = self.spatial_attn(over.transpose(1, 2).flatten(0, 1)).unflatten(0, (batch, -1))
        x = x + torch.cat([over.transpose(1, 2), along], -1)
        return x + self.ff(self.pre_ff_norm(x))


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
        names = {"parametrizations.weight.original0": "weight_g", "parametrizations.weight.original1": "weight_v"}
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
        "A tokenizer turns windows of 2 s of any number of sensors, with their places, into codes of "
        "16 learned sources, 8 times a window, 4 codes each; windows overlap by a quarter. A model "
        "of 12 blocks that look along time and over sources embeds the codes; the embedding is what "
        "the last block but one gives, at a length of 1, as the authors use it."
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
        "each sensor type of a window less its mean over channels, divided by its one deviation",
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
    name="brainomni", card=CARD, sizes=SIZES, tiny=TINY, tiny_card=TINY_CARD, settle=settle,
    build=build, graphs=graphs, feeds=feeds,
)  # fmt: skip

if __name__ == "__main__":
    run(SYSTEM)
