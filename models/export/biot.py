# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "braindecode==1.8.1", "torch==2.15.0", "torchaudio==2.11.0", "numpy==2.4.6", "onnx==1.23.2",
#   "onnxscript==0.7.2", "onnxruntime==1.31.1", "pyarrow==26.0.1",
# ]
# ///
"""BIOT (braindecode): one embedding of a window, from spectra of its bipolar channels."""

import torch
from architectures import builder
from exported import Exported, Tensor
from normalise import Percentile
from recipe import Family, run
from spectrum import RealSpectrum

RATE_HZ = 200
BIPOLAR = (
    "FP1-F7 F7-T7 T7-P7 P7-O1 FP2-F8 F8-T8 T8-P8 P8-O2 "
    "FP1-F3 F3-C3 C3-P3 P3-O1 FP2-F4 F4-C4 C4-P4 P4-O2 C3-A2 C4-A1"
).split()  # fmt: skip
CLASS = "BIOT"
TINY = dict(n_chans=16, n_outputs=2, n_times=400, embed_dim=32, num_heads=2, num_layers=1)
PUBLISHED = dict(n_chans=16, n_outputs=2, n_times=2000)

CARD = {
    "title": "BIOT",
    "paper": "arXiv:2305.10351",
    "licence": {"code": "BSD-3-Clause", "weights": "BSD-3-Clause", "redistributable": True},
    "rateHz": 200,
    "unit": "uV",
    "scale": {"medianAbs": [0.2, 200]},
    "preprocessing": [
        {"resample": {"rateHz": 200}},
        "in the graph: each channel of a window divided by the 95th percentile of its magnitude",
    ],
    "pooling": ["flatten"],
    "published": {
        "description": (
            "Spectra of one second, every half, of each bipolar channel become tokens of one linear"
            " transformer, whose mean is the embedding. Pretrained on resting EEG of Massachusetts "
            "General Hospital (the checkpoint of 16 channels)."
        ),
        "recipe": {
            "checkpoint": "braindecode/biot-pretrained-prest-16chs on the Hugging Face hub; "
            "biot-pretrained-shhs-prest-18chs (SHHS too) and biot-pretrained-six-datasets-18chs "
            "(TUAB, TUEV, CHB-MIT, IIIC too) go with --trained-on"
        },
        "channels": {"order": BIPOLAR[:16]},
        "window": {"minS": 10, "maxS": 10},
        "pretraining": ["PREST"],
        "inputs": [Tensor("signal", "signal", ("batch", 16, 2000))],
        "outputs": [Tensor("embedding", "embedding", ("batch", 256))],
    },
}


class Encoder(torch.nn.Module):
    """The model with all channels at once, and its spectrogram as a product with a basis."""

    def __init__(self, model, outputs):
        super().__init__()
        encoder = model.encoder
        self.normalise, self.outputs = Percentile(), outputs
        self.spectrum, self.hop = RealSpectrum(encoder.n_fft), encoder.hop_length
        self.project, self.transformer = encoder.patch_embedding.projection, encoder.transformer
        self.head, self.length = model.final_layer, encoder.n_fft
        frames = (model.n_times - encoder.n_fft) // encoder.hop_length + 1
        tokens = encoder.channel_tokens.weight[encoder.index].unsqueeze(1)
        places = encoder.positional_encoding.pe[:, :frames]
        self.register_buffer("places", (tokens + places).detach())

    def forward(self, signal):
        frames = self.normalise(signal).unfold(-1, self.length, self.hop)
        x = self.project(self.spectrum(frames)) + self.places
        embedding = self.transformer(x.flatten(1, 2)).mean(1)
        return (embedding, self.head(embedding))[: self.outputs]


def export(model, config, args):
    channels, samples = config["n_chans"], config["n_times"]
    names = args.channels.split(",") if args.channels else BIPOLAR[:channels]
    outputs = [Tensor("embedding", "embedding", ("batch", model.embed_dim))]
    if args.tiny or args.labels:
        outputs.append(Tensor("logits", "logits", ("batch", config["n_outputs"])))

    def original(signal):
        near = torch.quantile(signal.abs(), 0.95, dim=-1, keepdim=True)
        x = signal / (near + 1e-8)
        return (model(x, return_features=True)["features"], model(x))[: len(outputs)]

    return Exported(
        graph=Encoder(model, len(outputs)),
        original=original,
        inputs=(Tensor("signal", "signal", ("batch", channels, samples)),),
        outputs=tuple(outputs),
        rate_hz=RATE_HZ,
        channels=names,
        samples=samples,
        facts={
            "channels": {"order": names},
            "window": {"minS": samples / RATE_HZ, "maxS": samples / RATE_HZ},
        },
    )


if __name__ == "__main__":
    run(Family("biot", builder(CLASS), export, TINY, CARD, PUBLISHED, ("final_layer.",)))
