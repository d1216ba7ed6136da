"""BrainVision recordings: as pybv writes them, and variants that are written here."""

import datetime

import mne
import numpy as np
import pybv
from generate import of_raw

rng = np.random.default_rng(7)
NAMES = ["Fp1", "Cz", "VEOGb", "Temp"]


def by_pybv(fmt, resolution, unit):
    def write(folder):
        data = rng.normal(size=(4, 37)) * 4e-5
        pybv.write_brainvision(
            data=data, sfreq=250, ch_names=NAMES, fname_base="made", folder_out=str(folder),
            ref_ch_names=None, unit=unit, resolution=resolution, fmt=fmt,
            meas_date=datetime.datetime(2021, 12, 31, 23, 59, 58, 250000),
            events=[
                {"onset": 3, "duration": 1, "description": 7, "type": "Stimulus"},
                {"onset": 11, "duration": 5, "description": "eyes closed", "type": "Comment"},
            ],
        )
        raw = mne.io.read_raw_brainvision(folder / "made.vhdr")
        return of_raw(raw), "made.vhdr"

    return write


HEADER = """Brain Vision Data Exchange Header File Version 1.0
; written by hand

[Common Infos]
{codepage}DataFile={data}
MarkerFile={marks}
DataFormat=BINARY
DataOrientation={orientation}
NumberOfChannels=4
{points}SamplingInterval=4000

[Binary Infos]
BinaryFormat={fmt}

[Channel Infos]
; Ch<n>=<name>,<reference>,<resolution>,<unit>
Ch1=A\\1B,,0.5,µV
Ch2=Cz,,0.25,mV
Ch3=Fz,,0.1
Ch4=Röte,,2,C
{more}
[Comment]
Ch1=this is text
"""
MARKS = """Brain Vision Data Exchange Marker File, Version 1.0

[Common Infos]
{codepage}DataFile={data}

[Marker Infos]
Mk1=New Segment,,1,1,0,20200124040506500000
Mk2=Stimulus,S  1,6,1,0
Mk3=Response,R\\1 2,9,3,0
Mk4=New Segment,,20,1,0,20200124040600000000
Mk5=Comment,späte,25,0,0
"""
PLACES = """
[Coordinates]
Ch1=1,-72,51
Ch2=0,0,0
Ch3=85.5,30,90
Ch4=0,0,0
"""


def by_hand(orientation="MULTIPLEXED", fmt="INT_16", codepage="UTF-8", points="", more="",
            data_name="$b.eeg"):
    def write(folder):
        name = "hand.eeg"
        dtype = {"INT_16": "<i2", "INT_32": "<i4", "IEEE_FLOAT_32": "<f4"}[fmt]
        values = rng.normal(size=(4, 31)) * 3000
        values = values.astype(dtype)
        order = values.T if orientation == "MULTIPLEXED" else values
        (folder / name).write_bytes(np.ascontiguousarray(order).tobytes())
        line = f"Codepage={codepage}\n" if codepage else ""
        facts = {"codepage": line, "data": name, "marks": "hand.vmrk", "fmt": fmt,
                 "orientation": orientation, "points": points, "more": more}
        coding = "utf-8" if codepage == "UTF-8" else "latin-1"
        (folder / "hand.vhdr").write_bytes(HEADER.format(**facts).encode(coding))
        # MNE looks for dates in the markers as UTF-8 alone
        marks = MARKS.format(**facts)
        marks = marks if coding == "utf-8" else marks.replace("ä", "ae")
        (folder / "hand.vmrk").write_bytes(marks.encode(coding))
        found = of_raw(mne.io.read_raw_brainvision(folder / "hand.vhdr"))
        # MNE knows no $b, which the format has
        facts["data"] = data_name
        (folder / "hand.vhdr").write_bytes(HEADER.format(**facts).encode(coding))
        return found, "hand.vhdr"

    return write


CASES = [
    ("pybv INT_16", by_pybv("binary_int16", 0.1, "µV")),
    ("pybv INT_16 in mV", by_pybv("binary_int16", 1e-4, "mV")),
    ("pybv IEEE_FLOAT_32", by_pybv("binary_float32", 1, "µV")),
    ("multiplexed INT_16", by_hand(points="DataPoints=31\n")),
    ("multiplexed INT_32, Latin-1", by_hand(fmt="INT_32", codepage="ANSI")),
    ("multiplexed, no code page", by_hand(fmt="IEEE_FLOAT_32", codepage="")),
    ("vectorized INT_16", by_hand("VECTORIZED", points="DataPoints=31\n", more=PLACES)),
    ("vectorized float", by_hand("VECTORIZED", "IEEE_FLOAT_32", points="DataPoints=31\n")),
]
