#!/usr/bin/env python3
"""Holds every function of f32 against f64, at a stride over all floats and at special values, at every CPU level.

usage: check_functions.py DLC_RUN NUMERICS.md FOLDER

The bounds, in units in the last place of the result, are those of the table in docs/numerics.md.
"""
import array
import json
import math
import os
import pathlib
import re
import struct
import subprocess
import sys

LEVELS = ["x86-64-v2", "x86-64-v3", "x86-64-v4"]
STRIDE = 104729  # a prime: about 41,000 of all floats
LEAST = 2.0**-149


def number(bits):
    return struct.unpack("<f", struct.pack("<I", bits & 0xffffffff))[0]


def reciprocal(x):
    return math.copysign(math.inf, x) if x == 0 else 1 / x


def exponential(x):
    return math.exp(x) if x < 700 else math.inf if x == x else x


def logistic(x):
    return 1 / (1 + exponential(-x)) if x > -30 or x != x else exponential(x)


def floor(x):
    return math.copysign(math.floor(x), x) if math.isfinite(x) else x


def quotient(x, y):
    if y or x != x:
        return x / y if y else x
    return math.nan if x == 0 else math.copysign(math.inf, x) * math.copysign(1, y)


def power(x, y):
    is_odd = math.isfinite(y) and y % 2 == 1
    try:
        return math.pow(x, y)
    except OverflowError:
        return -math.inf if x < 0 and is_odd else math.inf
    except ValueError:  # 0 to a negative power, or a negative number to a fraction
        return math.nan if x else math.copysign(math.inf, x) if is_odd else math.inf


FUNCTIONS = {
    "exp": exponential,
    "log": lambda x: math.log(x) if x > 0 else -math.inf if x == 0 else math.nan,
    "sqrt": lambda x: math.sqrt(x) if x >= 0 else math.nan,
    "rsqrt": lambda x: reciprocal(math.sqrt(x)) if x >= 0 else math.nan,
    "tanh": math.tanh,
    "erf": math.erf,
    "sigmoid": logistic,
    "silu": lambda x: x * logistic(x) if x != -math.inf else math.nan,
    "gelu": lambda x: x / 2 * math.erfc(-x / math.sqrt(2)) if x != -math.inf else math.nan,
    "gelu_tanh": lambda x: x * logistic(2 * math.sqrt(2 / math.pi) * (x + 0.044715 * x * x * x)),
    "floor": floor,
    "relu": lambda x: 0.0 if x < 0 else x,
    "div": quotient,
    "pow": power,
}
BINARY = ("div", "pow")
SCALES = ("silu", "gelu", "gelu_tanh")  # their operand by a number from 0 to 1: what counts are units of the operand


def operands():
    x = [number(bits) for bits in range(0, 1 << 32, STRIDE)]
    x += [sign * value for sign in (1, -1) for value in
          (0.0, LEAST, 2 * LEAST, 2.0**-127, 2.0**-126, 0.5, 1.0, 2.0, 3.4028234663852886e38, math.inf, math.nan)]
    x += [-110 + i / 64 for i in range(220 * 64)]  # where exponentials are neither 0 nor infinite
    x += [number(0x3f800000 + 97 * i) for i in range(-2000, 2000)]  # around 1
    return x + [0.0] * (-len(x) % 16)


def units(got, wanted, of):
    """The error in units in the last place of a number; infinite where NaN, infinities or signs of zeros differ."""
    if math.isnan(wanted) or math.isnan(got):
        return 0 if math.isnan(wanted) and math.isnan(got) else math.inf
    if abs(wanted) >= 2.0**128 or abs(got) == math.inf:
        # Beyond the largest float the next number is infinite.
        if got == math.copysign(math.inf, wanted) and abs(wanted) >= 3.4028235e38:
            return 0
        wanted, got = (max(-2.0**128, min(2.0**128, value)) for value in (wanted, got))
    if wanted == 0 == got:
        return 0 if math.copysign(1, got) == math.copysign(1, wanted) else math.inf
    unit = max(LEAST, 2.0**(math.frexp(of)[1] - 24)) if of else LEAST
    return abs(got - wanted) / unit


def write(path, tensors):
    header, data = {}, b""
    for name, values in tensors.items():
        header[name] = {"dtype": "F32", "shape": [len(values)], "data_offsets": [len(data), len(data) + 4 * len(values)]}
        data += array.array("f", values).tobytes()
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def read(path):
    content = path.read_bytes()
    size = struct.unpack_from("<Q", content)[0]
    found = json.loads(content[8:8 + size])
    return {name: array.array("f", content[8 + size + tensor["data_offsets"][0]:8 + size + tensor["data_offsets"][1]])
            for name, tensor in found.items() if name != "__metadata__"}


def model(count):
    type = f"tensor<{count}xf32>"
    lines = []
    for name in FUNCTIONS:
        operator, _, form = name.partition("_")
        operands, types = ("%x, %z", f"{type}, {type}") if name in BINARY else ("%x", type)
        lines.append(f"%y_{name} = {operator} {operands} {'approximate ' + form if form else ''} : {types}")
    results = ", ".join(f"y_{name}: {type}" for name in FUNCTIONS)
    values, types = ", ".join(f"%y_{name}" for name in FUNCTIONS), ", ".join([type] * len(FUNCTIONS))
    body = "\n    ".join(lines + [f"return {values} : {types}"])
    return f"dlc.model @m {{\n  func @f(%x: {type}, %z: {type}) -> ({results}) {{\n    {body}\n  }}\n}}\n"


def main(dlc_run, numerics, folder):
    bounds = {name: float(bound) for name, bound in re.findall(r"^\| `(\w+)` \| ([\d.]+) \|", pathlib.Path(numerics).read_text(), re.M)}
    x = operands()
    z = x[1::2] + x[::2]
    wanted = {name: [function(*pair) for pair in zip(x, z)] if name in BINARY else [function(a) for a in x]
              for name, function in ((name, FUNCTIONS[name]) for name in FUNCTIONS)}
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "m.mlir").write_text(model(len(x)))
    write(folder / "in.safetensors", {"x": x, "z": z})
    subprocess.run([pathlib.Path(dlc_run).with_name("dlc"), folder / "m.mlir", "-o", folder / "m.so"], check=True)
    failures, ran = [], 0
    for level in LEVELS:
        done = subprocess.run([dlc_run, folder / "m.so", "--inputs", folder / "in.safetensors", "--outputs",
                               folder / "out.safetensors"], capture_output=True, text=True,
                              env={**os.environ, "DLC_CPU_LEVEL": level})
        if "this processor" in done.stderr:
            continue
        assert done.returncode == 0, done.stderr
        ran += 1
        got = read(folder / "out.safetensors")
        for name in FUNCTIONS:
            worst, i = max(
                (units(a, b, x[i] if name in SCALES else b), i) for i, (a, b) in enumerate(zip(got[f"y_{name}"], wanted[name])))
            at = f"{x[i]!r}, {z[i]!r}" if name in BINARY else f"{x[i]!r}"
            text = f"{level}: {name}({at}) is {got[f'y_{name}'][i]!r}, expected {wanted[name][i]!r}: {worst:.3g} units"
            print(text)
            if not worst <= bounds.get(name, -1):
                failures.append(f"{text}, at most {bounds.get(name)} in {numerics}")
    print(*failures, f"{len(x)} values, {ran} levels, {len(failures)} failures", sep="\n")
    return bool(failures) or not ran


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
