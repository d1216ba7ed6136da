# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "braindecode==1.8.1", "torch==2.15.0", "torchaudio==2.11.0", "numpy==2.4.6", "onnx==1.23.2",
#   "onnxscript==0.7.2", "onnxruntime==1.31.1", "pyarrow==26.0.1",
# ]
# ///
"""EEGConformer (braindecode): convolutions, then attention over time; features and logits."""

import torch
from architectures import builder
from recipe import Family, run
from supervised import export_classifier, into

TINY = dict(
    n_chans=19, n_outputs=2, n_times=250, sfreq=125, n_filters_time=16, filter_time_length=13,
    pool_time_length=38, pool_time_stride=19, num_layers=2, num_heads=4,
)  # fmt: skip

CARD = {
    "title": "EEG Conformer",
    "paper": "doi:10.1109/TNSRE.2022.3230250",
    "licence": {
        "code": "BSD-3-Clause",
        "weights": "of whoever trained them",
        "redistributable": False,
    },
    "scale": {"medianAbs": [0.2, 500]},
    "preprocessing": [
        "bandpass within 4 to 40 Hz, as published",
        "resample to 250 Hz (125 Hz at test size)",
        "in the graph: z-score of each channel over the window, in place of the training set's",
    ],
}


class Features(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x):
        tokens = self.model.transformer(self.model.patch_embedding(x.unsqueeze(1)))
        features = self.model.fc(tokens)
        return features, self.model.final_layer(features)


def export(model, config, args):
    def original(x):
        logits, (features,) = into(model, model.final_layer, lambda each: each(x))
        return features, logits

    return export_classifier(model, config, args, Features(model), original)


if __name__ == "__main__":
    run(Family("eeg-conformer", builder("EEGConformer"), export, TINY, CARD))
