"""GDF files, written here field by field."""

import struct

import mne
import numpy as np
from generate import of_raw

rng = np.random.default_rng(13)
NAMES = ["Fp1", "Cz", "EOG-left"]
TYPES = {"int8": 1, "uint8": 2, "int16": 3, "uint16": 4, "int32": 5, "uint32": 6, "int64": 7,
         "uint64": 8, "float32": 16, "float64": 17}
CODES = {"uV": 4275, "mV": 4274, "1": 512, "V": 4256}


def text(words, width):
    return b"".join(w.encode("latin-1").ljust(width, b" ") for w in words)


def pack(kind, values):
    return np.asarray(values, dtype=kind).tobytes()


def header(version, facts):
    count = len(facts["names"])
    days, share = 738521, int(0.25 * 2**32)  # 1 January 2022, 6 o'clock
    if version < 1.9:
        fixed = f"GDF {version:.2f}".encode().ljust(8) + text(["X patient"], 80)
        fixed += text(["recording"], 80) + b"2022010106000050" + pack("<i8", 256 * (count + 1))
        fixed += bytes(24) + bytes(20)
        fixed += pack("<i8", facts["records"]) + pack("<u4", facts["length"])
        fixed += pack("<u4", count)
    else:
        fixed = f"GDF {version:.2f}".encode().ljust(8) + text(["X patient"], 66) + bytes(14)
        fixed += text(["recording"], 64) + bytes(16) + struct.pack("<II", share, days) + bytes(8)
        fixed += pack("<u2", count + 1) + bytes(6 + 8 + 6 + 6 + 24)
        fixed += pack("<i8", facts["records"]) + pack("<u4", facts["length"])
        fixed += pack("<u2", [count, 0])
    assert len(fixed) == 256
    own = text(facts["names"], 16) + bytes(80 * count)
    if version < 1.9:
        own += text(facts["units"], 8)
        digital = "<i8"
    else:
        own += bytes(6 * count) + pack("<u2", [CODES[u] for u in facts["units"]])
        digital = "<f8"
    own += pack("<f8", facts["physical"][0]) + pack("<f8", facts["physical"][1])
    own += pack(digital, facts["digital"][0]) + pack(digital, facts["digital"][1])
    own += bytes(80 * count)
    own += pack("<u4", facts["per_record"]) + pack("<u4", [TYPES[t] for t in facts["types"]])
    own += bytes(32 * count)
    assert len(own) == 256 * count
    return fixed + own


def table(version, mode, rate, rows):
    position, code, channel, length = (np.array(column) for column in zip(*rows))
    out = bytes([mode])
    if version < 1.94:
        out += int(rate).to_bytes(3, "little") + pack("<u4", len(rows))
    else:
        out += len(rows).to_bytes(3, "little") + pack("<f4", rate)
    out += pack("<u4", position) + pack("<u2", code)
    if mode == 3:
        out += pack("<u2", channel) + pack("<u4", length)
    return out


EVENTS = [(1, 768, 0, 0), (7, 769, 0, 5), (17, 32766, 0, 0), (20, 783, 1, 3)]


def case(version, kind, mode, unit="uV"):
    def write(folder):
        per_record, records = 8, 4
        dtype = np.dtype(kind).newbyteorder("<")
        if dtype.kind == "f":
            low, high = -1000, 1000
            values = (rng.normal(size=(records, 3, per_record)) * 300).astype(dtype)
        else:
            limits = np.iinfo(dtype)
            low, high = max(limits.min, -(2**30)), min(limits.max, 2**30)
            values = rng.integers(low, high, (records, 3, per_record)).astype(dtype)
        facts = {"names": NAMES, "units": [unit] * 3, "records": records, "length": [1, 4],
                 "physical": ([-200, -150.5, -1], [200, 150.5, 3]),
                 "digital": ([low] * 3, [high] * 3),
                 "per_record": [per_record] * 3, "types": [kind] * 3}
        body = header(version, facts) + values.tobytes()
        if mode:
            body += table(version, mode, 32, EVENTS)
        (folder / "made.gdf").write_bytes(body)
        raw = mne.io.read_raw_gdf(folder / "made.gdf")
        return of_raw(raw), "made.gdf"

    return write


def mixed(folder):
    """Types and rates that differ, which MNE does not read: values by construction."""
    kinds = ["int16", "float32", "uint8"]
    per_record = [8, 4, 8]
    facts = {"names": ["A", "B", "Status"], "units": ["mV", "1", "1"], "records": 3,
             "length": [1, 1], "physical": ([-5, 0, 0], [5, 1, 255]),
             "digital": ([-32768, 0, 0], [32767, 1, 255]),
             "per_record": per_record, "types": kinds}
    parts = [[(rng.random(n) * 100).astype(np.dtype(k).newbyteorder("<"))
              for k, n in zip(kinds, per_record)] for _ in range(3)]
    body = header(2.2, facts) + b"".join(p.tobytes() for record in parts for p in record)
    (folder / "made.gdf").write_bytes(body)
    rows = [np.concatenate([record[c] for record in parts]).astype(float) for c in range(3)]
    rows[0] = ((rows[0] + 32768) / 65535 * 10 - 5) * 1000
    return {
        "rateHz": 8, "samples": 24, "startedAt": "2022-01-01T06:00:00.000000", "annotations": [],
        "rates": per_record,
        "channels": [{"name": n, "type": "", "position": None, "values": r.tolist()}
                     for n, r in zip(facts["names"], rows)],
    }, "made.gdf"


CASES = [
    *((f"GDF 2.2 {kind}", case(2.2, kind, 3)) for kind in TYPES),
    ("GDF 2.2 in mV, events of mode 1", case(2.2, "int16", 1, "mV")),
    ("GDF 2.51 without events", case(2.51, "int16", 0)),
    ("GDF 1.25 int16, mode 1", case(1.25, "int16", 1)),
    ("GDF 1.25 float32, mode 3", case(1.25, "float32", 3)),
    ("GDF 1.95 int32, mode 3", case(1.95, "int32", 3)),
    ("types and rates that differ", mixed),
]
