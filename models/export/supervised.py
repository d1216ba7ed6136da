"""What recipes of networks that are trained from the start with their classes have in common."""

import torch
from exported import Exported, Tensor
from normalise import ZScore

TEN_TWENTY = (
    "Fp1 Fp2 F7 F3 Fz F4 F8 T7 C3 Cz C4 T8 P7 P3 Pz P4 P8 O1 O2"
).split()  # fmt: skip


def into(model, layer, run):
    """What enters a layer when the model runs: one tensor for each of its calls, and the output."""
    seen = []
    hook = layer.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    try:
        return run(model), seen
    finally:
        hook.remove()


def export_classifier(model, config, args, network, original):
    """Features before the classifier, flattened [batch, D], and the logits.

    The graph takes microvolts; each channel of a window is z-scored in it.
    """
    names = args.channels.split(",") if args.channels else TEN_TWENTY[: config["n_chans"]]
    if len(names) != config["n_chans"]:
        raise SystemExit(f"{config['n_chans']} channels need as many names (--channels)")
    z, samples = ZScore(), config["n_times"]
    with torch.inference_mode():
        width = original(z(torch.randn(2, len(names), samples)))[0].shape[1]
    rate = float(config["sfreq"])
    logits = args.tiny or args.labels
    labels = (
        args.labels.split(",")
        if args.labels
        else [f"class {i + 1}" for i in range(config["n_outputs"])]
    )
    outputs = [Tensor("embedding", "embedding", ("batch", width))]
    if logits:
        outputs.append(Tensor("logits", "logits", ("batch", config["n_outputs"])))
    keep = len(outputs)
    return Exported(
        graph=Classifier(z, network, keep),
        original=lambda x: original(z(x))[:keep],
        inputs=(Tensor("signal", "signal", ("batch", len(names), samples)),),
        outputs=tuple(outputs),
        rate_hz=rate,
        channels=names,
        samples=samples,
        facts={
            "rateHz": rate,
            "unit": "uV",
            "channels": {"order": names},
            "window": {"minS": samples / rate, "maxS": samples / rate},
            "pooling": ["flatten"],
            **({"head": {"type": "classifier", "labels": labels}} if logits else {}),
        },
    )


class Classifier(torch.nn.Module):
    def __init__(self, normalise, network, outputs):
        super().__init__()
        self.normalise, self.network, self.outputs = normalise, network, outputs

    def forward(self, x):
        return self.network(self.normalise(x))[: self.outputs]
