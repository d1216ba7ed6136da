"""Small CTF recordings, written field by field, and what MNE-Python reads from them.

    python test/golden/ctf/generate.py

Files are stored whole, as base64; samples as MNE gives them, in V and T.
"""

import base64
import json
import pathlib
import struct
import tempfile
import warnings

import mne
import numpy as np

warnings.simplefilter("ignore")
mne.set_log_level("ERROR")
HERE = pathlib.Path(__file__).parent
MEG = {"mag", "ref_meg"}
RATE, TRIAL, NAME = 120.0, 30, "sub-01_task-rest_meg"


def text(value, length):
    return value.encode().ljust(length, b"\0")


def coil(place, normal):
    """Place in cm."""
    return struct.pack(">3dd3ddhihd", *place, 0, *normal, 0, 1, 0, 0, 1.5)


def channel(kind, gains, coils=(), order=0):
    head = struct.pack(">hhi4dhhi", kind, 0, 0, *gains, 0, len(coils), order, 0)
    body = b"".join(coil(*one) for one in coils)
    return head + (body + bytes(640 - len(body))) * 2


def channels(electrodes=None):
    """Places of electrodes in cm of CTF's head, where there are any."""
    far, slant = (0.3, -0.4, np.sqrt(0.75)), (-0.48, 0.6, 0.64)
    return [
        ("SCLK01-177", channel(17, (1.0, 1.0, 1.0))),
        ("BG1-2622", channel(0, (-2.1e9, 1e3, 1.0), [((8.1, 0.4, 21.0), (0, 0, 1))])),
        ("G11-2622", channel(1, (3.2e9, 1e3, 1.0),
                             [((8.1, 0.4, 21.0), (1, 0, 0)), ((12.1, 0.4, 21.0), (-1, 0, 0))])),
        ("G12-2622", channel(1, (-3.1e9, 1e3, 1.0),
                             [((8.1, 0.4, 21.0), (0, 1, 0)), ((12.1, 0.4, 21.0), (0, -1, 0))])),
        ("MLC11-2622", channel(5, (-1.3e9, 2e3, 1.0), [((3.0, 5.0, -9.0), far)], 3)),
        ("MRT33-2622", channel(5, (1.2e9, 2e3, 1.0), [((-2.0, -7.5, -12.0), slant)], 3)),
        ("MZF01-2622", channel(5, (-1.25e9, 2e3, 1.0), [((0, 0, 0), (0, 0, 0))], 3)),
        ("EEG001-2622", channel(9, (1e6, 1.5e3, 1.0))),
        ("UPPT001", channel(11, (1.0, 1.0, 1.0))),
        ("HLC0011-2622", channel(13, (1e4, 1.0, 1.0))),
        *((f"{name}-2622", channel(9, (1e6, 1.5e3, 1.0), [(place, (0, 0, 0))]))
          for name, place in (electrodes or {}).items()),
    ]


def header(trials, before=0, filters=((60.0, 1, 1, ()), (50.0, 2, 2, (4.0, 0.5))),
           electrodes=None):
    rows = channels(electrodes)
    out = text("MEG42RS", 8) + text("made", 256) * 3 + struct.pack(">h", 1)
    out += text("12:34:56", 255) + text("05/03/2021", 255)
    out += struct.pack(">ihxxddhxxi", TRIAL, len(rows), RATE, TRIAL / RATE, trials, before)
    out = out.ljust(1836, b"\0")
    note = b"nothing to say"
    out += struct.pack(">i", len(note)) + bytes(4) + note + struct.pack(">h", len(filters))
    for hz, kind, way, more in filters:
        out += struct.pack(">diih", hz, kind, way, len(more)) + struct.pack(f">{len(more)}d", *more)
    out += b"".join(text(name, 32) for name, _ in rows) + b"".join(body for _, body in rows)
    # without coefficients of a compensation MNE does not open the recording
    kind = int.from_bytes(b"G3BR", "big")
    balanced = ["MLC11-2622", "MRT33-2622"]
    out += struct.pack(">h", len(balanced))
    for k, name in enumerate(balanced):
        out += text(name, 32) + struct.pack(">iih", kind, 0, 1) + text("BG1-2622", 31 * 50)
        out += struct.pack(">50d", 0.1 * (k + 1), *[0.0] * 49)
    return out


def numbers(trials, seed, stops=None, electrodes=None):
    draw = np.random.default_rng(seed)
    count = len(channels(electrodes))
    x = draw.integers(-(2**24), 2**24, (trials, count, TRIAL))
    clock = 1 + np.arange(trials * TRIAL).reshape(trials, TRIAL)
    x[:, 0] = np.where(clock - 1 >= stops, 0, clock) if stops is not None else clock
    x[:, 8] = draw.integers(0, 8, (trials, TRIAL))
    return b"MEG41CP\0" + x.astype(">i4").tobytes()


