//===- CollapseAxes.cpp - Leading axes of linear become one ---------------===//
//
// `linear` treats its leading axes alike, and tensors are row-major: (50, 1, 768) has the elements of (50, 768) in the
// same order. A register tile goes down rows, of which the first has one at a time and the second has 50. The launches
// of such a kernel pass views, which cost nothing.
//===----------------------------------------------------------------------===//

#include "dialects/dlc/Dlc.h"
#include "dialects/rt/Rt.h"
#include "dlc/Kernel/Passes.h"
#include "lib/Kernel/Schedule/Schedule.h"

namespace dlc {
#define GEN_PASS_DEF_COLLAPSEAXES
#include "dlc/Kernel/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

/// The extents of a program's value: those that its type does not know are expressions over the dims of the model.
SmallVector<AffineExpr> extentsOf(Value value) {
  AffineMap unknown;
  if (auto launch = value.getDefiningOp<rt::LaunchOp>())
    unknown = cast<AffineMapAttr>((*launch.getExtents())[cast<OpResult>(value).getResultNumber()]).getValue();
  else if (auto view = value.getDefiningOp<rt::ViewOp>())
    unknown = view.getExtents().value_or(AffineMap());
  else if (auto argument = dyn_cast<BlockArgument>(value))
    if (auto map = cast<rt::ProgramOp>(argument.getOwner()->getParentOp())
                       .getArgAttrOfType<AffineMapAttr>(argument.getArgNumber(), "rt.extents"))
      unknown = map.getValue();
  SmallVector<AffineExpr> extents;
  unsigned next = 0;
  for (int64_t extent : cast<RankedTensorType>(value.getType()).getShape())
    extents.push_back(ShapedType::isDynamic(extent) ? unknown.getResult(next++)
                                                    : getAffineConstantExpr(extent, value.getContext()));
  return extents;
}

class KernelCollapser {
public:
  explicit KernelCollapser(KernelOp kernel) : kernel(kernel) {}

  /// Whether all leading axes are one to every operator of the kernel.
  bool applies();
  void collapseKernel();
  void collapseLaunch(rt::LaunchOp launch);

private:
  bool mayCollapse(Value value);
  RankedTensorType collapsed(RankedTensorType type) const;
  bool isKept(Value value) const { return value == weight || cast<RankedTensorType>(value.getType()).getRank() < 2; }
  AffineMap unknownOf(RankedTensorType type, ArrayRef<AffineExpr> extents);
  Value view(OpBuilder &builder, Location loc, Value value, RankedTensorType type, ArrayRef<AffineExpr> extents);

  KernelOp kernel;
  Value weight;
  ArrayRef<int64_t> leading; ///< axes of the anchor's result but for the last
};

} // namespace

/// A value of the kernel has all leading axes, or repeats along all of them.
bool KernelCollapser::mayCollapse(Value value) {
  if (isKept(value))
    return true;
  ArrayRef<int64_t> own = cast<RankedTensorType>(value.getType()).getShape().drop_back();
  if (own.size() > leading.size())
    return false;
  SmallVector<int64_t> aligned(leading.size() - own.size(), 1);
  llvm::append_range(aligned, own);
  bool repeats = false, moves = false;
  for (auto [extent, full] : llvm::zip_equal(aligned, leading)) {
    if (full == 1 && extent != 1)
      return false;
    repeats |= full != 1 && extent == 1;
    moves |= full != 1 && extent != 1;
  }
  return !(repeats && moves);
}

bool KernelCollapser::applies() {
  auto linear = dyn_cast_or_null<LinearOp>(anchorOf(kernel));
  if (!linear || linear.getType().getRank() < 3)
    return false;
  weight = linear.getWeight();
  leading = linear.getType().getShape().drop_back();
  if (!isa<BlockArgument>(weight) || !weight.hasOneUse())
    return false;
  for (BlockArgument argument : kernel.getArguments())
    if (!mayCollapse(argument))
      return false;
  for (Operation &op : kernel.getBody().front().without_terminator()) {
    if (auto constant = dyn_cast<ConstantOp>(op)) {
      if (!mayCollapse(constant.getResult()))
        return false;
      continue;
    }
    bool isElementwise = cast<TensorOpInterface>(op).getRole() == Role::Elementwise && !isa<BatchNormOp>(op);
    if ((&op != linear && !isElementwise) || !mayCollapse(op.getResult(0)))
      return false;
  }
  return true;
}

