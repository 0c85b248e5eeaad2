#!/usr/bin/env python3
"""Add up a ctest run: what lit, googletest and the checks count themselves, one for any other test.

usage: summary.py JUNIT_XML; the last line is `N passed, N failed`
"""
import re
import sys
import xml.etree.ElementTree

PASSED = [r"^ *Passed *: (\d+)", r"^\[  PASSED  \] (\d+) tests?", r"^(\d+) passed, \d+ failed"]
FAILED = [r"^ *(?:Failed|Unresolved|Timed Out|Unexpectedly Passed) *: (\d+)", r"^\[  FAILED  \] (\d+) tests?, listed",
          r"^\d+ passed, (\d+) failed"]
SKIPPED = [r"^ *Unsupported *: (\d+)", r"^\[  SKIPPED \] (\d+) tests?, listed"]


def count(patterns, text):
    return sum(int(n) for pattern in patterns for n in re.findall(pattern, text, re.M))


def main(path):
    totals = [0, 0, 0]
    for case in xml.etree.ElementTree.parse(path).getroot().iter("testcase"):
        text = case.findtext("system-out") or ""
        passed, failed, skipped = (count(patterns, text) for patterns in (PASSED, FAILED, SKIPPED))
        # A test that counts nothing is one; one that crashed before it could count failed at least once.
        broken = case.get("status") not in ("run", "notrun", "disabled")
        passed += not (broken or passed or failed)
        failed += broken and not failed
        print(f"{case.get('name'):20} {passed:5} passed {failed:5} failed {skipped:5} not for this machine")
        totals = [total + n for total, n in zip(totals, (passed, failed, skipped))]
    print(f"{totals[0]} passed, {totals[1]} failed")
    return totals[1] > 0 or totals[0] == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
