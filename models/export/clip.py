# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "numpy==2.4.6", "onnx==1.23.2", "onnxruntime==1.31.1", "pyarrow==26.0.1", "pyyaml==6.0.3",
#   "torch==2.11.0", "torchvision==0.26.0", "open_clip_torch==3.3.0", "transformers==5.23.0",
# ]
# ///
"""The image tower of CLIP ViT-L/14, through which metrics look at pictures (`twoWay@clip`).

    python models/export/clip.py --checkpoint ViT-L-14.pt --out DIR        # OpenAI's own file
    python models/export/clip.py --checkpoint model.safetensors --out DIR  # of Hugging Face
    python models/export/clip.py --card             # models/clip: the card without weights
    python models/export/clip.py --random --out DIR # parity at full size, random weights
    python models/export/clip.py --tiny             # models/tiny-clip: random weights, for tests
    python models/export/clip.py --layouts          # the layouts of names against transformers

Names of weights may be those of OpenAI, of open_clip or of transformers; the text tower is left
out, a weight that is missing or one too many is refused. OpenAI's weights want the quick form of
GELU, which shapes do not tell: `--exact-gelu` is for open_clip's own. Nothing is written unless
ONNX Runtime agrees with PyTorch.
"""

import argparse
import pathlib
import re
import warnings

import torch
from torch import nn

from checkpoint import load_strictly, read_checkpoint
from graphs import TOLERANCE
from vision import MODELS, Eye, graph_of, pictures, write_card, write_model

MEAN = [0.48145466, 0.4578275, 0.40821073]
DEVIATION = [0.26862954, 0.26130258, 0.27577711]
LARGE = dict(image_size=224, patch_size=14, width=1024, layers=24, heads=16, output_dim=768)
TINY = dict(image_size=32, patch_size=8, width=32, layers=2, heads=2, output_dim=16)
LAYERS = ["embedding"]

# Names of transformers, and what they are called by OpenAI and open_clip.
BLOCK = {
    "layer_norm1": "ln_1", "layer_norm2": "ln_2", "mlp.fc1": "mlp.c_fc", "mlp.fc2": "mlp.c_proj",
    "self_attn.out_proj": "attn.out_proj",
}  # fmt: skip
REST = {
    "vision_model.embeddings.class_embedding": "class_embedding",
    "vision_model.embeddings.patch_embedding.weight": "conv1.weight",
    "vision_model.embeddings.position_embedding.weight": "positional_embedding",
    "vision_model.pre_layrnorm.weight": "ln_pre.weight",
    "vision_model.pre_layrnorm.bias": "ln_pre.bias",
    "vision_model.post_layernorm.weight": "ln_post.weight",
    "vision_model.post_layernorm.bias": "ln_post.bias",
}


class Tower(nn.Module):
    """What CLIP says of pictures, as the one layer of a network."""

    def __init__(self, visual):
        super().__init__()
        self.visual = visual

    def forward(self, x):
        return (self.visual(x),)


def tower_of(size, exact):
    from open_clip.transformer import QuickGELU, VisionTransformer

    act = nn.GELU if exact else QuickGELU
    return VisionTransformer(**size, mlp_ratio=4.0, act_layer=act).eval()


def weights_of(checkpoint):
    """Weights of the image tower by the names of OpenAI, from any of three layouts."""
    found = checkpoint.state_dict() if hasattr(checkpoint, "state_dict") else checkpoint
    found = found.get("state_dict", found)
    found = {name.removeprefix("module."): each for name, each in found.items()}
    if any(name.startswith("vision_model.") for name in found):
        return renamed(found)
    inner = "visual."
    if any(name.startswith(inner) for name in found):
        return {
            name.removeprefix(inner): each for name, each in found.items() if name.startswith(inner)
        }
    return found


def renamed(found):
    """The image tower of transformers by the names of OpenAI: queries, keys, values in one."""
    own, apart = {}, {}
    for name, each in found.items():
        block = re.match(r"vision_model\.encoder\.layers\.(\d+)\.(.+)\.(weight|bias)$", name)
        if name == "visual_projection.weight":
            own["proj"] = each.T
        elif name in REST:
            own[REST[name]] = each
        elif block and block[2] in BLOCK:
            own[f"transformer.resblocks.{block[1]}.{BLOCK[block[2]]}.{block[3]}"] = each
        elif block:
            apart[block[1], block[2].removeprefix("self_attn."), block[3]] = each
        elif name.startswith("vision_model.") and not name.endswith("position_ids"):
            raise SystemExit(f"not the image tower of CLIP: {name}")
    for layer, kind in sorted({(layer, kind) for layer, _, kind in apart}):
        parts = [apart.pop((layer, part, kind)) for part in ("q_proj", "k_proj", "v_proj")]
        own[f"transformer.resblocks.{layer}.attn.in_proj_{kind}"] = torch.cat(parts)
    if apart:
        raise SystemExit(f"not the image tower of CLIP: {sorted(apart)}")
    return own


def loaded(size, checkpoint, exact=False):
    tower = tower_of(size, exact)
    state = weights_of(checkpoint)
    own = set(tower.state_dict())
    if own != set(state):
        raise SystemExit(f"not the weights of CLIP: they differ in {sorted(own ^ set(state))}")
    return load_strictly(tower, state).eval()


