"""Draws an operator into a graph of random_graphs.py, with every attribute it has, or nothing where no value fits."""
import math

LARGEST = 4000  # elements of a value
WORK = 100_000  # multiply-adds of an operator
EXTENTS = (1, 1, 1, 2, 3, 4, 5, 7, 8, 9, 13, 15, 16, 17, 31, 33)
FLOATS = ("f32", "f32", "f32", "f64", "f16", "bf16")
WHOLE = ("i8", "i32", "i64")
BOUND = 30.0  # of elements that operators go on with


def size(shape):
    return math.prod(9 if isinstance(extent, str) else extent for extent in shape)


# Elementwise


def unary(g):
    name = g.pick(("neg", "abs", "relu", "exp", "log", "sqrt", "rsqrt", "tanh", "erf", "sigmoid", "gelu", "gelu tanh",
                   "silu", "floor"))
    text = {"gelu tanh": "gelu {} approximate tanh"}.get(name, name)
    bounds = {"tanh": (-1, 1), "erf": (-1, 1), "sigmoid": (0, 1)}
    if name in ("neg", "abs", "relu"):
        x = g.any(lambda v: v.element != "i1")
        if not x:
            return
        most = x.largest
        low, high = {"neg": (-x.high, -x.low), "abs": (0, most), "relu": (max(0, x.low), max(0, x.high))}[name]
        return g.result(text, [x], x.shape, low, high, x.exact)
    if name == "floor":
        x = g.floats(lambda v: v.exact)
        return x and g.result(text, [x], x.shape, math.floor(x.low), math.floor(x.high), True)
    if name in ("log", "sqrt", "rsqrt"):
        x = g.floats(lambda v: v.low >= 0.05)
        if not x:
            return
        function = {"log": math.log, "sqrt": math.sqrt, "rsqrt": lambda y: 1 / math.sqrt(y)}[name]
        return g.result(text, [x], x.shape, *sorted((function(x.low), function(max(x.high, x.low)))))
    x = g.floats(lambda v: name != "exp" or v.high <= 3)
    if not x:
        return
    low, high = bounds.get(name, (-1, max(x.high, 0)))
    if name == "exp":
        low, high = math.exp(max(x.low, -60)) * 0.99, math.exp(x.high) * 1.01
    return g.result(text, [x], x.shape, low, high)


def binary(g):
    x = g.any(lambda v: v.element != "i1" and (not v.is_float or v.largest <= BOUND))
    if not x:
        return
    y = x if g.chance(8) else g.operand(g.sized(x), x.element)
    name = g.pick(("add", "sub", "mul", "maximum", "minimum", "div"))
    exact = x.exact and y.exact and (not x.is_float or name in ("maximum", "minimum"))
    corners = lambda f: [f(a, b) for a in (x.low, x.high) for b in (y.low, y.high)]
    if name == "div" and x.is_float:
        y = g.operand(y.shape, x.element, lambda v: v.low >= 0.2 or v.high <= -0.2)
        if not (y.low >= 0.2 or y.high <= -0.2):
            return
    function = {"add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "maximum": max,
                "minimum": min, "div": lambda a, b: a / b if x.is_float else a}[name]
    values = corners(function)
    if not x.is_float:
        values = [-128 if x.element == "i8" else -2 ** 31, 127 if x.element == "i8" else 2 ** 31]
    x, y = (y, x) if name != "div" and g.chance(2) and x.is_float else (x, y)
    rank = max(x.rank, y.rank)
    pairs = zip([1] * (rank - x.rank) + x.shape, [1] * (rank - y.rank) + y.shape)
    shape = [b if a == 1 else a for a, b in pairs]
    return g.result(name, [x, y], shape, min(values), max(values), exact)


def pow(g):
    x = g.floats(lambda v: v.low >= 0.05 and v.high <= 4)
    y = x and g.operand(g.sized(x), x.element, lambda v: v.largest <= 3)
    if not y or y.largest > 3:
        return
    values = [a ** b for a in (x.low, x.high) for b in (y.low, y.high)]
    return g.result("pow", [x, y], x.shape, min(values), max(values))


def compare(g):
    x = g.any(lambda v: v.exact)
    y = x and g.operand(x.shape, x.element, lambda v: v.exact)
    if not y or not y.exact:
        return
    how = g.pick(("eq", "ne", "lt", "le", "gt", "ge"))
    return g.result(f"compare {how}, {{}}", [x, y], x.shape, 0, 1, True, "i1")


