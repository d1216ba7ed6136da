# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "numpy==2.4.6", "onnx==1.23.2", "onnxruntime==1.31.1", "pyarrow==26.0.1", "pyyaml==6.0.3",
#   "torch==2.15.0",
# ]
# ///
"""Neuro-GPT (Cui et al., 2024): a conformer for each chunk of EEG, a transformer over chunks.

The checkpoint is `pytorch_model.bin` of wenhuic/Neuro-GPT. The conformer, the projection and the
transformer are loaded; what only training needs (mask, class and pooling weights, the way back to
chunks) is not.
"""

import torch
from torch import nn

from attention import attend, heads_of
from checkpoint import load_strictly, read_checkpoint, tensors_of
from official import Graph, System, Tensor, noise, run

BASE = dict(
    channels=22, samples=500, filters=40, kernel=25, pool=75, stride=15, heads=10, layers=6,
    width=1024, places=512, gpt_heads=16, gpt_layers=6,
)  # fmt: skip
TINY = dict(
    channels=8, samples=256, filters=8, kernel=25, pool=75, stride=15, heads=2, layers=2,
    width=16, places=16, gpt_heads=2, gpt_layers=2,
)  # fmt: skip


class Attention(nn.Module):
    """Attention whose scores are divided by the root of the whole width, not of a head's."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads, self.scale = heads, width**-0.5
        self.keys, self.queries = nn.Linear(width, width), nn.Linear(width, width)
        self.values, self.projection = nn.Linear(width, width), nn.Linear(width, width)

    def forward(self, x):
        parts = [heads_of(each(x), self.heads) for each in (self.queries, self.keys, self.values)]
        return self.projection(attend(*parts, scale=self.scale))


class Residual(nn.Module):
    """x plus what a step makes of it."""

    def __init__(self, *steps):
        super().__init__()
        self.fn = nn.Sequential(*steps)

    def forward(self, x):
        return x + self.fn(x)


def conformer_block(width, heads):
    inner = nn.Sequential(
        nn.Linear(width, 4 * width), nn.GELU(), nn.Identity(), nn.Linear(4 * width, width)
    )
    return nn.Sequential(
        Residual(nn.LayerNorm(width), Attention(width, heads)), Residual(nn.LayerNorm(width), inner)
    )


class Conformer(nn.Module):
    """Chunks [count, 1, channels, samples] as [count, places in time * filters]."""

    def __init__(self, channels, filters, kernel, pool, stride, heads, layers):
        super().__init__()
        self.patch_embedding = nn.Module()
        self.patch_embedding.shallownet = nn.Sequential(
            nn.Conv2d(1, filters, (1, kernel)),
            nn.Conv2d(filters, filters, (channels, 1)),
            nn.BatchNorm2d(filters),
            nn.ELU(),
            nn.AvgPool2d((1, pool), stride=(1, stride)),
        )
        self.patch_embedding.projection = nn.Sequential(nn.Conv2d(filters, filters, 1))
        self.transformer = nn.Sequential(*(conformer_block(filters, heads) for _ in range(layers)))

    def forward(self, x):
        x = self.patch_embedding.projection(self.patch_embedding.shallownet(x))
        return self.transformer(x.squeeze(2).transpose(1, 2)).flatten(1)


class Transposed(nn.Module):
    """A linear layer with its weight stored [in, out], as GPT-2 has it."""

    def __init__(self, inner, outer):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(inner, outer) * 0.02)
        self.bias = nn.Parameter(torch.zeros(outer))

    def forward(self, x):
        return x @ self.weight + self.bias


class CausalBlock(nn.Module):
    """A block of GPT-2: a chunk sees itself and those before it."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.ln_1, self.ln_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attn, self.mlp = nn.Module(), nn.Module()
        self.attn.c_attn = Transposed(width, 3 * width)
        self.attn.c_proj = Transposed(width, width)
        self.mlp.c_fc, self.mlp.c_proj = Transposed(width, 4 * width), Transposed(4 * width, width)

    def forward(self, x, later):
        q, k, v = (
            heads_of(each, self.heads) for each in self.attn.c_attn(self.ln_1(x)).chunk(3, -1)
        )
        scores = q @ k.transpose(-2, -1) * q.shape[-1] ** -0.5
        seen = torch.softmax(scores.masked_fill(later, torch.finfo(torch.float32).min), -1) @ v
        x = x + self.attn.c_proj(seen.transpose(1, 2).flatten(2))
        inner = nn.functional.gelu(self.mlp.c_fc(self.ln_2(x)), approximate="tanh")
        return x + self.mlp.c_proj(inner)


