# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "braindecode==1.8.1", "torch==2.15.0", "torchaudio==2.11.0", "numpy==2.4.6", "onnx==1.23.2",
#   "onnxscript==0.7.2", "onnxruntime==1.31.1", "pyarrow==26.0.1",
# ]
# ///
"""CBraMod (braindecode): an embedding of each channel and second, for any montage and length."""

import torch
from architectures import builder
from exported import Exported, Tensor
from normalise import Scale
from recipe import Family, run
from spectrum import RealSpectrum
from supervised import TEN_TWENTY

RATE_HZ, PATCH = 200, 200
CLASS = "CBraMod"
TINY = dict(
    n_layer=2, nhead=4, dim_feedforward=64, emb_dim=32, return_encoder_output=True,
    channels_kernel_stride_padding_norm=(
        (4, 49, 25, 24, (4, 4)), (4, 3, 1, 1, (4, 4)), (4, 3, 1, 1, (4, 4)),
    ),
)  # fmt: skip
PUBLISHED = dict(return_encoder_output=True)

CARD = {
    "title": "CBraMod",
    "paper": "arXiv:2412.07236",
    "licence": {"code": "BSD-3-Clause", "weights": "BSD-3-Clause", "redistributable": True},
    "rateHz": 200,
    "unit": "uV",
    "channels": {"any": True},
    "window": {"minS": 1, "maxS": 30},
    "patch": {"lengthS": 1},
    "scale": {"medianAbs": [0.2, 100]},
    "preprocessing": [
        {"bandpass": {"lowHz": 0.3, "highHz": 75}},
        {"notch": {"freqHz": 60}},
        {"resample": {"rateHz": 200}},
        "windows whose magnitude exceeds 100 uV were left out of pretraining",
        "in the graph: divided by 100 uV",
    ],
    "pooling": ["mean", "meanAll", "flatten"],
    "published": {
        "description": (
            "A masked-patch model of EEG with attention across channels and across seconds apart, "
            "pretrained on the Temple University corpus. Its authors fine-tune it: places are "
            "encoded by a convolution over the channels, so that frozen embeddings depend on their "
            "order."
        ),
        "recipe": {"checkpoint": "braindecode/cbramod-pretrained on the Hugging Face hub"},
        "pretraining": ["TUEG"],
        "masking": {"kind": "patch", "ratio": 0.5, "fill": "learned"},
        "inputs": [Tensor("signal", "signal", ("batch", "channel", "samples"))],
        "outputs": [Tensor("embedding", "embedding", ("batch", "channel", "time", 200))],
        "unverified": ["masking", "the range of windows left out"],
    },
}


class Encoder(torch.nn.Module):
    """The model, with the spectrum of a patch as a product with cosines and sines."""

    def __init__(self, model):
        super().__init__()
        self.model, self.scale = model, Scale(1 / 100)
        self.spectrum = RealSpectrum(PATCH)

    def forward(self, signal):
        embed = self.model.patch_embedding
        x = self.scale(signal).unflatten(-1, (-1, PATCH))
        waves = embed.proj_in(x.flatten(1, 2).unsqueeze(1))
        waves = waves.permute(0, 2, 1, 3).flatten(2).unflatten(1, x.shape[1:3])
        patches = waves + embed.spectral_proj(self.spectrum(x) / PATCH)
        places = embed.positional_encoding(patches.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
        return (self.model.proj_out(self.model.encoder(patches + places)),)


def export(model, config, args):
    depth = config.get("emb_dim", 200)
    names = args.channels.split(",") if args.channels else TEN_TWENTY[:8]
    return Exported(
        graph=Encoder(model),
        original=lambda x: (model(x / 100),),
        inputs=(Tensor("signal", "signal", ("batch", "channel", "samples")),),
        outputs=(Tensor("embedding", "embedding", ("batch", "channel", "time", depth)),),
        rate_hz=RATE_HZ,
        channels=names,
        samples=2 * PATCH,
        least_channels=3,
        other_samples=(PATCH, 4 * PATCH),
    )


if __name__ == "__main__":
    run(Family("cbramod", builder(CLASS), export, TINY, CARD, PUBLISHED, ("final_layer.",)))
