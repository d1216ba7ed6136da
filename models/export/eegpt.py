# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "braindecode==1.8.1", "torch==2.15.0", "torchaudio==2.11.0", "numpy==2.4.6", "onnx==1.23.2",
#   "onnxscript==0.7.2", "onnxruntime==1.31.1", "pyarrow==26.0.1", "pyyaml==6.0.3",
#   "safetensors==0.8.0",
# ]
# ///
"""EEGPT (braindecode): summary tokens of each quarter second, for channels it knows by name."""

import torch
from architectures import architecture, builder
from normalise import Scale
from recipe import Exported, Family, Tensor, run
from supervised import TEN_TWENTY

RATE_HZ = 256
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
    "paper": "doi:10.52202/079017-1239",
    "licence": {"code": "BSD-3-Clause", "weights": "MIT", "redistributable": True},
    "rateHz": 256,
    "unit": "uV",
    "scale": {"medianAbs": [0.2, 200]},
    "preprocessing": [
        {"reference": {"to": "average"}},
        {"resample": {"rateHz": 256}},
        "in the graph: divided by 1000, microvolts to millivolts",
    ],
    "pooling": ["mean", "flatten"],
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


def export(model, config, args):
    if config["chan_proj_type"] != "none" or model.target_encoder.patch_embed.apply_norm:
        raise SystemExit('only EEGPT without a projection of channels: --set chan_proj_type="none"')
    order = architecture("EEGPT_CHANNELS", "braindecode.models.eegpt")
    patch, stride = model.patch_size, model.patch_stride or model.patch_size
    names = args.channels.split(",") if args.channels else TEN_TWENTY[:8]
    samples = config["n_times"] if args.tiny else 4 * patch

    def original(signal, channel_ids):
        info = [{"ch_name": order[i]} for i in channel_ids[0]]
        sizes = {"n_chans": len(info), "chs_info": info, "n_times": signal.shape[-1]}
        same = architecture("EEGPT").from_config(config | sizes).eval()
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
            "channels": {"vocabulary": list(order)},
            "patch": {"samples": patch, "strideSamples": stride, "overlap": True},
            "window": {"minS": patch / RATE_HZ, "maxS": 16},
        },
    )


if __name__ == "__main__":
    run(Family("eegpt", builder("EEGPT"), export, TINY, CARD, PUBLISHED))
