"""The network of neurarrow-small: a masked-patch transformer over channels and seconds.

A token is one second of one electrode at 128 Hz. It is embedded from its samples (compressed by
asinh) and from its log power spectrum, gets the place of its electrode and its second added, and
passes blocks in which half of the heads look over the channels of the same second and half over
the seconds of the same channel. Amplitudes are kept: nothing is scaled by window or channel.
"""

import math

import torch
from torch import nn
from torch.nn.functional import gelu

DEPTH = 128
BINS = 45
SCALE_UV = 8.0
FLOOR_UV2 = 0.002
SPECTRUM_MEAN, SPECTRUM_STD = -1.5, 2.1
WINDOW_EDGES_HZ = (1, 2, 3, 4, 6, 8, 10, 13, 17, 22, 28, 36, 46)
SURROUNDINGS_EDGES_HZ = (1, 4, 6, 8, 10, 13, 20, 30, 46)
CODE = len(WINDOW_EDGES_HZ) + len(SURROUNDINGS_EDGES_HZ) - 2


def bands(power, edges):
    """Mean power of bands, from the first edge up to the bin below the next."""
    return torch.stack([power[..., a - 1 : b - 1].mean(-1) for a, b in zip(edges, edges[1:])], -1)


def tapered_fourier():
    """Cosines and sines of 1 to BINS Hz under a Hann taper: [DEPTH, 2 BINS]."""
    t = torch.arange(DEPTH, dtype=torch.float64) / DEPTH
    taper = 0.5 - 0.5 * torch.cos(2 * math.pi * t)
    taper = taper * math.sqrt(2 / (taper**2).sum() / DEPTH)
    angle = 2 * math.pi * t[:, None] * torch.arange(1, BINS + 1, dtype=torch.float64)
    return torch.cat([angle.cos(), angle.sin()], 1).mul(taper[:, None]).float()


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads, self.size = heads, width // heads
        self.before = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.between = nn.LayerNorm(width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)

    def attend(self, x):
        """Half of the heads over axis 1 (channels), half over axis 2 (seconds)."""
        batch, channels, seconds, width = x.shape
        half = self.heads // 2
        qkv = self.qkv(x).reshape(batch, channels, seconds, 3, self.heads, self.size)
        over_channels = qkv[:, :, :, :, :half].permute(3, 0, 2, 4, 1, 5)
        over_seconds = qkv[:, :, :, :, half:].permute(3, 0, 1, 4, 2, 5)
        a = self.weighted(over_channels).permute(0, 3, 1, 2, 4)
        b = self.weighted(over_seconds).permute(0, 1, 3, 2, 4)
        return self.out(torch.cat([a, b], 3).reshape(batch, channels, seconds, width))

    def weighted(self, qkv):
        q, k, v = qkv[0], qkv[1], qkv[2]
        weights = (q @ k.transpose(-1, -2) * self.size**-0.5).softmax(-1)
        return weights @ v

    def forward(self, x):
        x = x + self.attend(self.before(x))
        return x + self.down(gelu(self.up(self.between(x)), approximate="tanh"))


class Encoder(nn.Module):
    """tokens [batch, channel, time, 128] in microvolt, pos [batch, channel, 3]."""

    def __init__(self, width=128, layers=6, heads=8):
        super().__init__()
        self.width = width
        self.register_buffer("fourier", tapered_fourier(), persistent=False)
        self.samples = nn.Linear(DEPTH, width)
        self.spectrum = nn.Linear(BINS, width)
        self.place = nn.Sequential(nn.Linear(27, width), nn.GELU("tanh"), nn.Linear(width, width))
        self.mask = nn.Parameter(torch.zeros(width))
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.after = nn.LayerNorm(width)
        self.code = nn.Linear(width, CODE)

    def power(self, tokens):
        """Power density at 1 to 45 Hz, in square microvolt per hertz."""
        parts = tokens @ self.fourier
        return parts[..., :BINS] ** 2 + parts[..., BINS:] ** 2

    def log_power(self, power):
        """Its natural logarithm, moved and scaled to about 0 with spread 1."""
        return (torch.log(power + FLOOR_UV2) - SPECTRUM_MEAN) / SPECTRUM_STD

    def places(self, pos):
        """Places, and sines and cosines of them at four wavelengths."""
        angles = torch.cat([pos * f for f in (0.5, 1.0, 2.0, 4.0)], -1) * math.pi
        return self.place(torch.cat([pos, angles.sin(), angles.cos()], -1))

    def seconds(self, tokens):
        """Sinusoids of the second within the window, [time, width]."""
        at = torch.cumsum(torch.ones_like(tokens[0, 0, :, :1]), 0) - 1
        half = self.width // 2
        f = torch.exp(torch.arange(half, dtype=torch.float32) * (-math.log(1000.0) / half))
        return torch.cat([(at * f).sin(), (at * f).cos()], -1)

    def forward(self, tokens, pos, hidden=None):
        """Codes [batch, channel, time, CODE] and the states [.., width] that they are made of.

        A code is the log power of its channel in 12 bands over the window and in 8 bands over what
        surrounds the window, as far as the tokens tell. Tokens where `hidden` is 1 are not seen.
        """
        compressed = torch.asinh(tokens / SCALE_UV)
        x = self.samples(compressed) + self.spectrum(self.log_power(self.power(tokens)))
        if hidden is not None:
            x = x + hidden[..., None] * (self.mask - x)
        x = x + self.places(pos)[:, :, None] + self.seconds(tokens)
        for block in self.blocks:
            x = block(x)
        state = self.after(x)
        return self.code(state), state


class Reconstruction(nn.Module):
    """The samples (compressed) and the log spectrum of each token, from its state."""

    def __init__(self, width=128):
        super().__init__()
        self.samples = nn.Linear(width, DEPTH)
        self.spectrum = nn.Linear(width, BINS)

    def forward(self, states):
        return self.samples(states), self.spectrum(states)
