"""Makes the golden table of ICLabel: the network as its authors' PyTorch module computes it.

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
COMPONENTS = [0, 5, 11]


def features(text):
    """Three components of a real recording, in the package's shapes."""
    golden = json.loads(text)
    shapes = {"topo": (32, 32), "psd": (1, 100), "autocorrelation": (1, 100)}
    for name, shape in shapes.items():
        flat = np.frombuffer(base64.b64decode(golden[name]), "<f4")
        yield flat.reshape(-1, 1, *shape)[COMPONENTS].transpose(2, 3, 1, 0)


def main():
    import onnxruntime
    import torch
    from mne_icalabel.iclabel.network import onnx, torch as network

    found = list(features(pathlib.Path(sys.argv[1]).read_text()))
    torch.set_num_threads(1)
    expected = network._run_iclabel(*found)
    apart = np.abs(onnx._run_iclabel(*found) - expected).max()
    assert apart < 1e-5, f"PyTorch and ONNX ({onnxruntime.__version__}) lie {apart} apart"
    fed = [x.transpose(3, 2, 0, 1).astype(np.float32).ravel() for x in _format_input(*found)]
    tokens = np.concatenate(fed)[None, None, None, :]
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "golden.arrow").write_bytes(golden_table(tokens, expected[None], rate_hz=100))
    print(f"largest difference of ONNX from PyTorch: {apart:.2e}; {len(fed[0]) * 4} bytes of maps")


if __name__ == "__main__":
    main()
