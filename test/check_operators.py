#!/usr/bin/env python3
"""No operator crashes, whatever it is given: wrong kinds, ranks, counts, extents and attributes in generic syntax.

Inference and folds run on what no verifier has seen. Cases are drawn by a fixed seed, so a failure repeats.

usage: check_operators.py ROOT LLVM_PREFIX DLC_OPT
"""
import pathlib
import random
import subprocess
import sys

import tablegen

CASES = 60  # per operator
MODEL_OPS = {"model", "dim", "parameter", "state", "block", "instance", "func", "return", "kernel"}
ELEMENTS = ("f64", "f32", "bf16", "f16", "i64", "i32", "i8", "i1", "index", "i4", "complex<f32>")
EXTENTS = (0, 1, 1, 2, 3, 4, 4, 8, "?", "?", 2**40, 2**62, 2**63 - 1)
OTHER_TYPES = ("memref<4xf32>", "tensor<*xf32>", "f32", "vector<4xf32>", "none", "tuple<>")
NUMBERS = (0, 1, 2, 3, -1, -2, 4, 7, 100, 2**31, 2**47, 2**63 - 1, -(2**63))
FLOATS = ("0.0", "1.0", "-1.0", "1.0e-5", "0x7FF8000000000000", "0x7FF0000000000000", "1.0e300")


def a_type(draw, rank, element):
    if draw.random() < 0.05:
        return draw.choice(OTHER_TYPES)
    extents = [str(draw.choice(EXTENTS[:10] if draw.random() < 0.9 else EXTENTS)) for _ in range(rank)]
    return f"tensor<{'x'.join(extents + [element])}>"


def a_number(draw):
    return draw.choice(NUMBERS[:7] if draw.random() < 0.8 else NUMBERS)


def an_attribute(draw, kind, rank):
    """Mostly of the kind the operator wants, else any."""
    if kind == "any" or draw.random() < 0.05:
        kind = draw.choice(("array", "integer", "float", "unit", "enum", "type", "text"))
    if kind == "array":
        count = rank if draw.random() < 0.5 else draw.choice((0, 1, 2, 2, 4, 4, 5))
        numbers = ", ".join(str(a_number(draw)) for _ in range(count))
        return f"array<i64: {numbers}>" if count else "array<i64>"
    if kind == "integer":
        return f"{a_number(draw)} : i64"
    if kind == "float":
        return f"{draw.choice(FLOATS)} : f64"
    if kind == "enum":
        return f"{draw.choice((0, 1, 2, 3, 4, 5, 6, -1))} : i32"
    if kind == "elements":
        return "dense<[1.0, 2.0]> : tensor<2xf32>"
    if kind == "symbol":
        return draw.choice(("@nothing", "@nothing::@nested"))
    return {"unit": "unit", "type": draw.choice(ELEMENTS), "text": '"text"'}[kind]


def kind_of(definition):
    for part, kind in (("DenseI64Array", "array"), ("I64Attr", "integer"), ("F64Attr", "float"), ("Unit", "unit"),
                       ("TypeAttr", "type"), ("Symbol", "symbol"), ("Elements", "elements"), ("Dlc_", "enum")):
        if part in definition:
            return kind
    return "any"


def attributes_of(records, record):
    """(name, kind) of every attribute."""
    constraints = set(records["!instanceof"]["AttrConstraint"])
    for argument, name in record["arguments"]["args"]:
        if argument["def"] in constraints:
            # A default or an option wraps the attribute in an anonymous record.
            definition = records[argument["def"]]
            inner = definition.get("baseAttr") or {"def": argument["def"]}
            yield name, kind_of(inner["def"] if not inner["def"].startswith("anonymous") else str(definition))


def a_case(draw, record, attributes, number):
    rank = draw.choice((0, 1, 2, 2, 3, 4, 4, 4, 5))
    element = draw.choice(ELEMENTS)
    wanted = sum(1 for argument in record["arguments"]["args"]) - len(attributes)
    count = wanted if draw.random() < 0.8 else draw.choice((0, 1, 2, 3, 4, 5, 7))
    types = [a_type(draw, rank if draw.random() < 0.7 else draw.choice((0, 1, 2, 4)),
                    element if draw.random() < 0.8 else draw.choice(ELEMENTS)) for _ in range(count)]
    if types and draw.random() < 0.3:
        types = [types[0]] * count
    given = [f"{name} = {an_attribute(draw, kind, rank)}" for name, kind in attributes if draw.random() < 0.9]
    results = [a_type(draw, rank, element) for _ in range(1 if draw.random() < 0.95 else draw.choice((0, 2)))]
    left = f"%r:{len(results)} = " if results else ""
    names = [f"%a{i}" for i in range(count)]
    signature = ", ".join(f"{name}: {type}" for name, type in zip(names, types))
    properties = f" <{{{', '.join(given)}}}>" if given else ""
    return (f"func.func @c{number}({signature}) {{\n  {left}\"dlc.{record['opName']}\"({', '.join(names)}){properties} : "
            f"({', '.join(types)}) -> ({', '.join(results)})\n  return\n}}\n")


def crashes(tool, cases):
    """The first case that makes the tool die, or None."""
    flags = ("--split-input-file", "--canonicalize", "--allow-unregistered-dialect", "-o", "/dev/null")
    done = subprocess.run([tool, *flags], input="// -----\n".join(cases), capture_output=True, text=True)
    if done.returncode in (0, 1):
        return None
    if len(cases) == 1:
        return cases[0] + done.stderr[:2000]
    half = len(cases) // 2
    return crashes(tool, cases[:half]) or crashes(tool, cases[half:])


def main(root, llvm, tool):
    records = tablegen.records(root, llvm, pathlib.Path(root) / "dialects/dlc/Ops.td")
    passed, failed = 0, 0
    for record in tablegen.ops(root, llvm):
        if record["opName"] in MODEL_OPS:
            continue
        draw = random.Random(record["opName"])
        attributes = list(attributes_of(records, record))
        problem = crashes(tool, [a_case(draw, record, attributes, i) for i in range(CASES)])
        passed, failed = passed + (problem is None), failed + (problem is not None)
        if problem:
            print(f"FAIL op {record['opName']}\n{problem}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
