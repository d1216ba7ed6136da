"""Makes the golden table of the seizure model of brainmaze-eeg-models, with the package itself.

Usage: python brainmaze_golden.py
Needs: brainmaze-eeg-models==0.1.0 (onnxruntime numpy scipy) pyarrow.
"""
import json
import pathlib

import numpy as np
from brainmaze_eeg_models.seizure import infer_seizure_probability, load_trained_model, preprocess_input

from wavelet_encoder import golden_table

ROOT = pathlib.Path(__file__).resolve().parents[2]
RATE = 200


def signal(seed):
    """15 s of noise that falls with frequency, and a rhythm of 7 Hz that grows in the second half."""
    rng = np.random.default_rng(seed)
    t = np.arange(15 * RATE) / RATE
    noise = np.cumsum(rng.normal(size=t.size)) + 5 * rng.normal(size=t.size)
    rhythm = np.sign(np.sin(2 * np.pi * 7 * t)) * np.clip(t - 7, 0, None) * 20
    return np.round((noise + seed * rhythm) * 16) / 16


def main():
    model = load_trained_model("modelA")
    x = np.stack([signal(0), signal(1)])
    columns = preprocess_input(x, RATE)
    runs = [model.run({"x": columns[k:k + 1].astype(np.float32)})["probs"] for k in range(2)]
    both = infer_seizure_probability(columns, model)
    apart = max(np.abs(runs[k][:, 0, 3] - both[k]).max() for k in range(2))
    assert apart < 1e-5, apart
    tokens = columns.astype(np.float32).reshape(2, 1, 1, -1)
    table = golden_table(tokens, np.stack(runs), rate_hz=RATE, more={"rowsAre": "runs"})
    (ROOT / "models" / "brainmaze-seizure" / "golden.arrow").write_bytes(table)
    case = {"rateHz": RATE, "x": x.ravel().tolist(), "probability": both.ravel().tolist(),
            "columns": [float(f"{v:.6g}") for v in columns[:, :, ::7].ravel()]}
    text = json.dumps(case, separators=(",", ":")) + "\n"
    (ROOT / "test" / "golden" / "encoders" / "seizures.json").write_text(text)
    print(f"{len(table)} bytes; largest probabilities {both.max(1)}")


if __name__ == "__main__":
    main()
