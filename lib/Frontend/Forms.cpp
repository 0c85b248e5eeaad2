//===- Forms.cpp - How operators are written, and what others call them ---===//

#include "lib/Frontend/Forms.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSwitch.h"

using llvm::StringRef;

StringRef dlc::formOf(StringRef name) {
  static const llvm::StringMap<StringRef> forms = {
      {"argmax", "%y = argmax %x axis -1 : tensor<2x8xf32>"},
      {"attention",
       "%y = attention %q, %k, %v causal : tensor<1x8x5x64xf32>, tensor<1x8x5x64xf32>, tensor<1x8x5x64xf32>"},
      {"avg_pool", "%y = avg_pool %x window [2, 2] strides [2, 2] : tensor<1x3x8x8xf32>"},
      {"batch_norm", "%y = batch_norm %x, %scale, %bias, %mean, %variance epsilon 1e-5 : tensor<1x3x8x8xf32>, "
                     "tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>"},
      {"broadcast", "%y = broadcast %x shape [2, 4] : tensor<4xf32>"},
      {"call", "%y = call @f(%x) : (tensor<4xf32>) -> tensor<4xf32>"},
      {"cast", "%y = cast %x : tensor<4xf32> to f16"},
      {"compare", "%y = compare lt, %a, %b : tensor<4xf32>, tensor<4xf32>"},
      {"concat", "%y = concat %a, %b axis 0 : tensor<2x4xf32>, tensor<3x4xf32>"},
      {"constant", "%y = constant 0.5 : tensor<f32>"},
      {"conv2d", "%y = conv2d %x, %w strides [2, 2] padding [1, 1, 1, 1] : tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>"},
      {"embedding", "%y = embedding %ids, %table : tensor<4xi64>, tensor<100x8xf32>"},
      {"gather", "%y = gather %x, %indices axis 0 : tensor<9x4xf32>, tensor<2xi64>"},
      {"gelu", "%y = gelu %x approximate tanh : tensor<4xf32>"},
      {"layer_norm",
       "%y = layer_norm %x, %scale, %bias axes 1 epsilon 1e-5 : tensor<2x8xf32>, tensor<8xf32>, tensor<8xf32>"},
      {"linear", "%y = linear %x, %w, %b : tensor<2x8xf32>, tensor<4x8xf32>, tensor<4xf32>"},
      {"matmul", "%y = matmul %a, %b transpose_b : tensor<2x8xf32>, tensor<4x8xf32>"},
      {"max_pool", "%y = max_pool %x window [2, 2] strides [2, 2] : tensor<1x3x8x8xf32>"},
      {"moments", "%mean, %variance = moments %x axes [0, 2, 3] : tensor<1x3x8x8xf32>"},
      {"pad", "%y = pad %x low [0, 1] high [0, 1] value 0 : tensor<2x4xf32>"},
      {"read", "%w = read @w : tensor<4x8xf32>"},
      {"reduce", "%y = reduce sum, %x axes [1] keep : tensor<2x8xf32>"},
      {"reshape", "%y = reshape %x shape [0, -1] : tensor<2x4x4xf32>"},
      {"return", "return %y : tensor<4xf32>"},
      {"select", "%y = select %condition, %a, %b : tensor<4xi1>, tensor<4xf32>, tensor<4xf32>"},
      {"slice", "%y = slice %x offsets [0, 2] ends [2, 4] : tensor<2x8xf32>"},
      {"softmax", "%y = softmax %x axis -1 : tensor<2x8xf32>"},
      {"transpose", "%y = transpose %x [1, 0] : tensor<2x8xf32>"},
      {"write", "write @s, %x : tensor<4xf32>"},
  };
  static const llvm::StringMap<StringRef> families = [] {
    llvm::StringMap<StringRef> result;
    for (StringRef unary :
         {"abs", "erf", "exp", "floor", "log", "neg", "relu", "rsqrt", "sigmoid", "silu", "sqrt", "tanh"})
      result[unary] = "%y = relu %x : tensor<4xf32>";
    for (StringRef binary : {"add", "div", "maximum", "minimum", "mul", "pow", "sub"})
      result[binary] = "%y = add %a, %b : tensor<2x4xf32>, tensor<4xf32>";
    for (StringRef logical : {"and", "or"})
      result[logical] = "%y = and %a, %b : tensor<4xi1>, tensor<4xi1>";
    result["not"] = "%y = not %x : tensor<4xi1>";
    return result;
  }();
  if (auto found = forms.find(name); found != forms.end())
    return found->second;
  auto found = families.find(name);
  return found == families.end() ? StringRef() : found->second;
}

