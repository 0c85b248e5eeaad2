"""Compiles a model as nobody asks for: passes left out, other schedules, each stage from the text of the one before.

None of it may change what a model computes. `random_graphs.py` holds the artefacts against the evaluator.
"""
import re
import subprocess

LEVELS = "x86-64-v2,x86-64-v3,x86-64-v4"
FUNCTION_PASSES = ("dlc-simplify-graph", "dlc-fold-batch-norm", "dlc-fold-constants", "dlc-propagate-layout")


class Failure(Exception):
    """A tool has refused what it should have compiled; its message."""


def run(*command):
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise Failure(f"{command[0]} ended with {done.returncode}:\n{done.stdout}")


def some(random, *passes):
    return [name for name in passes if random.randint(0, 1)]


def draw_schedule(random, text):
    """A legal one of the same family: vector, tile and block are numbers of Schedule.cpp's."""
    vector, tile, block, lanes = re.fullmatch(r"vector = (\d+), tile = \[(.*?)\], block = \[(.*?)\](.*)", text).groups()
    sizes = [len(numbers.split(",")) for numbers in (tile, block)]
    pick, width = random.choice, random.choice((1, 2, 4, 8, 16))
    if sizes == [2, 4]:  # contraction
        tile = [pick((1, 2, 3, 5, 6)), width * pick((1, 2, 3) if width > 1 else (1,))]
        block = [pick((1, 2, 5)), tile[0] * pick((1, 2, 5)), pick((1, 2, 4)), pick((1, 3, 8, 64))]
    elif sizes == [2, 2]:  # attention
        tile, block = [pick([rows for rows in (1, 2, 4, 8) if rows <= 2 * width]), 2 * width], [2 * width, width * pick((1, 3, 8))]
    else:
        tile, block = [1], [pick((1, 7, 64, 8192))]
    return f"vector = {width}, tile = {tile}, block = {block}{lanes}"


def build(tools, model, stem, random):
    """Compiles the text `model` to a library. Files of the stages begin with `stem` and stay.

    Returns its path, and whether NaN and infinities stay where they are: Winograd's transforms spread them over a tile.
    """
    algorithm = random.choice(("direct", "direct", "winograd", "winograd2"))
    def stage(name):
        return f"{stem}.{name}.mlir"

    def nest(*layers):
        return "builtin.module(" + ",".join(layers) + ")"

    def opt(before, after, pipeline):
        run(tools / "dlc-opt", stage(before), f"--pass-pipeline={pipeline}", "-o", stage(after))

    run(tools / "dlc", model, "--emit=entries", "-o", stage("entries"))
    functions = [f"dlc.func({name})" for name in some(random, *FUNCTION_PASSES)]
    graph = ",".join([*functions, "dlc-fuse-kernels", *some(random, "dlc-dedupe-kernels")])
    kernels = ",".join([f"dlc-choose-algorithms{{convolution={algorithm}}}", *some(random, "dlc-collapse-axes"),
                        "dlc-schedule-kernels"])
    opt("entries", "scheduled", nest(f"dlc.model({graph})", f"dlc-create-variants{{targets={LEVELS}}}",
                                     f"rt.model(rt.variant({kernels}))"))
    with open(stage("scheduled"), encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r"(?<=#rt\.schedule<)[^>]*", lambda found: draw_schedule(random, found[0]), text)
    with open(stage("scheduled"), "w", encoding="utf-8") as file:
        file.write(text)
    kernels = ",".join([*some(random, "dlc-pack-operands", "dlc-hoist-parameters"), "dlc-emit-kernels"])
    opt("scheduled", "kernel", nest(f"rt.model(rt.variant({kernels}))"))
    memory = ",".join([*some(random, "dlc-order-launches"), "dlc-assign-buffers", "dlc-plan-memory", "dlc-verify-plan"])
    opt("kernel", "memory", nest(f"rt.model(rt.variant({memory}))"))
    run(tools / "dlc", "--from=memory", stage("memory"), "-o", f"{stem}.so")
    return f"{stem}.so", algorithm == "direct"
