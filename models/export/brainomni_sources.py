"""Parts of BrainOmni's tokenizer: from windows of sensors to codes of sources."""

import torch
from torch import nn

from attention import attend, heads_of

SENSORS, COLUMNS = 3, 6


class RootMeanSquare(nn.Module):
    """x divided by the root of its mean square, times a weight."""

    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return self.weight * (x * torch.rsqrt((x * x).mean(-1, keepdim=True) + 1e-6))


class FeedForward(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.layer = nn.Sequential(
            nn.Linear(width, 4 * width), nn.SELU(), nn.Linear(4 * width, width)
        )

    def forward(self, x):
        return self.layer(x)


class Convolution(nn.Module):
    """A convolution with reflected edges, its weight stored as direction and length."""

    def __init__(self, inner, outer, kernel, stride=1):
        super().__init__()
        self.conv = nn.Module()
        self.conv.conv = nn.Module()
        plain = nn.Conv1d(inner, outer, kernel)
        self.conv.conv.weight_v = nn.Parameter(plain.weight.detach())
        self.conv.conv.weight_g = nn.Parameter(plain.weight.detach().norm(dim=(1, 2), keepdim=True))
        self.conv.conv.bias = plain.bias
        total = kernel - stride
        self.edges, self.stride = (total - total // 2, total // 2), stride

    def forward(self, x):
        own = self.conv.conv
        weight = own.weight_v * (own.weight_g / own.weight_v.norm(dim=(1, 2), keepdim=True))
        if any(self.edges):
            x = nn.functional.pad(x, self.edges, mode="reflect")
        return nn.functional.conv1d(x, weight, own.bias, self.stride)


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.block = nn.Sequential(
            nn.ELU(), Convolution(width, width // 2, 3), nn.ELU(), Convolution(width // 2, width, 1)
        )
        self.shortcut = Convolution(width, width, 1)

    def forward(self, x):
        return self.shortcut(x) + self.block(x)


class Recurrent(nn.Module):
    """Two recurrent layers, added to their input [B, width, T]."""

    def __init__(self, width):
        super().__init__()
        self.lstm = nn.LSTM(width, width, 2)

    def forward(self, x):
        x = x.permute(2, 0, 1)
        return (x + self.lstm(x)[0]).permute(1, 2, 0)


def seanet(size):
    """Windows [B, 1, samples] as [B, width, samples / the product of ratios]."""
    width = size["n_filters"]
    steps = [Convolution(1, width, size["kernel_size"])]
    for ratio in reversed(size["ratios"]):
        steps += [Residual(width), nn.ELU(), Convolution(width, 2 * width, 2 * ratio, ratio)]
        width *= 2
    last = Convolution(width, size["n_dim"], size["last_kernel_size"])
    return nn.Sequential(*steps, Recurrent(width), nn.ELU(), last)


class Sensors(nn.Module):
    """An embedding of place, direction and type of each sensor."""

    def __init__(self, width):
        super().__init__()
        self.sensor_embedding_layer = nn.Embedding(SENSORS, width)
        self.pos_embedding_layer = nn.Sequential(
            nn.Linear(COLUMNS, width // 2), nn.SELU(), nn.Linear(width // 2, width)
        )
        self.aggregate_mlp, self.norm = FeedForward(width), RootMeanSquare(width)

    def forward(self, pos, kind):
        x = self.pos_embedding_layer(pos) + self.sensor_embedding_layer(kind)
        return self.norm(x + self.aggregate_mlp(x))


class Sources(nn.Module):
    """Learned sources look at the sensors, at each time."""

    def __init__(self, size):
        super().__init__()
        width, self.heads = size["n_dim"], size["n_head"]
        self.seanet_encoder = nn.Module()
        self.seanet_encoder.model = seanet(size)
        self.neuros = nn.Parameter(torch.randn(size["n_neuro"], width))
        self.k_proj = nn.Linear(width, width)
        self.backwardsolution = nn.Module()
        self.backwardsolution.v = nn.Linear(width, width)
        self.backwardsolution.proj = nn.Linear(width, width)

    def forward(self, cut, sensors):
        """Windows [B, C, N, samples], sensors [B, C, width]; gives [B, N * T, sources, width]."""
        batch, channel, count, _ = cut.shape
        x = self.seanet_encoder.model(cut.flatten(0, 2)[:, None])
        x = x.reshape(batch, channel, count, x.shape[1], x.shape[2])
        x = x.permute(0, 2, 4, 1, 3).flatten(1, 2)
        keys = self.k_proj(x + sensors[:, None]).flatten(0, 1)
        values = self.backwardsolution.v(x).flatten(0, 1)
        q = heads_of(self.neuros[None], self.heads)
        seen = attend(q, heads_of(keys, self.heads), heads_of(values, self.heads))
        return self.backwardsolution.proj(seen).unflatten(0, (batch, -1))


class Codebooks(nn.Module):
    """Codes of what the codes before them leave over."""

    def __init__(self, size):
        super().__init__()
        self.layers = nn.ModuleList()
        for _ in range(size["num_quantizers"]):
            level = nn.Module()
            level._codebook = nn.Module()
            book = torch.randn(size["codebook_size"], size["codebook_dim"])
            level._codebook.register_buffer("embed", book * size["codebook_dim"] ** -0.5)
            self.layers.append(level)

    def codes(self, x):
        """The nearest code of each level, [..., width] as [..., levels]."""
        left, found = x, []
        for level in self.layers:
            book = level._codebook.embed
            nearest = ((book * book).sum(1) - 2 * left @ book.T).argmin(-1)
            found.append(nearest)
            left = left - book[nearest]
        return torch.stack(found, -1)

    def vectors(self, codes):
        """The sum of the vectors of all levels, [..., levels] as [..., width]."""
        return sum(level._codebook.embed[codes[..., i]] for i, level in enumerate(self.layers))
