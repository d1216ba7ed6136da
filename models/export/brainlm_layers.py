"""Layers of BrainLM: those of the 13M model, and those of the larger ones."""

from torch import nn

from attention import attend, heads_of


class SelfAttention(nn.Module):
    """Attention over all tokens; with a kernel, plus a convolution of the values along them.

    This is what a Nystromformer computes that has as many landmarks as segment means, as published.
    """

    def __init__(self, width, heads, kernel, tokens):
        super().__init__()
        self.heads, self.tokens = heads, tokens
        self.query, self.key = nn.Linear(width, width), nn.Linear(width, width)
        self.value, self.conv = nn.Linear(width, width), None
        if kernel:
            self.conv = nn.Conv2d(
                heads, heads, (kernel, 1), padding=(kernel // 2, 0), bias=False, groups=heads
            )

    def forward(self, x):
        q, k, v = (heads_of(each(x), self.heads) for each in (self.query, self.key, self.value))
        seen = attend(q, k, v, tokens=self.tokens)
        return seen if self.conv is None else seen + self.conv(v).transpose(1, 2).flatten(2)


def dense(inner, outer, norm=None):
    """A linear layer under the names of the original, with its norm where that follows it."""
    step = nn.Module()
    step.dense = nn.Linear(inner, outer)
    if norm:
        step.LayerNorm = norm(outer)
    return step


class SeriesLayer(nn.Module):
    """A layer of the 13M model: normalised after each step."""

    def __init__(self, width, heads, inner, kernel, tokens, norm):
        super().__init__()
        self.attention = nn.Module()
        setattr(self.attention, "self", SelfAttention(width, heads, kernel, tokens))
        self.attention.output = dense(width, width, norm)
        self.intermediate = dense(width, inner)
        self.output = dense(inner, width, norm)

    def forward(self, x):
        out = self.attention.output
        x = out.LayerNorm(x + out.dense(getattr(self.attention, "self")(x)))
        inner = nn.functional.gelu(self.intermediate.dense(x))
        return self.output.LayerNorm(x + self.output.dense(inner))


class ImageLayer(nn.Module):
    """A layer of the larger models: normalised before each step."""

    def __init__(self, width, heads, inner, tokens, norm):
        super().__init__()
        self.attention = nn.Module()
        self.attention.attention = SelfAttention(width, heads, 0, tokens)
        self.attention.output = dense(width, width)
        self.intermediate, self.output = dense(width, inner), dense(inner, width)
        self.layernorm_before, self.layernorm_after = norm(width), norm(width)

    def forward(self, x):
        x = x + self.attention.output.dense(self.attention.attention(self.layernorm_before(x)))
        inner = nn.functional.gelu(self.intermediate.dense(self.layernorm_after(x)))
        return x + self.output.dense(inner)
