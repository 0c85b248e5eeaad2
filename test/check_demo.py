#!/usr/bin/env python3
"""The main job does what it promises: at least 97 % right, the answer of scikit-learn on every image, from one file.

usage: check_demo.py PROJECT_FOLDER
"""
import pathlib
import re
import subprocess
import sys


def main(project):
    done = subprocess.run([pathlib.Path(project) / "scripts/demo"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    promises = {
        "it ends well": done.returncode == 0,
        "right on 97 %": (match := re.search(r"held-out images: ([\d.]+) % right", done.stdout)) and float(match[1]) >= 97,
        "same answers": (match := re.search(r"(\d+) held-out images: .*the same answer as scikit-learn on (\d+)", done.stdout))
        and match[1] == match[2],
        "needs the C library alone": (match := re.search(r"needs (.*)", done.stdout))
        and set(match[1].split()) <= {"libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2"},
    }
    broken = [promise for promise, kept in promises.items() if not kept]
    if broken:
        print(done.stdout, *(f"not kept: {promise}" for promise in broken), sep="\n")
    print(f"{len(promises) - len(broken)} passed, {len(broken)} failed")
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
