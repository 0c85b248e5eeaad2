#!/usr/bin/env python3
"""Run the examples of the documentation.

A pass:  ```mlir  before // ==> after ```    the pass turns `before` into `after`; `...` in `after` stands for any text.
An op:   ```mlir  example ```                dlc-opt reads and verifies it;
         ```mlir  example // ==> after ```   folding gives `after`: the evaluator computes what the text says.
A docs page: ```mlir  example ```            as an op's.
A first line `// dlc-opt --flag ...` says which flags to run instead.

usage: doctest.py ROOT LLVM_PREFIX DLC_OPT
"""
import pathlib
import re
import shlex
import subprocess
import sys

import tablegen

BLOCK = re.compile(r"^ *```mlir\n(.*?)^ *```", re.S | re.M)
FOLD = ("--canonicalize",)


def opt(tool, ir, *flags):
    """(printed IR, None) or (None, what went wrong)."""
    done = subprocess.run([tool, *flags], input=ir, capture_output=True, text=True)
    return (done.stdout, None) if done.returncode == 0 else (None, done.stderr)


def matches(printed, wanted):
    """Equal but for white space; `...` stands for anything."""
    parts = [re.escape("".join(part.split())) for part in wanted.split("...")]
    return re.fullmatch(".*".join(parts), "".join(printed.split())) is not None


def run(tool, block, flags):
    """None, or why the example is not true."""
    before, arrow, after = block.partition("// ==>")
    own = re.match(r"\s*// dlc-opt (.*)", before)
    flags = shlex.split(own[1]) if own else flags
    printed, error = opt(tool, before, *(flags if arrow else ()))
    if error or not arrow:
        return error
    if "..." in after:
        return None if matches(printed, after) else f"printed:\n{printed}"
    wanted, error = opt(tool, after)
    if error or printed == wanted:
        return error
    return f"printed:\n{printed}wanted:\n{wanted}"


def examples(root, llvm):
    """(where, text, flags) of every example."""
    for _, record in tablegen.passes(root, llvm):
        blocks = BLOCK.findall(record["description"] or "")
        if not any("// ==>" in block for block in blocks):
            yield f"pass {record['argument']}", None, ()
        for block in blocks:
            yield f"pass {record['argument']}", block, (f"--{record['argument']}",)
    for td in ("dialects/dlc/Ops.td", "dialects/rt/Rt.td"):
        for record in tablegen.ops(root, llvm, td):
            for block in BLOCK.findall(record["description"] or ""):
                yield f"op {record['opName']}", block, FOLD
    for page in sorted((pathlib.Path(root) / "docs").rglob("*.md")):
        for block in BLOCK.findall(page.read_text()):
            yield str(page.relative_to(root)), block, FOLD


def main(root, llvm, tool):
    passed, failed = 0, 0
    for where, block, flags in examples(root, llvm):
        problem = "has no `before // ==> after` example" if block is None else run(tool, block, flags)
        passed, failed = passed + (problem is None), failed + (problem is not None)
        if problem:
            print(f"FAIL {where}\n{problem}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
