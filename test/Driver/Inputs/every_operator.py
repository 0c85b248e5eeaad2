"""Compiles the models of test/Numeric for GPUs: each becomes PTX or is refused at the operator, none ends in dlc.

usage: every_operator.py DLC FOLDER
"""
import collections
import pathlib
import subprocess
import sys

tool, folder = sys.argv[1], pathlib.Path(sys.argv[2])
found = collections.Counter()
for model in sorted(folder.glob("*.mlir")):
    done = subprocess.run([tool, model, "--target=cuda", "--emit=ptx", "--gpu-arch=sm_80", "-o", "/dev/null"],
                          capture_output=True, text=True)
    found[done.returncode] += 1
    if done.returncode not in (0, 1) or (done.returncode == 1 and " error: DLC-E0901: " not in done.stderr):
        print("FAIL", model.name, done.returncode, done.stderr[:2000])
print(found[0], "compiled,", found[1], "refused")
