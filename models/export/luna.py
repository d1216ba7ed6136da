# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "braindecode==1.8.1", "torch==2.15.0", "torchaudio==2.11.0", "numpy==2.4.6", "onnx==1.23.2",
#   "onnxscript==0.7.2", "onnxruntime==1.31.1", "pyarrow==26.0.1",
# ]
# ///
"""LUNA (braindecode): an embedding of each patch, for any channels whose places are known."""

import torch
from architectures import builder
from exported import Exported, Tensor
from normalise import ZScore
from places import places, with_table
from recipe import Family, run
from spectrum import PolarSpectrum
from supervised import TEN_TWENTY

RATE_HZ = 256
CLASS = "LUNA"
TINY = dict(
    n_chans=19, n_outputs=2, n_times=480, sfreq=256, embed_dim=16, num_queries=2, depth=1,
    num_heads=2, mlp_ratio=1.0,
)  # fmt: skip
PUBLISHED = dict(n_chans=22, n_outputs=0, n_times=1280, sfreq=256)

CARD = {
    "title": "LUNA",
    "paper": "arXiv:2510.22257",
    "licence": {
        "code": "Apache-2.0",
        "weights": "CC-BY-ND-4.0",
        "redistributable": False,
        "pull": "forbidden",
    },
    "rateHz": 256,
    "unit": "uV",
    "channels": {"montage": "10-05"},
    "scale": {"medianAbs": [0.2, 500]},
    "preprocessing": [
        {"bandpass": {"lowHz": 0.1, "highHz": 75}},
        {"notch": {"freqHz": 60}},
        {"resample": {"rateHz": 256}},
        "in the graph: z-score of each channel over the window; places to 0..1 over the channels",
    ],
    "pooling": ["mean", "flatten"],
    "published": {
        "description": (
            "Learned queries gather the channels of each patch of 40 samples into one vector, "
            "whatever their number and places; a transformer over time follows. Base size. Places "
            "are computed on a sphere from the names of the channels; those of the pretraining are "
            "a template head's, which differ by some degrees."
        ),
        "recipe": {
            "checkpoint": "PulpBio/LUNA on the Hugging Face hub, Base/LUNA_base.safetensors"
        },
        "positions": {"frame": "unitSphere", "columns": 3, "unit": "1"},
        "patch": {"samples": 40},
        "window": {"minS": 40 / 256, "maxS": 30},
        "pretraining": ["TUEG", "Siena"],
        "masking": {"kind": "patch", "ratio": 0.5, "fill": "learned"},
        "inputs": [
            Tensor("signal", "signal", ("batch", "channel", "samples")),
            Tensor("pos", "pos", ("batch", "channel", 3)),
        ],
        "outputs": [Tensor("embedding", "embedding", ("batch", "time", 256))],
    },
}


class Encoder(torch.nn.Module):
    def __init__(self, model, outputs):
        super().__init__()
        self.model, self.outputs, self.z = model, outputs, ZScore()
        self.spectrum = PolarSpectrum(model.patch_size)
        freqs = model.embed_dim // 6
        self.spare = model.embed_dim - 6 * freqs
        self.register_buffer("bands", 2.0 ** torch.arange(freqs))

    def placed(self, pos):
        """An embedding of each channel's place: [batch, channel, D]."""
        low, high = pos.amin(1, keepdim=True), pos.amax(1, keepdim=True)
        angles = ((pos - low) / (high - low + 1e-8)).unsqueeze(-2) * self.bands[:, None]
        waves = torch.stack([torch.sin(angles), torch.cos(angles)], -1).flatten(2)
        return self.model.channel_location_embedder(torch.nn.functional.pad(waves, (0, self.spare)))

    def forward(self, signal, pos):
        model = self.model
        x = self.z(signal).unflatten(-1, (-1, model.patch_size))
        shape = x.shape[1:3]
        waves = model.patch_embed.proj_in(x.flatten(1, 2).unsqueeze(1))
        waves = waves.permute(0, 2, 3, 1).flatten(2).unflatten(1, shape)
        tokens = waves + model.freq_embed.frequency_to_embed(self.spectrum(x))
        tokens = tokens + self.placed(pos).unsqueeze(2)
        unified, _ = model.cross_attn(tokens.transpose(1, 2).flatten(0, 1))
        latent = unified.flatten(1).unflatten(0, (-1, shape[1]))
        for block in model.blocks:
            latent = block(latent)
        latent = model.norm(latent)
        return (latent, model.final_layer(latent)) if self.outputs > 1 else (latent,)


def export(model, config, args):
    patch, width = model.patch_size, model.embed_dim * model.num_queries
    names = args.channels.split(",") if args.channels else TEN_TWENTY[:8]
    outputs = [Tensor("embedding", "embedding", ("batch", "time", width))]
    if model.num_classes > 0 and (args.tiny or args.labels):
        outputs.append(Tensor("logits", "logits", ("batch", model.num_classes)))
    z = ZScore()

    def original(signal, pos):
        seen = []
        hook = model.norm.register_forward_hook(lambda *_: seen.append(_[2]))
        ids = torch.zeros(signal.shape[:2], dtype=torch.long)
        found = model(z(signal), channel_locations=pos, channel_names=ids)
        hook.remove()
        return (seen[0], found)[: len(outputs)]

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
        samples=12 * patch,
        least_channels=3,
        other_samples=(2 * patch, 32 * patch),
        feed=lambda case, chosen: (places(chosen).expand(case.batch, -1, -1),),
        facts={
            "positions": {"frame": "unitSphere", "columns": 3, "unit": "1"},
            "patch": {"samples": patch},
            "window": {"minS": patch / RATE_HZ, "maxS": 30},
        },
    )
    return with_table(exported, args.positions) if args.positions else exported


if __name__ == "__main__":
    run(
        Family(
            "luna",
            builder(CLASS),
            export,
            TINY,
            CARD,
            PUBLISHED,
            ("final_layer.", "decoder_head.", "channel_emb.", "mask_token"),
        )
    )
