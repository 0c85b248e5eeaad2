#!/usr/bin/env python3
"""Random graphs of every operator, whose values are used several times, compiled and held against the evaluator.

usage: random_graphs.py BIN FOLDER FIRST COUNT   (seeds FIRST, FIRST + 1, ...; a seed always gives the same model of GRAPHS
graphs). One in 4 is compiled as dlc does it, the others by the tools in BIN with passes left out and other schedules
(random_pipelines.py). Among the operators are patterns that passes look for (random_patterns.py). What differs stays in FOLDER, each graph by itself. An operator of the dialect that no graph has is an
error.

A value knows bounds of its elements, whether it is exact, and whether it is finite: arguments also hold NaN, infinities, -0
and denormals. What amplifies rounding errors beyond any tolerance is drawn on
such values alone for which it does not: a comparison, `floor` or a cast to whole numbers on exact ones, `log` on ones that
are not near 0, and so on. Otherwise anything may meet anything.
"""
import dataclasses
import math
import pathlib
import random
import re
import subprocess
import sys

import random_patterns
import random_pipelines

GRAPHS = 8  # of a model: seeds 1 to 13 of CTest are 104 graphs
LARGEST = 4000  # elements of a value
WORK = 100_000  # multiply-adds of an operator
EXTENTS = (1, 1, 1, 2, 3, 4, 5, 7, 8, 9, 13, 15, 16, 17, 31, 33)
FLOATS = ("f32", "f32", "f32", "f64", "f16", "bf16")
WHOLE = ("i8", "i32", "i64")
BOUND = 30.0  # of elements that operators go on with


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


def size(shape):
    return math.prod(9 if isinstance(extent, str) else extent for extent in shape)


