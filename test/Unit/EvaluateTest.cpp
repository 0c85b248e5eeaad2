//===- EvaluateTest.cpp - The reference values are what one computes by hand ---===//
//
// The evaluators are what everything else is compared with, so they are compared
// with numbers written down here.
//===----------------------------------------------------------------------===//

#include "dialects/dlc/Evaluate.h"
#include "dialects/dlc/Dlc.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "gtest/gtest.h"
#include <cmath>

using namespace dlc;
using namespace mlir;

namespace {

using Numbers = std::vector<double>;
constexpr double infinity = std::numeric_limits<double>::infinity();
const double nan = std::nan("");

struct Oracle : testing::Test {
  Oracle() {
    context.loadDialect<DlcDialect>();
    context.getDiagEngine().registerHandler([this](Diagnostic &diagnostic) { message = diagnostic.str(); });
  }

  OwningOpRef<ModuleOp> parse(const std::string &text) {
    OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(text, &context);
    EXPECT_TRUE(module) << message << "\n" << text;
    return module;
  }

  /// The value `%y` of a body, row-major; empty where evaluation fails.
  Numbers value(const std::string &type, const std::string &body) {
    OwningOpRef<ModuleOp> module =
        parse("dlc.func private @f() -> " + type + " {\n" + body + "\nreturn %y : " + type + "\n}");
    if (!module)
      return {};
    Evaluator evaluator([](StringRef, Operation *) -> FailureOr<Tensor> { return failure(); });
    FailureOr<SmallVector<Tensor>> results = evaluator.run(*module->getOps<FuncOp>().begin(), {});
    return failed(results) ? Numbers() : numbers(results->front());
  }

  /// Of an operator with one operand.
  Numbers unary(const std::string &op, const std::string &literal, const std::string &type) {
    return value(type, "%x = constant dense<" + literal + "> : " + type + "\n%y = " + op + " %x : " + type);
  }

  /// Of an operator with two operands of one type.
  Numbers binary(const std::string &op, const std::string &a, const std::string &b, const std::string &type,
                 std::string result = "") {
    return value(result.empty() ? type : result, "%a = constant dense<" + a + "> : " + type + "\n%b = constant dense<" +
                                                     b + "> : " + type + "\n%y = " + op + " %a, %b : " + type + ", " +
                                                     type);
  }

  static Numbers numbers(const Tensor &tensor) {
    Numbers result;
    for (int64_t i = 0; i < tensor.size(); ++i)
      result.push_back(tensor.number(i));
    return result;
  }

