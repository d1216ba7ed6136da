"""What the generators of this folder share: input that tests make again by the same formula, tables, cases, files.

A case names a stage, its options, its tables and the numbers that another library, called here, finds for them.
`test/conformance/golden-stages.test.ts` runs the stage on every case of every file.
"""
import importlib.metadata
import json
import math
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent
MOST = 150  # numbers of a case that are written; of more, each of so many
STORED = {"relative": 1e-6, "why": "arithmetic in f64, stored in f32"}


def noise(rows, cols, seed=1, smooth=1, shared=0, alone=(), rough=(), gains={}):
    """Noise, exact in f32, shape [rows, cols]: sums of `smooth` neighbours (not in `rough` rows), `shared` times one row
    more in each row but those `alone`, each row times its gain. `test/golden-noise.ts` makes the same."""
    def drawn(row, count):
        with np.errstate(over="ignore"):
            x = np.arange(count, dtype=np.uint32) + np.uint32(1) + np.uint32((seed * 2654435761 + row * 2246822519) % 2**32)
            x = (x ^ (x >> np.uint32(16))) * np.uint32(0x21F0AAAD)
            x = (x ^ (x >> np.uint32(15))) * np.uint32(0x735A2D97)
            x = x ^ (x >> np.uint32(15))
        return (x & np.uint32(0xFFFF)).astype(np.int64) + (x >> np.uint32(16)).astype(np.int64) - 65535

    def summed(row):
        all_ = drawn(row, cols + smooth - 1)
        return smooth * all_[:cols] if row in rough else sum(all_[k : k + cols] for k in range(smooth))

    of_all = summed(rows) if shared else 0
    part = lambda r: 0 if r in alone else shared * (1 + r % 3) * of_all
    return np.stack([gains.get(str(r), 1) * (summed(r) + part(r)) for r in range(rows)]) / 1024


def packed(content):
    return json.dumps(content, separators=(",", ":"))


class Made:
    """Numbers and how the test makes them."""

    def __init__(self, x, spec):
        self.x, self.spec = x, spec


def made(rows, cols, **formula):
    return Made(noise(rows, cols, **formula), {"noise": {"rows": rows, "cols": cols, **formula}})


def given(x):
    x = np.float32(x).astype(float)
    return Made(x, numbers(x, 9))


def kept(file, *at):
    """Numbers that stand in another file of `test/golden`."""
    content = json.loads((HERE.parent / file).read_text())
    for key in at:
        content = content[key]
    return Made(np.float32(content).astype(float), {"file": file, "at": list(at)})


def numbers(x, digits=8):
    """Plain numbers with so many digits; null where there is none."""
    out = []
    for v in np.asarray(x, float).ravel():
        v = float(v)
        if not math.isfinite(v):
            out.append(None)
            continue
        v = float(f"{v:.{digits - 1}e}")
        out.append(int(v) if v == int(v) and abs(v) < 1e15 else v)
    return out


def table(kind, values, **facts):
    """A table of a kind as the test builds it; `values.x` stays at hand for the reference."""
    return {"kind": kind, "values": values.spec, **facts}


class Stream:
    """The random numbers of a seed as `src/kernels/random.ts` draws them, so that a reference can begin where a stage does."""

    def __init__(self, seed):
        self.base, self.counter = self.mix((seed & 0xFFFFFFFF) ^ self.mix(seed >> 32)), 0

    @staticmethod
    def mix(x):
        x = ((x ^ (x >> 16)) * 0x21F0AAAD) & 0xFFFFFFFF
        x = ((x ^ (x >> 15)) * 0x735A2D97) & 0xFFFFFFFF
        return x ^ (x >> 15)

    def uniform(self):
        self.counter += 1
        return self.mix((self.base + self.counter * 0x9E3779B9) & 0xFFFFFFFF) / 2**32

    def normal(self):
        radius = math.sqrt(-2 * math.log(1 - self.uniform()))
        return radius * math.cos(2 * math.pi * self.uniform())


class Cases:
    """The cases of a family; `write` makes its file and its entry of the manifest."""

    def __init__(self, family, tools, why):
        self.family, self.tools, self.why, self.all = family, tools, why, []

    def add(self, stage, options, oracle, input, expected, **more):
        """`expected`: numbers of the payload in order, or a dict with `values` and what else is looked at."""
        if not isinstance(expected, dict):
            expected = {"values": expected}
        if "values" in expected:
            x = np.asarray(expected["values"], float).ravel()
            if "at" in expected:
                expected["at"] = [int(i) for i in expected["at"]]
                self.keep({**expected, "length": len(x), "values": numbers(x[expected["at"]])}, stage, options, oracle, input, more)
                return
            every = -(-len(x) // MOST) if len(x) > MOST else 1
            while every > 1 and math.gcd(every, len(x)) > 1:
                every += 1
            expected = {**expected, "length": len(x), "values": numbers(x[::every])}
            if every > 1:
                expected["every"] = every
        self.keep(expected, stage, options, oracle, input, more)

    def keep(self, expected, stage, options, oracle, input, more):
        if "tables" in more:
            more["tables"] = dict(more["tables"])
        self.all.append({"stage": stage, "options": options, "oracle": oracle, "input": input, "expected": expected, **more})

    def shared(self):
        """Large tables that several cases have, by their text: cases then name them."""
        counts = {}
        for case in self.all:
            for holder in (case, case.get("tables", {})):
                for key, value in holder.items():
                    if isinstance(value, dict) and "kind" in value:
                        text = packed(value)
                        counts[text] = counts.get(text, 0) + 1
        names = {text: f"t{i}" for i, text in enumerate(t for t, n in counts.items() if n > 1 and len(t) > 150)}
        for case in self.all:
            for holder in (case, case.get("tables", {})):
                for key, value in list(holder.items()):
                    if isinstance(value, dict) and packed(value) in names:
                        holder[key] = names[packed(value)]
        return names

    def write(self):
        tables = ",\n".join(f"{packed(name)}:{text}" for text, name in self.shared().items())
        cases = ",\n".join(packed(case) for case in self.all)
        text = '{"tables":{\n' + tables + '\n},"cases":[\n' + cases + "\n]}\n"
        (HERE / f"{self.family}.json").write_text(text)
        path = HERE / "manifest.json"
        manifest = json.loads(path.read_text()) if path.exists() else []
        names = self.tools.split(", ")
        entry = {"file": f"{self.family}.json", "tool": self.tools,
                 "version": ", ".join(importlib.metadata.version(name) for name in names),
                 "command": f"python test/golden/stages/generate_{self.family}.py",
                 "tolerance": {"relative": STORED["relative"]}, "why": self.why,
                 "stages": sorted({case["stage"] for case in self.all})}
        manifest = sorted([e for e in manifest if e["file"] != entry["file"]] + [entry], key=lambda e: e["file"])
        path.write_text(json.dumps(manifest, indent=2) + "\n")
        print(self.family, len(self.all), "cases", (HERE / f"{self.family}.json").stat().st_size // 1000, "kB")
