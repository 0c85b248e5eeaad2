#!/usr/bin/env python3
"""The README's first model compiles, and its C program builds against it and runs.

usage: check_readme.py README DLC C_COMPILER
"""
import pathlib
import re
import subprocess
import sys
import tempfile


def main(readme, dlc, compiler):
    text = pathlib.Path(readme).read_text()
    with tempfile.TemporaryDirectory() as folder:
        for language, name in (("mlir", "digits.mlir"), ("c", "main.c")):
            block = re.search(rf"^```{language}\n(.*?)^```", text, re.S | re.M)
            (pathlib.Path(folder) / name).write_text(block[1])
        for command in ([dlc, "digits.mlir", "-o", "digits.so"],
                        [compiler, "-std=c99", "-Wall", "-Wextra", "-Werror", "main.c", "./digits.so",
                         "-Wl,-rpath,$ORIGIN", "-o", "main"]):
            subprocess.run(command, cwd=folder, check=True)
        subprocess.run([pathlib.Path(folder) / "main"], cwd="/", check=True)  # from anywhere


if __name__ == "__main__":
    main(*sys.argv[1:])
