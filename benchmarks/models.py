"""The benchmarked networks, each written twice from the same weights: as text for dlc, as ONNX for its peers."""
import math

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file


class Network:
    """Operators in sequence; every method takes and returns (name, shape). The batch is fixed."""

    def __init__(self, name, shape, element="f32", seed=1):
        self.name, self.element, self.random = name, element, numpy.random.default_rng(seed)
        self.weights, self.lines, self.nodes, self.count = {}, [], [], 0
        self.constants = {}  # of ONNX alone
        self.input = ("x", list(shape))

    def new(self):
        self.count += 1
        return f"v{self.count}"

    def weight(self, shape, scale, offset=0.0):
        name = f"w{len(self.weights)}"
        self.weights[name] = (offset + scale * self.random.standard_normal(shape)).astype(numpy.float32)
        self.lines.append(f"%{name} = read @{name} : {text(shape)}")
        return name, list(shape)

    def emit(self, op, operands, shape, mlir, onnx_op, after="", onnx_inputs=None, **attributes):
        result = self.new()
        names = ", ".join("%" + name for name, _ in operands)
        kinds = ", ".join(text(s) for _, s in operands)
        self.lines.append(f"%{result} = {op} {names}{mlir} : {kinds}{after}")
        self.nodes.append(helper.make_node(onnx_op, onnx_inputs or [n for n, _ in operands], [result], **attributes))
        return result, shape

    def linear(self, x, out):
        size = x[1][-1]
        w, b = self.weight([out, size], math.sqrt(2 / size)), self.weight([out], 0.1)
        shape = x[1][:-1] + [out]
        if len(shape) == 2:
            return self.emit("linear", [x, w, b], shape, "", "Gemm", transB=1)
        # As exporters write it: the weights, transposed, are a constant of their own.
        self.constants[f"{w[0]}_t"] = numpy.ascontiguousarray(self.weights[w[0]].T)
        product = self.node("MatMul", [x[0], f"{w[0]}_t"])
        return self.emit("linear", [x, w, b], shape, "", "Add", onnx_inputs=[product, b[0]])

    def node(self, op, inputs, **attributes):
        """One more ONNX node, where dlc has none; its result's name."""
        result = self.new()
        self.nodes.append(helper.make_node(op, inputs, [result], **attributes))
        return result

    def constant(self, value):
        name = f"c{len(self.constants)}"
        self.constants[name] = numpy.asarray(value)
        return name

    def gelu(self, x):
        half, one, root = (self.constant(numpy.float32(v)) for v in (0.5, 1, math.sqrt(2)))
        erf = self.node("Erf", [self.node("Div", [x[0], root])])
        product = self.node("Mul", [x[0], self.node("Add", [erf, one])])
        return self.emit("gelu", [x], x[1], "", "Mul", onnx_inputs=[product, half])

    def embedding(self, tokens, count, width):
        """Rows of a table for tokens, plus one row of another for each position."""
        shape = tokens[1] + [width]
        rows, positions = self.weight([count, width], 0.5), self.weight(shape[1:], 0.5)
        result = self.new()
        self.lines.append(f"%{result} = embedding %{tokens[0]}, %{rows[0]} : {text(tokens[1], self.element)}, {text(rows[1])}")
        self.nodes.append(helper.make_node("Gather", [rows[0], tokens[0]], [result]))
        return self.emit("add", [(result, shape), positions], shape, "", "Add")

    def heads(self, x, heads):
        batch, time, width = x[1]
        shape = [batch, time, heads, width // heads]
        split = self.emit("reshape", [x], shape, f" shape {shape}", "Reshape",
                          onnx_inputs=[x[0], self.constant(numpy.int64(shape))])
        return self.emit("transpose", [split], [batch, heads, time, width // heads], " [0, 2, 1, 3]", "Transpose",
                         perm=[0, 2, 1, 3])

    def attention(self, x, heads, causal):
        batch, time, width = x[1]
        q, k, v = (self.heads(self.linear(x, width), heads) for _ in range(3))
        scale = self.constant(numpy.float32(math.sqrt(heads / width)))
        scores = self.node("MatMul", [q[0], self.node("Transpose", [k[0]], perm=[0, 1, 3, 2])])
        scores = self.node("Mul", [scores, scale])
        if causal:
            scores = self.node("Add", [scores, self.constant(numpy.triu(numpy.full([time, time], -1e9, numpy.float32), 1))])
        weights = self.node("Softmax", [scores], axis=-1)
        y = self.emit("attention", [q, k, v], q[1], " causal" if causal else "", "MatMul", onnx_inputs=[weights, v[0]])
        y = self.emit("transpose", [y], [batch, time, heads, width // heads], " [0, 2, 1, 3]", "Transpose", perm=[0, 2, 1, 3])
        y = self.emit("reshape", [y], x[1], f" shape {x[1]}", "Reshape", onnx_inputs=[y[0], self.constant(numpy.int64(x[1]))])
        return self.linear(y, width)

    def transformer(self, x, heads, causal=False):
        """A pre-norm layer: attention, then two linears with gelu between."""
        x = self.add(x, self.attention(self.layer_norm(x), heads, causal))
        width = x[1][-1]
        return self.add(x, self.linear(self.gelu(self.linear(self.layer_norm(x), 4 * width)), width))

    def conv(self, x, out, window, stride=1, padding=0, bias=True):
        n, channels, height, width = x[1]
        operands = [x, self.weight([out, channels, window, window], math.sqrt(2 / (channels * window * window)))]
        operands += [self.weight([out], 0.1)] if bias else []
        extent = lambda size: (size + 2 * padding - window) // stride + 1
        return self.emit("conv2d", operands, [n, out, extent(height), extent(width)],
                         f" strides [{stride}, {stride}] padding {[padding] * 4}", "Conv",
                         strides=[stride] * 2, pads=[padding] * 4, kernel_shape=[window] * 2)

    def batch_norm(self, x):
        c = [x[1][1]]
        operands = [x, self.weight(c, 0.1, 1.0), self.weight(c, 0.1), self.weight(c, 0.1), self.weight(c, 0.0, 1.0)]
        return self.emit("batch_norm", operands, x[1], " epsilon 1.0e-5", "BatchNormalization", epsilon=1e-5)

    def relu(self, x):
        return self.emit("relu", [x], x[1], "", "Relu")

    def add(self, x, y):
        return self.emit("add", [x, y], x[1], "", "Add")

    def softmax(self, x):
        return self.emit("softmax", [x], x[1], " axis -1", "Softmax", axis=-1)

    def layer_norm(self, x):
        operands = [x, self.weight([x[1][-1]], 0.1, 1.0), self.weight([x[1][-1]], 0.1)]
        return self.emit("layer_norm", operands, x[1], " axes 1 epsilon 1.0e-5", "LayerNormalization", axis=-1, epsilon=1e-5)

    def pool(self, x, kind, window, stride, padding=0):
        n, c, height, width = x[1]
        extent = lambda size: (size + 2 * padding - window) // stride + 1
        return self.emit(f"{kind}_pool", [x], [n, c, extent(height), extent(width)],
                         f" window [{window}, {window}] strides [{stride}, {stride}] padding {[padding] * 4}",
                         {"max": "MaxPool", "avg": "AveragePool"}[kind],
                         kernel_shape=[window] * 2, strides=[stride] * 2, pads=[padding] * 4)

    def concat(self, x, y):
        shape = [x[1][0], x[1][1] + y[1][1], *x[1][2:]]
        return self.emit("concat", [x, y], shape, " axis 1", "Concat", axis=1)

    def upsample(self, x):
        """Every pixel twice in both directions."""
        n, c, height, width = x[1]
        shape = [n, c, 2 * height, 2 * width]
        result = self.new()
        apart, wide = [n, c, height, 1, width, 1], [n, c, height, 2, width, 2]
        self.lines += [f"%{result}a = reshape %{x[0]} shape {apart} : {text(x[1])}",
                       f"%{result}b = broadcast %{result}a shape {wide} : {text(apart)}",
                       f"%{result} = reshape %{result}b shape {shape} : {text(wide)}"]
        scales = self.constant(numpy.float32([1, 1, 2, 2]))
        self.nodes.append(helper.make_node("Resize", [x[0], "", scales], [result], mode="nearest",
                                           nearest_mode="floor", coordinate_transformation_mode="asymmetric"))
        return result, shape

    def global_pool(self, x):
        result = self.emit("reduce mean,", [x], x[1][:2], " axes [2, 3]", "GlobalAveragePool")
        return self.flat(result, onnx_only=True)

    def flat(self, x, onnx_only=False):
        shape = [x[1][0], math.prod(x[1][1:])]
        if onnx_only:
            result = self.new()
            self.nodes.append(helper.make_node("Flatten", [x[0]], [result], axis=1))
            self.lines[-1] = self.lines[-1].replace(f"%{x[0]} =", f"%{result} =")
            return result, shape
        return self.emit("reshape", [x], shape, f" shape {shape}", "Flatten", axis=1)

    def write(self, folder, result):
        save_file(self.weights, folder / f"{self.name}.safetensors")
        parameters = [f'parameter @{n} : {text(w.shape)} = #dlc.external<"{self.name}.safetensors", "{n}">'
                      for n, w in self.weights.items()]
        body = [f"func @forward(%x: {text(self.input[1], self.element)}) -> (y: {text(result[1])}) {{",
                *["  " + line for line in self.lines], f"  return %{result[0]} : {text(result[1])}", "}"]
        lines = [f"dlc.model @{self.name} {{", *["  " + line for line in parameters + body], "}"]
        (folder / f"{self.name}.mlir").write_text("\n".join(lines) + "\n")
        self.nodes[-1].output[0] = "y"
        read = {name for node in self.nodes for name in node.input}
        constants = {n: w for n, w in {**self.weights, **self.constants}.items() if n in read}
        kind = {"f32": TensorProto.FLOAT, "i64": TensorProto.INT64}[self.element]
        graph = helper.make_graph(
            self.nodes, self.name, [helper.make_tensor_value_info("x", kind, self.input[1])],
            [helper.make_tensor_value_info("y", TensorProto.FLOAT, result[1])],
            [numpy_helper.from_array(w, n) for n, w in constants.items()])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        onnx.checker.check_model(model)
        onnx.save(model, folder / f"{self.name}.onnx")
        return self.input[1], result[1]


def text(shape, element="f32"):
    return f"tensor<{''.join(f'{extent}x' for extent in shape)}{element}>"


def mlp(folder, name, batch, widths):
    net = Network(name, [batch, widths[0]])
    x = net.input
    for i, width in enumerate(widths[1:]):
        x = net.linear(x, width)
        x = net.relu(x) if i < len(widths) - 2 else x
    return net.write(folder, x)


def lenet(folder, name, batch=1):
    net = Network(name, [batch, 1, 28, 28])
    x = net.pool(net.relu(net.conv(net.input, 6, 5, padding=2)), "max", 2, 2)
    x = net.flat(net.pool(net.relu(net.conv(x, 16, 5)), "max", 2, 2))
    return net.write(folder, net.linear(net.relu(net.linear(net.relu(net.linear(x, 120)), 84)), 10))


def resnet18(folder, name, batch=1):
    net = Network(name, [batch, 3, 224, 224])
    x = net.pool(net.relu(net.batch_norm(net.conv(net.input, 64, 7, 2, 3, bias=False))), "max", 3, 2, 1)
    for channels in (64, 128, 256, 512):
        for block in range(2):
            stride = 2 if channels > 64 and block == 0 else 1
            y = net.relu(net.batch_norm(net.conv(x, channels, 3, stride, 1, bias=False)))
            y = net.batch_norm(net.conv(y, channels, 3, 1, 1, bias=False))
            if stride == 2:
                x = net.batch_norm(net.conv(x, channels, 1, 2, bias=False))
            x = net.relu(net.add(y, x))
    return net.write(folder, net.linear(net.global_pool(x), 1000))


def resnet50(folder, name, batch=1):
    net = Network(name, [batch, 3, 224, 224])
    x = net.pool(net.relu(net.batch_norm(net.conv(net.input, 64, 7, 2, 3, bias=False))), "max", 3, 2, 1)
    for channels, blocks in ((64, 3), (128, 4), (256, 6), (512, 3)):
        for block in range(blocks):
            stride = 2 if channels > 64 and block == 0 else 1
            y = net.relu(net.batch_norm(net.conv(x, channels, 1, bias=False)))
            y = net.relu(net.batch_norm(net.conv(y, channels, 3, stride, 1, bias=False)))
            y = net.batch_norm(net.conv(y, 4 * channels, 1, bias=False))
            if block == 0:
                x = net.batch_norm(net.conv(x, 4 * channels, 1, stride, bias=False))
            x = net.relu(net.add(y, x))
    return net.write(folder, net.linear(net.global_pool(x), 1000))


def densenet121(folder, name, batch=1, growth=32):
    net = Network(name, [batch, 3, 224, 224])
    active = lambda x: net.relu(net.batch_norm(x))
    x = net.pool(active(net.conv(net.input, 64, 7, 2, 3, bias=False)), "max", 3, 2, 1)
    for block, layers in enumerate((6, 12, 24, 16)):
        if block:
            x = net.pool(net.conv(active(x), x[1][1] // 2, 1, bias=False), "avg", 2, 2)
        for _ in range(layers):
            y = net.conv(active(x), 4 * growth, 1, bias=False)
            x = net.concat(x, net.conv(active(y), growth, 3, padding=1, bias=False))
    return net.write(folder, net.linear(net.global_pool(active(x)), 1000))


def vgg16(folder, name, batch=1):
    net = Network(name, [batch, 3, 224, 224])
    x = net.input
    for channels, convolutions in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(convolutions):
            x = net.relu(net.conv(x, channels, 3, padding=1))
        x = net.pool(x, "max", 2, 2)
    x = net.flat(x)
    for width in (4096, 4096):
        x = net.relu(net.linear(x, width))
    return net.write(folder, net.linear(x, 1000))


def unet(folder, name, batch=1, channels=32, size=128):
    """Four halvings, the way back by nearest neighbours; each level is joined with what went down."""
    net = Network(name, [batch, 3, size, size])
    twice = lambda x, width: net.relu(net.conv(net.relu(net.conv(x, width, 3, padding=1)), width, 3, padding=1))
    x, levels = net.input, []
    for level in range(4):
        levels.append(twice(x, channels << level))
        x = net.pool(levels[-1], "max", 2, 2)
    x = twice(x, channels << 4)
    for level in reversed(range(4)):
        x = twice(net.concat(net.conv(net.upsample(x), channels << level, 1), levels[level]), channels << level)
    return net.write(folder, net.conv(x, 2, 1))


def vit_block(folder, name, batch=1):
    net = Network(name, [batch, 197, 192])
    return net.write(folder, net.transformer(net.input, 3))


def gpt(folder, name, batch=1, time=128):
    net = Network(name, [batch, time], "i64")
    x = net.embedding(net.input, 512, 256)
    for _ in range(6):
        x = net.transformer(x, 8, causal=True)
    return net.write(folder, net.linear(net.layer_norm(x), 512))


def rows(folder, name, op, shape):
    net = Network(name, shape)
    return net.write(folder, net.softmax(net.input) if op == "softmax" else net.layer_norm(net.input))


def gemm(folder, name, n):
    (folder / f"{name}.mlir").write_text(f"""dlc.model @{name} {{
  parameter @w : {text([n, n])} = #dlc.normal<0.0, 1.0>
  func @forward(%x: {text([n, n])}) -> (y: {text([n, n])}) {{
    %w = read @w : {text([n, n])}
    %y = linear %x, %w : {text([n, n])}, {text([n, n])}
    return %y : {text([n, n])}
  }}
}}
""")
