"""Lets two processes do the same work in turns, pass by pass, so that a slow second meets both.

in_step.py PASSES COMMAND -- COMMAND

Each command answers every line of its input with a pass, and a line of JSON. Half as many passes
go first that do not count, until all code is compiled. Prints for each command the list of its
answers.
"""

import json
import subprocess
import sys


def main(passes, commands):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    sides = [subprocess.Popen(command, **pipes) for command in commands]
    answers = [[] for _ in sides]
    first = passes // 2
    for turn in range(first + passes):
        for i in (0, 1) if turn % 2 == 0 else (1, 0):
            sides[i].stdin.write("\n")
            sides[i].stdin.flush()
            answers[i].append(json.loads(sides[i].stdout.readline()))
    for side in sides:
        side.stdin.close()
        if side.wait() != 0:
            sys.exit(f"{side.args} ended with {side.returncode}")
    print(json.dumps([each[first:] for each in answers]))


apart = sys.argv.index("--")
main(int(sys.argv[1]), [sys.argv[2:apart], sys.argv[apart + 1 :]])
