#!/usr/bin/env python3
"""What artefacts are linked from keeps its promises.

Stub libraries: each symbol exists here under the version its map gives it, no version is newer than glibc 2.28, and a
library linked against the stubs loads and runs. runtime.o: it needs nothing that the stubs do not have, so neither
libstdc++ nor a newer libc, and everything it defines is hidden.

usage: check_runtime.py MAPS BUILD_FOLDER LLVM_BIN
"""
import ctypes
import pathlib
import re
import subprocess
import sys
import tempfile

NEWEST = (2, 28)
# A thread that takes the cube root of 74088; every stub library is needed for it.
PROGRAM = """
typedef unsigned long pthread_t;
int pthread_create(pthread_t *, const void *, void *(*)(void *), void *);
int pthread_join(pthread_t, void **);
double cbrt(double);
void *dlsym(void *, const char *);
unsigned long strlen(const char *);
static void *work(void *x) { *(double *)x = cbrt(*(double *)x); return 0; }
int answer(void) {
  double x = 74088;
  pthread_t thread;
  if (!dlsym(0, "malloc") || strlen("abc") != 3 || pthread_create(&thread, 0, work, &x) || pthread_join(thread, 0))
    return -1;
  return x > 41.9 && x < 42.1 ? 42 : x;
}
"""


def symbols(path):
    """(version, name) of all that a map offers."""
    text = re.sub(r"#.*", "", path.read_text())
    for version, body in re.findall(r"(GLIBC_[0-9.]+)\s*{(.*?)}", text, re.S):
        for name in re.findall(r"\w+", re.sub(r"global:|local:", "", body)):
            yield version, name


def exported(llvm, soname):
    """What this machine's library exports, "name@version"."""
    with open("/proc/self/maps") as maps:
        ctypes.CDLL(soname)
        path = next(line.split()[-1] for line in maps if line.rstrip().endswith(soname))
    out = subprocess.check_output([f"{llvm}/llvm-nm", "-D", "--defined-only", path], text=True)
    return {line.split()[-1].replace("@@", "@") for line in out.splitlines() if line}


def loads_and_runs(stubs, llvm):
    with tempfile.TemporaryDirectory() as folder:
        source, library = f"{folder}/t.c", f"{folder}/t.so"
        pathlib.Path(source).write_text(PROGRAM)
        subprocess.check_call([f"{llvm}/clang", "-shared", "-fPIC", "-nostdlib", "-fuse-ld=lld", "-fno-builtin", "-Wl,-z,defs",
                               source, *map(str, stubs), "-o", library])
        needed = subprocess.check_output([f"{llvm}/llvm-readelf", "-d", library], text=True).count("(NEEDED)")
        return needed == len(stubs) and ctypes.CDLL(library).answer() == 42


def runtime_problems(runtime, offered, llvm):
    for line in subprocess.check_output([f"{llvm}/llvm-readelf", "-sW", runtime], text=True).splitlines():
        match = re.match(r"\s*\d+: \S+\s+\d+ \S+\s+(GLOBAL|WEAK)\s+(\S+)\s+(\S+) (\S+)", line)
        if match and match[3] == "UND" and match[4] not in offered:
            yield f"runtime.o needs {match[4]}: no stub library has it"
        elif match and match[3] != "UND" and match[2] != "HIDDEN":
            yield f"runtime.o exports {match[4]}: should be hidden"


def main(maps, built, llvm):
    failures, passed, offered = [], 0, {"_GLOBAL_OFFSET_TABLE_", "_TLS_MODULE_BASE_"}
    here = exported(llvm, "libc.so.6")  # since glibc 2.34 it has the symbols of libpthread and libdl too
    files = sorted(pathlib.Path(maps).glob("*.map"))
    for file in files:
        available = here | exported(llvm, file.stem)
        for version, name in symbols(file):
            offered.add(name)
            if tuple(map(int, version.removeprefix("GLIBC_").split("."))) > NEWEST:
                failures.append(f"{file.name}: {version} is newer than glibc 2.28")
            elif f"{name}@{version}" not in available:
                failures.append(f"{file.name}: there is no {name}@{version}")
            else:
                passed += 1
    if loads_and_runs([pathlib.Path(built) / "stubs" / file.stem for file in files], llvm):
        passed += 1
    else:
        failures.append("a library linked against the stubs does not run here")
    failures += runtime_problems(f"{built}/runtime.o", offered, llvm)
    print(*[f"FAIL {line}" for line in failures], sep="\n", end="\n" if failures else "")
    print(f"{passed} symbols as they should be, {len(failures)} problems")
    return len(failures) > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
