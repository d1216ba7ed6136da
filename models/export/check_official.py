# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "braindecode==1.8.1", "numpy==2.4.6", "onnx==1.23.2", "onnxruntime==1.31.1", "pyarrow==26.0.1",
#   "torch==2.15.0", "transformers==4.57.1",
# ]
# ///
"""Compares the modules of the recipes with other implementations of the same published models.

The recipes hold modules of our own that take the official weights by name. Here they are compared,
with random weights, with what other packages have of them: torch's own transformer layer
(BrainBERT, Brain-JEPA), transformers' Nystromformer, ViT-MAE (BrainLM), GPT-2 (Neuro-GPT), Mamba
(FEMBA) and EnCodec (BrainOmni), braindecode's EEGConformer (Neuro-GPT), and with plainer code:
SwiFT's windows cut and shifted by views and rolls, BrainOmni's turns by complex numbers. A
developer's command; it writes nothing.

    python models/export/check_official.py
"""

import itertools

import torch
from torch import nn

import brain_jepa
import brainbert
import brainlm
import brainomni
import femba
import neurogpt
import swift
from attention import BLOCK, attend
from brainlm_layers import SeriesLayer
from brainomni_blocks import CrissCross
from brainomni_sources import seanet

TOLERANCE = 2e-5


def renamed(module, rules):
    """The weights of a module under other names, in order of the rules."""
    state = {}
    for name, value in module.state_dict().items():
        for old, new in rules:
            name = name.replace(old, new)
        state[name] = value
    return state


def report(name, mine, theirs):
    apart = float((mine - theirs).abs().max() / theirs.abs().max())
    print(f"{name}: {apart:.1e}")
    if not apart <= TOLERANCE:
        raise SystemExit(f"{name} differs")


def stirred(module):
    """Weights that are neither zero nor one anywhere."""
    for value in module.parameters():
        value.data += torch.randn_like(value) * 0.05
    for each in module.modules():
        if isinstance(each, nn.BatchNorm2d):
            each.running_mean.normal_()
            each.running_var.uniform_(0.5, 1.5)
    return module.eval()


def check_brainbert():
    mine = stirred(brainbert.Layer(16, 2, 32))
    theirs = nn.TransformerEncoderLayer(16, 2, 32, activation="gelu", batch_first=True).eval()
    theirs.load_state_dict(mine.state_dict(), strict=True)
    x = torch.randn(3, 11, 16)
    report("BrainBERT layer, torch", mine(x), theirs(x))


def check_brain_jepa():
    mine = stirred(brain_jepa.Block(16, 2, 11))
    theirs = nn.TransformerEncoderLayer(16, 2, 64, activation="gelu", batch_first=True,
                                        norm_first=True, layer_norm_eps=1e-6).eval()  # fmt: skip
    rules = [("attn.qkv.", "self_attn.in_proj_"), ("attn.proj", "self_attn.out_proj"),
             ("mlp.fc", "linear")]  # fmt: skip
    theirs.load_state_dict(renamed(mine, rules), strict=True)
    x = torch.randn(3, 11, 16)
    report("Brain-JEPA block, torch", mine(x), theirs(x))
    q, k, v = torch.randn(3, 1, 2, 2 * BLOCK + 50, 4)
    whole = nn.functional.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)
    report("attention by rows, torch", attend(q, k, v, tokens=q.shape[2]), whole)


def check_brainlm():
    from transformers import NystromformerConfig, ViTMAEConfig
    from transformers.models.nystromformer.modeling_nystromformer import NystromformerLayer
    from transformers.models.vit_mae.modeling_vit_mae import ViTMAEModel

    tokens, width = 41, 16
    mine = stirred(SeriesLayer(width, 2, 32, 5, tokens, lambda d: nn.LayerNorm(d, 1e-12)))
    config = NystromformerConfig(hidden_size=width, num_attention_heads=2, intermediate_size=32,
                                 conv_kernel_size=5, num_landmarks=64, segment_means_seq_len=64,
                                 hidden_act="gelu", layer_norm_eps=1e-12)  # fmt: skip
    theirs = NystromformerLayer(config).eval()
    theirs.load_state_dict(mine.state_dict(), strict=True)
    x = torch.randn(2, tokens, width)
    report("BrainLM 13M layer, transformers", mine(x), theirs(x)[0])

    size = brainlm.TINY["111m"]
    mine = stirred(brainlm.ImageModel(**size))
    config = ViTMAEConfig(hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
                          intermediate_size=32, image_size=48, patch_size=8, num_channels=3,
                          mask_ratio=0.0, layer_norm_eps=1e-12)  # fmt: skip
    theirs = ViTMAEModel(config).eval()
    theirs.load_state_dict(mine.state_dict(), strict=True)
    signal = torch.randn(2, 40, 40)
    image = nn.functional.pad(signal, (4, 4, 4, 4), value=-1)[:, None].expand(-1, 3, -1, -1)
    found = theirs(image, noise=torch.arange(36.0).expand(2, -1)).last_hidden_state
    tokens, summary = mine(signal)
    report("BrainLM ViT-MAE tokens, transformers", tokens.flatten(1, 2), found[:, 1:])
    report("BrainLM ViT-MAE summary, transformers", summary, found[:, 0])