def check_layouts():
    """The three layouts give one tower, and that is the tower of transformers."""
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    config = CLIPVisionConfig(
        hidden_size=TINY["width"], intermediate_size=4 * TINY["width"], hidden_act="quick_gelu",
        projection_dim=TINY["output_dim"], num_hidden_layers=TINY["layers"], patch_size=8,
        num_attention_heads=TINY["heads"], image_size=TINY["image_size"],
    )  # fmt: skip
    theirs = CLIPVisionModelWithProjection(config).eval()
    for each in theirs.parameters():
        nn.init.normal_(each, 0, 0.2)
    faces = theirs.state_dict()
    if not any(name.startswith("vision_model.") for name in faces):
        raise SystemExit(f"transformers names weights anew: {sorted(faces)[:3]}")
    image = pictures(3, TINY["image_size"])
    with torch.inference_mode():
        wanted = theirs(image).image_embeds
        plain = loaded(TINY, faces)
        named = {f"visual.{name}": each for name, each in plain.state_dict().items()}
        layouts = {"transformers": faces, "OpenAI": named, "open_clip": {"state_dict": named}}
        scripted = torch.jit.trace(Named(plain), image)
        layouts["OpenAI, TorchScript"] = scripted
        for name, checkpoint in layouts.items():
            found = loaded(TINY, checkpoint)(image)
            share = float((found - wanted).abs().max() / wanted.abs().max())
            print(f"{name}: {share:.1e} of the largest magnitude from transformers")
            if not share <= TOLERANCE:
                raise SystemExit(f"{name} lies {share:.2e} apart")
    less = {name: each for name, each in named.items() if "resblocks.1.ln_2.bias" not in name}
    try:
        loaded(TINY, less)
    except SystemExit as said:
        print(f"refused: {said}")
    else:
        raise SystemExit("weights that lack one were taken")


class Named(nn.Module):
    """A tower below the name that OpenAI's file has it under."""

    def __init__(self, visual):
        super().__init__()
        self.visual = visual

    def forward(self, x):
        return self.visual(x)


def card_of(tiny):
    """The card, without graphs."""
    about = dict(
        name="tiny-clip" if tiny else "clip",
        title="CLIP's image tower; tiny, random weights: for tests"
        if tiny
        else "CLIP ViT-L/14, image tower",
        description=(
            "The architecture of CLIP's image tower at a small size, random weights from a seed. "
            "Nothing was learned: what it sees in pictures means little."
            if tiny
            else "What CLIP says of a picture, 768 numbers, through which metrics look at predicted "
            "and true pictures. Its weights are brought by its user."
        ),
        licence=dict(
            code="Apache-2.0" if tiny else "MIT",
            weights="CC0-1.0" if tiny else "none stated",
            redistributable=tiny,
        ),
        source=f"models/export/clip.py {'--tiny' if tiny else '--checkpoint'}",
    )  # fmt: skip
    if not tiny:
        about["paper"] = "arXiv:2103.00020"
        about["recipe"] = dict(
            script="models/export/clip.py",
            checkpoint="ViT-L-14.pt of openai/CLIP, or model.safetensors of "
            "openai/clip-vit-large-patch14",
        )
    return about | dict(
        unit="1",
        channels=dict(order=["red", "green", "blue"]),
        scale=dict(medianAbs=[0, 1]),
        preprocessing=[
            "values from 0 to 1, resized by straight lines to the size of the graph",
            "less the means and by the deviations of CLIP's colours, in the graph",
        ],
        pretraining=[] if tiny else ["clip-wit-400m"],
    )


def main():
    parser = argparse.ArgumentParser(description="Exports the image tower of CLIP to ONNX.")
    parser.add_argument("--checkpoint", help="weights of CLIP ViT-L/14")
    parser.add_argument("--exact-gelu", action="store_true", help="for open_clip's own weights")
    parser.add_argument("--random", action="store_true", help="random weights at full size")
    parser.add_argument("--tiny", action="store_true", help="random weights at a small size")
    parser.add_argument("--card", action="store_true", help="write the recipe card alone")
    parser.add_argument("--layouts", action="store_true", help="check the names of weights")
    parser.add_argument("--out", help="folder that is written; models/NAME when not given")
    args = parser.parse_args()
    chosen = [args.checkpoint is not None, args.random, args.tiny, args.card, args.layouts]
    if sum(chosen) != 1:
        parser.error("one of --checkpoint, --random, --tiny, --card and --layouts is needed")
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore")
    torch.manual_seed(0)
    if args.layouts:
        return check_layouts()
    card, size = card_of(args.tiny), TINY if args.tiny else LARGE
    folder = pathlib.Path(args.out) if args.out else MODELS / card["name"]
    exact = args.exact_gelu
    found = args.checkpoint and loaded(size, read_checkpoint(args.checkpoint), exact)
    eye = Eye(Tower(found or tower_of(size, exact)), LAYERS, MEAN, DEVIATION).eval()
    side = size["image_size"]
    graph = graph_of(eye, LAYERS, side)
    if args.card:
        return write_card(folder, card, graph)
    write_model(folder, card, graph, side)


if __name__ == "__main__":
    main()
