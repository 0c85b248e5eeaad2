//===- ReadsTest.cpp - What operators say that they read is what they compute with ---===//
//
// Each operator of random kernels, evaluated by its reads: movement and gathers bit by bit, elementwise operators by
// evaluating them on the elements that they read, one element at a time.
//===----------------------------------------------------------------------===//

#include "dialects/dlc/Evaluate.h"
#include "mlir/Parser/Parser.h"
#include "test/Unit/RandomKernel.h"
#include "llvm/ADT/StringSet.h"
#include "gtest/gtest.h"
#include <cmath>

using namespace dlc;
using namespace dlc::test;
using namespace mlir;

namespace {

constexpr unsigned kernels = 300;

int64_t valueOf(AffineExpr expr, ArrayRef<int64_t> dims) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return constant.getValue();
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return dims[dim.getPosition()];
  auto binary = cast<AffineBinaryOpExpr>(expr);
  int64_t left = valueOf(binary.getLHS(), dims), right = valueOf(binary.getRHS(), dims);
  switch (expr.getKind()) {
  case AffineExprKind::Add:
    return left + right;
  case AffineExprKind::Mul:
    return left * right;
  case AffineExprKind::Mod:
    return llvm::mod(left, right);
  default:
    return llvm::divideFloorSigned(left, right);
  }
}

/// The row-major position that is read; nothing where the read is not valid.
std::optional<int64_t> positionOf(const ElementRead &read, const Tensor &operand, ArrayRef<int64_t> dims) {
  Tensor::Index source;
  for (auto [axis, expr] : llvm::enumerate(read.at)) {
    source.push_back(valueOf(expr, dims));
    bool isInside = source.back() >= 0 && source.back() < operand.shape()[axis];
    if (!isInside && llvm::is_contained(read.bounded, axis))
      return std::nullopt;
    EXPECT_TRUE(isInside) << "a coordinate that is said to be inside is not";
    if (!isInside)
      return std::nullopt;
  }
  return operand.offset(source);
}

/// NaN equals itself.
bool isSame(const Tensor &a, int64_t i, const Tensor &b, int64_t j) {
  double x = a.number(i), y = b.number(j);
  return x == y || (std::isnan(x) && std::isnan(y));
}

struct Reads : testing::Test {
  /// Whether `op` computes what its reads say.
  void check(TensorOpInterface op, ArrayRef<Tensor> operands, const Tensor &expected) {
    SmallVector<Shape> shapes;
    for (const Tensor &operand : operands)
      llvm::append_range(shapes.emplace_back(), llvm::map_range(operand.shape(), [&](int64_t extent) {
                           return getAffineConstantExpr(extent, op->getContext());
                         }));
    std::optional<ElementReads> reads = op.getReads(shapes);
    ASSERT_TRUE(reads) << op->getName().getStringRef().str();
    int64_t position = 0;
    bool holds = true;
    forEachIndex(expected.shape(), [&](ArrayRef<int64_t> index) {
      Tensor::Index dims(index);
      for (const ElementRead &lookup : reads->lookups)
        dims.push_back(operands[lookup.operand].integer(*positionOf(lookup, operands[lookup.operand], index)));
      holds &= op.getRole() == Role::Elementwise ? computes(op, *reads, operands, dims, expected, position)
                                                 : moves(*reads, operands, dims, expected, position);
      ++position;
    });
    EXPECT_TRUE(holds) << op->getName().getStringRef().str();
    seen.insert(op->getName().getStringRef());
  }

  llvm::StringSet<> seen;

private:
  static bool moves(const ElementReads &reads, ArrayRef<Tensor> operands, ArrayRef<int64_t> dims,
                    const Tensor &expected, int64_t position) {
    for (const ElementRead &read : reads.reads)
      if (std::optional<int64_t> source = positionOf(read, operands[read.operand], dims))
        return isSame(expected, position, operands[read.operand], *source);
    double value = expected.number(position);
    return value == reads.otherwise || (std::isnan(value) && std::isnan(reads.otherwise));
  }

  /// The operator on tensors that hold nothing but the elements that are read.
  static bool computes(TensorOpInterface op, const ElementReads &reads, ArrayRef<Tensor> operands,
                       ArrayRef<int64_t> dims, const Tensor &expected, int64_t position) {
    SmallVector<Tensor> filled(operands);
    for (const ElementRead &read : reads.reads) {
      std::optional<int64_t> source = positionOf(read, operands[read.operand], dims);
      if (!source)
        return false;
      for (int64_t i = 0; i < operands[read.operand].size(); ++i)
        filled[read.operand].copy(i, operands[read.operand], *source);
    }
    FailureOr<SmallVector<Tensor>> results = op.evaluateResults(filled);
    return succeeded(results) && isSame(results->front(), position, expected, position);
  }
};

} // namespace