class NeuroGpt(nn.Module):
    """Chunks [batch, channel, time, samples]; gives their embeddings, and those in context."""

    def __init__(self, samples, width, places, gpt_heads, gpt_layers, **conformer):
        super().__init__()
        self.encoder = Conformer(**conformer)
        pooled = (samples - conformer["kernel"] + 1 - conformer["pool"]) // conformer["stride"] + 1
        self.depth = pooled * conformer["filters"]
        self.embedder, self.embedder.embed_model = nn.Module(), nn.Module()
        self.embedder.embed_model.model = nn.Sequential(
            nn.Linear(self.depth, width), nn.LayerNorm(width)
        )
        gpt = nn.Module()
        gpt.wpe = nn.Embedding(places, width)
        gpt.h = nn.ModuleList(CausalBlock(width, gpt_heads) for _ in range(gpt_layers))
        gpt.ln_f = nn.LayerNorm(width)
        self.decoder = nn.Module()
        self.decoder.transformer = gpt
        later = torch.ones(places, places, dtype=torch.bool).triu(1)
        self.register_buffer("later", later, persistent=False)

    def forward(self, tokens):
        batch, channel, time, samples = tokens.shape
        chunks = tokens.transpose(1, 2).reshape(batch * time, 1, channel, samples)
        embedding = self.encoder(chunks).reshape(batch, time, self.depth)
        gpt = self.decoder.transformer
        x = self.embedder.embed_model.model(embedding) + gpt.wpe.weight[:time]
        for block in gpt.h:
            x = block(x, self.later[:time, :time])
        return embedding, gpt.ln_f(x)


UNUSED = [
    "embedder.msk_embed", "embedder.cls_embed", "decoder.transformer.wte.", "decoder.pooler_layer.",
    "decoder.decoding_head.", "unembedder.",
]  # fmt: skip


def build(size, args):
    model = NeuroGpt(**size)
    if args.checkpoint is None:
        return model, size
    state = tensors_of(read_checkpoint(args.checkpoint), "state_dict")
    buffers = [name for name in state if name.endswith((".attn.bias", ".attn.masked_bias"))]
    return load_strictly(model, state, ignored=[*UNUSED, *buffers]), size


def graphs(model, size):
    shape = ["batch", size["channels"], "time", size["samples"]]
    return [
        Graph(
            module=model,
            inputs=[Tensor("tokens", "tokens", shape)],
            outputs=[
                Tensor("embedding", "embedding", ["batch", "time", model.depth]),
                Tensor("context", "embedding", ["batch", "time", size["width"]]),
            ],
        )
    ]


def feeds(size):
    for batch, time in ((2, 4), (1, 2), (5, 3)):
        yield {"tokens": noise(batch, size["channels"], time, size["samples"])}


ORDER = (
    "FP1 FP2 F7 F3 FZ F4 F8 T1 T3 C3 CZ C4 T4 T2 T5 P3 PZ P4 T6 O1 OZ O2"
).split()  # fmt: skip
CARD = dict(
    title="Neuro-GPT, chunks of EEG and their sequence",
    description=(
        "A conformer gives each chunk of 2 s an embedding; a causal transformer, pretrained to "
        "predict the next chunk, gives one that knows the chunks before (the layer `context`). The "
        "authors decode best from the conformer alone."
    ),
    paper="arXiv:2311.03764",
    licence=dict(code="GPL-3.0", weights="none stated", redistributable=False, pull="forbidden"),
    recipe=dict(
        script="models/export/neurogpt.py",
        checkpoint="pytorch_model.bin of wenhuic/Neuro-GPT on Hugging Face",
    ),
    unverified=[
        "the version of the GPL of the code",
        "the filters before the released tensors: 0.5 to 100 Hz, notch at 60 Hz, average reference",
    ],
    rateHz=250,
    unit="1",
    channels=dict(order=ORDER),
    window=dict(minS=2, maxS=64),
    patch=dict(samples=500, strideSamples=450, overlap=True),
    scale=dict(medianAbs=[0.05, 10]),
    preprocessing=[
        "bad channels interpolated, average reference, notch at 60 Hz, 0.5 to 100 Hz",
        "resample to 250 Hz",
        "z-score of each channel over the recording",
        "32 chunks of 2 s, each 0.2 s before the end of the one before it",
    ],
    masking=dict(kind="the next chunk", fill="learned"),
    pooling=["mean", "flatten"],
    pretraining=["tuh-eeg"],
)

EIGHT = ["Fz", "C3", "Cz", "C4", "P3", "Pz", "P4", "O1"]
TINY_CARD = dict(
    rateHz=256,
    channels=dict(order=EIGHT),
    window=dict(minS=1, maxS=16),
    patch=dict(samples=256, overlap=True),
    preprocessing=["z-score of each channel over the recording", "chunks of 1 s"],
)

SYSTEM = System(
    name="neurogpt", card=CARD, sizes={"base": BASE}, tiny=TINY, tiny_card=TINY_CARD,
    build=build, graphs=graphs, feeds=feeds,
)  # fmt: skip

if __name__ == "__main__":
    run(SYSTEM)