  MLIRContext context;
  std::string message;
};

void expectNear(const Numbers &got, const Numbers &wanted) {
  ASSERT_EQ(got.size(), wanted.size());
  for (size_t i = 0; i < got.size(); ++i) {
    if (std::isnan(wanted[i]))
      EXPECT_TRUE(std::isnan(got[i])) << "at " << i;
    else if (std::isinf(wanted[i]))
      EXPECT_EQ(got[i], wanted[i]) << "at " << i;
    else
      EXPECT_NEAR(got[i], wanted[i], 1e-9) << "at " << i;
  }
}

//===----------------------------------------------------------------------===//
// Elementwise
//===----------------------------------------------------------------------===//

TEST_F(Oracle, unaryFloats) {
  expectNear(unary("neg", "[1.5, -2.0]", "tensor<2xf32>"), {-1.5, 2});
  expectNear(unary("abs", "[1.5, -2.0]", "tensor<2xf32>"), {1.5, 2});
  expectNear(unary("exp", "[0.0, 1.0]", "tensor<2xf64>"), {1, 2.718281828459045});
  expectNear(unary("log", "[1.0, 0.0, -1.0]", "tensor<3xf64>"), {0, -infinity, nan});
  expectNear(unary("sqrt", "[2.25, -1.0]", "tensor<2xf64>"), {1.5, nan});
  expectNear(unary("rsqrt", "[4.0, 0.0]", "tensor<2xf64>"), {0.5, infinity});
  expectNear(unary("tanh", "[0.0, 0.5]", "tensor<2xf64>"), {0, 0.46211715726000975});
  expectNear(unary("erf", "[0.0, 0.5, -1.0]", "tensor<3xf64>"), {0, 0.5204998778130465, -0.8427007929497149});
  expectNear(unary("sigmoid", "[0.0, 2.0]", "tensor<2xf64>"), {0.5, 0.8807970779778823});
  expectNear(unary("relu", "[1.5, -2.0, 0x7FC00000]", "tensor<3xf32>"), {1.5, 0, nan});
  expectNear(unary("gelu", "[1.0, -2.0]", "tensor<2xf64>"), {0.8413447460685429, -0.04550026389635842});
  expectNear(value("tensor<2xf64>", "%x = constant dense<[1.0, -2.0]> : tensor<2xf64>\n"
                                    "%y = gelu %x approximate tanh : tensor<2xf64>"),
             {0.8411919906082768, -0.04540230591222494});
  expectNear(unary("silu", "[1.0, -2.0]", "tensor<2xf64>"), {0.7310585786300049, -0.2384058440442351});
  expectNear(unary("floor", "[1.5, -1.5, 2.0]", "tensor<3xf32>"), {1, -2, 2});
}

TEST_F(Oracle, unaryIntegersWrap) {
  expectNear(unary("neg", "[5, -128]", "tensor<2xi8>"), {-5, -128});
  expectNear(unary("abs", "[-5, -128]", "tensor<2xi8>"), {5, -128});
  expectNear(unary("relu", "[-5, 7]", "tensor<2xi32>"), {0, 7});
  expectNear(unary("not", "[true, false]", "tensor<2xi1>"), {0, 1});
}

TEST_F(Oracle, casts) {
  auto cast = [&](const char *from, const char *literal, const char *to) {
    std::string count = "tensor<3x";
    return value(count + to + ">", "%x = constant dense<" + std::string(literal) + "> : " + count + from +
                                       ">\n%y = cast %x : " + count + from + "> to " + to);
  };
  expectNear(cast("f32", "[1.9, -1.9, 300.0]", "i8"), {1, -1, 127});
  expectNear(cast("f32", "[0x7FC00000, 0xFF800000, 0x7F800000]", "i32"), {0, -2147483648.0, 2147483647});
  expectNear(cast("i32", "[300, -129, 127]", "i8"), {44, 127, 127});
  expectNear(cast("f32", "[0.0, -0.5, 0x7FC00000]", "i1"), {0, 1, 1});
  expectNear(cast("i1", "[true, false, true]", "i64"), {1, 0, 1});
  expectNear(cast("i1", "[true, false, true]", "f32"), {1, 0, 1});
  expectNear(cast("i64", "[2, -3, 0]", "f16"), {2, -3, 0});
}

TEST_F(Oracle, binaryFloats) {
  const char *type = "tensor<2xf64>";
  expectNear(binary("add", "[1.0, 2.0]", "[0.5, -3.0]", type), {1.5, -1});
  expectNear(binary("sub", "[1.0, 2.0]", "[0.5, -3.0]", type), {0.5, 5});
  expectNear(binary("mul", "[1.0, 2.0]", "[0.5, -3.0]", type), {0.5, -6});
  expectNear(binary("div", "[1.0, 2.0]", "[0.5, 0.0]", type), {2, infinity});
  expectNear(binary("maximum", "[1.0, 0x7FF8000000000000]", "[2.0, 1.0]", type), {2, nan});
  expectNear(binary("minimum", "[1.0, 1.0]", "[2.0, 0x7FF8000000000000]", type), {1, nan});
  expectNear(binary("pow", "[2.0, 9.0]", "[10.0, 0.5]", type), {1024, 3});
}

TEST_F(Oracle, binaryIntegersWrap) {
  const char *type = "tensor<3xi8>";
  expectNear(binary("add", "[127, -128, 3]", "[1, -1, 4]", type), {-128, 127, 7});
  expectNear(binary("sub", "[-128, 127, 3]", "[1, -1, 4]", type), {127, -128, -1});
  expectNear(binary("mul", "[100, -128, 3]", "[3, -1, 4]", type), {44, -128, 12});
  expectNear(binary("div", "[7, -128, -7]", "[0, -1, 2]", type), {0, -128, -3});
  expectNear(binary("maximum", "[7, -128, -7]", "[0, -1, 2]", type), {7, -1, 2});
  expectNear(binary("minimum", "[7, -128, -7]", "[0, -1, 2]", type), {0, -128, -7});
  expectNear(binary("add", "9223372036854775807", "1", "tensor<1xi64>"), {-9223372036854775808.0});
}

TEST_F(Oracle, booleans) {
  const char *type = "tensor<4xi1>";
  expectNear(binary("and", "[true, true, false, false]", "[true, false, true, false]", type), {1, 0, 0, 0});
  expectNear(binary("or", "[true, true, false, false]", "[true, false, true, false]", type), {1, 1, 1, 0});
  expectNear(binary("compare lt,", "[true, true, false, false]", "[true, false, true, false]", type), {0, 0, 1, 0});
}

TEST_F(Oracle, comparisons) {
  auto compare = [&](const char *predicate) {
    return binary("compare " + std::string(predicate) + ",", "[1.0, 2.0, 3.0, 0x7FC00000]", "[2.0, 2.0, 2.0, 2.0]",
                  "tensor<4xf32>", "tensor<4xi1>");
  };
  expectNear(compare("eq"), {0, 1, 0, 0});
  expectNear(compare("ne"), {1, 0, 1, 1});
  expectNear(compare("lt"), {1, 0, 0, 0});
  expectNear(compare("le"), {1, 1, 0, 0});
  expectNear(compare("gt"), {0, 0, 1, 0});
  expectNear(compare("ge"), {0, 1, 1, 0});
}

TEST_F(Oracle, broadcastsAsNumpyDoes) {
  expectNear(value("tensor<2x3xf32>", R"(%a = constant dense<[[1.0], [2.0]]> : tensor<2x1xf32>
      %b = constant dense<[10.0, 20.0, 30.0]> : tensor<3xf32>
      %y = add %a, %b : tensor<2x1xf32>, tensor<3xf32>)"),
             {11, 21, 31, 12, 22, 32});
  expectNear(value("tensor<2x2xf32>", R"(%c = constant dense<[true, false]> : tensor<2xi1>
      %a = constant dense<[[1.0], [2.0]]> : tensor<2x1xf32>
      %b = constant dense<9.0> : tensor<f32>
      %y = select %c, %a, %b : tensor<2xi1>, tensor<2x1xf32>, tensor<f32>)"),
             {1, 9, 2, 9});
}

TEST_F(Oracle, batchNorm) {
  expectNear(value("tensor<1x2x2xf64>", R"(%x = constant dense<[[[1.0, 2.0], [3.0, 5.0]]]> : tensor<1x2x2xf64>
      %s = constant dense<[2.0, 1.0]> : tensor<2xf64>
      %b = constant dense<[0.5, -1.0]> : tensor<2xf64>
      %m = constant dense<[1.0, 4.0]> : tensor<2xf64>
      %v = constant dense<[3.0, 0.0]> : tensor<2xf64>
      %y = batch_norm %x, %s, %b, %m, %v epsilon 1.0
        : tensor<1x2x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>)"),
             {0.5, 1.5, -2, 0});
}

//===----------------------------------------------------------------------===//
// Contractions and windows
//===----------------------------------------------------------------------===//

TEST_F(Oracle, linear) {
  expectNear(value("tensor<2x2xf32>", R"(%x = constant dense<[[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]]> : tensor<2x3xf32>
      %w = constant dense<[[1.0, 1.0, 1.0], [0.0, -1.0, 2.0]]> : tensor<2x3xf32>
      %b = constant dense<[0.5, 1.0]> : tensor<2xf32>
      %y = linear %x, %w, %b : tensor<2x3xf32>, tensor<2x3xf32>, tensor<2xf32>)"),
             {6.5, 5, 1.5, 0});
  expectNear(value("tensor<2xf32>", R"(%x = constant dense<[1.0, 2.0]> : tensor<2xf32>
      %w = constant dense<[[1.0, 1.0], [0.0, -1.0]]> : tensor<2x2xf32>
      %y = linear %x, %w : tensor<2xf32>, tensor<2x2xf32>)"),
             {3, -2});
}

TEST_F(Oracle, matmul) {
  const std::string operands = R"(%a = constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
      %b = constant dense<[[5.0, 6.0], [7.0, 8.0]]> : tensor<2x2xf32>
      %y = matmul %a, %b)";
  const std::string types = " : tensor<2x2xf32>, tensor<2x2xf32>";
  expectNear(value("tensor<2x2xf32>", operands + types), {19, 22, 43, 50});
  expectNear(value("tensor<2x2xf32>", operands + " transpose_a" + types), {26, 30, 38, 44});
  expectNear(value("tensor<2x2xf32>", operands + " transpose_b" + types), {17, 23, 39, 53});
  expectNear(value("tensor<2x2xf32>", operands + " transpose_a transpose_b" + types), {23, 31, 34, 46});
}

