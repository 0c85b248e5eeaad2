#!/usr/bin/env python3
"""Every pass runs alone: it declares the dialects whose ops it creates, and survives an empty module.

In the packaged MLIR, which has no assertions, an op of a dialect that nobody loaded is a crash. So the sources of a pass
are searched for `dialect::SomeOp::create(`, its own and those of the headers beside it that it includes.

usage: check_passes.py ROOT LLVM_PREFIX DLC_OPT
"""
import pathlib
import re
import subprocess
import sys

import tablegen

CREATE = re.compile(r"\b(?:(\w+)::)?(\w+Op)::create\(|createOrFold<(?:(\w+)::)?(\w+Op)>")
INCLUDE = re.compile(r'#include "(lib/\w+/[\w/]+)\.h"')
SPELLING = {"affine": "Affine", "arith": "Arith", "func": "Func", "gpu": "GPU", "LLVM": "LLVM", "math": "Math",
            "memref": "MemRef", "NVVM": "NVVM", "rt": "Rt", "scf": "SCF", "tensor": "Tensor", "vector": "Vector"}


def sources(root, file):
    """`file` and what it includes of its own stage, each header with its .cpp."""
    found, queue = set(), [file]
    while queue:
        path = queue.pop()
        if path in found or not (root / path).exists():
            continue
        found.add(path)
        for name in INCLUDE.findall((root / path).read_text()):
            queue += [f"{name}.h", f"{name}.cpp"]
    return found


def created(root, file):
    """Dialects of which `file` creates ops, as C++ namespaces."""
    text = "".join((root / path).read_text() for path in sorted(sources(root, file)))
    return {match[1] or match[3] for match in CREATE.finditer(text) if (match[1] or match[3]) in SPELLING}


def read_by(record):
    """Namespaces a pass must meet in its input: the op it runs on belongs to one."""
    match = re.search(r"Pass<[^>]*::(\w+)::\w+>", record.get("baseClass", ""))
    return {match[1]} if match else set()


def main(root, llvm, tool):
    failed, passed = 0, 0
    for stage, record in tablegen.passes(root, llvm):
        name, flag = record["!name"], record["argument"]
        declared = {dialect.split("::")[-1] for dialect in record["dependentDialects"]}
        files = [str(path.relative_to(root)) for path in (root / "lib" / stage).rglob(f"{name}.cpp")]
        missing = {space for file in files for space in created(root, file) - read_by(record)
                   if f"{SPELLING[space]}Dialect" not in declared}
        wrong = [f"creates ops of {', '.join(sorted(missing))}, which are not in dependentDialects"] if missing else []
        done = subprocess.run([tool, f"--{flag}"], input="", capture_output=True, text=True)
        diagnosed = done.returncode == 1 and "error: " in done.stderr  # it may say that something is missing
        wrong += [] if done.returncode == 0 or diagnosed else [f"on an empty module: {done.stderr} {done.returncode}"]
        for problem in wrong:
            print(f"FAIL {flag}: {problem}")
        failed, passed = failed + bool(wrong), passed + (not wrong)
    print(f"{passed} passes run alone, {failed} do not")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), *sys.argv[2:]))