def check_neurogpt():
    from braindecode.models import EEGConformer
    from transformers import GPT2Config, GPT2Model

    size = neurogpt.TINY
    mine = stirred(neurogpt.NeuroGpt(**size))
    theirs = EEGConformer(n_chans=8, n_times=256, n_outputs=2, n_filters_time=8, num_layers=2,
                          num_heads=2, return_features=False).eval()  # fmt: skip
    own = mine.encoder.state_dict()
    held = theirs.state_dict()
    pairs = [name for name in held if name.startswith(("patch_embedding", "transformer"))]
    given = dict(zip(sorted(pairs), sorted(own), strict=True))
    state = {name: own[given[name]] if name in given else held[name] for name in held}
    theirs.load_state_dict(state, strict=True)
    for each in mine.modules():
        if isinstance(each, neurogpt.Attention):
            # braindecode divides scores by the root of a head's width, Neuro-GPT by that of all.
            each.scale = (8 / each.heads) ** -0.5
    x = torch.randn(3, 8, 256)
    features = theirs.transformer(theirs.patch_embedding(x[:, None]))
    report("Neuro-GPT conformer, braindecode", mine.encoder(x[:, None]), features.flatten(1))

    config = GPT2Config(vocab_size=1, n_positions=16, n_embd=16, n_layer=2, n_head=2, n_inner=64,
                        activation_function="gelu_new")  # fmt: skip
    theirs = GPT2Model(config).eval()
    state = mine.decoder.transformer.state_dict() | {"wte.weight": torch.zeros(1, 16)}
    theirs.load_state_dict(state, strict=True)
    tokens = torch.randn(2, 8, 5, 256)
    embedding, context = mine(tokens)
    inner = mine.embedder.embed_model.model(embedding)
    report("Neuro-GPT context, transformers", context, theirs(inputs_embeds=inner)[0])


def check_femba():
    from transformers import MambaConfig
    from transformers.models.mamba.modeling_mamba import MambaMixer

    mine = stirred(femba.Mamba(24, 2, 33))
    config = MambaConfig(hidden_size=24, state_size=16, expand=2, conv_kernel=4, use_bias=False,
                         use_conv_bias=True, time_step_rank=2)  # fmt: skip
    theirs = MambaMixer(config, 0).eval()
    theirs.load_state_dict(mine.state_dict(), strict=True)
    x = torch.randn(2, 33, 24)
    report("FEMBA scan, transformers", mine(x), theirs.slow_forward(x))


def check_brainomni():
    from transformers import EncodecConfig
    from transformers.models.encodec.modeling_encodec import EncodecEncoder

    size = brainomni.TINY
    mine = stirred(seanet(size))
    config = EncodecConfig(audio_channels=1, num_filters=2, hidden_size=16, kernel_size=5,
                           last_kernel_size=5, upsampling_ratios=[4, 2], num_lstm_layers=2,
                           use_causal_conv=False, pad_mode="reflect", norm_type="weight_norm",
                           num_residual_layers=1, residual_kernel_size=3, dilation_growth_rate=2,
                           compress=2, use_conv_shortcut=True)  # fmt: skip
    theirs = EncodecEncoder(config).eval()
    rules = [(".conv.conv.", ".conv."), ("weight_g", "parametrizations.weight.original0"),
             ("weight_v", "parametrizations.weight.original1")]  # fmt: skip
    state = {f"layers.{name}": value for name, value in renamed(mine, rules).items()}
    theirs.load_state_dict(state, strict=True)
    x = torch.randn(3, 1, 64)
    mine.eval()
    report("BrainOmni convolutions, transformers", mine(x), theirs(x))
    block = stirred(CrissCross(24, 4))
    x = torch.randn(2, 5, 7, 24)
    report("BrainOmni block, complex numbers", block(x), turned_block(block, x))


