# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "braindecode==1.8.1", "torch==2.15.0", "torchaudio==2.11.0", "numpy==2.4.6", "onnx==1.23.2",
#   "onnxscript==0.7.2", "onnxruntime==1.31.1", "pyarrow==26.0.1",
# ]
# ///
"""EEGPT (braindecode): summary tokens of each quarter second, for channels it knows by name."""

import torch
from architectures import architecture, builder
from exported import Exported, Tensor
from normalise import Scale
from recipe import Family, run
from supervised import TEN_TWENTY

RATE_HZ = 256
VOCABULARY = (
    "FP1 FPZ FP2 AF7 AF3 AF4 AF8 F7 F5 F3 F1 FZ F2 F4 F6 F8 FT7 FC5 FC3 FC1 FCZ FC2 FC4 FC6 FT8 "
    "T7 C5 C3 C1 CZ C2 C4 C6 T8 TP7 CP5 CP3 CP1 CPZ CP2 CP4 CP6 TP8 P7 P5 P3 P1 PZ P2 P4 P6 P8 "
    "PO7 PO5 PO3 POZ PO4 PO6 PO8 O1 OZ O2"
).split()
CLASS = "EEGPT"
TINY = dict(
    n_chans=19, n_outputs=2, n_times=512, sfreq=256, embed_dim=32, embed_num=2, depth=2,
    num_heads=4, mlp_ratio=1, chan_proj_type="none", return_encoder_output=True,
)  # fmt: skip
PUBLISHED = dict(
    n_chans=19, n_outputs=0, n_times=1024, sfreq=256, chan_proj_type="none",
    return_encoder_output=True,
)  # fmt: skip

CARD = {
    "title": "EEGPT",
    "paper": "https://proceedings.neurips.cc/paper_files/paper/2024/file/"
    "4540d267eeec4e5dbd9dae9448f0b739-Paper-Conference.pdf",
    "licence": {"code": "BSD-3-Clause", "weights": "BSD-3-Clause", "redistributable": True},
    "rateHz": 256,
    "unit": "uV",
    "scale": {"medianAbs": [0.2, 200]},
    "preprocessing": [
        {"reference": {"to": "average"}},
        {"resample": {"rateHz": 256}},
        "in the graph: divided by 1000, microvolts to millivolts",
    ],
    "pooling": ["mean", "flatten"],
    "published": {
        "description": (
            "A transformer over the channels of a quarter of a second, whose summary tokens are the"
            " embedding of that quarter; pretrained by masked reconstruction and by alignment with "
            "a slow copy of itself."
        ),
        "recipe": {"checkpoint": "braindecode/eegpt-pretrained on the Hugging Face hub"},
        "channels": {"vocabulary": VOCABULARY},
        "patch": {"samples": 64, "strideSamples": 32, "overlap": True},
        "window": {"minS": 0.25, "maxS": 16},
        "pretraining": ["eegmmidb", "TSU Benchmark", "SEED", "M3CV", "High-Gamma"],
        "masking": {"kind": "half of the times, four fifths of the channels"},
        "inputs": [
            Tensor("signal", "signal", ("batch", "channel", "samples")),
            Tensor("channelIds", "channelIds", ("batch", "channel"), "int64"),
        ],
        "unverified": ["the licence of the weights"],
        "outputs": [Tensor("embedding", "embedding", ("batch", "time", 4, 512))],
    },
}


class Encoder(torch.nn.Module):
    """The encoder for any of its channels, by their numbers, and any number of patches."""

    def __init__(self, model):
        super().__init__()
        self.encoder, self.scale = model.target_encoder, Scale(1 / 1000)

    def forward(self, signal, channelIds):  # noqa: N803
        encoder = self.encoder
        waves = encoder.patch_embed.proj(self.scale(signal).unsqueeze(1))
        patches = waves.permute(0, 3, 2, 1)
        patches = patches + encoder.chan_embed(channelIds).unsqueeze(1)
        steps = patches.shape[1]
        channels = patches.flatten(0, 1)
        summary = encoder.summary_token.expand(channels.shape[0], -1, -1)
        tokens = torch.cat([channels, summary], 1)
        for block in encoder.blocks:
            tokens = block(tokens)
        tokens = encoder.norm(tokens[:, -encoder.embed_num :])
        return (tokens.unflatten(0, (-1, steps)),)


def build(config):
    """The model without its projection of channels and its probe, which are for fine-tuning."""
    plain = {"chan_proj_type": "none", "return_encoder_output": True}
    return builder(CLASS)(config | plain)


def export(model, config, args):
    if model.target_encoder.patch_embed.apply_norm:
        raise SystemExit("only EEGPT with patches by convolution, as published, is exported")
    order = architecture("EEGPT_CHANNELS", "braindecode.models.eegpt")
    if list(order) != VOCABULARY:
        raise SystemExit("braindecode has other channels than this recipe")
    patch, stride = model.patch_size, model.patch_stride or model.patch_size
    names = args.channels.split(",") if args.channels else TEN_TWENTY[:8]
    samples = config["n_times"] if args.tiny else 4 * patch

    def original(signal, channel_ids):
        info = [{"ch_name": order[i]} for i in channel_ids[0]]
        sizes = {"n_chans": len(info), "chs_info": info, "n_times": signal.shape[-1]}
        same = build(config | sizes).eval()
        state = {key: value for key, value in model.state_dict().items() if key != "chans_id"}
        same.load_state_dict(state | {"chans_id": same.chans_id})
        return (same(signal / 1000),)

    return Exported(
        graph=Encoder(model),
        original=original,
        inputs=(
            Tensor("signal", "signal", ("batch", "channel", "samples")),
            Tensor("channelIds", "channelIds", ("batch", "channel"), "int64"),
        ),
        outputs=(
            Tensor("embedding", "embedding", ("batch", "time", model.embed_num, model.embed_dim)),
        ),
        rate_hz=RATE_HZ,
        channels=names,
        samples=samples,
        least_channels=3,
        other_samples=(patch, 2 * patch),
        feed=lambda case, chosen: (
            torch.tensor([[order.index(name.upper()) for name in chosen]] * case.batch),
        ),
        facts={
            "channels": {"vocabulary": VOCABULARY},
            "patch": {"samples": patch, "strideSamples": stride, "overlap": True},
            "window": {"minS": patch / RATE_HZ, "maxS": 16},
        },
    )


if __name__ == "__main__":
    run(
        Family(
            "eegpt",
            build,
            export,
            TINY,
            CARD,
            PUBLISHED,
            ("final_layer.", "chan_proj.", "chans_id"),
        )
    )
