"""Compiles a model as nobody asks for: passes left out, other schedules, each stage from the text of the one before.

None of it may change what a model computes. `random_graphs.py` holds the artefacts against the evaluator.
"""
import re
import subprocess

LEVELS = "x86-64-v2,x86-64-v3,x86-64-v4,x86-64-v4-bf16"
FUNCTION_PASSES = ("dlc-simplify-graph", "dlc-fold-batch-norm", "dlc-fold-constants", "dlc-propagate-layout")


class Failure(Exception):
    """A tool has refused what it should have compiled; its message."""


def run(*command):
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise Failure(f"{command[0]} ended with {done.returncode}:\n{done.stdout}")


def some(random, *passes):
    return [name for name in passes if random.randint(0, 1)]


def joined(fields):
    return ", ".join(f"{name} = {value}" for name, value in fields.items())


def draw_schedule(random, family, text):
    """A legal one of the same family; fields that no draw names stay as they are."""
    tile = re.search(r"tile = <([^>]*)>, ", text)
    fields = dict(field.split(" = ") for field in text.replace(tile[0] if tile else "", "").split(", "))
    depth = int(re.search(r"depth = (\d+)", text)[1]) if tile else 1
    pick, width = random.choice, random.choice((1, 2, 4, 8, 16) if depth == 1 else (4, 8, 16))
    fields["width"] = width
    if family in ("contraction", "winograd"):
        rows = pick((1, 2, 3, 5, 6))
        size = {"rows": rows, "columns": width * pick((1, 2, 3) if width > 1 else (1,))}
        fields |= {"panel_block": pick((1, 2, 4)), "depth_block": depth * pick((1, 3, 8, 64))}
        if tile:
            fields["tile"] = "<" + joined(dict(field.split(" = ") for field in tile[1].split(", ")) | size) + ">"
        else:
            fields |= size
        blocks = rows * pick((1, 2, 5))
        fields |= ({"tile_block": blocks, "panel_piece": pick((1, 2, 5))} if family == "winograd" else
                   {"batch_block": pick((1, 2, 5)), "row_block": blocks, "pack_panels": pick((1, 4)), "tile_panels": pick((1, 2, 4))})
    elif family == "attention":
        columns = width * pick((1, 2, 4))
        fields |= {"rows": pick([rows for rows in (1, 2, 4, 8) if columns % rows == 0]), "columns": columns,
                   "key_block": width * pick((1, 3, 8)), "few_queries": pick((0, 4)), "row_key_block": pick((1, 7, 512)),
                   "row_keys": pick((1, 3, 8)), "row_vectors": pick((1, 2, 8))}
    else:
        fields["block"] = pick((1, 7, 64, 8192))
    if family == "reduction":
        fields |= {"accumulators": pick((1, 2, 4, 5)), "unroll": pick((0, 2, 8)), "chunk": pick((8, 100, 32768)),
                   "least_chunks": pick((2, 4)), "most_chunks": pick((3, 256)), "many_rows": pick((1, 64)),
                   "scratch": pick((0, 131072)), "prefetch": pick((0, 4096))}
    elif family == "pooling":
        fields |= {"chunk_columns": pick((1, 8, 256)), "unroll": pick((0, 32))}
    elif family == "pointwise":
        fields |= {"interleave": pick((0, 4)), "column_vectors": pick((1, 8)), "least_columns": pick((1, 64)), "unroll": pick((0, 7, 100))}
    return f"#rt.{family}<{joined(fields)}>"


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
    pieces = random.choice((0, 2, 3))
    kernels = ",".join([f"dlc-choose-algorithms{{convolution={algorithm} depth-pieces={pieces}}}", *some(random, "dlc-collapse-axes"),
                        "dlc-schedule-kernels"])
    opt("entries", "scheduled", nest(f"dlc.model({graph})", f"dlc-create-variants{{targets={LEVELS}}}",
                                     f"rt.model(rt.variant({kernels}))"))
    with open(stage("scheduled"), encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r"#rt\.(\w+)<(width = (?:[^<>]|<[^>]*>)*)>", lambda found: draw_schedule(random, *found.groups()), text)
    with open(stage("scheduled"), "w", encoding="utf-8") as file:
        file.write(text)
    kernels = ",".join([*some(random, "dlc-pack-operands", "dlc-hoist-parameters"), "dlc-emit-kernels"])
    opt("scheduled", "kernel", nest(f"rt.model(rt.variant({kernels}))"))
    memory = ",".join([*some(random, "dlc-order-launches"), "dlc-assign-buffers", "dlc-plan-memory", "dlc-verify-plan"])
    opt("kernel", "memory", nest(f"rt.model(rt.variant({memory}))"))
    run(tools / "dlc", "--from=memory", stage("memory"), "-o", f"{stem}.so")
    return f"{stem}.so", algorithm == "direct"