def turned_block(block, x):
    """A block of BrainOmni as it is published: complex turns, spatial half in front."""

    def looked(attention, x, turns=None):
        q, k, v = (
            each.unflatten(-1, (attention.heads, -1)) for each in attention.qkv(x).chunk(3, -1)
        )
        if turns is not None:
            q, k = (
                torch.view_as_complex(each.reshape(*each.shape[:-1], -1, 2).contiguous())
                for each in (q, k)
            )
            turns = turns[: x.shape[1]].unflatten(-1, (attention.heads, -1))
            q, k = (torch.view_as_real(each * turns).flatten(3) for each in (q, k))
        q, k, v = (each.transpose(1, 2) for each in (q, k, v))
        return attention.proj(
            nn.functional.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)
        )

    half = x.shape[-1] // 2
    rates = 10000 ** (-torch.arange(0, half, 2) / half)
    angles = torch.outer(torch.arange(240.0), rates)
    turns = torch.polar(torch.ones_like(angles), angles)
    y = nn.functional.rms_norm(x, x.shape[-1:], block.pre_attn_norm.weight, 1e-6)
    time = torch.stack([looked(block.time_attn, each, turns) for each in y[..., :half]])
    space = torch.stack(
        [looked(block.spatial_attn, each.transpose(0, 1)) for each in y[..., half:]]
    )
    x = x + torch.cat([space.transpose(1, 2), time], -1)
    y = nn.functional.rms_norm(x, x.shape[-1:], block.pre_ff_norm.weight, 1e-6)
    return x + block.ff.layer[2](nn.functional.selu(block.ff.layer[0](y)))


class ViewedBlock(nn.Module):
    """A block of SwiFT as it is published: windows by views of ten axes, shifts by rolls."""

    def __init__(self, block, grid, window, shift):
        super().__init__()
        self.block, self.grid = block, grid
        self.window, self.shift = swift.clamped(grid, window, shift)

    def cut(self, x):
        pairs = [each for n, w in zip(self.grid, self.window) for each in (n // w, w)]
        x = x.reshape(x.shape[0], *pairs, -1).permute(0, 1, 3, 5, 7, 2, 4, 6, 8, 9)
        return x.flatten(5, 8).flatten(0, 4)

    def joined(self, x, batch):
        counts = [n // w for n, w in zip(self.grid, self.window)]
        x = x.reshape(batch, *counts, *self.window, -1).permute(0, 1, 5, 2, 6, 3, 7, 4, 8, 9)
        return x.reshape(batch, *self.grid, -1)

    def mask(self):
        regions = torch.zeros(1, *self.grid, 1)
        slices = [
            (slice(-w), slice(-w, -s), slice(-s, None)) for w, s in zip(self.window, self.shift)
        ]
        for number, place in enumerate(itertools.product(*slices)):
            regions[(0, *place)] = number
        flat = self.cut(regions)[..., 0]
        return torch.where(flat[:, None] != flat[:, :, None], -100.0, 0.0)

    def forward(self, x):
        batch = x.shape[0]
        y = self.block.norm1(x).unflatten(1, self.grid)
        moved = any(self.shift)
        if moved:
            y = y.roll([-s for s in self.shift], (1, 2, 3, 4))
        y = self.cut(y)
        q, k, v = (
            self.block.attn.qkv(y)
            .reshape(*y.shape[:2], 3, self.block.heads, -1)
            .permute(2, 0, 3, 1, 4)
        )
        scores = q @ k.transpose(-2, -1) * q.shape[-1] ** -0.5
        if moved:
            mask = self.mask()
            scores = scores.unflatten(0, (batch, len(mask))) + mask[None, :, None]
            scores = scores.flatten(0, 1)
        y = self.block.attn.proj((scores.softmax(-1) @ v).transpose(1, 2).flatten(2))
        y = self.joined(y, batch)
        if moved:
            y = y.roll(list(self.shift), (1, 2, 3, 4))
        x = x + y.flatten(1, 4)
        return x + self.block.mlp.linear2(
            nn.functional.gelu(self.block.mlp.linear1(self.block.norm2(x)))
        )


def check_swift():
    for grid, window, shift in (
        ([4, 6, 4, 8], [2, 2, 4, 4], [1, 1, 2, 2]),
        ([4, 4, 4, 4], [2, 2, 2, 2], [1, 1, 1, 1]),
        ([2, 2, 2, 6], [4, 4, 4, 2], [0, 0, 0, 0]),
    ):
        mine = stirred(swift.Block(8, 2, grid, window, shift))
        x = torch.randn(2, int(torch.tensor(grid).prod()), 8)
        report(
            f"SwiFT block {grid}, views and rolls",
            mine(x),
            ViewedBlock(mine, grid, window, shift)(x),
        )
    size = swift.TINY
    mine = stirred(swift.Swift(**size))
    volumes = torch.randn(2, 1, *size["image"])
    patches = volumes.reshape(2, 8, 2, 8, 2, 8, 2, 4).permute(0, 1, 3, 5, 7, 2, 4, 6).flatten(5)
    x = mine.patch_embed.fc(patches)
    seen = []
    mine.layers[0].register_forward_pre_hook(lambda _, args: seen.append(args[0]))
    mine(volumes)
    report("SwiFT patches, views", seen[0], mine.pos_embeds[0](x.flatten(1, 4)))


def main():
    torch.manual_seed(0)
    torch.set_num_threads(1)
    with torch.inference_mode(False), torch.no_grad():
        for check in (check_brainbert, check_brain_jepa, check_brainlm, check_neurogpt, check_femba,
                      check_brainomni, check_swift):  # fmt: skip
            check()


if __name__ == "__main__":
    main()
