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
import statistics
import subprocess
import sys
import time

import numpy
import onnxruntime

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
    ("vgg16_b1", models.vgg16, ("ort", "ncnn"), 2.5),
    ("unet_b1", models.unet, ("ort", "ncnn"), 2.0),
    ("resnet18_b1", models.resnet18, ("ort", "ncnn"), 1.55),
    ("resnet50_b1", models.resnet50, ("ort", "ncnn"), 1.2),
    ("densenet121_b1", models.densenet121, ("ort", "ncnn"), 1.0),
    ("vit_block_b1", models.vit_block, ("ort",), 1.0),
    ("gpt_b1_t128", models.gpt, ("tokens",), 1.0),
]
SPEEDUP = 1.8
PEERS = {"gemm": "oneDNN, packed weights", "copy": "memcpy", "ort": "ONNX Runtime, C API", "tokens": "ONNX Runtime, C API"}
NCNN_GOAL = 1.0


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


def convert_to_ncnn(folder, name, shape):
    """NAME.ncnn.param and .bin, and what ONNX Runtime computes of random pixels: NAME.x.npy, NAME.y.npy."""
    converter = next((folder.parent / "peers").glob("lib/python3*/site-packages/pnnx/pnnx"))
    command = [converter, f"{name}.onnx", f"inputshape={shape}".replace(" ", ""), "fp16=0"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    pixels = numpy.random.default_rng(7).standard_normal(shape, numpy.float32)
    session = onnxruntime.InferenceSession(folder / f"{name}.onnx", providers=["CPUExecutionProvider"])
    numpy.save(folder / f"{name}.x.npy", pixels)
    numpy.save(folder / f"{name}.y.npy", session.run(None, {"x": pixels})[0])


def measure_beside_ncnn(folder, name, kind, shapes, threads, rounds=5):
    """As `measure`, in turns with ncnn, which has a process of its own; medians of the rounds."""
    python = folder.parent / "peers/bin/python"
    environment = {**os.environ, "OMP_NUM_THREADS": str(threads)}
    runs = []
    for _ in range(rounds):
        runs.append(measure(folder, name, kind, shapes, threads))
        done = subprocess.run([python, ROOT / "benchmarks/time_ncnn.py", folder / name, str(threads)], capture_output=True, text=True,
                              env=environment)
        if done.returncode:
            sys.exit(f"{name}: {done.stderr}")
        runs[-1]["ncnn_us"] = float(done.stdout)
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


def machine():
    info = pathlib.Path("/proc/cpuinfo").read_text()
    levels = [flag for flag in ("avx2", "avx512f", "avx512_bf16", "amx_tile") if re.search(rf"\b{flag}\b", info)]
    version = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", "libdnnl2"], capture_output=True, text=True).stdout
    return {"processor": re.search(r"model name\s*: (.*)", info)[1], "cores": os.cpu_count(), "features": levels,
            "kernel": platform.release(), "date": datetime.date.today().isoformat(), "onednn": version,
            "onnxruntime": importlib.metadata.version("onnxruntime"), "ncnn": "1.0.20261020"}


def table(results):
    host = results["machine"]
    lines = ["# Benchmarks", "",
             "Written by `benchmarks/run`: dlc and its peer take turns of 20 ms in one process, with 40 ms between turns for idle threads to fall asleep; figures are medians. "
             "ncnn, f32 throughout, takes turns of a second and a half in a process of its own. Ratios above 1 say dlc is faster; goals are the project's own.", "",
             f"{host['processor']}, {host['cores']} cores ({', '.join(host['features'])}), Linux {host['kernel']}, "
             f"{host['date']}; oneDNN {host['onednn']}, ONNX Runtime {host['onnxruntime']}, ncnn {host['ncnn']}.", "",
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
            if "ncnn_us" in run:
                ratio = run["ncnn_us"] / run["dlc_us"]
                lines.append(f"| {case['name']} | ncnn | {threads} | {run['dlc_us']:.4g} | {run['ncnn_us']:.4g} | {ratio:.2f} | "
                             f"{NCNN_GOAL:.2f}{' (missed)' if ratio < NCNN_GOAL else ''} |")
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
        timed = measure
        if "ncnn" in kind:
            convert_to_ncnn(folder, name, shapes[0])
            timed = measure_beside_ncnn
        runs = {threads: timed(folder, name, kind, shapes, threads) for threads in (1, 2)}
        results["cases"].append({
            "name": name, "kind": kind[0], "goal": goal, "runs": runs,
            "compile": {"seconds": seconds, "anonymous_mib": anonymous,
                        "artefact_bytes": (folder / f"{name}.so").stat().st_size}})
        print(name, *(f"{t} thread(s): {r['dlc_us']:.4g} us, peer {r['peer_us']:.4g} us, x{r['peer_us'] / r['dlc_us']:.2f}"
                      + (f", ncnn x{r['ncnn_us'] / r['dlc_us']:.2f}" if "ncnn_us" in r else "")
                      for t, r in runs.items()), f"compiled in {seconds:.2f} s", sep="  ", flush=True)
    where = ROOT / "benchmarks/results"
    where.mkdir(exist_ok=True)
    (where / ("all.json" if not chosen else "some.json")).write_text(json.dumps(results, indent=1) + "\n")
    if not chosen:
        (ROOT / "docs/benchmarks.md").write_text(table(results))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve(), sys.argv[3:])
