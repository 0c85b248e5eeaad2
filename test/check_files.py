#!/usr/bin/env python3
"""Every pass, op and diagnostic has its files and tests; files are small, open with a banner and hide nothing.

usage: check_files.py ROOT LLVM_PREFIX
"""
import pathlib
import re
import subprocess
import sys

import tablegen

LAW, HABIT, FUNCTION = 800, 400, 60  # lines
SOURCES = {".h", ".c", ".cpp", ".td", ".def"}
# Ops that compute nothing by themselves: tests/dialects and the stages cover them.
NO_NUMERIC_TEST = {"model", "dim", "parameter", "state", "block", "instance", "func", "return", "read", "write", "call",
                   "constant", "kernel", "launch", "pack", "unpack", "winograd_conv2d"}
COMPILER = ("dialects/", "lib/", "include/dlc/")
# (folders, pattern, what is wrong with it)
FORBIDDEN = [
    (("",), re.compile(r"\bTODO\b(?! \(#\d+\))|\bFIXME\b|\bXXX\b"), "a TODO needs the number of its issue: TODO (#12)"),
    (("",), re.compile(r"/work" + r"/|/home/\w+/"), "a path of one machine"),
    (COMPILER, re.compile(r"\bcl::opt\b|\bgetenv\("), "options are values: no cl::opt, no environment in the compiler"),
    (COMPILER, re.compile(r"std::c(out|err)\b|\bv?f?printf\("), "the compiler speaks through diagnostics"),
    (("lib/Frontend/", "lib/Graph/", "lib/Kernel/", "lib/Memory/", "lib/Target/", "dialects/"),
     re.compile(r"llvm::(errs|outs)\(\)"), "a pass never prints"),
]
CONTROL = re.compile(r"(if|for|while|switch|else|do|namespace|struct|class|union|enum|extern)\b")


class Report:
    def __init__(self):
        self.passed, self.failed = 0, 0

    def check(self, ok, message):
        if ok:
            self.passed += 1
        else:
            self.failed += 1
            print("FAIL", message)


def long_functions(path, lines):
    """(line, length) of functions longer than the habit, in clang-format's layout: the body ends at its own indent."""
    start = 0
    while start < len(lines):
        line = lines[start]
        indent = len(line) - len(line.lstrip())
        if not line.strip() or indent > 4 or not re.match(r"[\w~:<]", line.lstrip()) or CONTROL.match(line.lstrip()):
            start += 1
            continue
        opening = start  # a signature may take several lines
        while opening < len(lines) - 1 and not re.search(r"[;{}]\s*$", lines[opening]) and opening - start < 8:
            opening += 1
        if lines[opening].rstrip().endswith("{") and "(" in "".join(lines[start:opening + 1]):
            end = next((i for i in range(opening + 1, len(lines)) if re.match(rf" {{{indent}}}}}", lines[i])), opening)
            if end - opening - 1 > FUNCTION:
                yield start + 1, end - opening - 1
            opening = end
        start = opening + 1


def kebab(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).lower()


def tracked(root):
    """Files git knows or would add; in an exported tree, all."""
    command = ["git", "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True)
    if listed.returncode:
        return [p for p in root.rglob("*") if p.is_file() and not p.relative_to(root).parts[0].startswith(("build", ".git"))]
    return [root / line for line in listed.stdout.splitlines() if (root / line).is_file()]


def check_texts(root, report):
    habit = []
    for file in sorted(tracked(root)):
        path = str(file.relative_to(root))
        try:
            lines = file.read_text().splitlines()
        except UnicodeDecodeError:
            continue
        for folders, pattern, message in FORBIDDEN:
            bad = [i for i, line in enumerate(lines, 1) if path.startswith(folders) and pattern.search(line)]
            if bad and path != "test/check_files.py":
                report.check(False, f"{path}:{bad[0]}: {message}")
        if file.suffix not in SOURCES or path.startswith(("test/Driver/Inputs", "examples/")):
            continue
        report.check(len(lines) <= LAW, f"{path}: {len(lines)} lines, the law says {LAW}")
        banner = re.compile(rf"(//|/\*)===- {re.escape(file.name)} - \S.*")
        report.check(lines and banner.match(lines[0]), f"{path}:1: wants `//===- {file.name} - One sentence ---===//`")
        habit += [f"note: {path}: {len(lines)} lines"] if len(lines) > HABIT else []
        if file.suffix in {".cpp", ".c", ".h"}:
            habit += [f"note: {path}:{at}: a function of {n} lines" for at, n in long_functions(path, lines)]
    print(*habit, sep="\n", end="\n" if habit else "")


def check_passes(root, llvm, report):
    for stage, record in tablegen.passes(root, llvm):
        name, flag = record["!name"], record["argument"]
        report.check(flag == f"dlc-{kebab(name)}", f"pass {name}: its flag should be dlc-{kebab(name)}, is {flag}")
        test = f"test/{stage}/{flag.removeprefix('dlc-')}.mlir"
        report.check((root / test).exists(), f"pass {flag}: no {test}")
        found = list((root / "lib" / stage).rglob(f"{name}.cpp"))
        report.check(len(found) == 1, f"pass {flag}: no lib/{stage}/{name}.cpp")
        report.check(record["summary"] and record["description"], f"pass {flag}: wants a summary and a description")


def check_ops(root, llvm, report):
    # What computes can be checked as soon as there is a tool that compares with the evaluators.
    numeric = (root / "test/Numeric").is_dir()
    for record in tablegen.ops(root, llvm):
        name = record["opName"]
        report.check(record["summary"], f"op {name}: wants a summary")
        if numeric and name not in NO_NUMERIC_TEST:
            report.check((root / f"test/Numeric/{name}.mlir").exists(), f"op {name}: no test/Numeric/{name}.mlir")


def check_diagnostics(root, report):
    """Every DLC-Ennnn and DLC-Wnnnn of a catalogue (a .def file) is expected by a test."""
    catalogue = [f for f in tracked(root) if f.suffix == ".def" and f.is_relative_to(root / "include")]
    codes = {code for file in catalogue for code in re.findall(r"\b[EW]\d{4}\b", file.read_text())}
    tests = [f for f in tracked(root) if f.is_relative_to(root / "test") and f.suffix in {".mlir", ".test", ".cpp"}]
    tested = {code for file in tests for code in re.findall(r"DLC-([EW]\d{4})\b", file.read_text())}
    for code in sorted(codes):
        report.check(code in tested, f"diagnostic DLC-{code}: no test expects it")
    for code in sorted(tested - codes):
        report.check(False, f"diagnostic DLC-{code}: a test expects it, the catalogue does not have it")


def check_mutants(root, report):
    """What mutation_score.py breaks is there, once."""
    for path, line in re.findall(r"^  (\S+)\n- (.*)$", (root / "test/mutants.txt").read_text(), re.M):
        found = (root / path).read_text().split("\n").count(line) if (root / path).is_file() else 0
        report.check(found == 1, f"test/mutants.txt: {path} has this line {found} times: {line}")


def main(root, llvm):
    report = Report()
    check_texts(root, report)
    check_passes(root, llvm, report)
    check_ops(root, llvm, report)
    check_diagnostics(root, report)
    check_mutants(root, report)
    print(f"{report.passed} rules kept, {report.failed} broken")
    return report.failed > 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]))
