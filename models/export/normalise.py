"""What happens to a window in microvolt inside a graph, before the model itself."""

import torch
from torch import nn


class Scale(nn.Module):
    """Multiplies by a constant: a unit other than the microvolt."""

    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def forward(self, x):
        return x * self.factor


class ZScore(nn.Module):
    """Less the mean, divided by the deviation, over each channel's window or over all channels."""

    def __init__(self, each_channel=True, clip=None, floor=1e-8):
        super().__init__()
        self.axes = (-1,) if each_channel else (-2, -1)
        self.clip, self.floor = clip, floor

    def forward(self, x):
        centred = x - x.mean(self.axes, keepdim=True)
        deviation = centred.square().mean(self.axes, keepdim=True).sqrt()
        scaled = centred / deviation.clamp_min(self.floor)
        return scaled if self.clip is None else scaled.clamp(-self.clip, self.clip)


class Percentile(nn.Module):
    """Divides each channel by a percentile of its magnitude (linear between two samples)."""

    def __init__(self, share=0.95, floor=1e-8):
        super().__init__()
        self.share, self.floor = share, floor

    def forward(self, x):
        samples = x.shape[-1]
        at = self.share * (samples - 1)
        low = int(at)
        most = samples - low
        top = torch.topk(x.abs(), most, dim=-1).values
        above = top[..., most - 2 : most - 1]
        below = top[..., most - 1 : most]
        return x / (below + (at - low) * (above - below) + self.floor)


class MinMaxWithScale(nn.Module):
    """To -1..1 over all channels of the window, and a channel that says how large it was.

    That channel is 2 (min(1, range / most) - 0.5) throughout, as in DN3's Deep1010 mapping.
    """

    def __init__(self, most):
        super().__init__()
        self.most = most

    def forward(self, x):
        low, high = x.amin((-2, -1), keepdim=True), x.amax((-2, -1), keepdim=True)
        width = high - low
        unit = 2 * (x - low) / width.clamp_min(1e-6) - 1
        scale = 2 * ((width / self.most).clamp_max(1.0) - 0.5)
        return torch.cat([unit, scale.expand(-1, 1, x.shape[-1])], dim=1)