const StringRef *dlc::synonymOf(StringRef word) {
  static const StringRef reduceSum = "reduce sum, %x axes [1]", reduceMean = "reduce mean, %x axes [1]",
                         reduceMax = "reduce max, %x axes [1]", reduceMin = "reduce min, %x axes [1]",
                         reduceProd = "reduce prod, %x axes [1]", reshape = "reshape %x shape [0, -1]",
                         limits = "maximum and minimum", conv = "conv2d", linear = "linear", matmul = "matmul";
  static const llvm::StringMap<StringRef> table = {
      {"sum", reduceSum},
      {"reducesum", reduceSum},
      {"mean", reduceMean},
      {"average", reduceMean},
      {"reducemean", reduceMean},
      {"amax", reduceMax},
      {"max", reduceMax},
      {"reducemax", reduceMax},
      {"amin", reduceMin},
      {"min", reduceMin},
      {"reducemin", reduceMin},
      {"prod", reduceProd},
      {"reduceprod", reduceProd},
      {"globalaveragepool", "reduce mean, %x axes [2, 3]"},
      {"view", reshape},
      {"flatten", reshape},
      {"squeeze", reshape},
      {"unsqueeze", reshape},
      {"expanddims", reshape},
      {"permute", "transpose"},
      {"swapaxes", "transpose"},
      {"expand", "broadcast"},
      {"tile", "broadcast"},
      {"repeat", "broadcast"},
      {"cat", "concat"},
      {"concatenate", "concat"},
      {"stack", "reshape and concat"},
      {"where", "select"},
      {"clip", limits},
      {"clamp", limits},
      {"relu6", limits},
      {"swish", "silu"},
      {"gemm", linear},
      {"fc", linear},
      {"dense", linear},
      {"addmm", linear},
      {"mm", matmul},
      {"bmm", matmul},
      {"dot", matmul},
      {"einsum", matmul},
      {"conv", conv},
      {"convolution", conv},
      {"depthwiseconv2d", "conv2d with groups"},
      {"lookup", "gather"},
      {"take", "gather"},
      {"indexselect", "gather"},
      {"scaleddotproductattention", "attention"},
      {"multiheadattention", "attention"},
      {"power", "pow"},
      {"square", "mul %x, %x"},
      {"subtract", "sub"},
      {"multiply", "mul"},
      {"divide", "div"},
      {"negative", "neg"},
      {"greater", "compare gt, %a, %b"},
      {"less", "compare lt, %a, %b"},
      {"equal", "compare eq, %a, %b"},
      {"invert", "not"},
      {"logicalnot", "not"},
      {"astype", "cast"},
      {"to", "cast"},
      {"type", "cast"},
      {"identity", "the operand itself"},
      {"dropout", "the operand itself: it does nothing in inference"},
      {"batchnormalization", "batch_norm"},
      {"layernormalization", "layer_norm"},
      {"averagepool", "avg_pool"},
      {"logsoftmax", "softmax, then log"},
      {"log2", "log, then mul by 1.442695"},
      {"log10", "log, then mul by 0.4342945"},
      {"log1p", "log of 1 + x"},
      {"exp2", "exp of 0.6931472 * x"},
      {"expm1", "exp, then sub 1"},
      {"softplus", "log of 1 + exp(x)"},
      {"leakyrelu", ""},
      {"hardswish", ""},
      {"elu", ""},
      {"sort", ""},
      {"topk", ""},
      {"argsort", ""},
      {"cumsum", ""},
      {"scatter", ""},
      {"lstm", ""},
      {"gru", ""},
      {"split", "slice"},
      {"chunk", "slice"},
      {"groupnorm", ""},
      {"instancenorm", ""},
      {"if", ""},
      {"loop", ""},
      {"scan", ""},
      {"nonzero", ""},
      {"ones", "constant 1 : tensor<4xf32>"},
      {"zeros", "constant 0 : tensor<4xf32>"},
      {"full", "constant 0.5 : tensor<4xf32>"},
      {"fill", "constant 0.5 : tensor<4xf32>"},
      {"reciprocal", "div with a constant 1"},
      {"cos", ""},
      {"sin", ""},
      {"tan", ""},
      {"ceil", "neg, floor, neg"},
      {"round", "floor of x + 0.5"},
      {"sign", ""},
      {"mod", ""},
      {"def", "func @f(%x: tensor<4xf32>) -> (y: tensor<4xf32>) {"},
      {"fn", "func @f(%x: tensor<4xf32>) -> (y: tensor<4xf32>) {"},
      {"function", "func @f(%x: tensor<4xf32>) -> (y: tensor<4xf32>) {"},
      {"module", "dlc.model @m {"},
      {"param", "parameter @w : tensor<4xf32> = #dlc.zeros"},
      {"weight", "parameter @w : tensor<4xf32> = #dlc.zeros"},
      {"variable", "parameter @w : tensor<4xf32> = #dlc.zeros"},
      {"const", "constant 0.5 : tensor<f32>"},
      {"input", "arguments of a func: `func @f(%x: tensor<4xf32>) -> (y: tensor<4xf32>) {`"},
      {"arange", "constant dense<[0, 1, 2]> : tensor<3xi32>"},
  };
  auto found = table.find(word);
  return found == table.end() ? nullptr : &found->second;
}

