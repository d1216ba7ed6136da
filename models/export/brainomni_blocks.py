"""Blocks of BrainOmni's encoder: half of the numbers look along time, half over sources."""

import torch
from torch import nn

from attention import attend, heads_of
from brainomni_sources import FeedForward, RootMeanSquare

# Tokens in time for which a checkpoint holds turns.
LONGEST = 240


class SelfAttention(nn.Module):
    """Attention along one axis; with turns, places are angles that differ from head to head."""

    def __init__(self, width, heads, turns):
        super().__init__()
        self.heads, self.turns, self.width = heads, turns, width
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        rates = 1.0 / (10000 ** (torch.arange(0, width, 2).float() / width))
        angle = torch.outer(torch.arange(LONGEST).float(), rates)
        self.register_buffer("real", angle.cos(), persistent=False)
        self.register_buffer("imaginary", angle.sin(), persistent=False)

    def turned(self, x):
        """Neighbouring numbers of x [B, T, width] as complex ones, times those of their time."""
        cos, sin = self.real[: x.shape[1]], self.imaginary[: x.shape[1]]
        real, imaginary = x.unflatten(-1, (-1, 2)).unbind(-1)
        return torch.stack(
            [real * cos - imaginary * sin, real * sin + imaginary * cos], -1
        ).flatten(2)

    def forward(self, x):
        q, k, v = self.qkv(x).chunk(3, -1)
        if self.turns:
            q, k = self.turned(q), self.turned(k)
        return self.proj(attend(*(heads_of(each, self.heads) for each in (q, k, v))))


class CrissCross(nn.Module):
    """The first half of the numbers looks along time, the second over the sources; then they are
    exchanged, as published.
    """

    def __init__(self, width, heads):
        super().__init__()
        self.time_attn = SelfAttention(width // 2, heads // 2, True)
        self.spatial_attn = SelfAttention(width // 2, heads // 2, False)
        self.pre_attn_norm, self.pre_ff_norm = RootMeanSquare(width), RootMeanSquare(width)
        self.ff = FeedForward(width)

    def forward(self, x):
        batch, sources = x.shape[0], x.shape[1]
        along, over = self.pre_attn_norm(x).chunk(2, -1)
        along = self.time_attn(along.flatten(0, 1)).unflatten(0, (batch, sources))
        over = self.spatial_attn(over.transpose(1, 2).flatten(0, 1)).unflatten(0, (batch, -1))
        x = x + torch.cat([over.transpose(1, 2), along], -1)
        return x + self.ff(self.pre_ff_norm(x))
