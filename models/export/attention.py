"""Scaled dot-product attention in plain operations, for graphs that run anywhere."""

import torch

# Query rows in one product: 1024 x 4500 scores of 12 heads are 220 MB instead of 970.
BLOCK = 1024


def heads_of(x, heads):
    """[B, N, heads * D] as [B, heads, N, D]."""
    return x.unflatten(-1, (heads, -1)).transpose(1, 2)


def attend(q, k, v, scale=None, tokens=0):
    """Softmax of q · k times v, all [B, heads, N, D]; gives [B, N, heads * D].

    `tokens` is N where it is fixed and large: the rows of q are then taken in blocks, so that the
    scores of all of them never exist at once.
    """
    scale = scale or q.shape[-1] ** -0.5
    keys = (k * scale).transpose(-2, -1)
    starts = range(0, tokens, BLOCK) if tokens > BLOCK else [0]
    parts = [
        torch.softmax((q[:, :, at : at + BLOCK] if len(starts) > 1 else q) @ keys, dim=-1) @ v
        for at in starts
    ]
    out = torch.cat(parts, dim=2) if len(parts) > 1 else parts[0]
    return out.transpose(1, 2).flatten(2)


def sinusoids(length, depth):
    """Positions [length, depth]: sines in even columns, cosines in odd ones (Vaswani, 2017)."""
    place = torch.arange(length, dtype=torch.float32)[:, None]
    rate = torch.exp(torch.arange(0, depth, 2).float() * (-torch.log(torch.tensor(1e4)) / depth))
    out = torch.zeros(length, depth)
    out[:, 0::2] = torch.sin(place * rate)
    out[:, 1::2] = torch.cos(place * rate)
    return out
