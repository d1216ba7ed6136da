"""Spectra as convolutions and products with cosines and sines, for exporters without an FFT."""

import math

import torch
from torch import nn


def waves(samples):
    """Cosines and sines of the frequencies of a real transform: two of [bins, samples]."""
    bins = torch.arange(samples // 2 + 1, dtype=torch.float64)[:, None]
    angles = 2 * math.pi * bins * torch.arange(samples, dtype=torch.float64) / samples
    return torch.cos(angles), -torch.sin(angles)


class RealSpectrum(nn.Module):
    """Magnitudes of the transform along the last axis, whose length is fixed: [..., bins]."""

    def __init__(self, samples):
        super().__init__()
        real, imaginary = waves(samples)
        self.register_buffer("basis", torch.cat([real, imaginary]).T.float())
        self.bins = samples // 2 + 1

    def parts(self, x):
        """Real and imaginary parts."""
        both = x @ self.basis
        return both[..., : self.bins], both[..., self.bins :]

    def forward(self, x):
        real, imaginary = self.parts(x)
        return (real.square() + imaginary.square()).sqrt()
