# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "braindecode==1.8.1", "torch==2.15.0", "torchaudio==2.11.0", "numpy==2.4.6", "onnx==1.23.2",
#   "onnxscript==0.7.2", "onnxruntime==1.31.1", "pyarrow==26.0.1", "pyyaml==6.0.3",
#   "safetensors==0.8.0",
# ]
# ///
"""LaBraM (braindecode): an embedding of each channel and second, for channels it knows by name."""

import torch
from architectures import architecture, builder
from normalise import Scale
from recipe import Exported, Family, Tensor, run
from supervised import TEN_TWENTY

RATE_HZ = 200
TINY = dict(
    n_chans=19, n_outputs=2, n_times=400, sfreq=200, patch_size=100, conv_out_channels=4,
    num_layers=2, num_heads=4, mlp_ratio=1,
)  # fmt: skip
PUBLISHED = dict(n_chans=128, n_outputs=0, n_times=3000)

CARD = {
    "title": "LaBraM",
    "paper": "arXiv:2405.18765",
    "licence": {"code": "BSD-3-Clause", "weights": "MIT", "redistributable": True},
    "rateHz": 200,
    "unit": "uV",
    "scale": {"medianAbs": [0.2, 100]},
    "preprocessing": [
        {"bandpass": {"lowHz": 0.1, "highHz": 75}},
        {"notch": {"freqHz": 50}},
        {"resample": {"rateHz": 200}},
        "in the graph: divided by 100 uV",
    ],
    "pooling": ["mean", "meanAll", "flatten"],
}


class Encoder(torch.nn.Module):
    """The model for any of its channels, by their numbers, and any number of patches it has."""

    def __init__(self, model, outputs):
        super().__init__()
        self.model, self.scale, self.outputs = model, Scale(1 / 100), outputs

    def forward(self, signal, channelIds):  # noqa: N803
        model = self.model
        x = self.scale(signal).unflatten(-1, (-1, model.patch_size))
        shape = x.shape[1:3]
        patches = model.patch_embed.temporal_conv(x).unflatten(1, shape)
        patches = patches + model.temporal_embedding[:, None, : shape[1]]
        first = model.cls_token
        if model.position_embedding is not None:
            patches = patches + model.position_embedding[0][channelIds + 1].unsqueeze(2)
            first = first + model.position_embedding[:, :1]
        tokens = torch.cat([first.expand(x.shape[0], -1, -1), patches.flatten(1, 2)], 1)
        for block in model.blocks:
            tokens = block(tokens)
        tokens = model.norm(tokens)
        rest, pooled = tokens[:, 1:], tokens[:, 0]
        if model.fc_norm is not None:
            pooled, rest = model.fc_norm(rest.mean(1)), model.fc_norm(rest)
        found = (rest.unflatten(1, shape), pooled, model.final_layer(pooled))
        return found[: self.outputs]


def export(model, config, args):
    if config.get("learned_patcher") or not config.get("neural_tokenizer", True):
        raise SystemExit("only LaBraM with plain patches, as published, is exported")
    order = architecture("LABRAM_CHANNEL_ORDER", "braindecode.models.labram")
    known = [name for name in order if "-" not in name]
    patch, depth = model.patch_size, model.embed_dim
    names = args.channels.split(",") if args.channels else TEN_TWENTY[:8]
    ids = {name.upper(): i for i, name in enumerate(order)}
    longest = config["n_times"] // patch
    outputs = [
        Tensor("embedding", "embedding", ("batch", "channel", "time", depth)),
        Tensor("cls", "embedding", ("batch", depth)),
    ]
    if args.tiny or args.labels:
        outputs.append(Tensor("logits", "logits", ("batch", config["n_outputs"])))

    def original(signal, channel_ids):
        patches = signal.shape[-1] // patch
        same = model if patches == longest else shorter(model, config, patches)
        by_name = [order[i] for i in channel_ids[0]]
        found = same(signal / 100, return_features=True, ch_names=by_name)
        tokens = found["features"].unflatten(1, (signal.shape[1], patches))
        logits = same(signal / 100, ch_names=by_name)
        pooled = found["cls_token"]
        if model.fc_norm is not None:
            pooled = same.forward_features(signal / 100, torch.tensor([0, *(channel_ids[0] + 1)]))
        return (tokens, pooled, logits)[: len(outputs)]

    return Exported(
        graph=Encoder(model, len(outputs)),
        original=original,
        inputs=(
            Tensor("signal", "signal", ("batch", "channel", "samples")),
            Tensor("channelIds", "channelIds", ("batch", "channel"), "int64"),
        ),
        outputs=tuple(outputs),
        rate_hz=RATE_HZ,
        channels=names,
        samples=longest * patch if args.tiny else 4 * patch,
        least_channels=3,
        other_samples=(patch, 2 * patch),
        feed=lambda case, chosen: (
            torch.tensor([[ids[name.upper()] for name in chosen]] * case.batch),
        ),
        facts={
            "channels": {"vocabulary": known if args.tiny else list(order)},
            "patch": {"samples": patch},
            "window": {"minS": patch / RATE_HZ, "maxS": longest * patch / RATE_HZ},
        },
    )


def shorter(model, config, patches):
    """The same weights in a model for fewer patches, as its own code lays them out."""
    other = builder("Labram")(config | {"n_times": patches * model.patch_size}).eval()
    state = model.state_dict()
    state["temporal_embedding"] = state["temporal_embedding"][:, : patches + 1]
    other.load_state_dict(state)
    return other


if __name__ == "__main__":
    run(Family("labram", builder("Labram"), export, TINY, CARD, PUBLISHED))
