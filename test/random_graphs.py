#!/usr/bin/env python3
"""Random graphs of every operator, whose values are used several times, compiled and held against the evaluator.

usage: random_graphs.py BIN FOLDER FIRST COUNT   (seeds FIRST, FIRST + 1, ...; a seed always gives the same model of GRAPHS
graphs). One in 4 is compiled as dlc does it, the others by the tools in BIN with passes left out and other schedules
(random_pipelines.py). Among the operators (random_operators.py) are patterns that passes look for (random_patterns.py).
What differs stays in FOLDER, each graph by itself. An operator of the dialect that no graph has is an error.

A value knows bounds of its elements, whether it is exact, and whether it is finite: arguments also hold NaN, infinities, -0
and denormals. What amplifies rounding errors beyond any tolerance is drawn on
such values alone for which it does not: a comparison, `floor` or a cast to whole numbers on exact ones, `log` on ones that
are not near 0, and so on. Otherwise anything may meet anything.
"""
import dataclasses
import pathlib
import random
import re
import sys

import random_operators
import random_patterns
import random_pipelines
from random_operators import BOUND, EXTENTS, FLOATS, LARGEST, WHOLE, size

GRAPHS = 8  # of a model: seeds 1 to 13 of CTest are 104 graphs


class Unfit(Exception):
    """The operator that is being drawn is too large, or finds no operand."""


@dataclasses.dataclass
class Value:
    name: str
    shape: list  # of numbers, or names of dims
    element: str
    low: float
    high: float
    exact: bool
    finite: bool = True

    @property
    def type(self):
        return f"tensor<{''.join(('?' if isinstance(e, str) else str(e)) + 'x' for e in self.shape)}{self.element}>"

    @property
    def dims(self):
        dims = [f"@{e}" for e in self.shape if isinstance(e, str)]
        return f" [{', '.join(dims)}]" if dims else ""

    @property
    def rank(self):
        return len(self.shape)

    @property
    def is_float(self):
        return self.element in FLOATS

    @property
    def largest(self):
        return max(abs(self.low), abs(self.high))

    def known(self, *axes):
        return all(not isinstance(self.shape[axis], str) for axis in axes or range(self.rank))


