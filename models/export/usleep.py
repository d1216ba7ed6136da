# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "braindecode==1.8.1", "torch==2.15.0", "torchaudio==2.11.0", "numpy==2.4.6", "onnx==1.23.2",
#   "onnxscript==0.7.2", "onnxruntime==1.31.1", "pyarrow==26.0.1",
# ]
# ///
"""U-Sleep (braindecode): the mean of its per-sample features over the window, and stages."""

import torch
from architectures import builder
from recipe import Family, run
from supervised import export_classifier, into

TINY = dict(n_chans=2, n_outputs=5, n_times=512, sfreq=128, depth=4, n_time_filters=4)

CARD = {
    "title": "U-Sleep",
    "paper": "doi:10.1038/s41746-021-00440-5",
    "licence": {
        "code": "BSD-3-Clause",
        "weights": "of whoever trained them",
        "redistributable": False,
    },
    "scale": {"medianAbs": [0.2, 500]},
    "preprocessing": [
        "one EEG and one EOG channel, no band-pass, as published (two EEG channels at test size)",
        "resample to 128 Hz",
        "in the graph: z-score of each channel over the window, in place of the robust scaling of "
        "the whole recording published",
    ],
}


class Features(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x):
        model, kept = self.model, []
        for block in model.encoder_blocks:
            x, skip = block(x)
            kept.append(skip)
        x = model.bottom(x)
        for block in model.decoder_blocks:
            x = block(x, kept.pop())
        features = model.clf(x)
        return features.flatten(1), model.final_layer(features).flatten(1)


def export(model, config, args):
    def original(x):
        logits, (features,) = into(model, model.final_layer, lambda each: each(x))
        return features.flatten(1), logits.flatten(1)

    return export_classifier(model, config, args, Features(model), original)


if __name__ == "__main__":
    run(Family("usleep", builder("USleep"), export, TINY, CARD))
