"""Pretrains neurarrow-small on the CPU: python3 models/train/train.py SIGNALS WORK [STEPS]

    python3 -m pip install torch==2.11.0 numpy==2.4.6 pyarrow==26.0.1
    npx neurarrow run models/train/eegmat-signals.yaml --out SIGNALS

SIGNALS is the run folder of that command; WORK keeps checkpoint.pt and loss.csv. Started again, it
goes on from the checkpoint. The rate of learning rises over 100 steps, stays, and falls to zero
over the last quarter of STEPS: a longer run can start from the checkpoint `steady.pt`, made before
the fall. On one machine the same steps give the same weights.
"""

import csv
import pathlib
import sys

import torch
from model import (
    SCALE_UV,
    SURROUNDINGS_EDGES_HZ,
    WINDOW_EDGES_HZ,
    Encoder,
    Reconstruction,
    bands,
)
from recordings import batch, load

SEED = 20240607
RATE = 1e-3
WARM = 100
FALL = 0.25
SEEN_WEIGHT = 0.25
CODE_WEIGHT = 3.0
EVERY = 50
COLUMNS = "step tokens hiddenSamples hiddenSpectrum seenSamples seenSpectrum code".split()


def rate(step, steps):
    fall = steps * FALL
    return RATE * min(1, (step + 1) / WARM, (steps - step) / fall)


def losses(encoder, decoder, tokens, around, pos, hidden):
    """Mean squared errors: samples and spectrum of hidden tokens, of seen ones, and the codes."""
    codes, states = encoder(tokens, pos, hidden)
    samples, spectrum = decoder(states)
    power, far = encoder.power(tokens), encoder.power(around).mean(2, keepdim=True)
    waves = (samples - torch.asinh(tokens / SCALE_UV)).square().mean(-1)
    powers = (spectrum - encoder.log_power(power)).square().mean(-1)
    near = bands(power.mean(2, keepdim=True), WINDOW_EDGES_HZ)
    wanted = torch.cat([near, bands(far, SURROUNDINGS_EDGES_HZ)], -1)
    off = (codes - encoder.log_power(wanted)).square().mean()
    parts = []
    for weight in (hidden, 1 - hidden):
        parts += [(e * weight).sum() / weight.sum().clamp(min=1) for e in (waves, powers)]
    return [*parts, off]


def save(path, state):
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def write_losses(path, rows):
    """One row for each EVERY steps: the mean losses since the row before."""
    with open(path, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS)
        out.writerows(rows)


def main():
    signals, work = sys.argv[1], pathlib.Path(sys.argv[2])
    steps = int(sys.argv[3]) if len(sys.argv) > 3 else 4000
    work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    torch.use_deterministic_algorithms(True)
    recordings = load(signals)
    assert len(recordings) == 56, f"{len(recordings)} recordings in {signals}, not 56"
    encoder, decoder = Encoder(), Reconstruction()
    parameters = [*encoder.parameters(), *decoder.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=RATE, betas=(0.9, 0.98), weight_decay=0.1)
    checkpoint, begin, rows, tokens_seen = work / "checkpoint.pt", 0, [], 0
    if checkpoint.exists():
        state = torch.load(checkpoint)
        encoder.load_state_dict(state["encoder"])
        decoder.load_state_dict(state["decoder"])
        optimizer.load_state_dict(state["optimizer"])
        begin, rows, tokens_seen = state["step"], state["rows"], state["tokens"]
    sums = torch.zeros(5)
    for step in range(begin, steps):
        made = [torch.from_numpy(part) for part in batch(recordings, SEED, step)]
        parts = losses(encoder, decoder, *made)
        loss = parts[0] + parts[1] + SEEN_WEIGHT * (parts[2] + parts[3]) + CODE_WEIGHT * parts[4]
        for group in optimizer.param_groups:
            group["lr"] = rate(step, steps)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        sums += torch.stack(parts).detach()
        tokens_seen += made[3].numel()
        if (step + 1) % EVERY == 0:
            rows.append([step + 1, tokens_seen, *(round(v / EVERY, 4) for v in sums.tolist())])
            sums.zero_()
            print(*rows[-1], flush=True)
            state = {
                "encoder": encoder.state_dict(), "decoder": decoder.state_dict(),
                "optimizer": optimizer.state_dict(), "step": step + 1, "rows": rows,
                "tokens": tokens_seen,
            }  # fmt: skip
            save(checkpoint, state)
            write_losses(work / "loss.csv", rows)
            if step + 1 <= steps * (1 - FALL):
                save(work / "steady.pt", state)


if __name__ == "__main__":
    main()