class Graph:
    """One function. A method of OPERATORS draws one operator, or returns None where no value fits."""

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
                self.pick(random_patterns.PATTERNS if self.chance(6) else OPERATORS)(self)
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
        if size(result.shape) > LARGEST:
            raise Unfit
        result.name = f"%v{len(self.lines)}"
        names = ", ".join(operand.name for operand in operands)
        text = text.replace("{}", names) if "{}" in text else f"{text} {names}"
        types = suffix or ", ".join(operand.type for operand in operands)
        tail = f" to {result.element}" if text.startswith("cast ") else ""
        self.lines.append(f"{result.name} = {text.strip()} : {types}{tail}")
        self.values.append(result)
        return result

    def result(self, text, operands, shape, low, high, exact=False, element=None):
        finite = all(operand.finite for operand in operands)
        return self.line(text, operands, Value("", list(shape), element or operands[0].element, low, high, exact, finite))

    # Elementwise

    def unary(self):
        name = self.pick(("neg", "abs", "relu", "exp", "log", "sqrt", "rsqrt", "tanh", "erf", "sigmoid", "gelu", "gelu tanh",
                          "silu", "floor"))
        text = {"gelu tanh": "gelu {} approximate tanh"}.get(name, name)
        bounds = {"tanh": (-1, 1), "erf": (-1, 1), "sigmoid": (0, 1)}
        if name in ("neg", "abs", "relu"):
            x = self.any(lambda v: v.element != "i1")
            if not x:
                return
            most = x.largest
            low, high = {"neg": (-x.high, -x.low), "abs": (0, most), "relu": (max(0, x.low), max(0, x.high))}[name]
            return self.result(text, [x], x.shape, low, high, x.exact)
        if name == "floor":
            x = self.floats(lambda v: v.exact)
            return x and self.result(text, [x], x.shape, math.floor(x.low), math.floor(x.high), True)
        if name in ("log", "sqrt", "rsqrt"):
            x = self.floats(lambda v: v.low >= 0.05)
            if not x:
                return
            function = {"log": math.log, "sqrt": math.sqrt, "rsqrt": lambda y: 1 / math.sqrt(y)}[name]
            return self.result(text, [x], x.shape, *sorted((function(x.low), function(max(x.high, x.low)))))
        x = self.floats(lambda v: name != "exp" or v.high <= 3)
        if not x:
            return
        low, high = bounds.get(name, (-1, max(x.high, 0)))
        if name == "exp":
            low, high = math.exp(max(x.low, -60)) * 0.99, math.exp(x.high) * 1.01
        return self.result(text, [x], x.shape, low, high)

    def sized(self, x):
        """An operand that can be broadcast to x, or to which x can: of equal shape, with extents 1, or of lower rank."""
        shape = [1 if self.chance(4) else extent for extent in x.shape]
        return shape[self.between(0, x.rank):] if self.chance(3) else shape

    def binary(self):
        x = self.any(lambda v: v.element != "i1" and (not v.is_float or v.largest <= BOUND))
        if not x:
            return
        y = x if self.chance(8) else self.operand(self.sized(x), x.element)
        name = self.pick(("add", "sub", "mul", "maximum", "minimum", "div"))
        exact = x.exact and y.exact and (not x.is_float or name in ("maximum", "minimum"))
        corners = lambda f: [f(a, b) for a in (x.low, x.high) for b in (y.low, y.high)]
        if name == "div" and x.is_float:
            y = self.operand(y.shape, x.element, lambda v: v.low >= 0.2 or v.high <= -0.2)
            if not (y.low >= 0.2 or y.high <= -0.2):
                return
        function = {"add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "maximum": max,
                    "minimum": min, "div": lambda a, b: a / b if x.is_float else a}[name]
        values = corners(function)
        if not x.is_float:
            values = [-128 if x.element == "i8" else -2 ** 31, 127 if x.element == "i8" else 2 ** 31]
        x, y = (y, x) if name != "div" and self.chance(2) and x.is_float else (x, y)
        rank = max(x.rank, y.rank)
        pairs = zip([1] * (rank - x.rank) + x.shape, [1] * (rank - y.rank) + y.shape)
        shape = [b if a == 1 else a for a, b in pairs]
        return self.result(name, [x, y], shape, min(values), max(values), exact)

    def pow(self):
        x = self.floats(lambda v: v.low >= 0.05 and v.high <= 4)
        y = x and self.operand(self.sized(x), x.element, lambda v: v.largest <= 3)
        if not y or y.largest > 3:
            return
        values = [a ** b for a in (x.low, x.high) for b in (y.low, y.high)]
        return self.result("pow", [x, y], x.shape, min(values), max(values))

    def compare(self):
        x = self.any(lambda v: v.exact)
        y = x and self.operand(x.shape, x.element, lambda v: v.exact)
        if not y or not y.exact:
            return
        how = self.pick(("eq", "ne", "lt", "le", "gt", "ge"))
        return self.result(f"compare {how}, {{}}", [x, y], x.shape, 0, 1, True, "i1")

    def logic(self):
        x = self.operand(self.pick(self.values).shape, "i1")
        if self.chance(3):
            return self.result("not", [x], x.shape, 0, 1, True)
        return self.result(self.pick(("and", "or")), [x, self.operand(x.shape, "i1")], x.shape, 0, 1, True)

    def select(self):
        x = self.any()
        if not x:
            return
        y, condition = self.operand(x.shape, x.element), self.operand(x.shape, "i1")
        return self.result("select", [condition, x, y], x.shape, min(x.low, y.low), max(x.high, y.high),
                           x.exact and y.exact, x.element)

    def cast(self):
        x = self.any(lambda v: not v.is_float or v.largest <= BOUND)
        if not x:
            return
        element = self.pick((*FLOATS, *WHOLE, "i1"))
        digits = {"bf16": 8, "f16": 11, "f32": 24, "f64": 53}
        if x.is_float and not x.exact and digits.get(element, 99) > digits[x.element]:
            return  # a wider type would be held to a tolerance that its value cannot keep
        wider = not x.is_float or (x.element, element) in (("f16", "f32"), ("bf16", "f32"), ("f32", "f64"), ("f16", "f64"))
        low, high = (0, 1) if element == "i1" else (x.low, x.high)
        if element == "i8":
            low, high = -128, 127
        return self.result("cast", [x], x.shape, low, high, x.exact and (wider or element in (*WHOLE, "i1")), element)

    # Movement

    def transpose(self):
        x = self.any(lambda v: v.rank >= 1)
        if not x:
            return
        order = self.random.sample(range(x.rank), x.rank)
        return self.result(f"transpose {{}} {order}", [x], [x.shape[axis] for axis in order], x.low, x.high, x.exact)

    def reshape(self):
        x = self.any(lambda v: v.known() and 0 not in v.shape)
        if not x:
            return
        left, shape = size(x.shape), []
        while left > 1 and len(shape) < 3:
            divisors = [d for d in range(1, left + 1) if left % d == 0]
            shape.append(self.pick(divisors))
            left //= shape[-1]
        shape.append(left)
        return self.result(f"reshape {{}} shape {shape}", [x], shape, x.low, x.high, x.exact)

    def broadcast(self):
        x = self.any(lambda v: v.known() and v.rank <= 3)
        if not x:
            return
        shape = [self.pick((1, 2, 5)) for _ in range(self.between(0, 4 - x.rank))]
        shape += [self.pick((1, 3, 9)) if extent == 1 else extent for extent in x.shape]
        return self.result(f"broadcast {{}} shape {shape}", [x], shape, x.low, x.high, x.exact)

    def slice(self):
        x = self.any(lambda v: v.rank >= 1 and v.known() and 0 not in v.shape)
        if not x:
            return
        offsets = [self.between(0, extent - 1) for extent in x.shape]
        ends = [self.between(offset, extent) for offset, extent in zip(offsets, x.shape)]
        strides = [self.pick((1, 1, 2, 3)) for _ in x.shape]
        shape = [-(-(end - offset) // stride) for offset, end, stride in zip(offsets, ends, strides)]
        return self.result(f"slice {{}} offsets {offsets} ends {ends} strides {strides}", [x], shape, x.low, x.high, x.exact)

    def concat(self):
        x = self.any(lambda v: v.rank >= 1 and any(v.known(axis) for axis in range(v.rank)))
        if not x:
            return
        axis = self.pick([axis for axis in range(x.rank) if x.known(axis)])
        parts = [x]
        for _ in range(self.between(0, 3)):
            shape = [self.pick(EXTENTS[:8]) if i == axis else extent for i, extent in enumerate(x.shape)]
            parts.append(x if self.chance(3) else self.operand(shape, x.element))
        self.random.shuffle(parts)
        shape = [sum(part.shape[axis] for part in parts) if i == axis else extent for i, extent in enumerate(x.shape)]
        return self.result(f"concat {{}} axis {axis}", parts, shape, min(p.low for p in parts), max(p.high for p in parts),
                           all(p.exact for p in parts))

    def pad(self):
        x = self.any(lambda v: v.rank >= 1 and v.known() and v.element != "i1")
        if not x:
            return
        low, high = ([self.pick((0, 0, 1, 2)) for _ in x.shape] for _ in range(2))
        value = self.pick((0, 1, -1.5)) if x.is_float else self.pick((0, 3))
        shape = [a + extent + b for a, extent, b in zip(low, x.shape, high)]
        return self.result(f"pad {{}} low {low} high {high} value {value}", [x], shape, min(x.low, value), max(x.high, value),
                           x.exact)

    # Gather

    def indices(self):
        shape = self.shape(self.between(0, 2))
        index = Value(f"%i{len(self.arguments)}", shape, self.pick(("i32", "i64")), 0, 0, True)
        self.arguments.append(index)
        return index

    def gather(self):
        x = self.any(lambda v: v.rank >= 1 and any(v.known(axis) and v.shape[axis] > 0 for axis in range(v.rank)))
        if not x:
            return
        axis = self.pick([axis for axis in range(x.rank) if x.known(axis) and x.shape[axis] > 0])
        index = self.indices()
        shape = x.shape[:axis] + index.shape + x.shape[axis + 1:]
        if len(shape) > 5 or size(shape) > LARGEST:
            self.arguments.pop()
            return
        return self.result(f"gather {{}} axis {axis}", [x, index], shape, x.low, x.high, x.exact)

    def embedding(self):
        table = self.any(lambda v: v.rank == 2 and v.is_float and v.known(0) and v.shape[0] > 0)
        if not table:
            return
        index = self.indices()
        if size(index.shape + table.shape[1:]) > LARGEST:
            self.arguments.pop()
            return
        return self.result("embedding", [index, table], index.shape + table.shape[1:], table.low, table.high, table.exact,
                           table.element)

    # Contractions

    def bounded(self, x, w, depth):
        most = max(1, depth if not isinstance(depth, str) else 9) * x.largest * w.largest
        return -most, most

    def linear(self):
        x = self.floats(lambda v: v.rank >= 1)
        if not x:
            return
        out = self.pick(EXTENTS)
        if size(x.shape) * out > WORK:
            return
        w = self.operand([out, x.shape[-1]], x.element)
        operands = [x, w] + ([self.operand([out], x.element)] if self.chance(2) else [])
        low, high = self.bounded(x, w, x.shape[-1])
        return self.result("linear", operands, x.shape[:-1] + [out], low - BOUND, high + BOUND)

    def matmul(self):
        x = self.floats(lambda v: v.rank >= 2)
        if not x:
            return
        out, left, right = self.pick(EXTENTS), self.chance(3), self.chance(2)
        rows, depth = (x.shape[-1], x.shape[-2]) if left else (x.shape[-2], x.shape[-1])
        batch = x.shape[:-2]
        if size(x.shape) * out > WORK:
            return
        y = self.operand((batch if self.chance(2) else []) + ([out, depth] if right else [depth, out]), x.element)
        text = "matmul {}" + (" transpose_a" if left else "") + (" transpose_b" if right else "")
        return self.result(text, [x, y], batch + [rows, out], *self.bounded(x, y, depth))

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

    def conv2d(self):
        x = self.image()
        window = x.is_float and self.window(x, 4)
        if not window:
            return
        extents, strides, padding, positions = window
        channels = x.shape[1]
        groups = self.pick([g for g in (1, 1, 2, 3, channels) if channels % max(g, 1) == 0 and g > 0] or [1])
        out = groups * self.pick((1, 1, 2, 3, 5))
        if channels == 0 or size(x.shape) * out * math.prod(extents) > WORK:
            return
        w = self.operand([out, channels // groups, *extents], x.element)
        operands = [x, w] + ([self.operand([out], x.element)] if self.chance(2) else [])
        low, high = self.bounded(x, w, channels // groups * math.prod(extents))
        return self.result(f"conv2d {{}} strides {strides} padding {padding} groups {groups}", operands,
                           [x.shape[0], out, *positions], low - BOUND, high + BOUND)

    def pool(self):
        x = self.image()
        window = x.is_float and self.window(x, 3)
        if not window:
            return
        extents, strides, padding, positions = window
        kind = self.pick(("max_pool", "avg_pool"))
        return self.result(f"{kind} {{}} window {extents} strides {strides} padding {padding}", [x],
                           [*x.shape[:2], *positions], min(x.low, 0), max(x.high, 0), kind == "max_pool" and x.exact)

    def attention(self):
        x = self.floats(lambda v: v.rank == 4 and v.known(1, 3) and v.shape[3] > 0 and v.shape[1] > 0)
        if not x:
            return
        keys = self.pick((x.shape[2], *EXTENTS))
        groups = self.pick([g for g in (1, 2, x.shape[1]) if x.shape[1] % g == 0])
        shape = [x.shape[0], x.shape[1] // groups, keys, x.shape[3]]
        if size(x.shape) * size([keys]) > WORK or size(shape) > LARGEST:
            return
        k, v = self.operand(shape, x.element), self.operand(shape, x.element)
        operands = [x, k, v]
        if self.chance(3):
            operands.append(self.operand([x.shape[2], keys], self.pick((x.element, "i1"))))
        text = "attention {}" + (" scale 0.1" if self.chance(2) else "") + (" causal" if self.chance(2) else "")
        return self.result(text, operands, x.shape, min(v.low, 0), max(v.high, 0))

    # Rows

    def softmax(self):
        x = self.floats(lambda v: v.rank >= 1)
        return x and self.result(f"softmax {{}} axis {self.between(-1, x.rank - 1)}", [x], x.shape, 0, 1)

    def layer_norm(self):
        x = self.floats(lambda v: v.rank >= 1)
        if not x:
            return
        axes = self.between(1, x.rank)
        # An infinite scale makes NaN of what is 0, and infinity of what rounding has left of 0.
        operands = [x, self.operand(x.shape[-axes:], x.element, finite=True)]
        operands += [self.operand(x.shape[-axes:], x.element)] if self.chance(2) else []
        return self.result(f"layer_norm {{}} axes {axes} epsilon 1e-1", operands, x.shape, -90, 90)

    def batch_norm(self):
        x = self.floats(lambda v: v.rank >= 2)
        if not x:
            return
        channels = [x.shape[1]]
        variance = self.operand(channels, x.element, lambda v: v.low >= 0.05)
        if variance.low < 0.05:
            if not variance.known():
                return
            variance = self.source(channels, x.element, 0.5, 2)
        operands = [x, *(self.operand(channels, x.element) for _ in range(3)), variance]
        return self.result("batch_norm {} epsilon 1e-3", operands, x.shape, -400, 400)

    def reduce(self):
        kind = self.pick(("sum", "mean", "max", "min", "prod"))
        x = self.any(lambda v: v.rank >= 1 and v.element != "i1" and (v.largest <= BOUND or not v.is_float) and
                     (kind != "prod" or v.largest <= 1.5) and (v.is_float or kind != "mean") and
                     (v.known() and 0 not in v.shape or kind in ("sum",)))
        if not x:
            return
        axes = sorted(self.random.sample(range(x.rank), self.between(1, x.rank)))
        keep, count = self.chance(3), size([x.shape[axis] for axis in axes])
        if kind == "prod" and count > 8:
            return
        shape = [1 if axis in axes else extent for axis, extent in enumerate(x.shape) if keep or axis not in axes]
        low, high = {"sum": (min(x.low, 0) * count, max(x.high, 0) * count), "prod": (-30, 30)}.get(kind, (x.low, x.high))
        return self.result(f"reduce {kind}, {{}} axes {axes}" + (" keep" if keep else ""), [x], shape, low, high,
                           x.exact and (not x.is_float or kind in ("max", "min")))

    def argmax(self):
        x = self.any(lambda v: v.rank >= 1 and v.exact and v.element != "i1" and v.known() and 0 not in v.shape)
        if not x:
            return
        axis = self.between(0, x.rank - 1)
        shape = [extent for i, extent in enumerate(x.shape) if i != axis]
        return self.result(f"argmax {{}} axis {axis}", [x], shape, 0, x.shape[axis], True, "i64")

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


OPERATORS = [Graph.unary, Graph.unary, Graph.binary, Graph.binary, Graph.binary, Graph.pow, Graph.compare, Graph.logic,
             Graph.select, Graph.cast, Graph.transpose, Graph.reshape, Graph.broadcast, Graph.slice, Graph.concat,
             Graph.pad, Graph.gather, Graph.embedding, Graph.linear, Graph.matmul, Graph.conv2d, Graph.pool,
             Graph.attention, Graph.softmax, Graph.layer_norm, Graph.batch_norm, Graph.reduce, Graph.argmax]


def model(seed, graphs=range(GRAPHS)):
    heads, functions = [], []
    for number in graphs:
        function, head = Graph(seed, number).text()
        heads += head
        functions.append(function)
    return "\n".join(["dlc.model @graphs {", *heads, *functions, "}", ""])


def verify(tools, path, seed):
    """What is wrong with the model's artefacts, empty if nothing is."""
    command = [tools / "dlc-run", path, "--verify=reference", f"--random-inputs={seed}", "--special-values"]
    stem = path.with_suffix("")
    try:
        if seed % 4:
            command.append(f"--artifact={random_pipelines.build(tools, path, stem, random.Random(seed))}")
        random_pipelines.run(*command)
    except random_pipelines.Failure as failure:
        return [line for line in str(failure).splitlines() if re.search("MISMATCH|ended with|error:", line)]
    for file in [path, *path.parent.glob(f"{stem.name}.*")]:
        file.unlink(missing_ok=True)
    return []


def operators():
    """All operators on tensors but the two that passes alone make."""
    found = set()
    for path in (pathlib.Path(__file__).resolve().parent.parent / "dialects/dlc").glob("*.td"):
        found.update(re.findall(r'^def Dlc_\w+Op : Dlc_(?:Unary|Binary|Tensor)Op<"(\w+)"', path.read_text(), re.M))
    return found - {"pack", "unpack"}


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
