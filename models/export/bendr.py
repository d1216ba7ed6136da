# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "braindecode==1.8.1", "torch==2.15.0", "torchaudio==2.11.0", "numpy==2.4.6", "onnx==1.23.2",
#   "onnxscript==0.7.2", "onnxruntime==1.31.1", "pyarrow==26.0.1",
# ]
# ///
"""BENDR (braindecode): the start token of a window, and the local vectors before attention."""

import torch
from architectures import builder
from exported import Exported, Tensor
from normalise import MinMaxWithScale
from recipe import Family, run
from supervised import TEN_TWENTY, into

RATE_HZ = 256
#: Range of the pretraining corpus in microvolts, by which DN3 scales the channel of amplitudes.
MOST_UV = 3276.7 + 1583.9258304722666
CLASS = "BENDR"
TINY = dict(
    n_chans=20, n_outputs=2, n_times=512, encoder_h=16, contextualizer_hidden=48,
    transformer_layers=2, transformer_heads=4,
)  # fmt: skip
PUBLISHED = dict(n_chans=20, n_outputs=2, n_times=15360)

CARD = {
    "title": "BENDR",
    "paper": "doi:10.3389/fnhum.2021.653659",
    "licence": {"code": "BSD-3-Clause", "weights": "BSD-3-Clause", "redistributable": True},
    "rateHz": 256,
    "unit": "uV",
    "channels": {"order": TEN_TWENTY},
    "window": {"minS": 1, "maxS": 60},
    "scale": {"medianAbs": [0.2, 500]},
    "preprocessing": [
        {"resample": {"rateHz": 256}},
        "in the graph: a window to -1..1 over all its channels, and a twentieth channel that holds "
        "its range as a share of 4860.6 uV",
    ],
    "pooling": ["mean", "flatten"],
    "published": {
        "description": (
            "Convolutions make a vector of every 96 samples; a transformer over them gives the "
            "embedding of the window at a fixed first token. Pretrained as wav2vec 2.0 on the "
            "Temple University corpus. The layer `local` holds the vectors before the transformer, "
            "with which its authors score best on four of five tasks."
        ),
        "recipe": {"checkpoint": "braindecode/braindecode-bendr on the Hugging Face hub"},
        "pretraining": ["TUEG"],
        "masking": {"kind": "spans of 10 vectors, begun at 6.5 % of them", "fill": "learned"},
        "inputs": [Tensor("signal", "signal", ("batch", 19, "samples"))],
        "outputs": [
            Tensor("embedding", "embedding", ("batch", 512)),
            Tensor("local", "embedding", ("batch", "time", 512)),
        ],
        "unverified": ["the licence of the weights"],
    },
}


class Encoder(torch.nn.Module):
    def __init__(self, model, outputs):
        super().__init__()
        self.model, self.outputs = model, outputs
        self.normalise = MinMaxWithScale(MOST_UV)

    def forward(self, signal):
        local = self.model.encoder(self.normalise(signal))
        embedding = self.model.contextualizer(local)[:, :, 0]
        found = [embedding, local.transpose(1, 2)]
        if self.outputs > 2:
            found.append(self.model.final_layer(embedding))
        return tuple(found)


def export(model, config, args):
    if config["n_chans"] != 20 or config.get("encoder_only"):
        raise SystemExit("only BENDR with its 20 channels and its contextualizer is exported")
    depth, names = model.encoder_h, TEN_TWENTY
    outputs = [
        Tensor("embedding", "embedding", ("batch", depth)),
        Tensor("local", "embedding", ("batch", "time", depth)),
    ]
    if args.tiny or args.labels:
        outputs.append(Tensor("logits", "logits", ("batch", config["n_outputs"])))
    normalise = MinMaxWithScale(MOST_UV)

    def original(signal):
        x = normalise(signal)
        logits, (local,) = into(model, model.contextualizer, lambda each: each(x))
        features = model(x, return_features=True)["features"]
        return (features, local.transpose(1, 2), logits)[: len(outputs)]

    return Exported(
        graph=Encoder(model, len(outputs)),
        original=original,
        inputs=(Tensor("signal", "signal", ("batch", len(names), "samples")),),
        outputs=tuple(outputs),
        rate_hz=RATE_HZ,
        channels=names,
        samples=512,
        other_samples=(256, 1000),
    )


if __name__ == "__main__":
    run(Family("bendr", builder(CLASS), export, TINY, CARD, PUBLISHED, ("final_layer.",)))
