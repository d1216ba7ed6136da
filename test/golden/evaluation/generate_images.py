"""Makes the golden values of images: resized by PyTorch, compared by scikit-image and NumPy.

Usage: python generate_images.py   (writes images.json, its line of the manifest stands there)
Needs: numpy torch scikit-image scipy.
"""
import json
import pathlib

import numpy as np
import torch
from scipy.stats import hypergeom
from skimage.color import rgb2gray
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

HERE = pathlib.Path(__file__).parent


def resized(x, height, width):
    x = torch.from_numpy(np.asarray(x, dtype=np.float64))[None]
    return torch.nn.functional.interpolate(
        x, size=(height, width), mode="bilinear", antialias=True, align_corners=False)[0].numpy()


def sizes(rng):
    """Larger, smaller, one pixel, and both at once."""
    for planes, old, new in [(1, (3, 4), (7, 9)), (3, (9, 7), (4, 3)), (2, (5, 11), (8, 4)),
                             (1, (6, 6), (6, 6)), (1, (5, 4), (1, 1)), (1, (1, 1), (3, 2))]:
        x = np.round(rng.uniform(size=(planes, *old)), 4)
        yield {"from": old, "to": new, "x": x.ravel().tolist(), "y": resized(x, *new).ravel().tolist()}


def compared(rng, colours, height, width, resize, order):
    """Rows of predicted and true pictures, the predicted ones also beyond 0 and 1."""
    rows = 4
    coarse = rng.uniform(size=(rows, colours, 3, 3))
    own = np.round(np.stack([resized(x, height, width) for x in coarse]), 4)
    found = np.round(own + 0.25 * rng.normal(size=own.shape), 4)
    sides = (resize, resize) if resize else (height, width)
    seen = [[resized(np.clip(x, 0, 1), *sides) for x in side] for side in (found, own)]
    grey = [[x[0] if colours == 1 else rgb2gray(x.transpose(1, 2, 0)) for x in side] for side in seen]
    pairs = list(zip(*seen))
    laid = [x.transpose(0, 2, 3, 1) if order == "pixels" else x for x in (found, own)]
    images = {"size": [colours, height, width], "colours": order}
    return {
        "images": images | ({"resize": resize} if resize else {}),
        "scores": laid[0].ravel().tolist(), "values": laid[1].ravel().tolist(),
        "expected": {
            "pixelCorrelation": np.mean([np.corrcoef(x.ravel(), y.ravel())[0, 1] for x, y in pairs]),
            "psnr": np.mean([peak_signal_noise_ratio(y, x, data_range=1) for x, y in pairs]),
            "ssim": np.mean([structural_similarity(
                y, x, data_range=1, gaussian_weights=True, sigma=1.5, use_sample_covariance=False)
                for x, y in zip(*grey)]),
        },
    }


def drawn():
    """The share of draws in which fewer than k of n - 1 others come before a rank of all."""
    for k, n, total, rank in [(1, 2, 5, 2), (1, 50, 200, 3), (5, 50, 200, 30), (3, 10, 12, 12), (10, 300, 982, 40)]:
        p = hypergeom.cdf(k - 1, total - 1, rank - 1, n - 1)
        yield {"use": f"top{k}Of{n}", "total": total, "rank": rank, "expected": p}


def main():
    rng = np.random.default_rng(31)
    cases = {
        "sizes": list(sizes(rng)),
        "compared": [
            compared(rng, 1, 12, 12, 30, "planes"), compared(rng, 3, 14, 12, None, "planes"),
            compared(rng, 3, 12, 15, 20, "pixels"), compared(rng, 3, 30, 26, 16, "planes"),
        ],
        "drawn": list(drawn()),
    }
    (HERE / "images.json").write_text(json.dumps(cases) + "\n")


main()
