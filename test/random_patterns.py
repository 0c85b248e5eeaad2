"""What each rewriting and fusing pass looks for, and what only looks like it, to be drawn into random graphs.

A function draws one pattern into a graph of `random_graphs.py`: the operators that the pass would match, with the attribute,
extent or operand now and then that it must not match. Their values stay in the graph, so each may also be used elsewhere.
"""
import math


# Simplification


def transposes(g):
    x = g.any(lambda v: v.rank >= 2)
    for _ in range(g.between(2, 3) if x else 0):
        order = list(range(x.rank))
        g.random.shuffle(order)
        x = g.result(f"transpose {{}} {order}", [x], [x.shape[axis] for axis in order], x.low, x.high, x.exact)
        if g.chance(4) and x.is_float:
            x = g.result("abs", [x], x.shape, 0, x.largest, x.exact)


def reshapes(g):
    x = g.any(lambda v: v.rank >= 1 and v.known() and 0 not in v.shape and v.element != "i1")
    for _ in range(g.between(1, 3) if x else 0):
        count = math.prod(x.shape)
        first = g.pick([d for d in range(1, count + 1) if count % d == 0])
        shape = g.pick(([count], [first, count // first], [1, first, count // first], [first, 1, count // first], [0, -1]))
        if shape == [0, -1]:
            shape, written = [x.shape[0], count // x.shape[0]], [0, -1]
        else:
            written = shape
        x = g.result(f"reshape {{}} shape {written}", [x], shape, x.low, x.high, x.exact)
        if g.chance(2):
            x = g.result("relu", [x], x.shape, max(x.low, 0), max(x.high, 0), x.exact)
        elif g.chance(3):
            y = g.operand(x.shape, x.element)
            x = g.result("maximum", [x, y], x.shape, max(x.low, y.low), max(x.high, y.high), x.exact and y.exact)


def broadcast_operands(g):
    x = g.any(lambda v: v.known() and 1 <= v.rank <= 3 and v.element != "i1" and v.largest <= 30)
    if not x:
        return
    small = [1 if g.chance(2) else extent for extent in x.shape]
    y = g.operand(small[g.between(0, 1):], x.element)
    wide = g.result(f"broadcast {{}} shape {x.shape}", [y], x.shape, y.low, y.high, y.exact)
    if g.chance(3):
        x = g.result(f"broadcast {{}} shape {[2] + x.shape}", [x], [2] + x.shape, x.low, x.high, x.exact)
    both = [x, wide]
    g.random.shuffle(both)
    g.result("minimum", both, x.shape, min(x.low, y.low), max(x.high, y.high), x.exact and y.exact)


def matmul_of_transpose(g):
    x = g.floats(lambda v: v.rank >= 2 and v.known() and 0 not in v.shape and v.rank <= 4)
    if not x:
        return
    order = [*range(x.rank - 2), x.rank - 1, x.rank - 2]
    if g.chance(3):
        g.random.shuffle(order)
    turned = g.result(f"transpose {{}} {order}", [x], [x.shape[axis] for axis in order], x.low, x.high, x.exact)
    left = g.chance(2)
    rows, depth = turned.shape[-2:]
    out = g.pick((1, 3, 8, 17))
    batch = turned.shape[:-2]
    low, high = g.bounded(turned, turned, depth if left else rows)
    if left:
        y = g.operand([depth, out], x.element, lambda v: v.largest <= 6)
        g.result("matmul", [turned, y], batch + [rows, out], 6 * low, 6 * high)
    else:
        y = g.operand(batch + [out, rows], x.element, lambda v: v.largest <= 6)
        g.result("matmul", [y, turned], batch + [out, depth], 6 * low, 6 * high)


def matmul_with_bias(g):
    x = g.floats(lambda v: v.rank >= 2 and v.known(v.rank - 1) and v.shape[-1] > 0)
    if not x:
        return
    out = g.pick((1, 2, 5, 16, 17))
    w = g.source([x.shape[-1], out], x.element, finite=True) if g.chance(2) else g.operand([x.shape[-1], out], x.element)
    y = g.result("matmul", [x, w], x.shape[:-1] + [out], *g.bounded(x, w, x.shape[-1]))
    rows = x.shape[-2] if x.known(x.rank - 2) else 1
    bias = g.operand(g.pick(([out], [1, out], [rows, out], [rows, 1], [])), x.element, lambda v: v.largest <= 6)
    both = [y, bias]
    g.random.shuffle(both)
    y = g.result("add", both, y.shape, y.low - bias.largest, y.high + bias.largest)
    if g.chance(2):
        g.result("relu", [y], y.shape, 0, max(y.high, 0))


def rows_of_linear(g):
    """linear with several leading axes, between elementwise operators whose operands have or repeat along all of them, or some."""
    x = g.floats(lambda v: v.rank >= 3 and v.known(v.rank - 1) and v.shape[-1] > 0)
    if not x or g.chance(3):
        extents = [g.pick((1, 1, 2, 3, 5, 13, *g.dims)) for _ in range(g.between(2, 3))]
        x = g.source([*extents, g.pick((1, 3, 8, 17))], finite=g.chance(2) and not set(extents) & set(g.dims))
    if g.chance(2):
        x = g.result("tanh", [x], x.shape, -1, 1)
    out = g.pick((1, 2, 5, 16, 17, x.shape[-1]))
    w = g.source([out, x.shape[-1]], x.element, finite=g.chance(2))
    bias = [g.source([out], x.element)] if g.chance(2) else []
    low, high = g.bounded(x, w, x.shape[-1])
    y = g.result("linear", [x, w, *bias], x.shape[:-1] + [out], low - 6, high + 6)
    for _ in range(g.between(0, 3)):
        shape = g.pick((y.shape, [1] * (y.rank - 1) + [out], [out], y.shape[1:], [1] + y.shape[1:], y.shape[:-1] + [1],
                        y.shape[:-2] + [1, out]))
        other = g.operand(list(shape), y.element, lambda v: v.largest <= 6)
        both = [y, other]
        g.random.shuffle(both)
        y = g.result("maximum", both, y.shape, max(y.low, other.low), max(y.high, other.high))


def conv_of_pad(g):
    x = g.image()
    if not x.is_float or not x.known() or 0 in x.shape:
        return
    low, high = ([0, 0, g.between(0, 2), g.between(0, 2)] for _ in range(2))
    if g.chance(4):
        low[g.between(0, 1)] = 1
    value = g.pick((0, 0, -0.0, 1))
    shape = [a + extent + b for a, extent, b in zip(low, x.shape, high)]
    padded = g.result(f"pad {{}} low {low} high {high} value {value}", [x], shape, min(x.low, value), max(x.high, value), x.exact)
    extents = [g.between(1, min(3, extent)) for extent in shape[2:]]
    padding = [g.pick((0, 1)) for _ in range(4)]
    w = g.operand([g.pick((1, 3, 8)), shape[1], *extents], x.element, lambda v: v.largest <= 6)
    out = [(shape[2 + i] + padding[i] + padding[2 + i] - extents[i]) + 1 for i in range(2)]
    g.result(f"conv2d {{}} padding {padding}", [padded, w], [shape[0], w.shape[0], *out],
             *g.bounded(padded, w, shape[1] * math.prod(extents)))


def literal_of_ones(g):
    """A literal whose extents are 1, beside an operand of more axes, of as many, or of fewer."""
    x = g.any(lambda v: v.element != "i1" and v.largest <= 30)
    if not x:
        return
    rank = g.pick((x.rank, x.rank, max(0, x.rank - 1), x.rank + 1))
    literal = g.source([1] * min(rank, 5), x.element, 0.5, 2)
    both = [x, literal]
    g.random.shuffle(both)
    shape = [1] * (literal.rank - x.rank) + x.shape
    name = g.pick(("maximum", "minimum"))
    y = g.result(name, both, shape, min(x.low, literal.low), max(x.high, literal.high), x.exact and literal.exact)
    if g.chance(2) and y.is_float and y.largest <= 30:
        g.result("div", [y, literal], y.shape, -2 * y.largest, 2 * y.largest)


def silu(g):
    x = g.floats()
    if not x:
        return
    y = x if g.chance(2) else g.operand(x.shape, x.element)
    both = [g.result("sigmoid", [y], y.shape, 0, 1), x]
    g.random.shuffle(both)
    g.result("mul", both, x.shape, min(x.low, 0), max(x.high, 0))


def division(g):
    x = g.any(lambda v: v.element != "i1" and v.largest <= 30)
    if not x:
        return
    if x.is_float and g.chance(2):
        y = g.source(x.shape if x.known() and 0 not in x.shape else [], x.element, 0.3, 3)
        root = g.result("sqrt", [y], y.shape, 0.5, 2)
        g.result("div", [x, root], x.shape, -2 * x.largest, 2 * x.largest)
        return
    number = g.pick((1, 2, 3, 4, -8, 0.25, 0.3, 64)) if x.is_float else g.pick((1, 2, -2, 3, 4))
    c = g.constant(number, x.element)
    most = x.largest / abs(number)
    g.result("div", [x, c], x.shape, -most, most, x.exact and not x.is_float)


def power(g):
    exponent = g.pick((2, 2, 1, 0, -1, 0.5, 3))
    x = g.floats(lambda v: v.high <= 4 and (v.low >= 0.3 or exponent in (0, 1, 2, 3)) and v.low >= -4)
    if not x:
        return
    c = g.constant(exponent, x.element)
    most = max(4.0 ** exponent, 0.3 ** exponent)
    g.result("pow", [x, c], x.shape, -most, most)


def casts(g):
    """Chains whose first cast loses nothing, and others."""
    x = g.any(lambda v: v.exact and v.largest <= 30)
    if not x:
        return
    wide = {"i1": ("i8", "f32"), "i8": ("i32", "f32", "bf16", "f16"), "i32": ("i64", "f64"), "i64": ("i64", "f64"),
            "f16": ("f32", "f64"), "bf16": ("f32", "f64"), "f32": ("f64",), "f64": ("f64",)}[x.element]
    for _ in range(g.between(2, 3)):
        to = g.pick(wide) if g.chance(2) else g.pick(("f32", "f64", "bf16", "f16", "i32", "i8"))
        if to[0] == "i" and not (x.exact and x.finite):
            to = "f32"
        x = g.result("cast", [x], x.shape, x.low, x.high, x.exact and to == "f64", to)


def select_of_not(g):
    x = g.any(lambda v: v.element != "i1")
    if not x:
        return
    c = g.operand(x.shape, "i1")
    c = g.result("not", [c], c.shape, 0, 1, True)
    c = g.result("not", [c], c.shape, 0, 1, True) if g.chance(3) else c
    y = g.operand(x.shape, x.element)
    g.result("select", [c, x, y], x.shape, min(x.low, y.low), max(x.high, y.high), x.exact and y.exact, x.element)


# Weights


def norm_of_contraction(g):
    """conv2d or linear, then batch_norm; weights and statistics are parameters, or not all are."""
    finite = not g.chance(3)
    if g.chance(2):
        x = g.image()
        window = x.is_float and 0 not in x.shape and g.window(x, 3)
        if not window:
            return
        extents, strides, padding, positions = window
        channels = x.shape[1]
        groups = channels if g.chance(3) else 1
        out = groups * g.pick((1, 2, 4))
        w = g.source([out, channels // groups, *extents], x.element, finite=finite)
        text, shape = f"conv2d {{}} strides {strides} padding {padding} groups {groups}", [x.shape[0], out, *positions]
        depth = channels // groups * math.prod(extents)
    else:
        x = g.floats(lambda v: v.rank == 2 and v.known(1) and v.shape[1] > 0)
        if not x:
            return
        out, depth = g.pick((1, 3, 8, 17)), x.shape[1]
        w = g.source([out, depth], x.element, finite=finite)
        text, shape = "linear", [x.shape[0], out]
    operands = [x, w] + ([g.source([out], x.element, finite=finite)] if g.chance(2) else [])
    low, high = g.bounded(x, w, depth)
    y = g.result(text, operands, shape, low - 6, high + 6)
    variance = g.source([out], x.element, 0.5, 2)
    scale, bias, mean = (g.source([out], x.element, finite=finite) for _ in range(3))
    y = g.result("batch_norm {} epsilon 1e-3", [y, scale, bias, mean, variance], shape, 12 * (low - 12), 12 * (high + 12))
    g.result("relu", [y], shape, 0, max(y.high, 0))


def of_parameters(g):
    """Computed once where all of it is parameters; mixed with an argument it is not."""
    element = g.pick(("f32", "f32", "bf16"))
    rows, columns = g.pick((1, 3, 8, 17)), g.pick((1, 4, 16, 33))
    w = g.source([rows, columns], element, finite=True)
    for _ in range(g.between(1, 3)):
        name = g.pick(("tanh", "abs", "transpose", "mul"))
        if name == "transpose":
            w = g.result("transpose {} [1, 0]", [w], w.shape[::-1], w.low, w.high, w.exact)
        elif name == "mul":
            v = g.source(w.shape, element, finite=not g.chance(3))
            w = g.result("maximum", [w, v], w.shape, max(w.low, v.low), max(w.high, v.high), w.exact and v.exact)
        else:
            w = g.result(name, [w], w.shape, -max(1, w.largest), max(1, w.largest), name == "abs" and w.exact)
    x = g.operand([g.pick((1, 2, 7)), w.shape[1]], element, lambda v: v.largest <= 6)
    g.result("linear", [x, w], [x.shape[0], w.shape[0]], *g.bounded(x, w, w.shape[1]))


def of_literals(g):
    x = g.source([g.pick((1, 2, 5)), g.pick((1, 3, 8))], g.pick(("f32", "f64", "f16", "i32")), 0.5, 2)
    for _ in range(g.between(1, 4)):
        name = g.pick(("abs", "mul", "transpose", "concat", "reduce"))
        if name == "abs":
            x = g.result("abs", [x], x.shape, x.low, x.high, x.exact)
        elif name == "mul" and x.largest <= 100:
            x = g.result("mul", [x, x], x.shape, 0, x.largest ** 2, x.exact and not x.is_float)
        elif name == "transpose":
            x = g.result("transpose {} [1, 0]", [x], x.shape[::-1], x.low, x.high, x.exact)
        elif name == "concat":
            x = g.result("concat {} axis 0", [x, x], [2 * x.shape[0], x.shape[1]], x.low, x.high, x.exact)
        elif name == "reduce":
            x = g.result("reduce max, {} axes [1] keep", [x], [x.shape[0], 1], x.low, x.high, x.exact)
    y = g.operand(g.pick(([1, 1], x.shape)), x.element)
    g.result("minimum", [x, y], x.shape, min(x.low, y.low), max(x.high, y.high), x.exact and y.exact)


# Layout and fusion


def images(g):
    """Windows behind each other with elementwise operators, sums and means between: channels last from end to end."""
    x = g.image()
    if not x.is_float or 0 in x.shape:
        return
    skip = None
    for _ in range(g.between(2, 4)):
        kind = g.pick(("conv2d", "conv2d", "pool", "elementwise", "skip", "concat"))
        n, c, h, w = x.shape
        if kind == "conv2d":
            out = g.pick((1, 3, 8, 16, c))
            weight = g.source([out, c, 1, 1], x.element, finite=not g.chance(3))
            low, high = g.bounded(x, weight, c)
            skip, x = x, g.result("conv2d", [x, weight], [n, out, h, w], low, high)
        elif kind == "pool" and h > 1 and w > 1:
            name = g.pick(("max_pool", "avg_pool"))
            x = g.result(f"{name} {{}} window [2, 2] strides [1, 1]", [x], [n, c, h - 1, w - 1], x.low, x.high)
        elif kind == "elementwise":
            y = g.operand(g.pick(([c, 1, 1], [1, c, 1, 1], [w], [h, w], [n, 1, 1, 1], [n, c, h, w])), x.element)
            x = g.result("maximum", [x, y], x.shape, max(x.low, y.low), max(x.high, y.high))
        elif kind == "skip" and skip and skip.shape == x.shape:
            x = g.result("add", [x, skip], x.shape, x.low + skip.low, x.high + skip.high)
        elif kind == "concat":
            x = g.result("concat {} axis 1", [x, g.pick((x, skip)) if skip and skip.shape == x.shape else x], [n, 2 * c, h, w],
                         x.low, x.high)
        if x.largest > 1000:
            x = g.result("sigmoid", [x], x.shape, 0, 1)
    axes = g.pick(([2, 3], [2], [1, 2, 3], [1]))
    keep = g.chance(2)
    shape = [1 if axis in axes else extent for axis, extent in enumerate(x.shape) if keep or axis not in axes]
    g.result(f"reduce mean, {{}} axes {axes}" + (" keep" if keep else ""), [x], shape, x.low, x.high)


def windows(g):
    """Convolutions of 3 x 3, each with what it may meet: padding that its neighbour needs too, the image added, weights twice."""
    x = g.image()
    if not x.is_float or 0 in x.shape:
        return
    weight = None
    for _ in range(g.between(1, 3)):
        n, c, h, w = x.shape
        padding = g.pick(([1, 1, 1, 1], [g.pick((0, 1, 2)) for _ in range(4)]))
        out = g.pick((1, 3, 17, c))
        extents = [h + padding[0] + padding[2] - 2, w + padding[1] + padding[3] - 2]
        if min(extents) < 1:
            return
        if not (weight and weight.shape[:2] == [out, c] and g.chance(2)):
            weight = g.source([out, c, 3, 3], x.element, finite=not g.chance(3))
        bias = [g.source([out], x.element)] if g.chance(2) else []
        low, high = g.bounded(x, weight, 9 * c)
        y = g.result(f"conv2d {{}} padding {padding}", [x, weight, *bias], [n, out, *extents], low - 6, high + 6)
        if y.shape == x.shape and g.chance(2):
            y = g.result("add", [y, x], y.shape, y.low + x.low, y.high + x.high)
        elif g.chance(2):
            y = g.result(g.pick(("relu", "tanh")), [y], y.shape, -1, max(1, y.high))
        x = y if y.largest <= 1000 else g.result("sigmoid", [y], y.shape, 0, 1)


def twins(g):
    """Two operators that differ in one attribute, or in nothing."""
    x = g.floats(lambda v: v.rank >= 2 and v.known() and 0 not in v.shape)
    if not x:
        return
    for _ in range(2):
        kind = g.pick(("softmax", "pad", "slice", "reduce"))
        for _ in range(2):
            if kind == "softmax":
                g.result(f"softmax {{}} axis {g.between(0, 1)}", [x], x.shape, 0, 1)
            elif kind == "pad":
                value, low = g.pick((0, 1)), [g.pick((0, 1)), *[0] * (x.rank - 1)]
                shape = [x.shape[0] + low[0], *x.shape[1:]]
                g.result(f"pad {{}} low {low} high {[0] * x.rank} value {value}", [x], shape, min(x.low, 0), max(x.high, 1), x.exact)
            elif kind == "slice":
                first = g.between(0, x.shape[0] - 1)
                g.result(f"slice {{}} offsets {[first] + [0] * (x.rank - 1)} ends {[first + 1] + x.shape[1:]} "
                         f"strides {[1] * x.rank}", [x], [1] + x.shape[1:], x.low, x.high, x.exact)
            else:
                axis = g.between(0, 1)
                g.result(f"reduce {g.pick(('max', 'min'))}, {{}} axes [{axis}] keep", [x],
                         [1 if i == axis else extent for i, extent in enumerate(x.shape)], x.low, x.high, x.exact)


def rows(g):
    """A row operator between elementwise ones, some of whose values are used again behind it."""
    x = g.floats(lambda v: v.rank >= 1 and v.largest <= 30)
    if not x:
        return
    y = g.operand(g.sized(x), x.element)
    if len(y.shape) > x.rank:
        return
    a = g.result("maximum", [x, y], x.shape, max(x.low, y.low), max(x.high, y.high), x.exact and y.exact)
    a = g.result("tanh", [a], a.shape, -1, 1) if g.chance(2) else a
    if g.chance(2):
        b = g.result(f"softmax {{}} axis {g.pick((-1, 0))}", [a], a.shape, 0, 1)
    else:
        b = g.result("layer_norm {} axes 1 epsilon 1e-1", [a, g.operand(a.shape[-1:], a.element, finite=True)], a.shape, -90, 90)
    c = g.result("minimum", [b, g.pick((a, x, y))], a.shape, -90, 90)
    g.result(g.pick(("relu", "sigmoid", "abs")), [c], c.shape, 0, 90)


def batch_statistics(g):
    """A step of training: a batch is normalised by its own statistics, which running ones follow."""
    x = g.floats(lambda v: v.rank >= 2 and v.known() and 0 not in v.shape and v.largest <= 9)
    if not x:
        return
    axes, channels = [axis for axis in range(x.rank) if axis != 1], [x.shape[1]]
    mean, variance = g.several(f"moments {{}} axes {axes}", [x], channels, [(x.low, x.high), (0, 81)])
    for value in (mean, variance):
        if g.chance(2):
            old, share = g.operand(channels, x.element, finite=True), g.constant(0.5, x.element)
            new = g.result("mul", [value, share], channels, value.low, value.high)
            g.result(g.pick(("add", "maximum")), [new, old], channels, value.low - 30, value.high + 30)
    if g.chance(2):
        y = g.result("sub", [x, g.result(f"reshape {{}} shape {channels + [1] * (x.rank - 2)}", [mean],
                                         channels + [1] * (x.rank - 2), mean.low, mean.high)], x.shape, -18, 18)
    else:
        scale, bias = (g.operand(channels, x.element, finite=True) for _ in range(2))
        y = g.result("batch_norm {} epsilon 1e-1", [x, scale, bias, mean, variance], x.shape, -400, 400)
    g.result(g.pick(("relu", "tanh")), [y], x.shape, -1, 400)


def diamond(g):
    """A value and what is computed of it by an operator that is no member of its kernel meet again."""
    x = g.floats(lambda v: v.rank >= 2 and v.largest <= 30 and v.known() and 0 not in v.shape)
    if not x:
        return
    a = g.result("sigmoid", [x], x.shape, 0, 1)
    b = g.result("reduce max, {} axes [0] keep", [a], [1] + a.shape[1:], 0, 1)
    c = g.result("sub", [a, b], a.shape, -1, 1)
    d = g.result("reduce min, {} axes [1] keep", [c], [a.shape[0], 1] + a.shape[2:], -1, 1)
    e = g.result("add", [d, g.pick((a, b, c))], a.shape, -2, 2) if g.chance(2) else g.result("mul", [c, d], a.shape, -2, 2)
    g.result("maximum", [e, a], a.shape, -2, 2)


def chain(g):
    """Elementwise operators, more of them than one kernel takes, each of an older value and the last one."""
    x = g.floats(lambda v: v.rank >= 1)
    if not x:
        return
    values = [x]
    for _ in range(g.pick((6, 12, 50))):
        name = g.pick(("tanh", "sigmoid", "maximum", "minimum", "neg"))
        operands = [values[-1], g.pick(values)] if name in ("maximum", "minimum") else [values[-1]]
        most = max(1, *(operand.largest for operand in operands))
        values.append(g.result(name, operands, x.shape, -most, most))


PATTERNS = [transposes, reshapes, broadcast_operands, matmul_of_transpose, matmul_with_bias, rows_of_linear, conv_of_pad,
            literal_of_ones, silu, division, power, casts, select_of_not, norm_of_contraction, of_parameters, of_literals,
            images, windows, twins, rows, batch_statistics, diamond, chain]