TEST_F(Oracle, matmulBroadcastsBatches) {
  expectNear(value("tensor<2x1x1xf32>", R"(%a = constant dense<[[[1.0, 2.0]], [[3.0, 4.0]]]> : tensor<2x1x2xf32>
      %b = constant dense<[[5.0], [6.0]]> : tensor<2x1xf32>
      %y = matmul %a, %b : tensor<2x1x2xf32>, tensor<2x1xf32>)"),
             {17, 39});
}

TEST_F(Oracle, conv2dPadsAndStrides) {
  // Rows of the padded image: 0 0 0 0 0 / 0 1 2 3 0 / 0 4 5 6 0 / 0 7 8 9 0 / 0 0 0 0 0.
  expectNear(value("tensor<1x1x2x2xf32>", R"(
      %x = constant dense<[[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]]]> : tensor<1x1x3x3xf32>
      %w = constant dense<[[[[1.0, 2.0], [3.0, 4.0]]]]> : tensor<1x1x2x2xf32>
      %b = constant dense<100.0> : tensor<1xf32>
      %y = conv2d %x, %w, %b strides [2, 2] padding [1, 1, 0, 0]
        : tensor<1x1x3x3xf32>, tensor<1x1x2x2xf32>, tensor<1xf32>)"),
             {104, 118, 136, 177});
}