class Graph:
    """One function. Operators and patterns are drawn into it by functions of their own."""

    def __init__(self, seed, number):
        self.random, self.number = random.Random(seed * GRAPHS + number), number
        self.values, self.arguments, self.parameters, self.lines = [], [], [], []
        self.dims = {f"n{number}": (0, 9), f"m{number}": (1, 20)}
        self.float = self.pick(FLOATS)
        for _ in range(self.between(1, 3)):
            self.source(self.shape())
        wanted, tries = self.between(8, 60), 0
        while len(self.lines) < wanted and tries < 20 * wanted:
            tries += 1
            try:
                self.pick(random_patterns.PATTERNS if self.chance(6) else random_operators.OPERATORS)(self)
            except Unfit:
                pass

    # Choices

    def pick(self, values):
        return self.random.choice(list(values))

    def between(self, low, high):
        return self.random.randint(low, high)

    def chance(self, one_in):
        return self.between(1, one_in) == 1

    def extent(self):
        if self.chance(12):
            return self.pick(self.dims)
        return 0 if self.chance(60) else self.pick(EXTENTS)

    def shape(self, rank=None):
        while True:
            shape = [self.extent() for _ in range(self.between(0, 4) if rank is None else rank)]
            if size(shape) <= LARGEST:
                return shape

    def any(self, fits=lambda value: True):
        """A value that fits, younger ones more often; None where there is none."""
        found = [value for value in self.values if fits(value)]
        if not found:
            return None
        return found[-1 - min(int(self.random.expovariate(0.3)), len(found) - 1)]

    def floats(self, *conditions):
        return self.any(lambda v: v.is_float and v.largest <= BOUND and all(condition(v) for condition in conditions))

    # Where values come from

    def source(self, shape, element=None, low=None, high=None, finite=False):
        """A new value from outside: an argument, a parameter or a literal; of these an argument is not finite."""
        if size(shape) > LARGEST:
            raise Unfit
        element = element or self.float
        name, parameter = f"a{len(self.arguments) + len(self.parameters)}", f"p{self.number}_{len(self.parameters)}"
        bounds = {"i1": (0, 1)}.get(element, (-9, 9) if element in WHOLE else (-6, 6))
        value = Value(f"%{name}", shape, element, *bounds, True)
        known = value.known()
        if known and (low is not None or self.chance(6)):
            low, high = (low, high) if low is not None else (-2, 2)
            number = lambda: self.random.uniform(low, high) if element in FLOATS else self.between(*bounds)
            literal = f"{number():.6f}" if element in FLOATS else str(int(number()))
            if element == "i1":
                literal = str(self.between(0, 1))
            value.low, value.high = (low, high) if element in FLOATS else bounds
            value.exact = element in ("f64", *WHOLE, "i1")
            return self.line(f"constant {literal}", [], value, suffix=value.type)
        if finite and not known:
            raise Unfit
        if finite or known and self.chance(3):
            initial = "#dlc.normal<0, 1>" if element in FLOATS else f"{self.between(0, 1)}"
            self.parameters.append(f"  parameter @{parameter} : {value.type} = {initial}")
            return self.line(f"read @{parameter}", [], value, suffix=value.type)
        value.finite = element not in FLOATS
        self.arguments.append(value)
        self.values.append(value)
        return value

    def constant(self, number, element):
        """A literal of no extents."""
        value = Value("", [], element, number, number, element not in ("f16", "bf16", "f32"))
        return self.line(f"constant {number}", [], value, suffix=value.type)

    def operand(self, shape, element, fits=lambda value: True, finite=False):
        """A value of this shape and type: one there is, or a new one."""
        found = self.any(lambda v: v.shape == shape and v.element == element and v.largest <= BOUND and fits(v) and
                         (v.finite or not finite))
        return found if found and not self.chance(3) else self.source(list(shape), element, finite=finite)

    def line(self, text, operands, result, suffix=None):
        """Adds an operator; `result` has everything but its name, or keeps an argument's."""
        return self.lines_of(text, operands, [result], suffix)[0]

    def lines_of(self, text, operands, results, suffix=None):
        for number, result in enumerate(results):
            if size(result.shape) > LARGEST:
                raise Unfit
            result.name = f"%v{len(self.lines)}" + (f"_{number}" if number else "")
        names = ", ".join(operand.name for operand in operands)
        text = text.replace("{}", names) if "{}" in text else f"{text} {names}"
        types = suffix or ", ".join(operand.type for operand in operands)
        tail = f" to {results[0].element}" if text.startswith("cast ") else ""
        self.lines.append(f"{', '.join(result.name for result in results)} = {text.strip()} : {types}{tail}")
        self.values += results
        return results

    def several(self, text, operands, shape, bounds):
        """Adds an operator of several results of one shape, with the bounds of each."""
        finite = all(operand.finite for operand in operands)
        element = operands[0].element
        return self.lines_of(text, operands, [Value("", list(shape), element, *low_high, False, finite)
                                              for low_high in bounds])

    def result(self, text, operands, shape, low, high, exact=False, element=None):
        finite = all(operand.finite for operand in operands)
        return self.line(text, operands, Value("", list(shape), element or operands[0].element, low, high, exact, finite))

    # Extents and bounds

    def sized(self, x):
        """An operand that can be broadcast to x, or to which x can: of equal shape, with extents 1, or of lower rank."""
        shape = [1 if self.chance(4) else extent for extent in x.shape]
        return shape[self.between(0, x.rank):] if self.chance(3) else shape

    def indices(self):
        shape = self.shape(self.between(0, 2))
        index = Value(f"%i{len(self.arguments)}", shape, self.pick(("i32", "i64")), 0, 0, True)
        self.arguments.append(index)
        return index

    def bounded(self, x, w, depth):
        most = max(1, depth if not isinstance(depth, str) else 9) * x.largest * w.largest
        return -most, most

    def image(self):
        x = self.floats(lambda v: v.rank == 4 and v.known(1, 2, 3))
        if x and not self.chance(3):
            return x
        return self.source([self.pick((1, 2, 3)), self.pick((1, 2, 3, 4, 8, 9)), self.between(1, 9), self.between(1, 12)],
                           x and x.element)

    def window(self, x, most):
        """Extents, strides and padding of windows into the images x, and how many there are; None where none fits."""
        extents, strides = ([self.between(1, n) for _ in range(2)] for n in (most, 2))
        padding = [self.between(0, min(2, extents[i % 2] - 1)) for i in range(4)]
        spaces = [x.shape[2 + i] + padding[i] + padding[2 + i] - extents[i] for i in range(2)]
        if min(spaces) < 0:
            return None
        return extents, strides, padding, [space // stride + 1 for space, stride in zip(spaces, strides)]

    # Text

    def text(self):
        used = {name for line in self.lines for name in line.split(" = ")[1].replace(",", " ").split() if name[0] == "%"}
        results = [value for value in self.values if value.name not in used and value not in self.arguments]
        results += [value for value in self.values if value.name in used and value not in self.arguments and self.chance(8)]
        results = results or [value for value in self.values]
        if self.chance(4):
            results += self.random.sample(results + self.arguments, 1)
        arguments = [value for value in self.arguments if value.name in used or value in results]
        named = {extent for value in arguments for extent in value.shape}
        results = [r for r in results if all(not isinstance(e, str) or e in named for e in r.shape)]
        if not results:
            return "", []
        signature = ", ".join(f"{value.name}: {value.type}{value.dims}" for value in arguments)
        outputs = ", ".join(f"y{i}: {value.type}{value.dims}" for i, value in enumerate(results))
        dims = [f"  dim @{name} = {low} to {high}" for name, (low, high) in self.dims.items() if name in named]
        body = [*self.lines, f"return {', '.join(v.name for v in results)} : {', '.join(v.type for v in results)}"]
        return "\n".join([f"  func @f{self.number}({signature}) -> ({outputs}) {{", *(f"    {line}" for line in body), "  }"]), \
            dims + self.parameters


def model(seed, graphs=range(GRAPHS)):
    heads, functions = [], []
    for number in graphs:
        function, head = Graph(seed, number).text()
        heads += head
        functions.append(function)
    return "\n".join(["dlc.model @graphs {", *heads, *functions, "}", ""])


def verify(tools, path, seed):
    """What is wrong with the model's artefacts, empty if nothing is."""
    command = [tools / "dlc-run", path, "--verify=reference", f"--random-inputs={seed}"]
    stem = path.with_suffix("")
    special = True
    try:
        if seed % 4:
            artifact, special = random_pipelines.build(tools, path, stem, random.Random(seed))
            command.append(f"--artifact={artifact}")
        if special:
            command.append("--special-values")
        random_pipelines.run(*command)
    except random_pipelines.Failure as failure:
        return [line for line in str(failure).splitlines() if re.search("MISMATCH|ended with|error:", line)]
    for file in [path, *path.parent.glob(f"{stem.name}.*")]:
        file.unlink(missing_ok=True)
    return []


def operators():
    """All operators on tensors but those that passes alone make."""
    found = set()
    for path in (pathlib.Path(__file__).resolve().parent.parent / "dialects/dlc").glob("*.td"):
        found.update(re.findall(r'^def Dlc_\w+Op : Dlc_(?:Unary|Binary|Tensors?)Op<"(\w+)"', path.read_text(), re.M))
    return found - {"pack", "unpack", "winograd_conv2d"}


def main(tools, folder, first, count):
    failed, drawn = 0, set()
    for seed in range(first, first + count):
        path = folder / f"graphs-{seed}.mlir"
        path.write_text(model(seed))
        drawn.update(re.findall(r"= (\w+) ", path.read_text()))
        wrong = verify(tools, path, seed)
        if not wrong:
            continue
        failed += 1
        alone = [folder / f"graph-{seed}-{number}.mlir" for number in range(GRAPHS)]
        for number, one in enumerate(alone):
            one.write_text(model(seed, [number]))
        found = {one: lines for one in alone if (lines := verify(tools, one, seed))}
        for one, lines in (found or {path: wrong}).items():
            print(f"{one}:", *lines[:3], sep="\n  ")
    missing = sorted(operators() - drawn) if count > 9 else []
    if missing:
        print("not drawn:", *missing)
    print(f"{count - failed} passed, {failed} failed")
    return failed > 0 or bool(missing)


if __name__ == "__main__":
    sys.exit(main(*map(pathlib.Path, sys.argv[1:3]), *map(int, sys.argv[3:])))
