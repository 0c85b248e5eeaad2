//===- Flops.cpp - Floating point operations of a call ---===//

#include "tools/dlc-run/Flops.h"
#include "mlir/IR/AffineExpr.h"

using namespace dlc;
using namespace mlir;

namespace {

class Counter {
public:
  bool count(FuncOp function, ArrayRef<Shape> arguments, SmallVector<Shape> &results);
  double total = 0;

private:
  bool countOp(Operation &op);
  void add(Operation &op, ArrayRef<Shape> operands, const Shape &result);

  llvm::DenseMap<mlir::Value, Shape> shapes;
  SymbolTableCollection tables;
  unsigned depth = 0;
};

} // namespace

static double extentOf(AffineExpr extent) { return static_cast<double>(cast<AffineConstantExpr>(extent).getValue()); }

static double product(ArrayRef<AffineExpr> extents) {
  double product = 1;
  for (AffineExpr extent : extents)
    product *= extentOf(extent);
  return product;
}

void Counter::add(Operation &op, ArrayRef<Shape> operands, const Shape &result) {
  double terms =
      llvm::TypeSwitch<Operation *, double>(&op)
          .Case([&](LinearOp) { return extentOf(operands[1][1]); })
          .Case([&](MatmulOp matmul) { return extentOf(operands[0].end()[matmul.getTransposeA() ? -2 : -1]); })
          .Case([&](Conv2dOp) { return product(ArrayRef(operands[1]).drop_front()); })
          // Scores and their sum, for each element of the result.
          .Case([&](AttentionOp) { return 2 * extentOf(operands[1][2]); })
          .Default([](Operation *) { return 0.0; });
  total += 2 * terms * product(result);
}

bool Counter::countOp(Operation &op) {
  SmallVector<Shape> operands;
  for (mlir::Value operand : op.getOperands())
    operands.push_back(shapes[operand]);
  if (auto call = dyn_cast<CallOp>(op)) {
    auto callee = dyn_cast_or_null<FuncOp>(resolveSymbol(tables, &op, call.getCallee()));
    SmallVector<Shape> results;
    if (!callee || depth == 64 || !count(callee, operands, results))
      return false;
    for (auto [value, shape] : llvm::zip_equal(op.getResults(), results))
      shapes[value] = shape;
    return true;
  }
  if (auto tensorOp = dyn_cast<TensorOpInterface>(op)) {
    FailureOr<SmallVector<Shape>> results = tensorOp.getResultShapes(operands);
    if (failed(results))
      return false;
    for (auto [value, shape] : llvm::zip_equal(op.getResults(), *results)) {
      if (!llvm::all_of(shape, llvm::IsaPred<AffineConstantExpr>))
        return false;
      shapes[value] = shape;
    }
    add(op, operands, results->front());
    return true;
  }
  for (mlir::Value result : op.getResults()) { // parameters, state, literals: their extents are known
    Shape shape;
    for (int64_t extent : cast<RankedTensorType>(result.getType()).getShape())
      shape.push_back(getAffineConstantExpr(extent, op.getContext()));
    shapes[result] = shape;
  }
  return true;
}

bool Counter::count(FuncOp function, ArrayRef<Shape> arguments, SmallVector<Shape> &results) {
  ++depth;
  for (auto [value, shape] : llvm::zip_equal(function.getBody().getArguments(), arguments))
    shapes[value] = shape;
  for (Operation &op : function.getBody().front().without_terminator())
    if (!countOp(op))
      return false;
  for (mlir::Value value : function.getBody().front().getTerminator()->getOperands())
    results.push_back(shapes[value]);
  --depth;
  return true;
}

std::optional<double> dlc::run::flops(FuncOp function, ArrayRef<std::vector<int64_t>> arguments) {
  SmallVector<Shape> shapes, results;
  for (const std::vector<int64_t> &argument : arguments) {
    Shape &shape = shapes.emplace_back();
    for (int64_t extent : argument)
      shape.push_back(getAffineConstantExpr(extent, function.getContext()));
  }
  Counter counter;
  if (!counter.count(function, shapes, results))
    return std::nullopt;
  return counter.total;
}