TEST_F(Oracle, conv2dDilates) {
  expectNear(value("tensor<1x1x1x2xf32>", R"(%x = constant dense<[[[[1.0, 2.0, 3.0, 4.0]]]]> : tensor<1x1x1x4xf32>
      %w = constant dense<[[[[1.0, 10.0]]]]> : tensor<1x1x1x2xf32>
      %y = conv2d %x, %w dilations [1, 2] : tensor<1x1x1x4xf32>, tensor<1x1x1x2xf32>)"),
             {31, 42});
}

TEST_F(Oracle, conv2dGroups) {
  expectNear(
      value("tensor<1x4x1x1xf32>", R"(%x = constant dense<[[[[1.0]], [[2.0]], [[3.0]], [[4.0]]]]> : tensor<1x4x1x1xf32>
      %w = constant dense<[[[[1.0]], [[0.0]]], [[[0.0]], [[1.0]]], [[[1.0]], [[1.0]]], [[[2.0]], [[1.0]]]]> : tensor<4x2x1x1xf32>
      %y = conv2d %x, %w groups 2 : tensor<1x4x1x1xf32>, tensor<4x2x1x1xf32>)"),
      {1, 2, 7, 10});
}

TEST_F(Oracle, pools) {
  const std::string operand = "%x = constant dense<[[[[1.0, -2.0, 3.0], [4.0, 5.0, -6.0], [7.0, 8.0, 9.0]]]]> "
                              ": tensor<1x1x3x3xf32>\n%y = ";
  const std::string type = " : tensor<1x1x3x3xf32>";
  expectNear(value("tensor<1x1x2x2xf32>", operand + "max_pool %x window [2, 2] strides [1, 1]" + type), {5, 5, 8, 9});
  // A padded place is not a zero: the corner is -2's neighbours alone.
  expectNear(
      value("tensor<1x1x2x2xf32>", operand + "max_pool %x window [2, 2] strides [2, 2] padding [1, 1, 0, 0]" + type),
      {1, 3, 7, 9});
  expectNear(
      value("tensor<1x1x2x2xf32>", operand + "avg_pool %x window [2, 2] strides [2, 2] padding [1, 1, 0, 0]" + type),
      {1, 0.5, 5.5, 4});
  expectNear(value("tensor<1x1x2x2xf32>",
                   operand + "avg_pool %x window [2, 2] strides [2, 2] padding [1, 1, 0, 0] count_include_pad" + type),
             {0.25, 0.25, 2.75, 4});
}

//===----------------------------------------------------------------------===//
// Rows
//===----------------------------------------------------------------------===//

TEST_F(Oracle, reductions) {
  auto reduce = [&](const char *result, const char *text) {
    return value(result, "%x = constant dense<[[1.0, 2.0, 3.0], [-4.0, 5.0, 0.5]]> : tensor<2x3xf32>\n%y = reduce " +
                             std::string(text) + " : tensor<2x3xf32>");
  };
  expectNear(reduce("tensor<2xf32>", "sum, %x axes [1]"), {6, 1.5});
  expectNear(reduce("tensor<3xf32>", "sum, %x axes [0]"), {-3, 7, 3.5});
  expectNear(reduce("tensor<f32>", "sum, %x axes [0, -1]"), {7.5});
  expectNear(reduce("tensor<2x1xf32>", "mean, %x axes [1] keep"), {2, 0.5});
  expectNear(reduce("tensor<2xf32>", "max, %x axes [1]"), {3, 5});
  expectNear(reduce("tensor<2xf32>", "min, %x axes [1]"), {1, -4});
  expectNear(reduce("tensor<2xf32>", "prod, %x axes [1]"), {6, -10});
}

TEST_F(Oracle, reductionsOfIntegersWrapAndOfBooleansDecide) {
  const char *i8 = "%x = constant dense<[100, 100]> : tensor<2xi8>\n%y = reduce sum, %x axes [0] : tensor<2xi8>";
  expectNear(value("tensor<i8>", i8), {-56});
  const std::string i1 = "%x = constant dense<[true, false]> : tensor<2xi1>\n%y = reduce ";
  expectNear(value("tensor<i1>", i1 + "max, %x axes [0] : tensor<2xi1>"), {1});
  expectNear(value("tensor<i1>", i1 + "min, %x axes [0] : tensor<2xi1>"), {0});
}

