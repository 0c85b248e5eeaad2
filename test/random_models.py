#!/usr/bin/env python3
"""Random operators of random shapes and types, compiled and held against the evaluator.

usage: random_models.py DLC_RUN FOLDER [SEED...]   (seeds 1 and 2 without any; a seed always gives the same model)
"""
import math
import pathlib
import random
import subprocess
import sys

FUNCTIONS = 20  # of a model
LARGEST = 2_000_000  # multiply-adds or elements: the evaluator is written for reading


def tensor(shape, element):
    return f"tensor<{''.join(f'{extent}x' for extent in shape)}{element}>"


class Model:
    def __init__(self, seed):
        self.random, self.lines, self.count = random.Random(seed), [], 0
        while self.count < FUNCTIONS:
            self.random.choice((self.conv2d, self.conv2d, self.linear, self.matmul, self.transpose, self.reduce,
                                self.softmax, self.pool))()

    def pick(self, *values):
        return self.random.choice(values)

    def between(self, low, high):
        return self.random.randint(low, high)

    def float(self):
        return self.pick("f32", "f32", "f32", "f32", "bf16", "f16", "f64")

    def shape(self, low, high, *extents):
        return [self.pick(*extents) for _ in range(self.between(low, high))]

    def function(self, element, operation, result, shapes, work, text="", parameters=()):
        """One more function: an operator, at times with elementwise ones around it. `parameters` are operands that
        come from parameters rather than from arguments."""
        if max(work, *map(math.prod, shapes)) > LARGEST:
            return
        number, names = self.count, "xwuv"
        self.count += 1
        types = [tensor(shape, element) for shape in shapes]
        body = []
        for i in parameters:
            self.lines.append(f"  parameter @p{number}_{i} : {types[i]} = #dlc.normal<0.0, 1.0>")
            body.append(f"%{names[i]} = read @p{number}_{i} : {types[i]}")
        arguments = ", ".join(f"%{names[i]}: {type}" for i, type in enumerate(types) if i not in parameters)
        operands = [f"%{name}" for name in names[:len(shapes)]]
        floats = element not in ("i8", "i32", "i64")
        if floats and self.between(0, 3) == 0:
            body.append(f"%before = {self.pick('sigmoid', 'abs')} %x : {types[0]}")
            operands[0] = "%before"
        end = tensor(result, element)
        body.append(f"%y = {operation} {', '.join(operands)} {text} : {', '.join(types)}")
        last = "%y"
        if floats and self.between(0, 1):
            body.append(f"%after = {self.pick('relu', 'tanh', 'silu')} %y : {end}")
            last = "%after"
        if len(result) == 4 and self.between(0, 2) == 0:
            result = [result[i] for i in (0, 2, 3, 1)]
            body.append(f"%last = transpose {last} [0, 2, 3, 1] : {end}")
            last, end = "%last", tensor(result, element)
        self.lines += [f"  func @f{number}({arguments}) -> (y: {end}) {{", *[f"    {line}" for line in body],
                       f"    return {last} : {end}", "  }"]

    def conv2d(self):
        groups, inputs, outputs = self.pick(1, 1, 1, 2, 3, 8), self.between(1, 20), self.between(1, 40)
        if self.between(0, 3) == 0:  # depthwise
            groups, inputs, outputs = self.between(2, 40), 1, 1
        window, strides, dilations = ([self.between(1, most) for _ in range(2)] for most in (5, 3, 2))
        padding = [self.between(0, 2) for _ in range(4)]
        reach = [(size - 1) * dilation + 1 for size, dilation in zip(window, dilations)]
        image = [size + self.between(0, most) for size, most in zip(reach, (12, 30))]
        out = [(image[i] + padding[i] + padding[i + 2] - reach[i]) // strides[i] + 1 for i in range(2)]
        batch = self.between(1, 3)
        result = [batch, groups * outputs, *out]
        self.function(self.float(), "conv2d", result,
                      [[batch, groups * inputs, *image], [groups * outputs, inputs, *window], [groups * outputs]],
                      math.prod(result) * inputs * math.prod(window),
                      f"strides {strides} padding {padding} dilations {dilations} groups {groups}",
                      self.pick((1, 2), (1,), ()))

    def sizes(self):
        return (self.pick(1, 2, 5, 13, 27, 64, 130), self.pick(1, 3, 8, 17, 33, 64, 150, 300),
                self.pick(1, 4, 9, 31, 64, 200, 1100))

    def linear(self):
        rows, columns, depth = self.sizes()
        self.function(self.float(), "linear", [rows, columns], [[rows, depth], [columns, depth], [columns]],
                      rows * columns * depth, parameters=self.pick((1, 2), ()))

    def matmul(self):
        rows, columns, depth = self.sizes()
        batch, left, right = self.pick([], [2], [3, 2]), self.pick("", " transpose_a"), self.pick("", " transpose_b")
        self.function(self.float(), "matmul", [*batch, rows, columns],
                      [[*batch, *([depth, rows] if left else [rows, depth])],
                       [*self.pick(batch, []), *([columns, depth] if right else [depth, columns])]],
                      math.prod(batch) * rows * columns * depth, left + right)

    def transpose(self):
        shape = self.shape(2, 5, 1, 2, 3, 5, 8, 17, 30)
        order = self.random.sample(range(len(shape)), len(shape))
        self.function(self.pick("f32", "f16", "bf16", "f64", "i8", "i32", "i64"), "transpose", [shape[i] for i in order],
                      [shape], 0, str(order))

    def rows(self):
        return self.shape(1, 3, 1, 2, 3, 5, 8, 17, 40, 130, 5000, 20001)

    def reduce(self):
        shape = self.rows()
        axes = sorted(self.random.sample(range(len(shape)), self.between(1, len(shape))))
        self.function(self.float(), f"reduce {self.pick('sum', 'mean', 'max', 'min')},",
                      [extent for i, extent in enumerate(shape) if i not in axes], [shape], 0, f"axes {axes}")

    def softmax(self):
        shape = self.rows()
        self.function(self.float(), "softmax", shape, [shape], 0, f"axis {self.between(-1, len(shape) - 1)}")

    def pool(self):
        window, strides = ([self.between(1, most) for _ in range(2)] for most in (4, 2))
        image = [size + self.between(0, 20) for size in window]
        outer = [self.between(1, 3), self.between(1, 20)]
        result = [*outer, *((image[i] - window[i]) // strides[i] + 1 for i in range(2))]
        self.function(self.float(), self.pick("max_pool", "avg_pool"), result, [[*outer, *image]],
                      math.prod(result) * math.prod(window), f"window {window} strides {strides}")


def main(dlc_run, folder, seeds):
    failed = 0
    for seed in seeds:
        path = pathlib.Path(folder) / f"random-{seed}.mlir"
        path.write_text("\n".join(["dlc.model @drawn {", *Model(seed).lines, "}", ""]))
        done = subprocess.run([dlc_run, path, "--verify=reference"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            failed += 1
            print(done.stdout, f"seed {seed}: see {path}", sep="\n")
    print(f"{len(seeds) - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], [int(seed) for seed in sys.argv[3:]] or [1, 2]))
