# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "braindecode==1.8.1", "torch==2.15.0", "torchaudio==2.11.0", "numpy==2.4.6", "onnx==1.23.2",
#   "onnxscript==0.7.2", "onnxruntime==1.31.1", "pyarrow==26.0.1",
# ]
# ///
"""ATCNet (braindecode): attention and causal convolutions over shifted windows, and logits."""

import torch
from architectures import builder
from recipe import Family, run
from supervised import export_classifier, into

TINY = dict(
    n_chans=19, n_outputs=2, n_times=250, sfreq=125, conv_block_n_filters=4,
    conv_block_kernel_length_1=32, conv_block_kernel_length_2=8, conv_block_pool_size_1=4,
    conv_block_pool_size_2=4, n_windows=3, head_dim=4, num_heads=2,
)  # fmt: skip

CARD = {
    "title": "ATCNet",
    "paper": "doi:10.1109/TII.2022.3197419",
    "licence": {
        "code": "BSD-3-Clause",
        "weights": "of whoever trained them",
        "redistributable": False,
    },
    "scale": {"medianAbs": [0.2, 500]},
    "preprocessing": [
        "no band-pass, as published",
        "resample to 250 Hz (125 Hz at test size)",
        "in the graph: z-score of each channel over the window, in place of the training set's",
    ],
}


def attention(block, x):
    """Attention over time with the heads on an axis of their own: [batch, features, time]."""
    steps = x.transpose(1, 2)
    normed, mha = block.ln(steps), block.mha
    heads = [
        layer(normed).unflatten(-1, (-1, mha.head_dim)).transpose(1, 2)
        for layer in (mha.fc_q, mha.fc_k, mha.fc_v)
    ]
    mixed = torch.nn.functional.scaled_dot_product_attention(*heads)
    return (steps + mha.fc_o(mixed.transpose(1, 2).flatten(2))).transpose(1, 2)


class Features(torch.nn.Module):
    """The last step of every shifted window, side by side; logits are their mean."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x):
        model = self.model
        whole = model.conv_block(model.dimshuffle(model.ensuredims(x))).flatten(2)
        parts = [
            tcn(attention(block, whole[..., i : i + model.Tw]))[..., -1]
            for i, (block, tcn) in enumerate(
                zip(model.attention_blocks, model.temporal_conv_nets, strict=True)
            )
        ]
        features = torch.cat(parts, 1)
        if model.concat:
            return features, model.final_layer[0](features)
        each = [layer(part) for layer, part in zip(model.final_layer, parts, strict=True)]
        return features, torch.stack(each).mean(0)


def export(model, config, args):
    last = model.final_layer

    def original(x):
        logits, _ = into(model, last, lambda each: each(x))
        seen = [into(model, layer, lambda each: each(x))[1][0] for layer in last]
        return torch.cat(seen, 1), logits

    return export_classifier(model, config, args, Features(model), original)


if __name__ == "__main__":
    run(Family("atcnet", builder("ATCNet"), export, TINY, CARD))
