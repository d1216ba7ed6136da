"""Cards of what recipes export, and of published weights that their users export."""

import pathlib

from onnx_graph import OPSET


def card_of(family, exported, name, args, sha256):
    """The card of what was exported, whose graph has the hash."""
    published = family.card.get("published", {})
    facts = without(family.card, "published")
    if args.tiny:
        facts |= exported.facts | tiny_facts(family)
    else:
        about = without(published, "inputs", "outputs", "recipe")
        facts |= about | own_facts(family, args, "pretraining" in about) | exported.facts
    return (
        {"name": name} | facts | {"graphs": [graph_of(exported.inputs, exported.outputs, sha256)]}
    )


def tiny_facts(family):
    title = family.card["title"]
    return {
        "title": f"{title}; tiny, random weights: for tests, its embeddings mean nothing",
        "description": f"The architecture of {title} at a small size, with random weights from a "
        "seed. Nothing was learned: it is here so that the family's export, preflight and pipeline "
        "are tested, and scores with it say nothing about the family.",
        "licence": {
            "code": family.card["licence"]["code"],
            "weights": "CC0-1.0",
            "redistributable": True,
        },
        "source": f"models/export/{script_of(family)} --tiny",
        "pretraining": [],
    }


def script_of(family):
    return f"{family.name.replace('-', '_')}.py"


def own_facts(family, args, known):
    """What only the user can say of weights that nobody has published."""
    if args.trained_on is None and not known:
        raise SystemExit("--trained-on is needed: the data sets the weights have seen, with commas")
    title, script = family.card["title"], f"models/export/{script_of(family)}"
    facts = {"source": f"{script} --weights {pathlib.Path(args.weights).name}"}
    if not known:
        facts["description"] = f"{title} with weights of its user's own."
    if args.trained_on is not None:
        facts["pretraining"] = [each for each in args.trained_on.split(",") if each]
    return facts


def recipe_card(family):
    """The card of the published weights, which their user exports: without hash and golden."""
    published = family.card.get("published")
    if published is None:
        raise SystemExit(f"nobody publishes weights of {family.card['title']}")
    about = without(published, "inputs", "outputs", "recipe")
    script = f"models/export/{script_of(family)}"
    recipe = {"script": script} | published["recipe"]
    graph = graph_of(published["inputs"], published["outputs"])
    facts = {"name": family.name, "source": script} | without(family.card, "published") | about
    return facts | {"recipe": recipe, "graphs": [graph]}


def graph_of(inputs, outputs, sha256=None):
    return {
        "role": "encoder", "file": "model.onnx", **({"sha256": sha256} if sha256 else {}),
        "opset": OPSET,
        "inputs": [described(each) for each in inputs],
        "outputs": [described(each) for each in outputs],
    }  # fmt: skip


def described(spec):
    return {"name": spec.name, "is": spec.role, "dtype": spec.dtype, "shape": list(spec.shape)}


def without(mapping, *keys):
    return {key: value for key, value in mapping.items() if key not in keys}
