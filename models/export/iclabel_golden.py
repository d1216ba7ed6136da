"""Makes the golden table of ICLabel: the network as the PyTorch module of mne-icalabel computes it.

Usage: python iclabel_golden.py <features: test/golden/ica/eegmat.json>
Needs: torch mne-icalabel==0.10.0 pyarrow numpy. The ONNX graph in the same wheel must agree.
"""
import base64
import json
import pathlib
import sys

import numpy as np
from mne_icalabel.iclabel.network.utils import _format_input

from wavelet_encoder import golden_table

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "iclabel"
RUNS = [[0, 5], [11, 16]]


def features(text):
    """All components of a real recording, in the package's shapes."""
    golden = json.loads(text)
    shapes = {"topo": (32, 32), "psd": (1, 100), "autocorrelation": (1, 100)}
    for name, shape in shapes.items():
        flat = np.frombuffer(base64.b64decode(golden[name]), "<f4")
        yield flat.reshape(-1, 1, *shape).transpose(2, 3, 1, 0)


def main():
    import onnxruntime
    import torch
    from mne_icalabel.iclabel.network import onnx, torch as network

    found = list(features(pathlib.Path(sys.argv[1]).read_text()))
    torch.set_num_threads(1)
    tokens, expected, apart = [], [], 0
    for components in RUNS:
        own = [x[..., components] for x in found]
        labels = network._run_iclabel(*own)
        apart = max(apart, np.abs(onnx._run_iclabel(*own) - labels).max())
        fed = [x.transpose(3, 2, 0, 1).astype(np.float32).ravel() for x in _format_input(*own)]
        tokens.append(np.concatenate(fed)[None, None, :])
        expected.append(labels)
    assert apart < 1e-5, f"PyTorch and ONNX ({onnxruntime.__version__}) lie {apart} apart"
    more = {"rowsAre": "runs"}
    table = golden_table(np.stack(tokens), np.stack(expected), rate_hz=100, more=more)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "golden.arrow").write_bytes(table)
    print(f"largest difference of ONNX from PyTorch: {apart:.2e}; {len(table)} bytes")


if __name__ == "__main__":
    main()
