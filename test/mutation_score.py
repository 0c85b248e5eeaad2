#!/usr/bin/env python3
"""Breaks the compiler in the ways of mutants.txt, one after the other, and counts how many the tests find.

usage: mutation_score.py BUILD [NAME...]   (all mutants, or those named)

BUILD is a build folder of this source tree, whose files are changed and put back, also after a signal. A mutant is found
by the first test that fails or takes longer than LIMIT; who found it is written into mutants.txt. Tests must pass without one.
A mutant that does not compile is an error of the list and counts as not found.
"""
import contextlib
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIST = ROOT / "test/mutants.txt"
LIMIT = 1800  # seconds
FORM = re.compile(r"^(\S+): (.*)\n  (\S+)\n- (.*)\n\+ (.*)\nfound by: (.*)$", re.M)
# In order: what is fast and finds much comes first.
TESTS = ["unit", "dlc-runtime-tests", "quick", "lit", "random_models", "random_graphs", "check_functions"]
QUICK = "Frontend/|Graph/|Kernel/|Memory/|Target/|Values/|dialects/"  # of the tests of lit


def run(command, limit=LIMIT):
    """Its exit status and output; a status of None says that it took too long."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True) as process:
        try:
            output, _ = process.communicate(timeout=limit)
            return process.returncode, output
        except subprocess.TimeoutExpired:
            return None, ""
        finally:  # lit and ctest leave children, which would disturb the next mutant
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


class DoesNotCompile(Exception):
    """The end of what the compiler said."""


def build(folder):
    status, output = run(["ninja", "-C", folder])
    if status != 0:
        raise DoesNotCompile(output[-3000:])


def lit(folder, *options):
    configuration = (folder / "CMakeCache.txt").read_text()
    tools = re.search(r"^LLVM_DIR:\w+=(.*?)(?:/lib)?/cmake", configuration, re.M)[1]
    return [f"{tools}/bin/lit", "--max-failures=1", *options, folder / "test"]


def first_failure(folder):
    """The test that fails first, or None."""
    for name in [*TESTS, None]:
        chosen = ["-R", f"^{name}$"] if name else ["-E", f"^({'|'.join(TESTS)})$"]
        command = {"quick": lit(folder, "--filter", QUICK), "lit": lit(folder)}.get(
            name, ["ctest", "--test-dir", folder, "--stop-on-failure", *chosen])
        status, output = run(command)
        if status is None:
            return f"{name or 'another test'} (does not end)"
        if status:
            failed = re.search(r"^FAIL: dlc :: (\S+)|^\s*\d+ - (\S+) \(", output, re.M)
            return failed[1] or failed[2] if failed else name
    return None


def broken(text, before, after, where):
    lines = text.split("\n")
    if lines.count(before) != 1:
        raise SystemExit(f"mutation_score: {where}: the line is there {lines.count(before)} times, expected once")
    return "\n".join(after if line == before else line for line in lines)


def write_result(name, result):
    text = LIST.read_text()
    for mutant in FORM.finditer(text):
        if mutant[1] == name:
            LIST.write_text(text[:mutant.start(6)] + result + text[mutant.end(6):])


def main(folder, *names):
    mutants = [mutant.groups()[:5] for mutant in FORM.finditer(LIST.read_text())]
    unknown = set(names) - {name for name, *_ in mutants}
    if unknown:
        raise SystemExit(f"mutation_score: not in {LIST.name}: {', '.join(sorted(unknown))}")
    for name, _, file, before, after in mutants:  # errors of the list come first
        broken((ROOT / file).read_text(), before, after, f"{name}: {file}")
    chosen = [mutant for mutant in mutants if not names or mutant[0] in names]
    build(folder)
    if failed := first_failure(folder):
        raise SystemExit(f"mutation_score: {failed} fails without a mutant")
    missed, start = [], time.time()
    for number, (name, what, file, before, after) in enumerate(chosen, 1):
        path, began = ROOT / file, time.time()
        original, result = path.read_text(), "nothing"
        try:
            path.write_text(broken(original, before, after, file))
            build(folder)
            finder = first_failure(folder)
        except DoesNotCompile as error:
            finder, result = None, "does not compile"
            print(error)
        finally:
            path.write_text(original)
        write_result(name, finder or result)
        missed += [] if finder else [name]
        left = (time.time() - start) / number * (len(chosen) - number) / 60
        print(f"[{number}/{len(chosen)}] {name}: {f'found by {finder}' if finder else f'NOT FOUND ({what})'}, "
              f"{time.time() - began:.0f} s, {left:.0f} min left", flush=True)
    build(folder)
    print(f"{len(chosen) - len(missed)} of {len(chosen)} found" + "".join(f"\n  not found: {name}" for name in missed))
    return bool(missed)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # unwinds, so that the file is put back
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), *sys.argv[2:]))
