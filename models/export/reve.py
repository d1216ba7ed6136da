# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "braindecode==1.8.1", "torch==2.15.0", "torchaudio==2.11.0", "numpy==2.4.6", "onnx==1.23.2",
#   "onnxscript==0.7.2", "onnxruntime==1.31.1", "pyarrow==26.0.1",
# ]
# ///
"""REVE (braindecode): an embedding of each channel and patch, by the places of the channels."""

import json
import math
import os
import tempfile

import torch
from architectures import architecture
from exported import Exported, Tensor
from normalise import ZScore
from places import places, with_table
from recipe import Family, run
from supervised import TEN_TWENTY, into

RATE_HZ = 200
TINY = dict(
    n_chans=19, n_outputs=2, n_times=560, sfreq=200, embed_dim=32, depth=2, heads=2, head_dim=16,
    attention_pooling=True,
)  # fmt: skip
PUBLISHED = dict(n_chans=19, n_outputs=2, n_times=2000, sfreq=200)

CARD = {
    "title": "REVE",
    "paper": "arXiv:2510.21585",
    "licence": {
        "code": "BSD-3-Clause",
        "weights": "of its owner, on registration",
        "redistributable": False,
        "pull": "forbidden",
    },
    "rateHz": 200,
    "unit": "uV",
    "channels": {"montage": "10-05"},
    "scale": {"medianAbs": [0.2, 500]},
    "preprocessing": [
        {"bandpass": {"lowHz": 0.5, "highHz": 99.5}},
        {"resample": {"rateHz": 200}},
        "in the graph: z-score over all channels of the window, cut at 15 deviations",
    ],
    "pooling": ["mean", "meanAll", "flatten"],
    "published": {
        "description": (
            "A transformer over patches of every channel, told apart by their places on the head "
            "and in time; pretrained on 92 data sets of 25 000 people by masked reconstruction. "
            "Places are computed on a sphere of 10 cm from the names of the channels; the owner's "
            "bank of positions is of a template head."
        ),
        "recipe": {
            "checkpoint": "brain-bzh/reve-base on the Hugging Face hub, on registration"
        },
        "positions": {"frame": "unitSphere", "columns": 3, "unit": "m", "radius": 0.1},
        "window": {"minS": 1, "maxS": 60},
        "pretraining": ["92 data sets listed in the paper"],
        "masking": {"kind": "blocks of channels and times", "ratio": 0.55},
        "inputs": [
            Tensor("signal", "signal", ("batch", "channel", "samples")),
            Tensor("pos", "pos", ("batch", "channel", 3)),
        ],
        "outputs": [Tensor("embedding", "embedding", ("batch", "channel", "time", 512))],
        "unverified": ["preprocessing: the band", "the licence of the weights"],
    },
}


class Encoder(torch.nn.Module):
    """The model, with the waves of its places as a product with a fixed table."""

    def __init__(self, model, outputs):
        super().__init__()
        self.model, self.outputs = model, outputs
        self.z = ZScore(each_channel=False, clip=15.0)
        waves = model.fourier4d
        count, half = waves.freqs, model.embed_dim // 2
        digits = torch.cartesian_prod(*[torch.arange(count)] * 4)[:half].T
        self.register_buffer("waves", 2 * math.pi * digits / (1 + 2 * waves.margin))
        self.margin, self.step = waves.margin, waves.increment_time

    def placed(self, pos, patches):
        """An embedding of each token's place and time: [batch, channel, time, D]."""
        times = torch.arange(patches, dtype=pos.dtype, device=pos.device)
        shape = (-1, -1, patches, -1)
        where = pos.unsqueeze(2).expand(shape)
        when = times[:, None].expand(*where.shape[:3], 1)
        scaled = torch.cat([where, when * self.step], -1) + self.margin
        angles = scaled @ self.waves
        wave = torch.cat([torch.cos(angles), torch.sin(angles)], -1)
        return self.model.ln(wave + self.model.mlp4d(torch.cat([where, when], -1)))

    def forward(self, signal, pos):
        model = self.model
        step = model.patch_size - model.patch_overlap
        x = model.to_patch_embedding(self.z(signal).unfold(-1, model.patch_size, step))
        shape = x.shape[1:3]
        tokens = (x + self.placed(pos, shape[1])).flatten(1, 2)
        for attention, forward in model.transformer.layers:
            tokens = attend(attention, tokens) + tokens
            tokens = forward(tokens) + tokens
        found = [tokens.unflatten(1, shape)]
        if self.outputs > 1:
            scores = tokens @ model.cls_query_token[0, 0] / model.embed_dim**0.5
            found.append((scores.softmax(-1).unsqueeze(1) @ tokens).squeeze(1))
        if self.outputs > 2:
            found.append(model.final_layer(found[1]))
        return tuple(found)


def attend(attention, x):
    parts = attention.to_qkv(attention.norm(x)).unflatten(-1, (3, attention.heads, -1))
    heads = [each.transpose(1, 2) for each in parts.unbind(2)]
    mixed = torch.nn.functional.scaled_dot_product_attention(*heads)
    return attention.to_out(mixed.transpose(1, 2).flatten(2))


def build(config):
    """The model; its bank of places is not used, for places are an input of the graph."""
    with tempfile.TemporaryDirectory() as folder:
        bank = os.path.join(folder, "reve_positions.json")
        with open(bank, "w") as file:
            json.dump(dict(zip(TEN_TWENTY, places(TEN_TWENTY)[0].tolist(), strict=True)), file)
        os.environ["REVE_POSITIONS_PATH"] = folder
        return architecture("REVE").from_config(config)


def export(model, config, args):
    step, depth = model.patch_size - model.patch_overlap, model.embed_dim
    names = args.channels.split(",") if args.channels else TEN_TWENTY[:8]
    outputs = [Tensor("embedding", "embedding", ("batch", "channel", "time", depth))]
    if model.use_attention_pooling:
        outputs.append(Tensor("pooled", "embedding", ("batch", depth)))
        if args.tiny or args.labels:
            outputs.append(Tensor("logits", "logits", ("batch", config["n_outputs"])))
    z = ZScore(each_channel=False, clip=15.0)

    def original(signal, pos):
        x = z(signal)
        found = [model(x, pos=pos, return_features=True)["features"]]
        if model.use_attention_pooling:
            logits, (pooled,) = into(model, model.final_layer, lambda each: each(x, pos=pos))
            found += [pooled, logits]
        return found[: len(outputs)]

    exported = Exported(
        graph=Encoder(model, len(outputs)),
        original=original,
        inputs=(
            Tensor("signal", "signal", ("batch", "channel", "samples")),
            Tensor("pos", "pos", ("batch", "channel", 3)),
        ),
        outputs=tuple(outputs),
        rate_hz=RATE_HZ,
        channels=names,
        samples=2 * step + model.patch_size,
        least_channels=3,
        other_samples=(model.patch_size, 5 * step + model.patch_size + 20),
        feed=lambda case, chosen: (places(chosen).expand(case.batch, -1, -1) * 0.1,),
        facts={
            "positions": {"frame": "unitSphere", "columns": 3, "unit": "m", "radius": 0.1},
            "window": {"minS": model.patch_size / RATE_HZ, "maxS": 60},
        },
    )
    return with_table(exported, args.positions) if args.positions else exported


if __name__ == "__main__":
    run(Family("reve", build, export, TINY, CARD, PUBLISHED, ("final_layer.",)))
