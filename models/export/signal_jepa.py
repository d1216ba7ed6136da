# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "braindecode==1.8.1", "torch==2.15.0", "torchaudio==2.11.0", "numpy==2.4.6", "onnx==1.23.2",
#   "onnxscript==0.7.2", "onnxruntime==1.31.1", "pyarrow==26.0.1",
# ]
# ///
"""SignalJEPA (braindecode): an embedding of each channel and second, for channels it knows."""

import torch
from architectures import architecture, builder
from exported import Exported, Tensor
from recipe import Family, run
from supervised import TEN_TWENTY

RATE_HZ = 128
VOCABULARY = (
    "Fp1 Fp2 F7 F3 Fz F4 F8 FC5 FC1 FC2 FC6 T7 C3 Cz C4 T8 TP9 CP5 CP1 CP2 CP6 TP10 P7 P3 Pz P4 P8 "
    "PO9 O1 Oz O2 PO10 FC3 FC4 C5 C1 C2 C6 CP3 CPz CP4 P1 P2 POz FT9 FTT9h TTP7h TP7 TPP9h FT10 "
    "FTT10h TPP8h TP8 TPP10h F9 F10 AF7 AF3 AF4 AF8 PO3 PO4"
).split()
CLASS = "SignalJEPA"
TINY = dict(
    sfreq=128, n_times=512, channel_embedding="pretrain_aligned",
    feature_encoder__conv_layers_spec=[(8, 32, 8), (12, 4, 4), (16, 4, 4)],
    pos_encoder__spat_dim=6, pos_encoder__time_dim=10, transformer__d_model=16,
    transformer__num_encoder_layers=1, transformer__num_decoder_layers=1, transformer__nhead=4,
)  # fmt: skip
PUBLISHED = dict(sfreq=128, n_times=2048, channel_embedding="pretrain_aligned")

CARD = {
    "title": "Signal-JEPA",
    "paper": "doi:10.3217/978-3-99161-014-4-003",
    "licence": {"code": "BSD-3-Clause", "weights": "BSD-3-Clause", "redistributable": True},
    "rateHz": 128,
    "unit": "uV",
    "scale": {"medianAbs": [0.2, 200]},
    "preprocessing": [
        {"bandpass": {"lowHz": 0.5, "highHz": 40}},
        {"resample": {"rateHz": 128}},
    ],
    "pooling": ["mean", "meanAll", "flatten"],
    "published": {
        "description": (
            "Convolutions make a vector of every channel and second, a transformer over all of them"
            " gives the embedding; pretrained to predict the embeddings of regions of the head that"
            " were masked, on 62 channels."
        ),
        "recipe": {"checkpoint": "braindecode/signal-jepa on the Hugging Face hub"},
        "channels": {"vocabulary": VOCABULARY},
        "window": {"minS": 2, "maxS": 60},
        "pretraining": ["Lee2019"],
        "masking": {"kind": "regions of the head"},
        "inputs": [
            Tensor("signal", "signal", ("batch", "channel", "samples")),
            Tensor("channelIds", "channelIds", ("batch", "channel"), "int64"),
        ],
        "outputs": [Tensor("embedding", "embedding", ("batch", "channel", "time", 64))],
        "unverified": ["the licence of the weights"],
    },
}


class Encoder(torch.nn.Module):
    """The model for any of its channels, by their numbers, and any length."""

    def __init__(self, model, steps):
        super().__init__()
        _, *convolutions, _ = model.feature_encoder
        self.local = torch.nn.Sequential(*convolutions)
        self.places = model.pos_encoder.pos_encoder_spat
        self.context = model.transformer.encoder
        model.pos_encoder._check_encoding_time(steps)
        self.register_buffer("times", model.pos_encoder.encoding_time[:steps].clone())
        self.rest = model.feature_encoder.emb_dim - self.places.embedding_dim - self.times.shape[1]

    def forward(self, signal, channelIds):  # noqa: N803
        local = self.local(signal.flatten(0, 1).unsqueeze(1)).transpose(1, 2)
        local = local.unflatten(0, signal.shape[:2])
        shape = local.shape[1:3]
        places = self.places(channelIds).unsqueeze(2).expand(-1, -1, shape[1], -1)
        times = self.times[: shape[1]].expand(local.shape[0], shape[0], -1, -1)
        both = torch.cat([places, times], -1)
        if self.rest > 0:
            both = torch.nn.functional.pad(both, (0, self.rest))
        return (self.context((local + both).flatten(1, 2)).unflatten(1, shape),)


def export(model, config, args):
    if config["channel_embedding"] != "pretrain_aligned":
        raise SystemExit("only Signal-JEPA with its own channels (pretrain_aligned) is exported")
    known = architecture("_PRETRAIN_CHS_INFO", "braindecode.models.signal_jepa")
    order = [each["ch_name"] for each in known]
    if order != VOCABULARY:
        raise SystemExit("braindecode has other channels than this recipe")
    if [each["ch_name"] for each in config.get("chs_info") or known] != order:
        raise SystemExit("only the checkpoint with all its channels is exported")
    rate = config["sfreq"]
    longest_s = 10 if args.tiny else 60
    steps = model.feature_encoder.n_times_out(int(longest_s * rate))
    names = args.channels.split(",") if args.channels else TEN_TWENTY[:8]
    depth = model.feature_encoder.emb_dim

    def original(signal, channel_ids):
        info = [known[i] for i in channel_ids[0]]
        same = builder(CLASS)(config | {"chs_info": info}).eval()
        same.load_state_dict(model.state_dict())
        return (same(signal).unflatten(1, (signal.shape[1], -1)),)

    return Exported(
        graph=Encoder(model, steps),
        original=original,
        inputs=(
            Tensor("signal", "signal", ("batch", "channel", "samples")),
            Tensor("channelIds", "channelIds", ("batch", "channel"), "int64"),
        ),
        outputs=(Tensor("embedding", "embedding", ("batch", "channel", "time", depth)),),
        rate_hz=rate,
        channels=names,
        samples=512,
        least_channels=3,
        other_samples=(256, 1000),
        feed=lambda case, chosen: (
            torch.tensor([[order.index(name) for name in chosen]] * case.batch),
        ),
        facts={
            "channels": {"vocabulary": VOCABULARY},
            "window": {"minS": 2, "maxS": longest_s},
        },
    )


if __name__ == "__main__":
    run(Family("signal-jepa", builder(CLASS), export, TINY, CARD, PUBLISHED, ("final_layer.",)))
