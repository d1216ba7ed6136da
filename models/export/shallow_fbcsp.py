# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "braindecode==1.8.1", "torch==2.15.0", "torchaudio==2.11.0", "numpy==2.4.6", "onnx==1.23.2",
#   "onnxscript==0.7.2", "onnxruntime==1.31.1", "pyarrow==26.0.1",
# ]
# ///
"""ShallowFBCSPNet (braindecode): log band power of learned filters, and logits."""

import torch
from architectures import builder
from recipe import Family, run
from supervised import export_classifier, into

TINY = dict(
    n_chans=19, n_outputs=2, n_times=250, sfreq=125, n_filters_time=8, filter_time_length=15,
    n_filters_spat=8, pool_time_length=40, pool_time_stride=20,
)  # fmt: skip

CARD = {
    "title": "ShallowFBCSPNet",
    "paper": "doi:10.1002/hbm.23730",
    "licence": {
        "code": "BSD-3-Clause",
        "weights": "of whoever trained them",
        "redistributable": False,
    },
    "scale": {"medianAbs": [0.2, 500]},
    "preprocessing": [
        "bandpass within 4 to 38 Hz, as published",
        "resample to 250 Hz (125 Hz at test size)",
        "in the graph: z-score of each channel over the window, in place of the moving one",
    ],
}


class Features(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        *body, self.head = model.children()
        self.body = torch.nn.Sequential(*body)

    def forward(self, x):
        features = self.body(x)
        return features.flatten(1), self.head(features)


def export(model, config, args):
    def original(x):
        logits, (features,) = into(model, model.final_layer, lambda each: each(x))
        return features.flatten(1), logits

    return export_classifier(model, config, args, Features(model), original)


if __name__ == "__main__":
    run(Family("shallow-fbcsp", builder("ShallowFBCSPNet"), export, TINY, CARD))