TEST_F(Oracle, reductionsOfNothing) {
  const std::string none = "%x = constant dense<> : tensor<0xf32>\n%y = reduce ";
  expectNear(value("tensor<f32>", none + "sum, %x axes [0] : tensor<0xf32>"), {0});
  expectNear(value("tensor<f32>", none + "prod, %x axes [0] : tensor<0xf32>"), {1});
  expectNear(value("tensor<f32>", none + "mean, %x axes [0] : tensor<0xf32>"), {nan});
  expectNear(value("tensor<f32>", none + "max, %x axes [0] : tensor<0xf32>"), {-infinity});
  expectNear(value("tensor<i8>", "%x = constant dense<> : tensor<0xi8>\n%y = reduce min, %x axes [0] : tensor<0xi8>"),
             {127});
}

TEST_F(Oracle, momentsAreTwo) {
  const std::string x = "%x = constant dense<[[1.0, 3.0, 5.0], [7.0, 1.0, 1.0]]> : tensor<2x3xf64>\n";
  expectNear(value("tensor<2xf64>", x + "%y, %v = moments %x axes [1] : tensor<2x3xf64>"), {3, 3});
  expectNear(value("tensor<2xf64>", x + "%m, %y = moments %x axes [1] : tensor<2x3xf64>"), {8.0 / 3, 8});
  expectNear(value("tensor<1x3xf64>", x + "%m, %y = moments %x axes [-2] keep : tensor<2x3xf64>"), {9, 1, 4});
  const std::string none = "%x = constant dense<> : tensor<0xf32>\n";
  expectNear(value("tensor<f32>", none + "%y, %v = moments %x axes [0] : tensor<0xf32>"), {nan});
  expectNear(value("tensor<f32>", none + "%m, %y = moments %x axes [0] : tensor<0xf32>"), {nan});
}

TEST_F(Oracle, argmaxTakesTheFirstAndNaN) {
  expectNear(
      value("tensor<3xi64>",
            R"(%x = constant dense<[[1.0, 3.0, 3.0], [0.0, -1.0, -2.0], [9.0, 0x7FC00000, 10.0]]> : tensor<3x3xf32>
      %y = argmax %x axis 1 : tensor<3x3xf32>)"),
      {1, 0, 1});
  expectNear(value("tensor<1x2xi64>", R"(%x = constant dense<[[1, 7], [5, 6]]> : tensor<2x2xi32>
      %y = argmax %x axis -2 keep : tensor<2x2xi32>)"),
             {1, 0});
}

TEST_F(Oracle, softmax) {
  expectNear(
      value("tensor<2x2xf64>", R"(%x = constant dense<[[0.0, 0.6931471805599453], [1000.0, 1000.0]]> : tensor<2x2xf64>
      %y = softmax %x axis -1 : tensor<2x2xf64>)"),
      {1.0 / 3, 2.0 / 3, 0.5, 0.5});
  expectNear(value("tensor<2x2xf64>", R"(%x = constant dense<[[0.0, 1.0], [0.0, 1.0]]> : tensor<2x2xf64>
      %y = softmax %x axis 0 : tensor<2x2xf64>)"),
             {0.5, 0.5, 0.5, 0.5});
}

TEST_F(Oracle, layerNorm) {
  // Means 2 and 0, variances 1 and 8.
  expectNear(value("tensor<2x2xf64>",
                   R"(%x = constant dense<[[1.0, 3.0], [-2.8284271247461903, 2.8284271247461903]]> : tensor<2x2xf64>
      %s = constant dense<[1.0, 2.0]> : tensor<2xf64>
      %b = constant dense<[0.5, 0.0]> : tensor<2xf64>
      %y = layer_norm %x, %s, %b axes 1 epsilon 0.0 : tensor<2x2xf64>, tensor<2xf64>, tensor<2xf64>)"),
             {-0.5, 2, -0.5, 2});
  // All four elements: mean 2.5, variance 1.25, plus epsilon 1.
  expectNear(value("tensor<2x2xf64>", R"(%x = constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf64>
      %s = constant dense<1.0> : tensor<2x2xf64>
      %y = layer_norm %x, %s axes 2 epsilon 1.0 : tensor<2x2xf64>, tensor<2x2xf64>)"),
             {-1, -1.0 / 3, 1.0 / 3, 1});
}

//===----------------------------------------------------------------------===//
// Movement and gathers
//===----------------------------------------------------------------------===//

TEST_F(Oracle, movement) {
  auto move = [&](const char *result, const char *op) {
    return value(result, "%x = constant dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi32>\n%y = " + std::string(op) +
                             " : tensor<2x3xi32>");
  };
  expectNear(move("tensor<3x2xi32>", "reshape %x shape [3, -1]"), {1, 2, 3, 4, 5, 6});
  expectNear(move("tensor<3x2xi32>", "transpose %x [1, 0]"), {1, 4, 2, 5, 3, 6});
  expectNear(move("tensor<2x2x3xi32>", "broadcast %x shape [2, -1, 3]"), {1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6});
  expectNear(move("tensor<1x2xi32>", "slice %x offsets [1, 0] ends [end, -1]"), {4, 5});
  expectNear(move("tensor<2x2xi32>", "slice %x offsets [0, -3] ends [2, 3] strides [1, 2]"), {1, 3, 4, 6});
  expectNear(move("tensor<3x4xi32>", "pad %x low [1, 0] high [0, 1] value 9.0"), {9, 9, 9, 9, 1, 2, 3, 9, 4, 5, 6, 9});
}

