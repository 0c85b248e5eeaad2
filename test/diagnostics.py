#!/usr/bin/env python3
"""docs/diagnostics.md is the catalogue of Diagnostics.def.

usage: diagnostics.py ROOT          fails where the page is not what the catalogue says
       diagnostics.py ROOT --write  writes the page
"""
import pathlib
import re
import sys

HEAD = """# Diagnostics

`dlc` reports all that is wrong with a model at once: `file:line:col: error: CODE: message` (or `warning`), the line and a caret, in order of
position, on standard error. Codes are stable. This page is made of `include/dlc/Frontend/Diagnostics.def` by
`test/diagnostics.py . --write`.
"""


def page(catalogue):
    text, entry = HEAD, re.compile(r'DLC_DIAGNOSTIC\(([EW]\d{4}), (\w+), "((?:[^"\\]|\\.)*)",\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)')
    for line in re.split(r"\n(?=// |DLC_DIAGNOSTIC)", catalogue):
        found = entry.match(line)
        if found:
            code, _, title, help_text = found.groups()
            words = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', help_text)).replace('\\"', '"')
            text += f"\n### DLC-{code}: {title}\n\n{words}\n"
        elif re.fullmatch(r"// [A-Z].*\n?", line):
            text += f"\n## {line[3:].strip().rstrip('.')}\n"
    return text


def main(root, write):
    catalogue = (root / "include/dlc/Frontend/Diagnostics.def").read_text()
    wanted, target = page(catalogue.split("//===--", 2)[-1]), root / "docs/diagnostics.md"
    codes = re.findall(r"DLC_DIAGNOSTIC\(([EW]\d{4})", catalogue)
    if wanted.count("### ") != len(codes) or len(set(codes)) != len(codes):
        print("FAIL the catalogue has entries that cannot be read, or a code twice")
        return 1
    if write:
        target.write_text(wanted)
    if not target.exists() or target.read_text() != wanted:
        print("FAIL docs/diagnostics.md is not up to date: run test/diagnostics.py . --write")
        return 1
    print(f"{len(codes)} diagnostics")
    return 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), "--write" in sys.argv))