def logic(g):
    x = g.operand(g.pick(g.values).shape, "i1")
    if g.chance(3):
        return g.result("not", [x], x.shape, 0, 1, True)
    return g.result(g.pick(("and", "or")), [x, g.operand(x.shape, "i1")], x.shape, 0, 1, True)


def select(g):
    x = g.any()
    if not x:
        return
    y, condition = g.operand(x.shape, x.element), g.operand(x.shape, "i1")
    return g.result("select", [condition, x, y], x.shape, min(x.low, y.low), max(x.high, y.high),
                    x.exact and y.exact, x.element)


def cast(g):
    x = g.any(lambda v: not v.is_float or v.largest <= BOUND)
    if not x:
        return
    element = g.pick((*FLOATS, *WHOLE, "i1"))
    digits = {"bf16": 8, "f16": 11, "f32": 24, "f64": 53}
    if x.is_float and not x.exact and digits.get(element, 99) > digits[x.element]:
        return  # a wider type would be held to a tolerance that its value cannot keep
    wider = not x.is_float or (x.element, element) in (("f16", "f32"), ("bf16", "f32"), ("f32", "f64"), ("f16", "f64"))
    low, high = (0, 1) if element == "i1" else (x.low, x.high)
    if element == "i8":
        low, high = -128, 127
    return g.result("cast", [x], x.shape, low, high, x.exact and (wider or element in (*WHOLE, "i1")), element)


# Movement


def transpose(g):
    x = g.any(lambda v: v.rank >= 1)
    if not x:
        return
    order = g.random.sample(range(x.rank), x.rank)
    return g.result(f"transpose {{}} {order}", [x], [x.shape[axis] for axis in order], x.low, x.high, x.exact)


def reshape(g):
    x = g.any(lambda v: v.known() and 0 not in v.shape)
    if not x:
        return
    left, shape = size(x.shape), []
    while left > 1 and len(shape) < 3:
        divisors = [d for d in range(1, left + 1) if left % d == 0]
        shape.append(g.pick(divisors))
        left //= shape[-1]
    shape.append(left)
    return g.result(f"reshape {{}} shape {shape}", [x], shape, x.low, x.high, x.exact)


def broadcast(g):
    x = g.any(lambda v: v.known() and v.rank <= 3)
    if not x:
        return
    shape = [g.pick((1, 2, 5)) for _ in range(g.between(0, 4 - x.rank))]
    shape += [g.pick((1, 3, 9)) if extent == 1 else extent for extent in x.shape]
    return g.result(f"broadcast {{}} shape {shape}", [x], shape, x.low, x.high, x.exact)


