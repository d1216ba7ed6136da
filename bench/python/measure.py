"""Runs a command and says what it took: python3 bench/python/measure.py COMMAND [ARGUMENT ...]

Prints one JSON document: wall time, processor time, peak resident memory of the process (the
kernel's own count, for every thread), exit code and what the command wrote to its output.
"""

import json
import os
import subprocess
import sys
import time

start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)
output = process.stdout.read()
_, status, usage = os.wait4(process.pid, 0)
wall = time.perf_counter() - start
unit = 1 if sys.platform == "darwin" else 1024
print(
    json.dumps(
        {
            "wallS": wall,
            "cpuS": usage.ru_utime + usage.ru_stime,
            "peakBytes": usage.ru_maxrss * unit,
            "exit": os.waitstatus_to_exitcode(status),
            "output": output.decode(),
        }
    )
)