MARKERS = """PATH OF DATASET:
made

NUMBER OF MARKERS:
2

CLASSGROUPID:
3
NAME:
left
COMMENT:

NUMBER OF SAMPLES:
2
LIST OF SAMPLES:
TRIAL NUMBER\t\tTIME FROM SYNC POINT (in seconds)
                  +0\t\t\t\t     +0.0500000
                  +2\t\t\t\t     +0.1000000


CLASSGROUPID:
3
NAME:
right
COMMENT:

NUMBER OF SAMPLES:
1
LIST OF SAMPLES:
TRIAL NUMBER\t\tTIME FROM SYNC POINT (in seconds)
                  +1\t\t\t\t     +0.0250000


"""


# cm in the axes of CTF's head, and of the helmet turned by 30 degrees and 25 cm lower
COILS = {"nasion": (9.8, 0.3, 0.2), "left ear": (0.4, 7.3, -0.1), "right ear": (-0.2, -7.1, 0.3)}
# nowhere: EEG061
PLACES = {"EEG060": (8.9, 3.1, 5.2), "EEG061": (0.0, 0.0, 0.0), "EEG062": (-4.2, -5.5, 7.75)}


def head_coils():
    turn = np.radians(30)
    matrix = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0],
                       [0, 0, 1]])
    out = "# made\n"
    for word in ("standard", "measured"):
        for frame in ("dewar", "head"):
            if (word, frame) == ("standard", "head"):
                continue
            for coil, place in COILS.items():
                own = np.array(place)
                own = matrix @ own - [0, 0, 25] if frame == "dewar" else own
                out += f"{word} {coil} coil position relative to {frame} (cm):\n"
                out += "".join(f"\t{axis} = {v:.9f}\n" for axis, v in zip("xyz", own))
    return out.encode()


def listed(names, places):
    return "".join(f"{k + 1}\t{name}\t{x}\t{y}\t{z}\n"
                   for k, (name, (x, y, z)) in enumerate(zip(names, places))).encode()


def case(name, files):
    with tempfile.TemporaryDirectory() as path:
        folder = pathlib.Path(path) / f"{NAME}.ds"
        folder.mkdir()
        for file, content in files.items():
            (folder / file).write_bytes(content)
        raw = mne.io.read_raw_ctf(folder, preload=True)
        notes = raw.annotations
        return {
            "case": name, "open": f"{NAME}.meg4",
            "files": {file: base64.b64encode(content).decode() for file, content in files.items()},
            "rateHz": raw.info["sfreq"], "bads": raw.info["bads"],
            "digitised": [d["r"].tolist() for d in raw.info["dig"] or () if d["ident"] > 1000],
            "annotations": [[round(float(t), 9), str(what)] for t, what in
                            sorted(zip(notes.onset, notes.description))],
            "channels": [{
                "name": ch["ch_name"], "type": kind, "coil": int(ch["coil_type"]) & 0xFFFF,
                "place": place_of(ch, kind),
                "values": row.tolist(),
            } for ch, kind, row in zip(raw.info["chs"], raw.get_channel_types(), raw.get_data())],
        }


def place_of(ch, kind):
    if kind in MEG:
        return ch["loc"][[0, 1, 2, 9, 10, 11]].tolist()
    place = ch["loc"][:3]
    return place.tolist() if kind == "eeg" and np.linalg.norm(place) > 0 else None


def main():
    own = {f"{NAME}.res4": header(3), f"{NAME}.meg4": numbers(3, 1)}
    cases = [
        case("one file", own),
        case("parts, markers, bad channels", {
            f"{NAME}.res4": header(3, before=12), f"{NAME}.meg4": numbers(2, 2),
            f"{NAME}.1_meg4": numbers(1, 3), "MarkerFile.mrk": MARKERS.encode(),
            "BadChannels": b"MRT33\n"}),
        case("a clock that stops", {
            f"{NAME}.res4": header(3, filters=()), f"{NAME}.meg4": numbers(3, 4, stops=47)}),
    ]
    three = dict.fromkeys(PLACES, (0, 0, 0))
    names = [f"{one}-2622" for one in PLACES]
    both = {f"{NAME}.meg4": numbers(1, 5, electrodes=three), f"{NAME}.hc": head_coils()}
    cases += [
        case("electrodes in the header", {
            **both, f"{NAME}.res4": header(1, electrodes=PLACES)}),
        case("electrodes in a file", {
            **both, f"{NAME}.res4": header(1, electrodes=three),
            f"{NAME}.eeg": listed(["Nasion", "LPA", "eeg060-2622", *names[1:]],
                                  [COILS["nasion"], COILS["left ear"], *PLACES.values()])}),
        case("electrodes that are digitised", {
            **both, f"{NAME}.res4": header(1, electrodes=three),
            f"{NAME}.pos": b"5\n" + listed(names, PLACES.values()) + b"head1 1.5 2.5 10.5\n"}),
    ]
    (HERE / "ctf.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
    (HERE / "manifest.json").write_text(json.dumps([{
        "file": "ctf.json", "tool": "mne, numpy", "version": f"{mne.__version__}, {np.__version__}",
        "command": "python test/golden/ctf/generate.py",
        "tolerance": {"samples": 6e-8, "places": 1e-8},
        "why": "f64 values rounded to f32; MNE keeps places as f64 here",
    }], indent=2) + "\n")


main()
