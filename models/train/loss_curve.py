"""Draws loss.csv as loss.svg beside it: python3 models/train/loss_curve.py models/neurarrow-small"""

import csv
import math
import pathlib
import sys

WIDTH, HEIGHT, LEFT, TOP = 640, 300, 50, 20
LINES = {
    "hiddenSamples": ("#1b6ca8", "samples of hidden tokens"),
    "hiddenSpectrum": ("#c0504d", "spectrum of hidden tokens"),
    "seenSamples": ("#7fb2d9", "samples of seen tokens"),
    "seenSpectrum": ("#e6a9a7", "spectrum of seen tokens"),
    "code": ("#3d8b37", "code"),
}


def drawn(rows):
    last = float(rows[-1]["step"])
    values = [float(row[name]) for row in rows for name in LINES]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    x = lambda step: LEFT + (WIDTH - LEFT - 20) * float(step) / last  # noqa: E731
    y = lambda v: TOP + (HEIGHT - TOP - 40) * (high - math.log10(float(v))) / (high - low)  # noqa: E731
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT + 30}" '
             'font-family="sans-serif" font-size="11">']  # fmt: skip
    parts.append(f'<rect width="{WIDTH}" height="{HEIGHT + 30}" fill="#fff"/>')
    for power in range(low, high + 1):
        at = y(10.0**power)
        parts.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - 20}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    for share in (0, 0.25, 0.5, 0.75, 1):
        at = x(share * last)
        parts.append(f'<text x="{at:.1f}" y="{HEIGHT - 22}" text-anchor="middle">{share * last:g}</text>')
    for i, (name, (colour, words)) in enumerate(LINES.items()):
        line = " ".join(f"{x(row['step']):.1f},{y(row[name]):.1f}" for row in rows)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        left, top = LEFT + 195 * (i % 3), HEIGHT + 17 * (i // 3)
        parts.append(f'<text x="{left}" y="{top}" fill="{colour}">{words}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main():
    folder = pathlib.Path(sys.argv[1])
    with open(folder / "loss.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    (folder / "loss.svg").write_text(drawn(rows))


if __name__ == "__main__":
    main()
