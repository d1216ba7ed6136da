"""Superlets by their definition, for the golden values of the kernel and of the stage."""
import numpy as np


def superlet_reference(x, rate, hz, cycles, orders, adaptive):
    """Moca et al. (2021), equations 3 to 8, by convolution in time: wavelets of +-8 deviations."""
    low, high = orders
    out = []
    for f in hz:
        order = low + (high - low) * (f - hz[0]) / (hz[-1] - hz[0]) if adaptive else high
        logs = 0
        for o in range(low, int(np.floor(order + 1e-9)) + 2):
            share = min(1, order - o + 1)
            if share < 1e-9:
                continue
            spread = cycles * o / (5 * f)
            n = int(np.ceil(8 * spread * rate))
            t = np.arange(-n, n + 1) / rate
            wavelet = np.exp(-t ** 2 / (2 * spread ** 2) + 2j * np.pi * f * t) / (spread * np.sqrt(2 * np.pi))
            response = np.array([np.convolve(row, wavelet)[n:n + len(row)] for row in x]) / rate
            logs = logs + share / (order - low + 1) * np.log(2 * np.abs(response))
        out.append(np.exp(logs))
    return np.stack(out, -1)
