#!/usr/bin/env python3
"""Every numbered constraint of an operator's description has a test that expects it, and every test has a constraint.

A description says `- (C2) ...`, the error begins with `(C2)`, and the test is `@matmul_c2` of test/dialects/dlc.

usage: check_constraints.py ROOT LLVM_PREFIX
"""
import collections
import pathlib
import re
import sys

import tablegen

# What is said before a constraint is looked at: there is no type to infer, or MLIR has checked kinds of operands.
UNNUMBERED = {"no result type exists", "must be ranked tensor"}


def documented(root, llvm):
    """(operator, number) of every description; numbers must count from 1."""
    for record in tablegen.ops(root, llvm):
        numbers = [int(number) for number in re.findall(r"^\s*- \(C(\d+)\)", record["description"], re.MULTILINE)]
        if numbers != list(range(1, len(numbers) + 1)):
            print(f"FAIL {record['opName']}: constraints {numbers} do not count from 1")
            yield record["opName"], 0
        yield from ((record["opName"], number) for number in numbers)


def tested(root):
    """(operator, number) -> the texts that tests of it expect."""
    found = collections.defaultdict(list)
    for path in sorted((root / "test/dialects/dlc").glob("*-errors.mlir")):
        for case in path.read_text().split("// -----"):
            name = re.search(r"@(\w+?)_c(\d+)(_\w+)?\b", case)
            if name:
                expected = re.findall(r"expected-error ?@\S+ \{\{(.*)\}\}", case)
                found[name.group(1), int(name.group(2))].append(expected)
    return found


def main(root, llvm):
    constraints, tests, failed = set(documented(root, llvm)), tested(root), 0
    for operator, number in sorted(constraints - set(tests)):
        print(f"FAIL {operator}: (C{number}) has no test @{operator}_c{number}")
        failed += 1
    for (operator, number), cases in sorted(tests.items()):
        if (operator, number) not in constraints:
            print(f"FAIL @{operator}_c{number} tests a constraint that the description of {operator} does not have")
            failed += 1
        for expected in cases:
            if not any(f"(C{number}) " in text or any(u in text for u in UNNUMBERED) for text in expected):
                print(f"FAIL @{operator}_c{number} expects {expected}, not `(C{number}) ...`")
                failed += 1
    print(f"{len(constraints)} constraints, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), sys.argv[2]))
