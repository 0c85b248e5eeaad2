"""Reading .td files for the checks: every record as JSON."""
import json
import pathlib
import subprocess

STAGES = ("Frontend", "Graph", "Kernel", "Memory", "Target")


def records(root, llvm, td):
    """All records of `td`; `llvm` is the installation prefix."""
    includes = [f"-I{path}" for path in (f"{llvm}/include", root, f"{root}/include")]
    return json.loads(subprocess.check_output([f"{llvm}/bin/llvm-tblgen", "--dump-json", *includes, str(td)]))


def passes(root, llvm):
    """(stage, record) of every pass, in the order of the pipeline."""
    for stage in STAGES:
        found = records(root, llvm, pathlib.Path(root) / f"include/dlc/{stage}/Passes.td")
        for name in found["!instanceof"].get("PassBase", []):
            yield stage, found[name]


def ops(root, llvm, td="dialects/dlc/Ops.td"):
    """Record of every op; `traits` become the set of their names."""
    found = records(root, llvm, pathlib.Path(root) / td)
    for name in found["!instanceof"].get("Op", []):
        yield {**found[name], "traits": {trait["def"] for trait in found[name]["traits"]}}
