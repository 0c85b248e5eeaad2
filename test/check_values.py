#!/usr/bin/env python3
"""Runs a model on values that stand in its comments, at every CPU level and on one and two threads.

usage: check_values.py DLC_RUN MODEL.mlir

    // in x: [1, 2, inf]        an argument, as a Python list in row-major order (math's names and nan, inf are known)
    // out y: [2, 4, inf]       a result, within docs/numerics.md; with `bits` for `out`: exactly, signs of zeros too
    // refused: message         instead of results: the call fails, and says this
"""
import json
import math
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile

KINDS = {"f64": ("F64", "d"), "f32": ("F32", "f"), "f16": ("F16", "e"), "bf16": ("BF16", "H"), "i64": ("I64", "q"),
         "i32": ("I32", "i"), "i8": ("I8", "b"), "i1": ("BOOL", "?")}
TOLERANCE = {"F64": (1e-10, 1e-11), "F32": (1e-4, 1e-5), "BF16": (1e-2, 1e-3), "F16": (1e-2, 1e-3)}
LEVELS = ["x86-64-v2", "x86-64-v3", "x86-64-v4"]
NO_DEVICE = "this processor"


def write(path, tensors):
    header, data = {}, b""
    for name, shape, element, values in tensors:
        kind, letter = KINDS[element]
        if element == "bf16":
            values = [struct.unpack("<I", struct.pack("<f", value))[0] >> 16 for value in values]
        packed = struct.pack(f"<{len(values)}{letter}", *values)
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [len(data), len(data) + len(packed)]}
        data += packed
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def read(path):
    content = path.read_bytes()
    size = struct.unpack_from("<Q", content)[0]
    found = {}
    for name, tensor in json.loads(content[8:8 + size]).items():
        if name == "__metadata__":
            continue
        kind, (begin, end) = tensor["dtype"], tensor["data_offsets"]
        letter = next(letter for other, letter in KINDS.values() if other == kind)
        part = content[8 + size + begin:8 + size + end]
        values = struct.unpack(f"<{len(part) // struct.calcsize(letter)}{letter}", part)
        if kind == "BF16":
            values = [struct.unpack("<f", struct.pack("<I", value << 16))[0] for value in values]
        found[name] = kind, list(values)
    return found


def is_right(kind, got, wanted, bits):
    if bits and kind == "F32":
        wanted = struct.unpack("<f", struct.pack("<f", wanted))[0]
    if isinstance(got, int) or math.isnan(wanted) or math.isinf(wanted):
        return got == wanted or (got != got and wanted != wanted)
    if bits:
        return got == wanted and math.copysign(1, got) == math.copysign(1, wanted)
    relative, absolute = TOLERANCE[kind]
    return abs(got - wanted) <= absolute + relative * abs(wanted)


def compare(outputs, wanted):
    for exactness, name, values in wanted:
        kind, got = outputs[name]
        if len(got) != len(values):
            yield f"{name} has {len(got)} elements, expected {len(values)}"
        for i, (a, b) in enumerate(zip(got, values)):
            if not is_right(kind, a, b, exactness == "bits"):
                yield f"{name}[{i}] is {a!r}, expected {b!r}"
                break


def main(dlc_run, model):
    text = pathlib.Path(model).read_text()
    names = {**vars(math), "nan": math.nan, "inf": math.inf}
    given = {name: eval(value, names) for name, value in re.findall(r"^// in (\w+): (.*)", text, re.M)}
    wanted = [(how, name, eval(value, names)) for how, name, value in re.findall(r"^// (out|bits) (\w+): (.*)", text, re.M)]
    refused = re.search(r"^// refused: (.*)", text, re.M)
    known = re.search(r"^// dims: (.*)", text, re.M)
    dims = dict(re.findall(r"(\w+)=(\d+)", known[1])) if known else {}
    inputs = []
    for name, extents, element, labels in re.findall(r"%(\w+): tensor<((?:[\d?]+x)*)(\w+)>(?: \[([^\]]*)\])?",
                                                     re.search(r"func @.*?->", text, re.S)[0]):
        labels = [label.strip(" @") for label in labels.split(",")]
        shape = [int(dims[labels.pop(0)]) if extent == "?" else int(extent) for extent in extents.split("x")[:-1]]
        values = given.get(name, [0] * math.prod(shape))
        inputs.append((name, shape, element, values))
    failures, ran = [], 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        write(folder / "in.safetensors", inputs)
        subprocess.run([pathlib.Path(dlc_run).with_name("dlc"), model, "-o", folder / "model.so"], check=True)
        for level in LEVELS:
            for threads in (1, 2):
                command = [dlc_run, folder / "model.so", f"--threads={threads}", "--inputs", folder / "in.safetensors",
                           "--outputs", folder / "out.safetensors"]
                done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "DLC_CPU_LEVEL": level})
                if NO_DEVICE in done.stderr:
                    continue
                ran += 1
                if refused:
                    found = [] if done.returncode and refused[1] in done.stderr else [f"not refused: {done.stderr}"]
                elif done.returncode:
                    found = [done.stderr]
                else:
                    found = compare(read(folder / "out.safetensors"), wanted)
                failures += [f"{level}, {threads} threads: {what}" for what in found]
    print(*failures, f"{ran} runs, {len(failures)} differences", sep="\n")
    return bool(failures) or not ran


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
