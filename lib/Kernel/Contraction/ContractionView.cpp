//===- ContractionView.cpp - linear, matmul and conv2d as one loop nest ---===//

#include "lib/Kernel/Contraction/ContractionView.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace dlc;

namespace {

class LinearView : public ContractionView {
public:
  LinearView(KernelFunction &function, LinearOp op) {
    left = op.getInput();
    right = op.getWeight();
    bias = op.getBias();
    batch = function.extents(op.getResult());
    columns = batch.pop_back_val();
    rows = batch.empty() ? arith::ConstantIndexOp::create(function.builder, function.loc, 1).getResult()
                         : batch.pop_back_val();
    inner = {function.extents(right).back()};
    leftRowStride = getConstantIntValue(inner.front()).value_or(0);
    isVector = cast<RankedTensorType>(left.getType()).getRank() == 1;
  }
  Point leftPoint(OpBuilder &, ValueRange batch, Value row, Coordinate, ValueRange k) override {
    Point point = prefix(batch, row);
    point.push_back({k[0]});
    return point;
  }
  Point rightPoint(OpBuilder &, ValueRange, Coordinate column, ValueRange k) override { return {column, {k[0]}}; }
  Point resultPoint(OpBuilder &, ValueRange batch, Value row, Coordinate column) override {
    Point point = prefix(batch, row);
    point.push_back(column);
    return point;
  }

private:
  Point prefix(ValueRange batch, Value row) {
    Point point;
    for (Value index : batch)
      point.push_back({index});
    if (!isVector)
      point.push_back({row});
    return point;
  }
  bool isVector;
};

class MatmulView : public ContractionView {
public:
  MatmulView(KernelFunction &function, MatmulOp op) : op(op), loc(op.getLoc()) {
    left = op.getLhs();
    right = op.getRhs();
    batch = function.extents(op.getResult());
    columns = batch.pop_back_val();
    rows = batch.pop_back_val();
    SmallVector<Value> extents = function.extents(left);
    inner = {op.getTransposeA() ? extents[extents.size() - 2] : extents.back()};
    if (!op.getTransposeA())
      leftRowStride = getConstantIntValue(inner.front()).value_or(0);
  }
  Point leftPoint(OpBuilder &at, ValueRange batch, Value row, Coordinate, ValueRange k) override {
    Point point = batchPoint(at, batch, left);
    point.append({{op.getTransposeA() ? k[0] : row}, {op.getTransposeA() ? row : k[0]}});
    return point;
  }
  Point rightPoint(OpBuilder &at, ValueRange batch, Coordinate column, ValueRange k) override {
    Point point = batchPoint(at, batch, right);
    Coordinate depth = {k[0]};
    point.push_back(op.getTransposeB() ? column : depth);
    point.push_back(op.getTransposeB() ? depth : column);
    return point;
  }
  Point resultPoint(OpBuilder &, ValueRange batch, Value row, Coordinate column) override {
    Point point;
    for (Value index : batch)
      point.push_back({index});
    point.append({{row}, column});
    return point;
  }

private:
  /// Batch coordinates of an operand: numpy's alignment, a literal 1 repeats.
  Point batchPoint(OpBuilder &at, ValueRange batch, Value operand) {
    auto extents = cast<RankedTensorType>(operand.getType()).getShape().drop_back(2);
    Point point;
    for (auto [extent, index] : llvm::zip(extents, batch.take_back(extents.size())))
      point.push_back({extent == 1 ? arith::ConstantIndexOp::create(at, loc, 0).getResult() : index});
    return point;
  }
  MatmulOp op;
  Location loc;
};

class Conv2dView : public ContractionView {
public:
  Conv2dView(KernelFunction &function, Conv2dOp op) : function(function), op(op), loc(op.getLoc()) {
    left = op.getInput();
    right = op.getWeight();
    bias = op.getBias();
    OpBuilder &builder = function.builder;
    auto constant = [&](int64_t value) -> Value { return arith::ConstantIndexOp::create(builder, loc, value); };
    SmallVector<Value> weight = function.extents(right); // (O, C/groups, R, S)
    groups = op.getGroups();
    channelsOfGroup = weight[1];
    if (op.isDepthwise()) { // each channel by itself: the channels are the columns
      leftVaries = true;
      groups = 1;
    }
    columnsOfGroup = groups == 1 ? weight[0] : builder.createOrFold<arith::DivUIOp>(loc, weight[0], constant(groups));
    SmallVector<Value> result = function.extents(op.getResult()); // (N, O, H, W)
    batch = {result[0], result[2]};
    if (groups > 1) // the rows of a group, one after the other, share its weights
      batch = {result[0], constant(groups), result[2]};
    // Packed weights of groups come as (groups, O/groups, C/groups, R, S).
    auto merge = right.getDefiningOp<ReshapeOp>();
    if (groups > 1 && merge && cast<RankedTensorType>(merge.getInput().getType()).getRank() == 5) {
      right = merge.getInput();
      rightByGroup = true;
    }
    rows = result[3];
    columns = columnsOfGroup;
    inner = {weight[2], weight[3], weight[1]};
  }
  Point leftPoint(OpBuilder &at, ValueRange batch, Value row, Coordinate column, ValueRange k) override {
    Coordinate channel =
        leftVaries ? column : Coordinate{groups > 1 ? offset(at, batch[1], channelsOfGroup, k[2]) : k[2]};
    return {{batch[0]}, channel, {image(at, batch.back(), k[0], 0)}, {image(at, row, k[1], 1)}};
  }
  Point rightPoint(OpBuilder &at, ValueRange batch, Coordinate column, ValueRange k) override {
    if (rightByGroup)
      return {{batch[1]}, column, {k[2]}, {k[0]}, {k[1]}};
    return {channel(at, batch, column), {k[2]}, {k[0]}, {k[1]}};
  }
  Point resultPoint(OpBuilder &at, ValueRange batch, Value row, Coordinate column) override {
    return {{batch[0]}, channel(at, batch, column), {batch.back()}, {row}};
  }
  Point biasPoint(OpBuilder &at, ValueRange batch, Coordinate column) override { return {channel(at, batch, column)}; }
  Value leftInBounds(OpBuilder &at, const Point &point) override {
    if (llvm::all_of(op.getPadding(), [](int64_t pad) { return pad == 0; }))
      return {};
    Value inside;
    for (unsigned d : {2, 3}) {
      // One unsigned comparison: a negative index is a large one.
      Value bit =
          arith::CmpIOp::create(at, loc, arith::CmpIPredicate::ult, point[d].base, function.extent(at, left, d));
      inside = inside ? arith::AndIOp::create(at, loc, inside, bit).getResult() : bit;
    }
    return inside;
  }

private:
  Value scaled(OpBuilder &at, Value value, int64_t factor) {
    if (factor == 1)
      return value;
    return arith::MulIOp::create(at, loc, value, arith::ConstantIndexOp::create(at, loc, factor));
  }
  Value offset(OpBuilder &at, Value group, Value size, Value index) {
    return arith::AddIOp::create(at, loc, at.createOrFold<arith::MulIOp>(loc, group, size), index);
  }
  Coordinate channel(OpBuilder &at, ValueRange batch, Coordinate column) {
    if (groups > 1)
      column.base = offset(at, batch[1], columnsOfGroup, column.base);
    return column;
  }
  /// Position in the input of output position `out` and tap `tap`.
  Value image(OpBuilder &at, Value out, Value tap, unsigned axis) {
    Value position = arith::AddIOp::create(at, loc, scaled(at, out, op.getStrides()[axis]),
                                           scaled(at, tap, op.getDilations()[axis]));
    if (int64_t pad = op.getPadding()[axis])
      position = arith::SubIOp::create(at, loc, position, arith::ConstantIndexOp::create(at, loc, pad));
    return position;
  }

  KernelFunction &function;
  Conv2dOp op;
  Location loc;
  int64_t groups;
  Value channelsOfGroup, columnsOfGroup;
  bool rightByGroup = false;
};

} // namespace

std::unique_ptr<ContractionView> ContractionView::create(KernelFunction &function) {
  return llvm::TypeSwitch<Operation *, std::unique_ptr<ContractionView>>(function.anchor())
      .Case([&](LinearOp op) { return std::make_unique<LinearView>(function, op); })
      .Case([&](MatmulOp op) { return std::make_unique<MatmulView>(function, op); })
      .Case([&](Conv2dOp op) { return std::make_unique<Conv2dView>(function, op); })
      .Default([](Operation *) { return nullptr; });
}
