//===- PackOperands.cpp - Right sides of contractions as panels -----------===//
//
// The kernel's argument becomes the packed form and its body begins with
// `unpack`; each launch gets a launch of a pack kernel in front. Both sides stay
// plain operators, so a packed kernel means what it meant. Packs of parameters
// move to @prepare with everything else that depends on parameters only.
//===----------------------------------------------------------------------===//

#include "dlc/Kernel/Passes.h"
#include "lib/Kernel/Schedule/CheckKernels.h"
#include "lib/Kernel/Schedule/Schedule.h"
#include "lib/Kernel/Schedule/Tile.h"
#include "lib/Kernel/Select/Launches.h"

#include "dialects/dlc/Dlc.h"
#include "dialects/rt/Rt.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/FormatVariadic.h"

namespace dlc {
#define GEN_PASS_DEF_PACKOPERANDS
#include "dlc/Kernel/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

struct PackOperands : dlc::impl::PackOperandsBase<PackOperands> {
  void runOnOperation() override {
    if (failed(checkKernels(getOperation())))
      return signalPassFailure();
    SmallVector<KernelOp> kernels(getOperation().getOps<KernelOp>());
    for (KernelOp kernel : kernels)
      packKernel(kernel);
  }

private:
  void packKernel(KernelOp kernel);
  BlockArgument rightSide(KernelOp kernel, Operation *anchor);
  Value unpackInto(OpBuilder &builder, Operation *anchor, Value packed, RankedTensorType type, int64_t matrices,
                   int64_t interleave);
  KernelOp packingKernel(Operation *anchor, RankedTensorType type, int64_t tile, int64_t interleave);
  SmallVector<rt::LaunchOp> launchesOf(KernelOp kernel);
};

/// The argument that is the anchor's right side and is worth packing; null if
/// there is none.
BlockArgument PackOperands::rightSide(KernelOp kernel, Operation *anchor) {
  if (!isa<LinearOp, MatmulOp, Conv2dOp, WinogradConv2dOp>(anchor))
    return {};
  auto argument = dyn_cast<BlockArgument>(anchor->getOperand(1));
  if (!argument || !argument.hasOneUse())
    return {};
  auto type = cast<RankedTensorType>(argument.getType());
  if (!type.hasStaticShape() || type.getNumElements() == 0 || (isa<LinearOp>(anchor) && type.getRank() != 2))
    return {};
  // A matrix that lies with its columns side by side is read in place, unless
  // packing costs nothing at run time.
  auto matmul = dyn_cast<MatmulOp>(anchor);
  bool inPlace = matmul && !matmul.getTransposeB();
  for (rt::LaunchOp launch : launchesOf(kernel))
    if (inPlace && !dependsOnParametersOnly(launch.getInputs()[argument.getArgNumber()]))
      return {};
  return argument;
}

SmallVector<rt::LaunchOp> PackOperands::launchesOf(KernelOp kernel) {
  SmallVector<rt::LaunchOp> launches;
  getOperation().walk([&](rt::LaunchOp launch) {
    if (launch.getKernel() == kernel.getSymName())
      launches.push_back(launch);
  });
  return launches;
}

/// Groups of a convolution have a matrix each; channels by themselves are the
/// columns of one.
static int64_t matricesOf(Operation *anchor) {
  auto conv = dyn_cast<Conv2dOp>(anchor);
  return conv && !conv.isDepthwise() ? static_cast<int64_t>(conv.getGroups()) : 1;
}

/// The matrix (columns, k) of the right side, or one for each of a batch or of the
/// groups: what `pack` takes.
static Value asMatrix(OpBuilder &builder, Operation *anchor, Value value) {
  Location loc = anchor->getLoc();
  auto shape = cast<RankedTensorType>(value.getType()).getShape();
  if (auto matmul = dyn_cast<MatmulOp>(anchor); matmul && !matmul.getTransposeB()) {
    SmallVector<int64_t> swapped = llvm::to_vector(llvm::seq<int64_t>(0, shape.size()));
    std::swap(swapped[shape.size() - 1], swapped[shape.size() - 2]);
    return TransposeOp::create(builder, loc, value, swapped);
  }
  if (!isa<Conv2dOp>(anchor))
    return value;
  // (O, I, R, S) -> (O, R S I): the order in which the loops go over k.
  Value moved = TransposeOp::create(builder, loc, value, ArrayRef<int64_t>{0, 2, 3, 1});
  int64_t matrices = matricesOf(anchor);
  if (matrices == 1)
    return ReshapeOp::create(builder, loc, moved, ArrayRef<int64_t>{shape[0], -1});
  return ReshapeOp::create(builder, loc, moved, ArrayRef<int64_t>{matrices, shape[0] / matrices, -1});
}

KernelOp PackOperands::packingKernel(Operation *anchor, RankedTensorType type, int64_t tile, int64_t interleave) {
  std::string name = "pack";
  for (int64_t extent : type.getShape())
    name += "_" + std::to_string(extent);
  auto matmul = dyn_cast<MatmulOp>(anchor);
  name += isa<Conv2dOp>(anchor) ? "_oihw" : matmul && !matmul.getTransposeB() ? "_columns" : "_rows";
  if (int64_t matrices = matricesOf(anchor); matrices > 1)
    name += "_groups_" + std::to_string(matrices);
  name += "_by_" + std::to_string(tile) + "_" + llvm::formatv("{0}", type.getElementType()).str();
  if (interleave > 1)
    name += "_in_groups_of_" + std::to_string(interleave);
  return kernelNamed(getOperation(), name, type, [&](OpBuilder &builder, ValueRange arguments) {
    return PackOp::create(builder, anchor->getLoc(), asMatrix(builder, anchor, arguments.front()), tile, interleave);
  });
}

/// The anchor's right side again, of `type`, from its packed form.
Value PackOperands::unpackInto(OpBuilder &builder, Operation *anchor, Value packed, RankedTensorType type,
                               int64_t matrices, int64_t interleave) {
  Location loc = anchor->getLoc();
  auto shape = type.getShape();
  auto matrixOf = [&](int64_t rows, int64_t columns) -> Value {
    IntegerAttr known = interleave > 1 ? builder.getI64IntegerAttr(columns) : IntegerAttr();
    return UnpackOp::create(builder, loc, packed, builder.getI64IntegerAttr(rows),
                            builder.getI64IntegerAttr(interleave), known);
  };
  if (auto matmul = dyn_cast<MatmulOp>(anchor)) {
    unsigned columns = shape.size() - (matmul.getTransposeB() ? 2 : 1);
    int64_t depth = shape[shape.size() - (matmul.getTransposeB() ? 1 : 2)];
    matmul.setTransposeB(true); // the unpacked matrix is (columns, k)
    return matrixOf(shape[columns], depth);
  }
  if (isa<WinogradConv2dOp>(anchor))
    return matrixOf(shape[1], shape[2]);
  int64_t columns = shape[0] / matrices;
  Value matrix = matrixOf(columns, type.getNumElements() / shape[0]);
  if (isa<LinearOp>(anchor))
    return matrix;
  if (matrices > 1) { // the last reshape says which columns are whose: ContractionView looks through it
    Value taps =
        ReshapeOp::create(builder, loc, matrix, ArrayRef<int64_t>{matrices, columns, shape[2], shape[3], shape[1]});
    Value moved = TransposeOp::create(builder, loc, taps, ArrayRef<int64_t>{0, 1, 4, 2, 3});
    return ReshapeOp::create(builder, loc, moved, shape);
  }
  Value taps = ReshapeOp::create(builder, loc, matrix, ArrayRef<int64_t>{shape[0], shape[2], shape[3], shape[1]});
  return TransposeOp::create(builder, loc, taps, ArrayRef<int64_t>{0, 3, 1, 2});
}

/// Elements of a column of panels; 0 where the emitter reads none.
static int64_t panelColumns(Attribute schedule) {
  return llvm::TypeSwitch<Attribute, int64_t>(schedule)
      .Case([](rt::ContractionScheduleAttr own) { return own.getWidth() > 1 ? own.getTile().getColumns() : 0; })
      .Case([](rt::WinogradScheduleAttr own) { return own.getWidth() > 1 ? own.getColumns() : 0; })
      .Default(int64_t(0));
}

void PackOperands::packKernel(KernelOp kernel) {
  Block &body = kernel.getFunctionBody().front();
  Operation *anchor = anchorOf(kernel);
  int64_t columns = panelColumns(kernel->getAttr("rt.schedule"));
  if (columns == 0)
    return;
  BlockArgument argument = anchor ? rightSide(kernel, anchor) : BlockArgument();
  if (!argument)
    return;
  auto type = cast<RankedTensorType>(argument.getType());
  auto schedule = dyn_cast<rt::ContractionScheduleAttr>(kernel->getAttr("rt.schedule"));
  int64_t interleave = schedule ? interleaveOf(anchor, schedule.getTile()) : 1;
  KernelOp packing = packingKernel(anchor, type, columns, interleave);
  if (!packing->hasAttr("rt.schedule")) {
    int64_t width = cast<rt::ScheduleInterface>(kernel->getAttr("rt.schedule")).getWidth();
    packing->setAttr("rt.schedule", schedulePointwise(kernel.getContext(), width, /*threads=*/1));
  }
  Type packedType = packing.getResultTypes().front();

  for (rt::LaunchOp launch : launchesOf(kernel)) {
    OpOperand &input = launch.getInputsMutable()[argument.getArgNumber()];
    input.set(launchBefore(launch, packing, input.get()));
  }
  OpBuilder builder = OpBuilder::atBlockBegin(&body);
  int64_t matrices = matricesOf(anchor); // while its right side has its own type
  argument.setType(packedType);
  Value unpacked = unpackInto(builder, anchor, argument, type, matrices, interleave);
  anchor->setOperand(1, unpacked);
  SmallVector<Type> inputs(body.getArgumentTypes());
  kernel.setFunctionType(builder.getFunctionType(inputs, kernel.getResultTypes()));
}

} // namespace
