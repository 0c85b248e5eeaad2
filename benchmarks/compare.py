#!/usr/bin/env python3
"""Write the models, compile them, time them beside their peers, write the table.

usage: compare.py DLC FOLDER [CASE...]   (FOLDER holds the driver; called by benchmarks/run)
"""
import datetime
import glob
import importlib.metadata
import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import time

import models

ROOT = pathlib.Path(__file__).resolve().parent.parent
# name, how it is written, how it is timed; `goal` is what docs/benchmarks.md holds it against: peer / dlc, for gemm on one
# thread; on two it is to be SPEEDUP times as fast as on one.
CASES = [
    ("gemm_512", lambda f, n: models.gemm(f, n, 512), ("gemm", 512), 0.9),
    ("gemm_1024", lambda f, n: models.gemm(f, n, 1024), ("gemm", 1024), 0.9),
    ("gemm_2048", lambda f, n: models.gemm(f, n, 2048), ("gemm", 2048), 0.9),
    ("softmax_4096x1024", lambda f, n: models.rows(f, n, "softmax", [4096, 1024]), ("copy", 4096, 1024), 0.7),
    ("layer_norm_4096x1024", lambda f, n: models.rows(f, n, "layer_norm", [4096, 1024]), ("copy", 4096, 1024), 0.7),
    ("digits_b1", lambda f, n: models.mlp(f, n, 1, [64, 128, 64, 10]), ("ort",), 4.0),
    ("mlp_b1", lambda f, n: models.mlp(f, n, 1, [784, 512, 512, 10]), ("ort",), 1.0),
    ("mlp_b128", lambda f, n: models.mlp(f, n, 128, [784, 512, 512, 10]), ("ort",), 1.0),
    ("lenet_b1", models.lenet, ("ort",), 1.0),
    ("resnet18_b1", models.resnet18, ("ort",), 1 / 1.3),
    ("vit_block_b1", models.vit_block, ("ort",), 1.0),
    ("gpt_b1_t128", models.gpt, ("tokens",), 1.0),
]
SPEEDUP = 1.8
PEERS = {"gemm": "oneDNN, packed weights", "copy": "memcpy", "ort": "ONNX Runtime, C API", "tokens": "ONNX Runtime, C API"}


def anonymous_peak(command):
    """(seconds, MiB of anonymous memory at its peak, as polled) of a command."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        try:
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
            peak = max(peak, int(re.search(r"RssAnon:\s+(\d+)", status)[1]))
        except (OSError, TypeError):
            pass
        time.sleep(0.005)
    if process.returncode:
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return time.perf_counter() - start, peak / 1024


def ort_library():
    import onnxruntime
    return glob.glob(str(pathlib.Path(onnxruntime.__file__).parent / "capi/libonnxruntime.so.*"))[0]


def measure(folder, name, kind, shapes, threads):
    library = folder / f"{name}.so"
    against_ort = lambda: [folder / f"{name}.onnx", ort_library(), *[",".join(map(str, s)) for s in shapes]]
    arguments = {"gemm": lambda: [kind[-1]], "copy": lambda: kind[1:], "ort": against_ort, "tokens": against_ort}
    environment = {**os.environ, "OMP_NUM_THREADS": str(threads), "DLC_THREADS": ""}
    command = [folder / "driver", kind[0], threads, library, *arguments[kind[0]]()]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=environment)
    if done.returncode:
        sys.exit(f"{name}: {done.stderr}")
    return json.loads(done.stdout)


def machine():
    info = pathlib.Path("/proc/cpuinfo").read_text()
    levels = [flag for flag in ("avx2", "avx512f", "avx512_bf16", "amx_tile") if re.search(rf"\b{flag}\b", info)]
    version = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", "libdnnl2"], capture_output=True, text=True).stdout
    return {"processor": re.search(r"model name\s*: (.*)", info)[1], "cores": os.cpu_count(), "features": levels,
            "kernel": platform.release(), "date": datetime.date.today().isoformat(), "onednn": version,
            "onnxruntime": importlib.metadata.version("onnxruntime")}


def table(results):
    host = results["machine"]
    lines = ["# Benchmarks", "",
             "Written by `benchmarks/run`: dlc and its peer take turns of 20 ms in one process, with 40 ms between turns for idle threads to fall asleep; figures are medians. "
             "Ratios above 1 say dlc is faster; goals are the project's own.", "",
             f"{host['processor']}, {host['cores']} cores ({', '.join(host['features'])}), Linux {host['kernel']}, "
             f"{host['date']}; oneDNN {host['onednn']}, ONNX Runtime {host['onnxruntime']}.", "",
             "| case | peer | threads | dlc, us | peer, us | peer / dlc | goal |", "| --- | --- | ---: | ---: | ---: | ---: | ---: |"]
    for case in results["cases"]:
        for threads, run in case["runs"].items():
            ratio = run["peer_us"] / run["dlc_us"]
            goal, missed = f"{case['goal']:.2f}", ratio < case["goal"]
            if case["kind"] == "gemm" and threads == 2:
                speedup = case["runs"][1]["dlc_us"] / run["dlc_us"]
                goal, missed = f"{SPEEDUP} x one thread; {speedup:.2f}", speedup < SPEEDUP
            lines.append(f"| {case['name']} | {PEERS[case['kind']]} | {threads} | {run['dlc_us']:.4g} | {run['peer_us']:.4g} | "
                         f"{ratio:.2f} | {goal}{' (missed)' if missed else ''} |")
    lines += ["", "Compiling for x86-64-v2, v3 and v4:", "", "| model | seconds | anonymous memory, MiB | artefact, MiB |",
              "| --- | ---: | ---: | ---: |"]
    for case in results["cases"]:
        compiled = case["compile"]
        lines.append(f"| {case['name']} | {compiled['seconds']:.2f} | {compiled['anonymous_mib']:.0f} | "
                     f"{compiled['artefact_bytes'] / 2**20:.2f} |")
    return "\n".join(lines) + "\n"


def main(dlc, folder, chosen):
    results = {"machine": machine(), "cases": []}
    for name, write, kind, goal in CASES:
        if chosen and name not in chosen:
            continue
        shapes = write(folder, name)
        seconds, anonymous = anonymous_peak([dlc, folder / f"{name}.mlir", "-o", folder / f"{name}.so"])
        runs = {threads: measure(folder, name, kind, shapes, threads) for threads in (1, 2)}
        results["cases"].append({
            "name": name, "kind": kind[0], "goal": goal, "runs": runs,
            "compile": {"seconds": seconds, "anonymous_mib": anonymous,
                        "artefact_bytes": (folder / f"{name}.so").stat().st_size}})
        print(name, *(f"{t} thread(s): {r['dlc_us']:.4g} us, peer {r['peer_us']:.4g} us, x{r['peer_us'] / r['dlc_us']:.2f}"
                      for t, r in runs.items()), f"compiled in {seconds:.2f} s", sep="  ", flush=True)
    where = ROOT / "benchmarks/results"
    where.mkdir(exist_ok=True)
    (where / ("all.json" if not chosen else "some.json")).write_text(json.dumps(results, indent=1) + "\n")
    if not chosen:
        (ROOT / "docs/benchmarks.md").write_text(table(results))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve(), sys.argv[3:])