/// Rows, or 1 where they repeat, and the last axis.
RankedTensorType KernelCollapser::collapsed(RankedTensorType type) const {
  int64_t rows = 1;
  for (int64_t extent : type.getShape().drop_back())
    rows = ShapedType::isDynamic(extent) || ShapedType::isDynamic(rows) ? ShapedType::kDynamic : rows * extent;
  return type.clone({rows, type.getShape().back()});
}

void KernelCollapser::collapseKernel() {
  Block &body = kernel.getBody().front();
  auto collapse = [&](Value value) {
    if (!isKept(value))
      value.setType(collapsed(cast<RankedTensorType>(value.getType())));
  };
  llvm::for_each(body.getArguments(), collapse);
  for (Operation &op : body.without_terminator()) {
    collapse(op.getResult(0));
    if (auto constant = dyn_cast<ConstantOp>(op))
      constant.setValueAttr(cast<DenseElementsAttr>(constant.getValue()).reshape(constant.getType()));
  }
  OpBuilder builder(kernel.getContext());
  kernel.setFunctionType(builder.getFunctionType(body.getArgumentTypes(), body.getTerminator()->getOperandTypes()));
}

/// Of all extents those that the type does not know, over the dims of the model.
AffineMap KernelCollapser::unknownOf(RankedTensorType type, ArrayRef<AffineExpr> extents) {
  SmallVector<AffineExpr> unknown;
  for (auto [size, extent] : llvm::zip_equal(type.getShape(), extents))
    if (ShapedType::isDynamic(size))
      unknown.push_back(extent);
  unsigned dims = llvm::range_size(kernel->getParentOfType<rt::ModelOp>().getOps<rt::DimOp>());
  return AffineMap::get(0, dims, unknown, type.getContext());
}

Value KernelCollapser::view(OpBuilder &builder, Location loc, Value value, RankedTensorType type,
                            ArrayRef<AffineExpr> extents) {
  AffineMap unknown = unknownOf(type, extents);
  return rt::ViewOp::create(builder, loc, type, value,
                            type.hasStaticShape() ? AffineMapAttr() : AffineMapAttr::get(unknown));
}

/// The extents of a value whose leading axes have become one.
static SmallVector<AffineExpr> collapsedExtents(Value value) {
  SmallVector<AffineExpr> extents = extentsOf(value);
  AffineExpr rows = extents.front();
  for (AffineExpr extent : ArrayRef(extents).drop_front().drop_back())
    rows = rows * extent;
  return {rows, extents.back()};
}

void KernelCollapser::collapseLaunch(rt::LaunchOp launch) {
  OpBuilder builder(launch);
  Location loc = launch.getLoc();
  SmallVector<Value> inputs(launch.getInputs());
  for (auto [value, argument] : llvm::zip_equal(inputs, kernel.getArguments()))
    if (!isKept(argument))
      value = view(builder, loc, value, cast<RankedTensorType>(argument.getType()), collapsedExtents(value));
  SmallVector<AffineMap> extents;
  for (auto [value, type] : llvm::zip_equal(launch.getValues(), kernel.getResultTypes()))
    extents.push_back(unknownOf(cast<RankedTensorType>(type), collapsedExtents(value)));
  auto replacement = rt::LaunchOp::create(builder, loc, kernel.getResultTypes(), launch.getKernelAttr(), inputs,
                                          ValueRange(), builder.getAffineMapArrayAttr(extents), launch.getReuseAttr());
  for (auto [value, result] : llvm::zip_equal(launch.getValues(), replacement.getValues()))
    value.replaceAllUsesWith(view(builder, loc, result, cast<RankedTensorType>(value.getType()), extentsOf(value)));
  launch.erase();
}

namespace {

struct CollapseAxes : dlc::impl::CollapseAxesBase<CollapseAxes> {
  void runOnOperation() override {
    llvm::StringMap<SmallVector<rt::LaunchOp>> launches;
    getOperation().walk([&](rt::LaunchOp launch) { launches[launch.getKernel()].push_back(launch); });
    for (auto kernel : getOperation().getOps<KernelOp>()) {
      KernelCollapser collapser(kernel);
      if (!collapser.applies())
        continue;
      collapser.collapseKernel();
      for (rt::LaunchOp launch : launches.lookup(kernel.getSymName()))
        collapser.collapseLaunch(launch);
    }
  }
};

} // namespace
