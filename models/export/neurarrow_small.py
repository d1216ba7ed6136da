"""Builds models/neurarrow-small from a checkpoint of models/train/train.py.

    python3 -m pip install torch==2.11.0 numpy==2.4.6 onnx==1.23.2 onnxruntime==1.31.1 pyarrow==26.0.1
    python3 models/export/neurarrow_small.py WORK

WORK is the folder of the training. The graph takes tokens [batch, channel, time, 128] in microvolt
at 128 Hz and pos [batch, channel, 3] on the unit sphere, and gives code [batch, channel, time, 20]
and state [batch, channel, time, 128]. It is proven against the network in float64 on windows of
several sizes before it is written; the golden table has the numbers of the network in float64. The
script prints the SHA-256 that belongs into model.yaml, and copies loss.csv beside it.
"""

import copy
import hashlib
import io
import pathlib
import shutil
import sys

import numpy as np
import onnx
import onnxruntime
import torch

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "train"))
import synthetic  # noqa: E402
from golden import golden_table  # noqa: E402
from model import DEPTH, Encoder  # noqa: E402
from positions import place, places  # noqa: E402


FOLDER = pathlib.Path(__file__).resolve().parent.parent / "neurarrow-small"
OPSET = 17
NAMES = ["Fp1", "T4", "Cz", "O2"]
TOLERANCE = 1e-4


def trained(work):
    state = torch.load(pathlib.Path(work) / "checkpoint.pt", map_location="cpu")
    encoder = Encoder()
    encoder.load_state_dict(state["encoder"])
    return encoder.eval(), state["step"]


def exported(encoder):
    """The bytes of the graph; batch, channel and time may have any length."""
    torch.onnx.register_custom_op_symbolic("aten::asinh", lambda g, x: g.op("Asinh", x), OPSET)
    file = io.BytesIO()
    axes = {0: "batch", 1: "channel", 2: "time"}
    torch.onnx.export(
        encoder,
        (torch.randn(2, 3, 4, DEPTH), torch.randn(2, 3, 3)),
        file,
        input_names=["tokens", "pos"],
        output_names=["code", "state"],
        dynamic_axes={"tokens": axes, "pos": {0: "batch", 1: "channel"}, "code": axes, "state": axes},
        opset_version=OPSET,
        dynamo=False,
    )
    model = onnx.load_from_string(file.getvalue())
    for output in model.graph.output:
        width = output.type.tensor_type.shape.dim[3]
        width.dim_value = 20 if output.name == "code" else encoder.width
    for node in model.graph.node:
        node.doc_string = ""
    model.producer_name = "neurarrow models/export/neurarrow_small.py"
    model.producer_version = ""
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString(deterministic=True)


def windows(rng, batch, channels, seconds):
    """Made-up EEG under random caps: tokens and places."""
    made = [synthetic.recording(rng, channels, seconds) for _ in range(batch)]
    tokens = np.stack([x for x, _ in made]).reshape(batch, channels, seconds, DEPTH)
    return tokens, np.stack([cap for _, cap in made])


def reference(encoder, tokens, pos):
    double = copy.deepcopy(encoder).double()
    with torch.no_grad():
        return [x.numpy() for x in double(torch.tensor(tokens).double(), torch.tensor(pos).double())]


def prove(encoder, data):
    """Largest difference of the graph from the network in float64, as a share of the largest."""
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    rng = np.random.default_rng(1)
    worst = 0.0
    for batch, channels, seconds in [(1, 1, 1), (2, 3, 4), (3, 19, 5), (1, 64, 2), (2, 5, 30)]:
        tokens, pos = windows(rng, batch, channels, seconds)
        found = session.run(None, {"tokens": tokens, "pos": pos})
        for a, b in zip(found, reference(encoder, tokens, pos)):
            worst = max(worst, np.abs(a - b).max() / np.abs(b).max())
    return worst


def golden(encoder):
    assert np.allclose(place("T4"), [1, 0, 0]) and np.allclose(place("Cz"), [0, 0, 1])
    tokens, _ = windows(np.random.default_rng(2), 3, len(NAMES), 4)
    pos = np.broadcast_to(places(NAMES), (3, len(NAMES), 3))
    code, _ = reference(encoder, tokens, pos)
    return golden_table(tokens, code, DEPTH, NAMES)


def main():
    work = pathlib.Path(sys.argv[1])
    encoder, step = trained(work)
    data = exported(encoder)
    apart = prove(encoder, data)
    assert apart < TOLERANCE, f"the graph and the network lie {apart} apart"
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "model.onnx").write_bytes(data)
    (FOLDER / "golden.arrow").write_bytes(golden(encoder))
    shutil.copyfile(work / "loss.csv", FOLDER / "loss.csv")
    parameters = sum(p.numel() for p in encoder.parameters())
    print(f"step {step}, {parameters} parameters, difference from float64 {apart:.1e}")
    for name in ("model.onnx", "golden.arrow"):
        file = (FOLDER / name).read_bytes()
        print(f"{hashlib.sha256(file).hexdigest()}  {name}  {len(file)} bytes")


if __name__ == "__main__":
    main()
