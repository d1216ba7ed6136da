# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy==2.4.6", "onnx==1.23.2", "onnxruntime==1.31.1", "pyarrow==26.0.1"]
# ///
"""Builds models/tiny-next-id: what comes after an id is near it. Nothing was learned.

    python models/export/next_id.py

Ids 0 to 17 stand for rising levels of a signal. The score of id j after id i is
-(i - j)^2 / (2 * 1.5^2): a random walk, the least that a model of ids has to beat.
"""

import hashlib
import pathlib

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from golden_windows import arrow
from plain_yaml import write_yaml

IDS, DEVIATION, RATE_HZ = 18, 1.5, 64
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "tiny-next-id"


def table():
    ids = np.arange(IDS)
    return (-((ids[:, None] - ids[None]) ** 2) / (2 * DEVIATION**2)).astype(np.float32)


def graph():
    shape = ["batch", "channel", "time"]
    model = helper.make_model(
        helper.make_graph(
            [helper.make_node("Gather", ["table", "codes"], ["logits"])],
            "tiny-next-id",
            [helper.make_tensor_value_info("codes", TensorProto.INT64, shape)],
            [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [*shape, IDS])],
            [numpy_helper.from_array(table(), "table")],
        ),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=8,
        producer_name="neurarrow models/export/next_id.py",
    )
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString(deterministic=True)


def main():
    data = graph()
    codes = np.random.default_rng(0).integers(0, IDS, (2, 2, 6))
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"codes": codes})
    assert np.array_equal(found, table()[codes])
    axes = '{"channel":2,"time":6,"depth":1,"channels":["X1","X2"],"rateHz":64}'
    meta = {
        "unit": "1", "labels": "[]", "axes": axes, "embedding": f"[2,6,{IDS}]",
        "neurarrow.kind": "tokens",
    }  # fmt: skip
    blocks = {"tokens": codes[..., None], "embedding": table()[codes], "codes": codes}
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "model.onnx").write_bytes(data)
    (FOLDER / "golden.arrow").write_bytes(arrow(blocks, meta))
    tensors = [
        dict(name="codes", dtype="int64", shape=["batch", "channel", "time"]),
        dict(name="logits", dtype="float32", shape=["batch", "channel", "time", IDS]),
    ]
    codes, logits = [{"name": each["name"], "is": each["name"]} | each for each in tensors]
    digest = hashlib.sha256(data).hexdigest()
    write_yaml(
        FOLDER / "model.yaml",
        dict(
            name="tiny-next-id",
            title="What comes after an id is near it: a random walk over 18 ids",
            description=(
                "Nothing was learned: the score of an id falls with the square of its distance "
                "from the one before. It is the least that a model of ids has to beat, and here "
                "so that scores of ids are tested."
            ),
            licence=dict(code="Apache-2.0", weights="CC0-1.0", redistributable=True),
            source="models/export/next_id.py",
            graphs=[
                dict(
                    role="decoder", file="model.onnx", sha256=digest, opset=17,
                    inputs=[codes], outputs=[logits],
                )
            ],
            rateHz=RATE_HZ,
            unit="1",
            channels={"any": True},
            window=dict(minS=0.1, maxS=600),
            scale=dict(medianAbs=[0, 100]),
            preprocessing=["ids 0 to 17 of rising levels: quantile or muLaw with 18 levels"],
            codebooks=[dict(levels=1, codes=IDS, depth=1)],
            pretraining=[],
            golden=dict(file="golden.arrow", tolerance=1e-6),
        ),
    )  # fmt: skip
    print(f"tiny-next-id: {len(data)} bytes")


if __name__ == "__main__":
    main()