TEST_F(Oracle, transposeOfThreeAxes) {
  expectNear(value("tensor<3x1x2xi32>", R"(%x = constant dense<[[[1, 2, 3]], [[4, 5, 6]]]> : tensor<2x1x3xi32>
      %y = transpose %x [2, 1, 0] : tensor<2x1x3xi32>)"),
             {1, 4, 2, 5, 3, 6});
  expectNear(value("tensor<3x2x1xi32>", R"(%x = constant dense<[[[1, 2, 3]], [[4, 5, 6]]]> : tensor<2x1x3xi32>
      %y = transpose %x [2, 0, 1] : tensor<2x1x3xi32>)"),
             {1, 4, 2, 5, 3, 6});
}

TEST_F(Oracle, broadcastStretchesOnes) {
  expectNear(value("tensor<2x3xi1>", R"(%x = constant dense<[[true], [false]]> : tensor<2x1xi1>
      %y = broadcast %x shape [-1, 3] : tensor<2x1xi1>)"),
             {1, 1, 1, 0, 0, 0});
}

TEST_F(Oracle, concat) {
  expectNear(value("tensor<2x3xf32>", R"(%a = constant dense<[[1.0], [2.0]]> : tensor<2x1xf32>
      %b = constant dense<[[3.0, 4.0], [5.0, 6.0]]> : tensor<2x2xf32>
      %y = concat %a, %b axis -1 : tensor<2x1xf32>, tensor<2x2xf32>)"),
             {1, 3, 4, 2, 5, 6});
}

TEST_F(Oracle, gathers) {
  expectNear(value("tensor<2x2x1xf32>",
                   R"(%x = constant dense<[[[1.0], [2.0], [3.0]], [[4.0], [5.0], [6.0]]]> : tensor<2x3x1xf32>
      %i = constant dense<[2, 0]> : tensor<2xi32>
      %y = gather %x, %i axis 1 : tensor<2x3x1xf32>, tensor<2xi32>)"),
             {3, 1, 6, 4});
  expectNear(value("tensor<1x2x2xf32>", R"(%t = constant dense<[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]> : tensor<3x2xf32>
      %i = constant dense<[[2, 1]]> : tensor<1x2xi64>
      %y = embedding %i, %t : tensor<1x2xi64>, tensor<3x2xf32>)"),
             {5, 6, 3, 4});
}

TEST_F(Oracle, indexOutOfRangeFails) {
  EXPECT_TRUE(value("tensor<1xf32>", R"(%x = constant dense<[1.0, 2.0]> : tensor<2xf32>
      %i = constant dense<[2]> : tensor<1xi32>
      %y = gather %x, %i axis 0 : tensor<2xf32>, tensor<1xi32>)")
                  .empty());
  EXPECT_NE(message.find("expected indices in [0, 2), got 2"), std::string::npos) << message;
}

//===----------------------------------------------------------------------===//
// Attention
//===----------------------------------------------------------------------===//

TEST_F(Oracle, attentionIsCausal) {
  // Scores are 0 wherever a key is seen: means of the values 1, 2, 3 and, for the last query, 4.
  const std::string operands = R"(%q = constant dense<0.0> : tensor<1x1x2x1xf64>
      %k = constant dense<1.0> : tensor<1x1x4x1xf64>
      %v = constant dense<[[[[1.0], [2.0], [3.0], [4.0]]]]> : tensor<1x1x4x1xf64>
      %y = attention %q, %k, %v)";
  const std::string types = " : tensor<1x1x2x1xf64>, tensor<1x1x4x1xf64>, tensor<1x1x4x1xf64>";
  expectNear(value("tensor<1x1x2x1xf64>", operands + " causal" + types), {2, 2.5});
  expectNear(value("tensor<1x1x2x1xf64>", operands + types), {2.5, 2.5});
}

TEST_F(Oracle, attentionScalesScores) {
  // D is 4: scores 2 ln 3 * 1/2 and 0, weights 3/4 and 1/4.
  expectNear(value("tensor<1x1x1x4xf64>",
                   R"(%q = constant dense<[[[[2.1972245773362196, 0.0, 0.0, 0.0]]]]> : tensor<1x1x1x4xf64>
      %k = constant dense<[[[[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]]]]> : tensor<1x1x2x4xf64>
      %v = constant dense<[[[[4.0, 8.0, 0.0, 1.0], [0.0, 4.0, 4.0, 1.0]]]]> : tensor<1x1x2x4xf64>
      %y = attention %q, %k, %v : tensor<1x1x1x4xf64>, tensor<1x1x2x4xf64>, tensor<1x1x2x4xf64>)"),
             {3, 7, 1, 1});
}

