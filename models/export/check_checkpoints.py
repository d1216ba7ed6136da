# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "numpy==2.4.6", "onnx==1.23.2", "onnxruntime==1.31.1", "pyarrow==26.0.1", "torch==2.15.0",
# ]
# ///
"""Checks that checkpoints in the layouts of their owners are read, and that wrong ones are refused.

Files are made at test size as the official code saves them: with prefixes, settings of classes that
are not installed, weights that only training needs, other containers. What is read must give the
same numbers; a weight too many, one too few, or one of another shape must end in an error. A
developer's command; it writes to a temporary folder.

    python models/export/check_checkpoints.py
"""

import argparse
import json
import pathlib
import pickle
import struct
import sys
import tempfile
import types

import numpy as np
import torch

import brain_jepa
import brainbert
import brainlm
import brainomni
import femba
import neurogpt
import swift
from checkpoint import read_checkpoint
from official import chosen_size, noise, outputs_of, stir


def settings():
    """Something pickled whose class is nowhere to be found when it is read."""
    module = types.ModuleType("not_installed")
    module.Settings = type("Settings", (dict,), {"__module__": "not_installed"})
    sys.modules["not_installed"] = module
    return module.Settings(name="of the authors", nested=module.Settings())


def safetensors(path, state):
    """The tensors of a state as a safetensors file."""
    header, body = {}, b""
    for name, value in state.items():
        data = value.contiguous().numpy().tobytes()
        places = [len(body), len(body) + len(data)]
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": places}
        body += data
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def prefixed(state, prefix):
    return {prefix + name: value for name, value in state.items()}


def as_brainbert(state, model, size):
    state |= {brainbert.PLACES: model.places[None]}
    return {"model": state, "model_cfg": settings(), "optim": {}}, {}


def as_swift(state, model, size):
    kept = {name: value for name, value in state.items() if not name.endswith("regions")}
    head = {"output_head.head.weight": torch.zeros(1, 16)}
    given = dict(img_size=size["image"], embed_dim=size["width"], window_size=size["window"],
                 first_window_size=size["first_window"], patch_size=[size["patch"]] * 3 + [1],
                 depths=size["depths"], num_heads=size["heads"], in_chans=1, c_multiplier=2,
                 last_layer_full_MSA=True)  # fmt: skip
    found = {"state_dict": prefixed(kept, "model.") | head, "hyper_parameters": given}
    return found | {"callbacks": settings()}, {}


def as_brain_jepa(state, model, size):
    state = {name: value.bfloat16().float() for name, value in state.items()}
    model.load_state_dict(state)
    model.place(model.coordinates)
    found = {"target_encoder": prefixed(state, "module."), "encoder": {}, "epoch": 300}
    return found, {"coordinates": model.coordinates.numpy()}


def as_brainlm(state, model, size):
    names = dict(width="hidden_size", heads="num_attention_heads", layers="num_hidden_layers",
                 inner="intermediate_size", epsilon="layer_norm_eps", regions="num_brain_voxels",
                 samples="num_timepoints_per_voxel", patch="timepoint_patching_size",
                 kernel="conv_kernel_size")  # fmt: skip
    config = {names[key]: value for key, value in size.items() if key in names}
    config |= {"num_landmarks": 64, "segment_means_seq_len": 64}
    extra = {"decoder.decoder_embed.weight": torch.zeros(2, 2)}
    files = {"config": json.dumps(config)}
    if size["kind"] == "series":
        extra["vit.embeddings.pos_embedding.pe"] = torch.zeros(9, 16)
        places = torch.randn(size["regions"], 3)
        files["coordinates"] = np.concatenate([np.arange(1, 41)[:, None], places], 1)
        model.place(places[np.argsort(places[:, 1].numpy(), kind="stable")])
    return prefixed(state, "vit.") | extra, files


def as_neurogpt(state, model, size):
    extra = ("embedder.msk_embed", "embedder.cls_embed", "decoder.transformer.wte.weight",
             "decoder.transformer.h.0.attn.bias", "decoder.transformer.h.0.attn.masked_bias",
             "decoder.pooler_layer.0.weight", "unembedder.model.0.weight")  # fmt: skip
    counts = {name: torch.tensor(3) for name in state if name.endswith("num_batches_tracked")}
    return state | counts | {name: torch.zeros(1, 2) for name in extra}, {}


def as_femba(state, model, size):
    return prefixed(state | {"decoder.dec_conv.weight": torch.zeros(1, 1, 3, 3)}, "model."), {}