StringRef dlc::elementTypeFor(StringRef word) {
  return llvm::StringSwitch<StringRef>(word)
      .Cases({"float32", "float", "fp32", "single"}, "f32")
      .Cases({"float64", "double", "fp64"}, "f64")
      .Cases({"float16", "half", "fp16"}, "f16")
      .Case("bfloat16", "bf16")
      .Cases({"bool", "boolean"}, "i1")
      .Cases({"int32", "int", "integer"}, "i32")
      .Cases({"int64", "long"}, "i64")
      .Cases({"int8", "char"}, "i8")
      .Default("");
}

StringRef dlc::optionFor(StringRef word) {
  static const StringRef options[] = {"approximate", "axes",        "axis",        "causal", "dilations",
                                      "ends",        "epsilon",     "groups",      "high",   "keep",
                                      "low",         "offsets",     "padding",     "scale",  "shape",
                                      "strides",     "transpose_a", "transpose_b", "value",  "window"};
  static const llvm::StringMap<StringRef> synonyms = {
      {"eps", "epsilon"},           {"dim", "axis"},           {"dims", "axes"},
      {"kernel", "window"},         {"kernel_size", "window"}, {"kernel_shape", "window"},
      {"pad", "padding"},           {"pads", "padding"},       {"keepdim", "keep"},
      {"keepdims", "keep"},         {"keep_dims", "keep"},     {"is_causal", "causal"},
      {"tanh", "approximate tanh"}, {"transA", "transpose_a"}, {"transB", "transpose_b"},
      {"perm", "[1, 0]"},           {"group", "groups"},       {"constant", "value"},
  };
  if (auto found = synonyms.find(word); found != synonyms.end())
    return found->second;
  StringRef nearest;
  unsigned best = std::max<unsigned>(1, word.size() / 4) + 1;
  for (StringRef option : options)
    if (unsigned distance = word.edit_distance(option, true, best); distance < best) {
      best = distance;
      nearest = option;
    }
  return nearest;
}

StringRef dlc::choiceFor(StringRef word) {
  return llvm::StringSwitch<StringRef>(word)
      .Cases({"less", "slt", "olt", "ult"}, "lt")
      .Cases({"greater", "sgt", "ogt", "ugt"}, "gt")
      .Cases({"less_equal", "lessequal", "leq", "sle", "ole"}, "le")
      .Cases({"greater_equal", "greaterequal", "geq", "sge", "oge"}, "ge")
      .Cases({"equal", "equals", "oeq"}, "eq")
      .Cases({"not_equal", "notequal", "neq", "une"}, "ne")
      .Cases({"add", "total"}, "sum")
      .Cases({"average", "avg"}, "mean")
      .Cases({"mul", "product", "multiply"}, "prod")
      .Cases({"maximum", "amax"}, "max")
      .Cases({"minimum", "amin"}, "min")
      .Default("");
}
