"""Scores of the Python side on the real recordings, for test/e2e/pipelines.test.ts.

Usage: python3 test/golden/e2e/generate.py DATA_FOLDER
Runs bench/python/eegmat_bandpower.py (subjects 00-31) and bench/python/haxby_lda.py and keeps their
mean scores. Needs: bench/python/requirements.txt.
"""
import json
import pathlib
import subprocess
import sys

import mne
import scipy
import sklearn

here = pathlib.Path(__file__).parent
bench = here.parents[2] / "bench" / "python"
data = pathlib.Path(sys.argv[1])


def scores(script, *args):
    out = subprocess.run([sys.executable, bench / script, *args], check=True, capture_output=True, text=True)
    return json.loads(out.stdout)["scores"]


result = {
    "eegmat": scores("eegmat_bandpower.py", data / "eegmat", "--subjects", "Subject00..Subject31"),
    "haxby": scores("haxby_lda.py", data / "haxby2001"),
}
(here / "python.json").write_text(json.dumps(result, indent=1) + "\n")
manifest = [{
    "file": "python.json",
    "tool": "MNE-Python, SciPy, scikit-learn",
    "version": f"{mne.__version__}, {scipy.__version__}, {sklearn.__version__}",
    "command": "python3 test/golden/e2e/generate.py DATA_FOLDER",
    "tolerance": "0.01 (eegmat), 0.005 (haxby), absolute",
    "why": "eegmat: the resampler is polyphase here and FFT there, which differs at the ends of recordings; "
           "haxby: rounding may move single volumes across a decision",
}]
(here / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