def as_brainomni(state, model, size):
    found = state | {"mask_token": torch.zeros(16), "predict_head.weight": torch.zeros(3, 24)}
    found |= {"tokenizer.decoder.forwardsolution.kv.weight": torch.zeros(2, 2)}
    for i, block in enumerate(model.blocks):
        place = f"blocks.{i}.time_attn.rope_embedding_layer"
        turns = torch.complex(block.time_attn.real, block.time_attn.imaginary)
        found |= {f"{place}.freqs": torch.zeros(6), f"{place}.rotate": turns}
    for i in range(size["num_quantizers"]):
        for name in ("inited", "cluster_size", "embed_avg"):
            found[f"tokenizer.quantizer.rvq.layers.{i}._codebook.{name}"] = torch.zeros(1)
    return found, {"config": json.dumps(size | {"dropout": 0.0})}


SYSTEMS = (
    (brainbert, as_brainbert, "13m"), (swift, as_swift, "13m"), (brain_jepa, as_brain_jepa, "13m"),
    (brainlm, as_brainlm, "13m"), (brainlm, as_brainlm, "111m"), (neurogpt, as_neurogpt, "13m"),
    (femba, as_femba, "13m"), (brainomni, as_brainomni, "13m"),
)  # fmt: skip


def written(folder, found, files, kind):
    """The files of a checkpoint, as the arguments of a recipe."""
    paths = argparse.Namespace(checkpoint=folder / f"weights.{kind}", config=None, coordinates=None)
    if kind == "safetensors":
        safetensors(paths.checkpoint, found)
    else:
        torch.save(found, paths.checkpoint)
    for name, content in files.items():
        setattr(paths, name, folder / f"{name}.csv")
        if isinstance(content, str):
            (folder / f"{name}.csv").write_text(content)
        else:
            np.savetxt(
                folder / f"{name}.csv", content, delimiter="," if content.shape[1] == 6 else " "
            )
    return paths


def tensors_in(found):
    """The dictionary of a checkpoint that holds the weights."""
    inner = [found.get(key) for key in ("model", "state_dict", "target_encoder")]
    return next((each for each in inner if each), found)


def check(module, layout, variant, folder):
    system = module.SYSTEM
    args = argparse.Namespace(
        tiny=True, variant=variant, checkpoint=None, config=None, coordinates=None
    )
    size = chosen_size(system, args)
    model, size = system.build(size, args)
    stir(model, 0)
    found, files = layout(dict(model.state_dict()), model, size)
    kind = "safetensors" if module is femba else "pth"
    paths = written(folder, found, files, kind)
    read, same = system.build(size, paths)
    case = next(iter(system.feeds(size)))
    for mine, theirs in zip(
        system.graphs(model.eval(), size), system.graphs(read.eval(), same), strict=True
    ):
        wanted, got = outputs_of(mine, case), outputs_of(theirs, case)
        for name in wanted:
            if not torch.allclose(wanted[name], got[name], atol=1e-5):
                raise SystemExit(f"{system.name}: {name} differs after loading")
        case |= wanted
    refused = 0
    for spoil in (lost, added, reshaped):
        bad = dict(found)
        held = tensors_in(bad)
        spoiled = spoil(dict(held))
        bad = spoiled if held is bad else bad | {key: spoiled for key in bad if bad[key] is held}
        try:
            system.build(size, written(folder, bad, files, kind))
        except (RuntimeError, KeyError):
            refused += 1
    if refused != 3:
        raise SystemExit(f"{system.name}: {3 - refused} of three wrong checkpoints were taken")
    print(
        f"{system.name} {variant if module is brainlm else ''}: read, and three wrong ones refused"
    )


def largest(state):
    """A weight that is surely used: the largest of a layer's linear maps."""
    names = [name for name in state if ".weight" in name and state[name].ndim == 2]
    return max(
        (name for name in names if "decoder.decoder" not in name), key=lambda n: state[n].numel()
    )


def lost(state):
    state.pop(largest(state))
    return state


def added(state):
    return state | {largest(state) + "_of_another_model": noise(2)}


def reshaped(state):
    name = largest(state)
    return state | {name: state[name][:-1]}


def check_inert(folder):
    """A pickle that would run a command makes an inert object instead."""

    class Harmful:
        def __reduce__(self):
            return exec, (f"open({str(folder / 'harmed')!r}, 'w')",)

    torch.save({"model": {"w": torch.ones(2)}, "cfg": Harmful()}, folder / "harmful.pth")
    found = read_checkpoint(folder / "harmful.pth")
    if (folder / "harmed").exists() or not torch.equal(found["model"]["w"], torch.ones(2)):
        raise SystemExit("a checkpoint ran code")
    assert pickle.dumps(found["model"]["w"])
    print("a checkpoint that would run a command: read, nothing ran")


def main():
    torch.manual_seed(0)
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as place:
        for module, layout, variant in SYSTEMS:
            check(module, layout, variant, pathlib.Path(place))
        check_inert(pathlib.Path(place))


if __name__ == "__main__":
    main()
