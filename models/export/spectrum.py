"""Spectra as convolutions and products with cosines and sines, for exporters without an FFT."""

import math

import torch
from torch import nn


def waves(samples):
    """Cosines and sines of the frequencies of a real transform: two of [bins, samples]."""
    bins = torch.arange(samples // 2 + 1, dtype=torch.float64)[:, None]
    angles = 2 * math.pi * bins * torch.arange(samples, dtype=torch.float64) / samples
    return torch.cos(angles), -torch.sin(angles)


def magnitude(real, imaginary):
    return (real.square() + imaginary.square()).sqrt()


class RealSpectrum(nn.Module):
    """Magnitudes of the transform along the last axis, whose length is fixed: [..., bins]."""

    def __init__(self, samples):
        super().__init__()
        real, imaginary = waves(samples)
        self.register_buffer("basis", torch.cat([real, imaginary]).T.float())
        self.bins = samples // 2 + 1

    def forward(self, x):
        both = x @ self.basis
        return magnitude(both[..., : self.bins], both[..., self.bins :])


class PolarSpectrum(RealSpectrum):
    """Magnitudes and angles side by side: [..., 2 bins]. The first and last bin are real."""

    def forward(self, x):
        both = x @ self.basis
        real, imaginary = both[..., : self.bins], both[..., self.bins :]
        inner = torch.atan2(imaginary[..., 1:-1], real[..., 1:-1])
        first, last = (
            torch.where(end < 0, math.pi, 0.0) for end in (real[..., :1], real[..., -1:])
        )
        return torch.cat([magnitude(real, imaginary), first, inner, last], -1)
