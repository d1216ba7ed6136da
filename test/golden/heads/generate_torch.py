"""Makes the golden gradients and steps of trained heads: PyTorch, autograd in f64.

Usage: python generate_torch.py   (writes beside itself)
Needs: numpy torch.
"""
import json
import pathlib

import numpy as np
import torch

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
HERE = pathlib.Path(__file__).parent
RNG = np.random.default_rng(11)


def exact(shape, scale=1):
    return torch.tensor(np.round(RNG.normal(size=shape) * scale * 4096) / 4096)


def flat(x):
    return x.detach().numpy().ravel().tolist()


def loss_of(outputs, y, is_class):
    if is_class:
        return torch.nn.functional.cross_entropy(outputs, y)
    return 0.5 * ((outputs - y) ** 2).sum(1).mean()


def goal(rows, width, is_class):
    return torch.tensor(np.arange(rows) % width) if is_class else exact((rows, width))


def perceptron(sizes, activation, is_class):
    rows, width = 9, sizes[-1]
    x, y = exact((rows, sizes[0])), goal(rows, width, is_class)
    parameters = [exact(shape, 0.5).requires_grad_()
                  for inputs, size in zip(sizes, sizes[1:]) for shape in ((size, inputs), (size,))]
    h = x
    for i in range(0, len(parameters), 2):
        h = h @ parameters[i].T + parameters[i + 1]
        if i < len(parameters) - 2:
            h = torch.relu(h) if activation == "relu" else torch.tanh(h)
    loss = loss_of(h, y, is_class)
    loss.backward()
    return {"sizes": sizes, "activation": activation, "isClass": is_class, "x": flat(x), "y": flat(y * 1.0),
            "parameters": sum((flat(p) for p in parameters), []), "outputs": flat(h), "loss": loss.item(),
            "gradient": sum((flat(p.grad) for p in parameters), [])}


def attention(tokens, depth, width, is_class):
    rows = 7
    x, y = exact((rows, tokens, depth)), goal(rows, width, is_class)
    query, weights, bias = (exact(s, 0.7).requires_grad_() for s in ((depth,), (width, depth), (width,)))
    shares = torch.softmax(x @ query / depth**0.5, 1)
    outputs = (shares[:, :, None] * x).sum(1) @ weights.T + bias
    loss = loss_of(outputs, y, is_class)
    loss.backward()
    parameters = (query, weights, bias)
    return {"tokens": tokens, "depth": depth, "width": width, "isClass": is_class, "x": flat(x), "y": flat(y * 1.0),
            "parameters": sum((flat(p) for p in parameters), []), "outputs": flat(outputs), "loss": loss.item(),
            "gradient": sum((flat(p.grad) for p in parameters), [])}


def adamw():
    """Ten steps on half the squared distance to a point; the second number is not decayed."""
    goal_at = exact((3,))
    start = exact((3,), 2)
    parts = [start[:1].clone().requires_grad_(), start[1:2].clone().requires_grad_(), start[2:].clone().requires_grad_()]
    groups = [{"params": [parts[0], parts[2]], "weight_decay": 0.1}, {"params": [parts[1]], "weight_decay": 0.0}]
    steps = torch.optim.AdamW(groups, lr=0.05)
    for _ in range(10):
        steps.zero_grad()
        (0.5 * ((torch.cat(parts) - goal_at) ** 2).sum()).backward()
        steps.step()
    return {"start": flat(start), "goal": flat(goal_at), "end": flat(torch.cat(parts))}


def contrastive(rows, depth, width, total, is_cosine):
    x, y = exact((rows, depth)), exact((total, width))
    own = torch.tensor(np.arange(rows) * 5 % total)
    weights = exact((width, depth), 0.5).requires_grad_()
    candidates = y / y.norm(dim=1, keepdim=True)
    z = x @ weights.T
    if is_cosine:
        z = z / z.norm(dim=1, keepdim=True)
    loss = torch.nn.functional.cross_entropy(4 * z @ candidates.T, own)
    loss.backward()
    return {"width": width, "isCosine": is_cosine, "scale": 4, "x": flat(x), "candidates": flat(candidates),
            "own": own.tolist(), "weights": flat(weights), "loss": loss.item(), "gradient": flat(weights.grad)}


content = {
    "perceptron": [perceptron([4, 6, 3], "relu", True), perceptron([5, 4, 3, 2], "tanh", True),
                   perceptron([3, 5, 2], "tanh", False)],
    "attention": [attention(4, 3, 3, True), attention(3, 2, 2, False)],
    "adamw": adamw(),
    "contrastive": [contrastive(7, 4, 3, 5, True), contrastive(6, 3, 4, 3, False)],
}
(HERE / "trained.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
kept = [one for one in json.loads((HERE / "manifest.json").read_text()) if one["file"] != "trained.json"]
kept.append({
    "file": "trained.json", "tool": "torch", "version": torch.__version__.split("+")[0],
    "command": "python test/golden/heads/generate_torch.py", "tolerance": {"relative": 1e-10},
    "why": "the same formulas in f64, sums in another order",
})
(HERE / "manifest.json").write_text(json.dumps(kept, indent=2) + "\n")