def slice(g):
    x = g.any(lambda v: v.rank >= 1 and v.known() and 0 not in v.shape)
    if not x:
        return
    offsets = [g.between(0, extent - 1) for extent in x.shape]
    ends = [g.between(offset, extent) for offset, extent in zip(offsets, x.shape)]
    strides = [g.pick((1, 1, 2, 3)) for _ in x.shape]
    shape = [-(-(end - offset) // stride) for offset, end, stride in zip(offsets, ends, strides)]
    return g.result(f"slice {{}} offsets {offsets} ends {ends} strides {strides}", [x], shape, x.low, x.high, x.exact)


def concat(g):
    x = g.any(lambda v: v.rank >= 1 and any(v.known(axis) for axis in range(v.rank)))
    if not x:
        return
    axis = g.pick([axis for axis in range(x.rank) if x.known(axis)])
    parts = [x]
    for _ in range(g.between(0, 3)):
        shape = [g.pick(EXTENTS[:8]) if i == axis else extent for i, extent in enumerate(x.shape)]
        parts.append(x if g.chance(3) else g.operand(shape, x.element))
    g.random.shuffle(parts)
    shape = [sum(part.shape[axis] for part in parts) if i == axis else extent for i, extent in enumerate(x.shape)]
    return g.result(f"concat {{}} axis {axis}", parts, shape, min(p.low for p in parts), max(p.high for p in parts),
                    all(p.exact for p in parts))


def pad(g):
    x = g.any(lambda v: v.rank >= 1 and v.known() and v.element != "i1")
    if not x:
        return
    low, high = ([g.pick((0, 0, 1, 2)) for _ in x.shape] for _ in range(2))
    value = g.pick((0, 1, -1.5)) if x.is_float else g.pick((0, 3))
    shape = [a + extent + b for a, extent, b in zip(low, x.shape, high)]
    return g.result(f"pad {{}} low {low} high {high} value {value}", [x], shape, min(x.low, value), max(x.high, value),
                    x.exact)


# Gather


def gather(g):
    x = g.any(lambda v: v.rank >= 1 and any(v.known(axis) and v.shape[axis] > 0 for axis in range(v.rank)))
    if not x:
        return
    axis = g.pick([axis for axis in range(x.rank) if x.known(axis) and x.shape[axis] > 0])
    index = g.indices()
    shape = x.shape[:axis] + index.shape + x.shape[axis + 1:]
    if len(shape) > 5 or size(shape) > LARGEST:
        g.arguments.pop()
        return
    return g.result(f"gather {{}} axis {axis}", [x, index], shape, x.low, x.high, x.exact)


def embedding(g):
    table = g.any(lambda v: v.rank == 2 and v.is_float and v.known(0) and v.shape[0] > 0)
    if not table:
        return
    index = g.indices()
    if size(index.shape + table.shape[1:]) > LARGEST:
        g.arguments.pop()
        return
    return g.result("embedding", [index, table], index.shape + table.shape[1:], table.low, table.high, table.exact,
                    table.element)


# Contractions


def linear(g):
    x = g.floats(lambda v: v.rank >= 1)
    if not x:
        return
    out = g.pick(EXTENTS)
    if size(x.shape) * out > WORK:
        return
    w = g.operand([out, x.shape[-1]], x.element)
    operands = [x, w] + ([g.operand([out], x.element)] if g.chance(2) else [])
    low, high = g.bounded(x, w, x.shape[-1])
    return g.result("linear", operands, x.shape[:-1] + [out], low - BOUND, high + BOUND)


def matmul(g):
    x = g.floats(lambda v: v.rank >= 2)
    if not x:
        return
    out, left, right = g.pick(EXTENTS), g.chance(3), g.chance(2)
    rows, depth = (x.shape[-1], x.shape[-2]) if left else (x.shape[-2], x.shape[-1])
    batch = x.shape[:-2]
    if size(x.shape) * out > WORK:
        return
    y = g.operand((batch if g.chance(2) else []) + ([out, depth] if right else [depth, out]), x.element)
    text = "matmul {}" + (" transpose_a" if left else "") + (" transpose_b" if right else "")
    return g.result(text, [x, y], batch + [rows, out], *g.bounded(x, y, depth))


def conv2d(g):
    x = g.image()
    window = x.is_float and g.window(x, 4)
    if not window:
        return
    extents, strides, padding, positions = window
    channels = x.shape[1]
    groups = g.pick([g for g in (1, 1, 2, 3, channels) if channels % max(g, 1) == 0 and g > 0] or [1])
    out = groups * g.pick((1, 1, 2, 3, 5))
    if channels == 0 or size(x.shape) * out * math.prod(extents) > WORK:
        return
    w = g.operand([out, channels // groups, *extents], x.element)
    operands = [x, w] + ([g.operand([out], x.element)] if g.chance(2) else [])
    low, high = g.bounded(x, w, channels // groups * math.prod(extents))
    return g.result(f"conv2d {{}} strides {strides} padding {padding} groups {groups}", operands,
                    [x.shape[0], out, *positions], low - BOUND, high + BOUND)


def pool(g):
    x = g.image()
    window = x.is_float and g.window(x, 3)
    if not window:
        return
    extents, strides, padding, positions = window
    kind = g.pick(("max_pool", "avg_pool"))
    return g.result(f"{kind} {{}} window {extents} strides {strides} padding {padding}", [x],
                    [*x.shape[:2], *positions], min(x.low, 0), max(x.high, 0), kind == "max_pool" and x.exact)


def attention(g):
    x = g.floats(lambda v: v.rank == 4 and v.known(1, 3) and v.shape[3] > 0 and v.shape[1] > 0)
    if not x:
        return
    keys = g.pick((x.shape[2], *EXTENTS))
    groups = g.pick([g for g in (1, 2, x.shape[1]) if x.shape[1] % g == 0])
    shape = [x.shape[0], x.shape[1] // groups, keys, x.shape[3]]
    if size(x.shape) * size([keys]) > WORK or size(shape) > LARGEST:
        return
    k, v = g.operand(shape, x.element), g.operand(shape, x.element)
    operands = [x, k, v]
    if g.chance(3):
        operands.append(g.operand([x.shape[2], keys], g.pick((x.element, "i1"))))
    text = "attention {}" + (" scale 0.1" if g.chance(2) else "") + (" causal" if g.chance(2) else "")
    return g.result(text, operands, x.shape, min(v.low, 0), max(v.high, 0))


# Rows


def softmax(g):
    x = g.floats(lambda v: v.rank >= 1)
    return x and g.result(f"softmax {{}} axis {g.between(-1, x.rank - 1)}", [x], x.shape, 0, 1)


def layer_norm(g):
    x = g.floats(lambda v: v.rank >= 1)
    if not x:
        return
    axes = g.between(1, x.rank)
    # An infinite scale makes NaN of what is 0, and infinity of what rounding has left of 0.
    operands = [x, g.operand(x.shape[-axes:], x.element, finite=True)]
    operands += [g.operand(x.shape[-axes:], x.element)] if g.chance(2) else []
    return g.result(f"layer_norm {{}} axes {axes} epsilon 1e-1", operands, x.shape, -90, 90)


def batch_norm(g):
    x = g.floats(lambda v: v.rank >= 2)
    if not x:
        return
    channels = [x.shape[1]]
    variance = g.operand(channels, x.element, lambda v: v.low >= 0.05)
    if variance.low < 0.05:
        if not variance.known():
            return
        variance = g.source(channels, x.element, 0.5, 2)
    operands = [x, *(g.operand(channels, x.element) for _ in range(3)), variance]
    return g.result("batch_norm {} epsilon 1e-3", operands, x.shape, -400, 400)


def reduce(g):
    kind = g.pick(("sum", "mean", "max", "min", "prod"))
    x = g.any(lambda v: v.rank >= 1 and v.element != "i1" and (v.largest <= BOUND or not v.is_float) and
              (kind != "prod" or v.largest <= 1.5) and (v.is_float or kind != "mean") and
              (v.known() and 0 not in v.shape or kind in ("sum",)))
    if not x:
        return
    axes = sorted(g.random.sample(range(x.rank), g.between(1, x.rank)))
    keep, count = g.chance(3), size([x.shape[axis] for axis in axes])
    if kind == "prod" and count > 8:
        return
    shape = [1 if axis in axes else extent for axis, extent in enumerate(x.shape) if keep or axis not in axes]
    low, high = {"sum": (min(x.low, 0) * count, max(x.high, 0) * count), "prod": (-30, 30)}.get(kind, (x.low, x.high))
    return g.result(f"reduce {kind}, {{}} axes {axes}" + (" keep" if keep else ""), [x], shape, low, high,
                    x.exact and (not x.is_float or kind in ("max", "min")))


def moments(g):
    x = g.floats(lambda v: v.rank >= 1 and v.known() and 0 not in v.shape)
    if not x:
        return
    axes = sorted(g.random.sample(range(x.rank), g.between(1, x.rank)))
    keep = g.chance(3)
    shape = [1 if axis in axes else extent for axis, extent in enumerate(x.shape) if keep or axis not in axes]
    results = [(x.low, x.high), (0, (x.high - x.low) ** 2 / 4)]
    return g.several(f"moments {{}} axes {axes}" + (" keep" if keep else ""), [x], shape, results)


def argmax(g):
    x = g.any(lambda v: v.rank >= 1 and v.exact and v.element != "i1" and v.known() and 0 not in v.shape)
    if not x:
        return
    axis = g.between(0, x.rank - 1)
    shape = [extent for i, extent in enumerate(x.shape) if i != axis]
    return g.result(f"argmax {{}} axis {axis}", [x], shape, 0, x.shape[axis], True, "i64")


OPERATORS = [unary, unary, binary, binary, binary, pow, compare, logic, select, cast, transpose, reshape, broadcast, slice,
             concat, pad, gather, embedding, linear, matmul, conv2d, pool, attention, softmax, layer_norm, batch_norm,
             reduce, moments, argmax]
