"""Interrupts dlc while it writes: nothing may be left beside the output.

usage: interrupt.py DLC MODEL FOLDER
"""
import os
import pathlib
import signal
import subprocess
import sys
import time

tool, model, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
process = subprocess.Popen([tool, model, "-o", str(folder / "out.so")])
while process.poll() is None and not list(folder.iterdir()):
    time.sleep(0.001)
os.kill(process.pid, signal.SIGINT)
status = process.wait()
print("status", status, "left", [path.name for path in folder.iterdir()])
