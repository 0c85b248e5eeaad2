#!/usr/bin/env python3
"""Fail when a file includes something its folder may not know about (docs/architecture.md, "Who may include whom")."""
import pathlib
import re
import sys

SHARED = ("dlc-c/Abi.def", "dlc-c/Artifact.h", "dlc-c/Philox.h", "dlc-c/Safetensors.h")
UPSTREAM = ("mlir/", "llvm/")
# Dialects of the last stages: what the stages before must not know.
DEVICE = ("mlir/Dialect/GPU/", "mlir/Dialect/LLVMIR/", "mlir/Dialect/NVGPU/")

# Matrix units and async copies are emitted in the stage Kernel; host launches and the llvm dialect are not. Its families of
# kernels know what is emitted for all of them, not each other.
KERNEL = {
    f"lib/Kernel/{folder}".rstrip("/"): (
        (*UPSTREAM, "dialects/", "dlc/Kernel/", *(f"lib/Kernel/{other}/" for other in (folder, *others)), *more),
        ("mlir/Dialect/LLVMIR/LLVMDialect.h",),
    )
    for folder, others, more in (
        ("", ("Emit", "Schedule"), ()),
        ("Program", ("Schedule",), ("dlc-c/Safetensors.h",)),
        ("Schedule", (), ()),
        ("Select", ("Schedule",), ()),
        ("Emit", ("Schedule",), ()),
        *((family, ("Emit", "Schedule"), ()) for family in
          ("Attention", "Contraction", "Pointwise", "Pooling", "Reduction", "Winograd")),
    )
}

# folder: (what its quoted includes may start with, exceptions from that). The longest matching folder decides.
RULES = {
    "include/dlc-c": (("dlc-c/",), ()),
    "dialects/dlc": ((*UPSTREAM, "dialects/dlc/"), ()),
    "dialects/rt": ((*UPSTREAM, "dialects/rt/"), ()),
    "lib/Frontend": ((*UPSTREAM, "dialects/dlc/", "lib/Frontend/", "dlc/Frontend/", "dlc-c/Safetensors.h"), DEVICE),
    "lib/Graph": (
        (*UPSTREAM, "dialects/dlc/", "lib/Graph/", "dlc/Graph/"),
        (*DEVICE, "mlir/Dialect/Linalg/", "mlir/Dialect/MemRef/"),
    ),
    **KERNEL,
    "lib/Memory": ((*UPSTREAM, "dialects/rt/", "lib/Memory/", "dlc/Memory/"), DEVICE),
    "lib/Target": ((*UPSTREAM, "dialects/rt/", "lib/Target/", "dlc/Target/", "dlc-c/Abi.def", "dlc-c/Artifact.h"), ()),
    "lib/Driver": ((*UPSTREAM, "lld/", "dialects/", "lib/Driver/", "dlc/", "dlc-c/"), ()),
    "runtime": (("runtime/", *SHARED), ("runtime/cuda/", "runtime/comm/")),
    "runtime/cuda": (("runtime/", *SHARED), ("runtime/comm/",)),
    "runtime/comm": (("runtime/", *SHARED), ("runtime/cuda/",)),
    "tools": ((*UPSTREAM, "tools/", "dlc/", "dlc-c/", "dialects/"), ()),
    "test": ((*UPSTREAM, "gtest/", "test/", "dlc/", "dlc-c/", "dialects/", "lib/", "runtime/"), ()),
    **{
        f"include/dlc/{stage}": ((*UPSTREAM, "dialects/", f"dlc/{stage}/"), ())
        for stage in ("Frontend", "Graph", "Kernel", "Memory", "Target")
    },
    "include/dlc/Driver": ((*UPSTREAM, "dialects/", "dlc/"), ()), # options of passes are options of the driver
}
SUFFIXES = {".h", ".c", ".cpp", ".td", ".def", ".inc"}
# The runtime is a separate program: what would pull a C++ runtime library or LLVM into artefacts.
NOT_IN_RUNTIME = re.compile(r"(thread|mutex|condition_variable|future|string|map|unordered_map|set|functional|[io]?o?f?stream"
                            r"|sstream|regex|random|locale|filesystem|exception|stdexcept|cuda.*|nccl.*|mpi.*)$")
INCLUDE = re.compile(r'\s*#?\s*include\s+(["<])([^">]+)[">]')


def rule_of(path):
    folders = [f for f in RULES if path.is_relative_to(f)]
    return max(folders, key=len) if folders else None


def problem(folder, quoted, name):
    may, but_not = RULES[folder]
    if quoted and (not name.startswith(may) or name.startswith(but_not)):
        return f"{folder} may not include {name}"
    if not quoted and name.startswith(("mlir/", "llvm/", "lld/", "dlc", "dialects/")):
        return f"{name} belongs in quotes"
    if not quoted and folder.startswith("runtime") and NOT_IN_RUNTIME.match(name):
        return f"<{name}> needs a library that artefacts do not link"
    return None


def main(root):
    checked, failed = 0, 0
    for top in ("include", "dialects", "lib", "runtime", "tools", "test"):
        for file in sorted((root / top).rglob("*")):
            path = file.relative_to(root)
            folder = rule_of(path)
            if file.suffix not in SUFFIXES or "Inputs" in path.parts:
                continue
            if folder is None:
                print(f"{path}: no stage of the compiler lives here")
                failed += 1
                continue
            found = []
            for number, line in enumerate(file.read_text().splitlines(), 1):
                match = INCLUDE.match(line)
                message = match and problem(folder, match[1] == '"', match[2])
                if message:
                    found.append(f"{path}:{number}: {message}")
            print(*found, sep="\n", end="\n" if found else "")
            checked, failed = checked + (not found), failed + bool(found)
    print(f"{checked} files keep the rules, {failed} do not")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