TEST_F(Oracle, attentionGroupsHeads) {
  // Heads 0 and 1 see the first key head, 2 and 3 the second.
  expectNear(value("tensor<1x4x1x1xf64>", R"(%q = constant dense<1.0> : tensor<1x4x1x1xf64>
      %k = constant dense<1.0> : tensor<1x2x1x1xf64>
      %v = constant dense<[[[[5.0]], [[7.0]]]]> : tensor<1x2x1x1xf64>
      %y = attention %q, %k, %v : tensor<1x4x1x1xf64>, tensor<1x2x1x1xf64>, tensor<1x2x1x1xf64>)"),
             {5, 5, 7, 7});
}

TEST_F(Oracle, attentionMasks) {
  const std::string operands = R"(%q = constant dense<0.0> : tensor<1x1x3x1xf64>
      %k = constant dense<1.0> : tensor<1x1x2x1xf64>
      %v = constant dense<[[[[2.0], [6.0]]]]> : tensor<1x1x2x1xf64>
      %y = attention %q, %k, %v, %m : tensor<1x1x3x1xf64>, tensor<1x1x2x1xf64>, tensor<1x1x2x1xf64>, )";
  // A query that sees no key yields zeros.
  expectNear(value("tensor<1x1x3x1xf64>",
                   "%m = constant dense<[[true, true], [false, true], [false, false]]> : tensor<3x2xi1>\n" + operands +
                       "tensor<3x2xi1>"),
             {4, 6, 0});
  expectNear(value("tensor<1x1x3x1xf64>",
                   "%m = constant dense<[1.0986122886681098, 0.0]> : tensor<2xf64>\n" + operands + "tensor<2xf64>"),
             {3, 3, 3});
}

//===----------------------------------------------------------------------===//
// Functions and models
//===----------------------------------------------------------------------===//

Tensor vectorOf(MLIRContext &context, Numbers numbers) {
  Tensor result(Float32Type::get(&context), static_cast<int64_t>(numbers.size()));
  for (size_t i = 0; i < numbers.size(); ++i)
    result.real(i) = numbers[i];
  return result;
}

TEST_F(Oracle, runsAModel) {
  OwningOpRef<ModuleOp> module = parse(R"(
    dlc.model @m {
      dim @n = 1 to 4
      state @total : tensor<1xf32> = #dlc.zeros
      block @layer {
        parameter @w : tensor<1xf32> = #dlc.ones
        func private @apply(%x: tensor<?xf32>) -> tensor<?xf32> {
          %w = read @w : tensor<1xf32>
          %y = mul %x, %w : tensor<?xf32>, tensor<1xf32>
          return %y : tensor<?xf32>
        }
      }
      instance @h0 of @layer
      instance @h1 of @layer
      kernel @sum(%x: tensor<?xf32>) -> tensor<1xf32> {
        %y = reduce sum, %x axes [0] keep : tensor<?xf32>
        return %y : tensor<1xf32>
      }
      func @f(%x: tensor<?xf32> [@n]) -> (y: tensor<?xf32> [@n]) {
        %a = call @h0::@apply(%x) : (tensor<?xf32>) -> tensor<?xf32>
        %b = call @h1::@apply(%a) : (tensor<?xf32>) -> tensor<?xf32>
        %s = launch @sum(%b) : (tensor<?xf32>) -> tensor<1xf32>
        %t = read @total : tensor<1xf32>
        %u = add %t, %s : tensor<1xf32>, tensor<1xf32>
        write @total, %u : tensor<1xf32>
        return %b : tensor<?xf32>
      }
    })");
  ASSERT_TRUE(module);
  auto model = *module->getOps<ModelOp>().begin();
  auto entry = model.lookupSymbol<FuncOp>("f");
  Evaluator evaluator([&](StringRef name, Operation *) -> FailureOr<Tensor> {
    return vectorOf(context, {name == "h0.w" ? 2.0 : name == "h1.w" ? 5.0 : 0.0});
  });
  auto results = evaluator.run(entry, vectorOf(context, {1, 2, 3}));
  ASSERT_TRUE(succeeded(results)) << message;
  expectNear(numbers(results->front()), {10, 20, 30});
  expectNear(numbers(evaluator.written().lookup("total")), {60});
  ASSERT_TRUE(succeeded(evaluator.run(entry, vectorOf(context, {1}))));
  expectNear(numbers(evaluator.written().lookup("total")), {70});
  EXPECT_TRUE(failed(evaluator.run(entry, vectorOf(context, {1, 2, 3, 4, 5}))));
  EXPECT_NE(message.find("expected @n in [1, 4], got 5"), std::string::npos) << message;
}

