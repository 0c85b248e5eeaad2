//===- SplitDepth.cpp - Long sums of few rows by several workers ----------===//
//
// linear(x, w) of x (rows, depth) and w (columns, depth) is the sum over pieces of a matmul with a batch of pieces: x
// as (rows, pieces, depth / pieces) and w likewise, both turned to have the pieces first. The weights are turned by a
// launch of their own, which moves to @prepare where they are parameters.
//===----------------------------------------------------------------------===//

#include "lib/Kernel/Select/SplitDepth.h"
#include "lib/Kernel/Select/Launches.h"

#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace dlc;

bool dlc::canSplitDepth(LinearOp linear) {
  auto input = dyn_cast<BlockArgument>(linear.getInput()), weight = dyn_cast<BlockArgument>(linear.getWeight());
  if (!input || !weight || input == weight || !weight.hasOneUse())
    return false;
  auto left = cast<RankedTensorType>(input.getType()), right = cast<RankedTensorType>(weight.getType());
  return left.getRank() == 2 && left.hasStaticShape() && right.hasStaticShape() && left.getNumElements() > 0 &&
         right.getNumElements() > 0 && (left.getElementType().isF32() || left.getElementType().isF64());
}

/// (rows, depth) as (rows, pieces, depth / pieces).
static Value cutDepth(rt::LaunchOp launch, Value matrix, int64_t pieces) {
  auto type = cast<RankedTensorType>(matrix.getType());
  OpBuilder builder(launch);
  return rt::ViewOp::create(builder, launch.getLoc(),
                            type.clone({type.getDimSize(0), pieces, type.getDimSize(1) / pieces}), matrix,
                            AffineMapAttr());
}

/// (pieces, rows, columns): the product of each piece, from matrices (rows, depth) and (columns, depth).
static Value productsBefore(rt::LaunchOp launch, Value left, Value right, int64_t pieces) {
  auto variant = launch->getParentOfType<rt::VariantOp>();
  Location loc = launch.getLoc();
  constexpr int64_t piecesFirst[] = {1, 0, 2};
  auto nameOf = [&](StringRef what, Value cut) {
    auto shape = cast<RankedTensorType>(cut.getType()).getShape();
    return llvm::formatv("{0}_{1}_{2}_{3}", what, shape[0], shape[1], shape[2]).str();
  };
  auto suffix = llvm::formatv("_{0}", getElementTypeOrSelf(left.getType())).str();
  Value cutRight = cutDepth(launch, right, pieces), cutLeft = cutDepth(launch, left, pieces);
  KernelOp turn = kernelNamed(variant, nameOf("pieces_first", cutRight) + suffix, cutRight.getType(),
                              [&](OpBuilder &builder, ValueRange arguments) -> Value {
                                return TransposeOp::create(builder, loc, arguments.front(), ArrayRef(piecesFirst));
                              });
  Value turned = launchBefore(launch, turn, cutRight);
  std::string name = nameOf("pieces_of_rows", cutLeft) + nameOf("_by", turned) + suffix;
  KernelOp multiply = kernelNamed(
      variant, name, {cutLeft.getType(), turned.getType()}, [&](OpBuilder &builder, ValueRange arguments) -> Value {
        Value rows = TransposeOp::create(builder, loc, arguments[0], ArrayRef(piecesFirst));
        return MatmulOp::create(builder, loc, rows, arguments[1], /*transpose_a=*/false, /*transpose_b=*/true);
      });
  return launchBefore(launch, multiply, {cutLeft, turned});
}

/// Takes an argument that nothing reads from the kernel and its launches.
static void dropArgument(KernelOp kernel, unsigned position, ArrayRef<rt::LaunchOp> launches) {
  for (rt::LaunchOp launch : launches) {
    launch.getInputsMutable().erase(position);
    if (DenseI64ArrayAttr reuse = launch.getReuseAttr()) {
      SmallVector<int64_t> inputs(reuse.asArrayRef());
      for (int64_t &input : inputs) {
        if (input == static_cast<int64_t>(position))
          input = -1;
        else if (input > static_cast<int64_t>(position))
          --input;
      }
      launch.setReuse(inputs);
    }
  }
  LogicalResult isErased = kernel.eraseArgument(position);
  (void)isErased; // a type of functions can always be built
}

void dlc::splitDepth(KernelOp kernel, LinearOp linear, ArrayRef<rt::LaunchOp> launches, int64_t pieces) {
  auto input = cast<BlockArgument>(linear.getInput()), weight = cast<BlockArgument>(linear.getWeight());
  for (rt::LaunchOp launch : launches) {
    Value left = launch.getInputs()[input.getArgNumber()], right = launch.getInputs()[weight.getArgNumber()];
    Value products = productsBefore(launch, left, right, pieces);
    launch.getInputsMutable()[weight.getArgNumber()].set(products);
  }
  RankedTensorType type = linear.getType();
  weight.setType(type.clone({pieces, type.getDimSize(0), type.getDimSize(1)}));
  OpBuilder builder(linear);
  Location loc = linear.getLoc();
  Value sum = ReduceOp::create(builder, loc, Reduction::Sum, weight, ArrayRef<int64_t>{0}, /*keep=*/false);
  if (Value bias = linear.getBias())
    sum = AddOp::create(builder, loc, sum, bias);
  linear.replaceAllUsesWith(sum);
  linear.erase();
  kernel.setFunctionType(builder.getFunctionType(kernel.getBody().front().getArgumentTypes(), kernel.getResultTypes()));
  if (input.use_empty())
    dropArgument(kernel, input.getArgNumber(), launches);
}