TEST_F(Reads, ComputeWhatOperatorsEvaluate) {
  MLIRContext context;
  context.loadDialect<DlcDialect>();
  for (unsigned seed = 0; seed < kernels; ++seed) {
    SCOPED_TRACE(seed);
    Random random(seed);
    RandomKernel drawn = drawKernel(context, random);
    Evaluator evaluator([](StringRef, Operation *) -> FailureOr<Tensor> { return failure(); },
                        [&](TensorOpInterface op, ArrayRef<Tensor> operands) {
                          FailureOr<SmallVector<Tensor>> results = op.evaluateResults(operands);
                          if (succeeded(results))
                            check(op, operands, results->front());
                          return results;
                        });
    SmallVector<Tensor> arguments = drawArguments(drawn, random, drawn.unknown, false);
    EXPECT_TRUE(succeeded(evaluator.run(drawn.kernel, arguments)));
  }
  for (StringRef name : {"reshape", "transpose", "broadcast", "slice", "concat", "pad", "pack", "gather", "embedding",
                         "batch_norm", "add", "select"})
    EXPECT_TRUE(seen.contains(("dlc." + name).str())) << name.str() << " was not drawn";
}

/// `unpack`, and groups of neighbours in panels, are drawn by nobody else.
TEST_F(Reads, OfPanels) {
  MLIRContext context;
  context.loadDialect<DlcDialect>();
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(R"(
    dlc.func private @f(%x: tensor<2x3x5x4xf32>) -> tensor<2x10x5xf32> {
      %y = unpack %x rows 10 : tensor<2x3x5x4xf32>
      return %y : tensor<2x10x5xf32>
    }
    dlc.func private @groups(%x: tensor<2x3x5x8xf32>) -> tensor<2x10x9xf32> {
      %y = unpack %x rows 10 interleave 2 columns 9 : tensor<2x3x5x8xf32>
      return %y : tensor<2x10x9xf32>
    }
    dlc.func private @pack(%x: tensor<2x10x9xf32>) -> tensor<2x3x5x8xf32> {
      %y = pack %x tile 4 interleave 2 : tensor<2x10x9xf32>
      return %y : tensor<2x3x5x8xf32>
    })",
                                                             &context);
  ASSERT_TRUE(module);
  module->walk([&](TensorOpInterface op) {
    auto type = cast<RankedTensorType>(op->getOperand(0).getType());
    Tensor operand(type.getElementType(), type.getShape());
    for (int64_t i = 0; i < operand.size(); ++i)
      operand.real(i) = static_cast<double>(i + 1);
    FailureOr<SmallVector<Tensor>> results = op.evaluateResults(operand);
    check(op, operand, results->front());
  });
  EXPECT_TRUE(seen.contains("dlc.unpack"));
}

TEST_F(Reads, OfReductionsAreNone) {
  MLIRContext context;
  context.loadDialect<DlcDialect>();
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(R"(
    dlc.func private @f(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
      %y = softmax %x axis 1 : tensor<2x3xf32>
      return %y : tensor<2x3xf32>
    })",
                                                             &context);
  ASSERT_TRUE(module);
  module->walk([](SoftmaxOp op) { EXPECT_FALSE(readsOf(op)); });
}

TEST_F(Reads, PermutationsAndRepetitions) {
  MLIRContext context;
  context.loadDialect<DlcDialect>();
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(R"(
    dlc.func private @f(%x: tensor<?x3x5xf32>) -> tensor<5x?x3xf32> {
      %y = transpose %x [2, 0, 1] : tensor<?x3x5xf32>
      %z = broadcast %x shape [4, -1, -1, -1] : tensor<?x3x5xf32>
      %w = pad %x low [0, 1, 0] high [0, 0, 0] value 0.0 : tensor<?x3x5xf32>
      return %y : tensor<5x?x3xf32>
    })",
                                                             &context);
  ASSERT_TRUE(module);
  module->walk([](TensorOpInterface op) {
    bool isTranspose = isa<TransposeOp>(op);
    std::optional<SmallVector<int64_t>> permutation = permutationOf(op);
    EXPECT_EQ(permutation.has_value(), isTranspose);
    if (isTranspose)
      EXPECT_EQ(*permutation, (SmallVector<int64_t>{2, 0, 1}));
    EXPECT_EQ(repeatsElements(op), isa<BroadcastOp>(op));
  });
}