TEST_F(Oracle, checksArguments) {
  OwningOpRef<ModuleOp> module = parse(R"(
    dlc.func private @f(%a: tensor<?xf32>, %b: tensor<?xf32>) -> tensor<?xf32> {
      %y = add %a, %b : tensor<?xf32>, tensor<?xf32>
      return %y : tensor<?xf32>
    })");
  ASSERT_TRUE(module);
  FuncOp function = *module->getOps<FuncOp>().begin();
  Evaluator evaluator([](StringRef, Operation *) -> FailureOr<Tensor> { return failure(); });
  // What the types leave open is checked with the values.
  EXPECT_TRUE(failed(evaluator.run(function, {vectorOf(context, {1, 2}), vectorOf(context, {1, 2, 3})})));
  EXPECT_NE(message.find("expected extents that are equal or 1, got 2 and 3"), std::string::npos) << message;
  EXPECT_TRUE(failed(evaluator.run(function, vectorOf(context, {1}))));
  EXPECT_NE(message.find("2 arguments to evaluate, got 1"), std::string::npos) << message;
  EXPECT_TRUE(failed(evaluator.run(function, {Tensor(Float32Type::get(&context), {2, 2}), vectorOf(context, {1})})));
  EXPECT_NE(message.find("expected argument 0 of type 'tensor<?xf32>', got 'tensor<2x2xf32>'"), std::string::npos)
      << message;
}

TEST_F(Oracle, appliesOperatorsAsAsked) {
  OwningOpRef<ModuleOp> module = parse(R"(
    dlc.func private @f(%x: tensor<?xf32>) -> tensor<?xf32> {
      %two = constant dense<2.0> : tensor<f32>
      %0 = div %x, %two : tensor<?xf32>, tensor<f32>
      %y = div %0, %two : tensor<?xf32>, tensor<f32>
      return %y : tensor<?xf32>
    })");
  ASSERT_TRUE(module);
  // Floors each operator's result.
  auto apply = [](TensorOpInterface op, ArrayRef<Tensor> operands) {
    FailureOr<SmallVector<Tensor>> results = op.evaluateResults(operands);
    if (succeeded(results))
      results->front().real(0) = std::floor(results->front().real(0));
    return results;
  };
  Evaluator evaluator([](StringRef, Operation *) -> FailureOr<Tensor> { return failure(); }, apply);
  auto results = evaluator.run(*module->getOps<FuncOp>().begin(), vectorOf(context, {7}));
  ASSERT_TRUE(succeeded(results)) << message;
  expectNear(numbers(results->front()), {1});
}

TEST_F(Oracle, recursionFails) {
  OwningOpRef<ModuleOp> module = parse(R"(
    dlc.model @m {
      func private @f() -> tensor<f32> {
        %y = call @f() : () -> tensor<f32>
        return %y : tensor<f32>
      }
    })");
  ASSERT_TRUE(module);
  FuncOp function = *(*module->getOps<ModelOp>().begin()).getOps<FuncOp>().begin();
  Evaluator evaluator([](StringRef, Operation *) -> FailureOr<Tensor> { return failure(); });
  EXPECT_TRUE(failed(evaluator.run(function, {})));
  EXPECT_NE(message.find("recursive"), std::string::npos) << message;
}

//===----------------------------------------------------------------------===//
// Tensors
//===----------------------------------------------------------------------===//

TEST_F(Oracle, readsElementsFromMemory) {
  const uint16_t bf16[] = {0x3FC0, 0xC000};
  ArrayRef<char> bytes(reinterpret_cast<const char *>(bf16), sizeof bf16);
  expectNear(numbers(tensorOf(BFloat16Type::get(&context), 2, bytes)), {1.5, -2});
  const int8_t i8[] = {-1, 5};
  bytes = ArrayRef<char>(reinterpret_cast<const char *>(i8), sizeof i8);
  expectNear(numbers(tensorOf(IntegerType::get(&context, 8), 2, bytes)), {-1, 5});
  const bool i1[] = {true, false};
  bytes = ArrayRef<char>(reinterpret_cast<const char *>(i1), sizeof i1);
  expectNear(numbers(tensorOf(IntegerType::get(&context, 1), 2, bytes)), {1, 0});
}

TEST_F(Oracle, literalsRoundOnce) {
  Tensor tensor(Float32Type::get(&context), 1);
  tensor.real(0) = 0.1;
  EXPECT_EQ(tensorOf(literalOf(tensor))->real(0), static_cast<double>(0.1f));
  Tensor booleans(IntegerType::get(&context, 1), 2);
  booleans.integer(1) = 1;
  expectNear(numbers(*tensorOf(literalOf(booleans))), {0, 1});
}

} // namespace
