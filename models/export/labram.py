# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "braindecode==1.8.1", "torch==2.15.0", "torchaudio==2.11.0", "numpy==2.4.6", "onnx==1.23.2",
#   "onnxscript==0.7.2", "onnxruntime==1.31.1", "pyarrow==26.0.1",
# ]
# ///
"""LaBraM (braindecode): an embedding of each channel and second, for channels it knows by name."""

import torch
from architectures import architecture, builder
from exported import Exported, Tensor
from normalise import Scale
from recipe import Family, run
from supervised import TEN_TWENTY

RATE_HZ = 200
VOCABULARY = (
    "FP1 FPZ FP2 AF9 AF7 AF5 AF3 AF1 AFZ AF2 AF4 AF6 AF8 AF10 F9 F7 F5 F3 F1 FZ F2 F4 F6 F8 F10 "
    "FT9 FT7 FC5 FC3 FC1 FCZ FC2 FC4 FC6 FT8 FT10 T9 T7 C5 C3 C1 CZ C2 C4 C6 T8 T10 TP9 TP7 CP5 "
    "CP3 CP1 CPZ CP2 CP4 CP6 TP8 TP10 P9 P7 P5 P3 P1 PZ P2 P4 P6 P8 P10 PO9 PO7 PO5 PO3 PO1 POZ "
    "PO2 PO4 PO6 PO8 PO10 O1 OZ O2 O9 CB1 CB2 IZ O10 T3 T5 T4 T6 M1 M2 A1 A2 CFC1 CFC2 CFC3 CFC4 "
    "CFC5 CFC6 CFC7 CFC8 CCP1 CCP2 CCP3 CCP4 CCP5 CCP6 CCP7 CCP8 T1 T2 FTT9h TTP7h TPP9h FTT10h "
    "TPP8h TPP10h FP1-F7 F7-T7 T7-P7 P7-O1 FP2-F8 F8-T8 T8-P8 P8-O2"
).split()
CLASS = "Labram"
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
    "published": {
        "description": (
            "A transformer over patches of one second of every channel, pretrained to predict the "
            "codes of masked patches (about 2500 hours, about twenty data sets). Channels are known"
            " by name: 120 electrodes and eight bipolar derivations."
        ),
        "recipe": {"checkpoint": "braindecode/labram-pretrained on the Hugging Face hub"},
        "channels": {"vocabulary": VOCABULARY},
        "patch": {"lengthS": 1},
        "window": {"minS": 1, "maxS": 15},
        "pretraining": [
            "BCI-IV-1",
            "Emobrain",
            "Grasp and Lift",
            "Inria BCI",
            "eegmmidb",
            "Raw EEG Data",
            "Resting State EEG Data",
            "Siena",
            "SPIS",
            "Target Versus Non-Target",
            "SEED",
            "SEED-IV",
            "SEED-GER",
            "SEED-FRA",
            "TUAR",
            "TUEP",
            "TUSZ",
            "TUSL",
        ],
        "masking": {"kind": "patch", "ratio": 0.5, "fill": "learned"},
        "inputs": [
            Tensor("signal", "signal", ("batch", "channel", "samples")),
            Tensor("channelIds", "channelIds", ("batch", "channel"), "int64"),
        ],
        "outputs": [
            Tensor("embedding", "embedding", ("batch", "channel", "time", 200)),
            Tensor("cls", "embedding", ("batch", 200)),
        ],
        "unverified": ["pretraining", "masking"],
    },
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
    if list(order) != VOCABULARY:
        raise SystemExit("braindecode has other channels than this recipe")
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
            "channels": {"vocabulary": VOCABULARY},
            "patch": {"samples": patch},
            "window": {"minS": patch / RATE_HZ, "maxS": longest * patch / RATE_HZ},
        },
    )


def shorter(model, config, patches):
    """The same weights in a model for fewer patches, as its own code lays them out."""
    other = builder(CLASS)(config | {"n_times": patches * model.patch_size}).eval()
    state = model.state_dict()
    state["temporal_embedding"] = state["temporal_embedding"][:, : patches + 1]
    other.load_state_dict(state)
    return other


if __name__ == "__main__":
    run(Family("labram", builder(CLASS), export, TINY, CARD, PUBLISHED, ("final_layer.",)))
