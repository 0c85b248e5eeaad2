//===- ChooseAlgorithms.cpp - One operator by several launches ------------===//
//
// A convolution of many channels by windows of 3 x 3 takes fewer products in the Winograd domain. Its kernel then has
// `winograd_conv2d` for an anchor and takes weights that a launch of their own has transformed, in f64, in front of
// each of its launches; of parameters that launch moves to @prepare like every other. A launch that only pads the image
// goes: tiles at the border are padded as they are read. A linear of few rows and columns and a long depth is cut
// (SplitDepth.h).
//===----------------------------------------------------------------------===//

#include "dlc/Kernel/Passes.h"
#include "lib/Kernel/Schedule/Algorithm.h"
#include "lib/Kernel/Select/Launches.h"
#include "lib/Kernel/Select/SplitDepth.h"

#include "dialects/dlc/Dlc.h"
#include "dialects/dlc/WinogradMatrices.h"
#include "dialects/rt/Rt.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FormatVariadic.h"

namespace dlc {
#define GEN_PASS_DEF_CHOOSEALGORITHMS
#include "dlc/Kernel/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

struct ChooseAlgorithms : dlc::impl::ChooseAlgorithmsBase<ChooseAlgorithms> {
  using ChooseAlgorithmsBase::ChooseAlgorithmsBase;

  void runOnOperation() override {
    rt::VariantOp variant = getOperation();
    if (variant.getTarget().getDevice() != rt::DeviceKind::CPU)
      return;
    launches.clear();
    unused.clear();
    variant.walk([&](rt::LaunchOp launch) { launches[launch.getKernel()].push_back(launch); });
    for (KernelOp kernel : llvm::to_vector(variant.getOps<KernelOp>())) {
      Operation *anchor = anchorOf(kernel);
      if (auto conv = dyn_cast_or_null<Conv2dOp>(anchor); conv && hasTransform(conv)) {
        if (int64_t output = chooseOutput(kernel, conv))
          transform(kernel, conv, output);
      } else if (auto linear = dyn_cast_or_null<LinearOp>(anchor); linear && canSplitDepth(linear)) {
        if (int64_t pieces = choosePieces(kernel, linear); pieces > 1)
          splitDepth(kernel, linear, launches[kernel.getSymName()], pieces);
      }
    }
    for (KernelOp kernel : unused)
      kernel.erase();
  }

private:
  bool hasTransform(Conv2dOp conv);
  int64_t chooseOutput(KernelOp kernel, Conv2dOp conv);
  int64_t choosePieces(KernelOp kernel, LinearOp linear);
  bool isPrepared(KernelOp kernel, Value argument);
  void transform(KernelOp kernel, Conv2dOp conv, int64_t output);
  PadOp padOf(Value value);
  SmallVector<int64_t> takePadding(KernelOp kernel, Value image);
  KernelOp weightsKernel(RankedTensorType type, int64_t output);
  Value transformedWeights(rt::LaunchOp launch, Value weights, int64_t output);

  llvm::StringMap<SmallVector<rt::LaunchOp>> launches; ///< of each kernel
  SmallVector<KernelOp> unused;                        ///< those whose launches have gone
};

constexpr int64_t toLast[] = {0, 2, 3, 1}, back[] = {0, 3, 1, 2};

/// A window of 3 x 3 at every pixel, over all channels, whose weights are an argument.
bool ChooseAlgorithms::hasTransform(Conv2dOp conv) {
  RankedTensorType weight = conv.getWeight().getType();
  auto isOne = [](int64_t number) { return number == 1; };
  auto argument = dyn_cast<BlockArgument>(conv.getWeight());
  return argument && argument.hasOneUse() && weight.hasStaticShape() && weight.getNumElements() > 0 &&
         weight.getDimSize(2) == 3 && weight.getDimSize(3) == 3 && conv.getGroups() == 1 &&
         llvm::all_of(conv.getStrides(), isOne) && llvm::all_of(conv.getDilations(), isOne) &&
         (weight.getElementType().isF32() || weight.getElementType().isF64());
}

static StringRef nameOf(ConvolutionAlgorithm algorithm) {
  switch (algorithm) {
  case ConvolutionAlgorithm::Direct:
    return "direct";
  case ConvolutionAlgorithm::Winograd2:
    return "winograd2";
  case ConvolutionAlgorithm::Winograd4:
    return "winograd";
  }
}

/// Whether what all launches of the kernel get for an argument depends on parameters only.
bool ChooseAlgorithms::isPrepared(KernelOp kernel, Value argument) {
  unsigned position = cast<BlockArgument>(argument).getArgNumber();
  return llvm::all_of(launches[kernel.getSymName()],
                      [&](rt::LaunchOp launch) { return dependsOnParametersOnly(launch.getInputs()[position]); });
}

/// Pixels of a tile, 0 where windows are summed as they are.
int64_t ChooseAlgorithms::chooseOutput(KernelOp kernel, Conv2dOp conv) {
  if (convolution == Convolution::Direct)
    return 0;
  if (convolution != Convolution::Auto)
    return convolution == Convolution::Winograd ? 4 : 2;
  RankedTensorType result = conv.getType(), weight = conv.getWeight().getType();
  auto known = [&](int64_t axis) { return result.isDynamicDim(axis) ? 0 : result.getDimSize(axis); };
  ConvolutionSize size = {known(0), known(2), known(3), weight.getDimSize(1), weight.getDimSize(0)};
  const Machine &machine = machineOf(getOperation().getTarget());
  if (!isPrepared(kernel, conv.getWeight()) || !weight.getElementType().isF32())
    return 0;
  ConvolutionAlgorithm choice = chooseConvolution(machine, size);
  if (report) {
    auto cycles = [&](ConvolutionAlgorithm algorithm) {
      return llvm::formatv("{0:f0}", convolutionCycles(machine, size, algorithm) / 1e3).str();
    };
    conv.emitRemark() << getOperation().getTarget().getArch() << ": conv2d of " << size.channels << " to "
                      << size.outputs << " channels is " << nameOf(choice) << "; thousands of cycles estimated: direct "
                      << cycles(ConvolutionAlgorithm::Direct) << ", winograd2 "
                      << cycles(ConvolutionAlgorithm::Winograd2) << ", winograd "
                      << cycles(ConvolutionAlgorithm::Winograd4);
  }
  return choice == ConvolutionAlgorithm::Direct ? 0 : choice == ConvolutionAlgorithm::Winograd2 ? 2 : 4;
}

/// Pieces of the depth, 1 where it stays whole.
int64_t ChooseAlgorithms::choosePieces(KernelOp kernel, LinearOp linear) {
  RankedTensorType left = linear.getInput().getType(), right = linear.getWeight().getType();
  ContractionSize size = {left.getDimSize(0), right.getDimSize(0), right.getDimSize(1)};
  if (depthPieces != 0)
    return size.depth % depthPieces == 0 ? depthPieces : 1;
  int64_t bytes = left.getElementTypeBitWidth() / 8;
  int64_t pieces = isPrepared(kernel, linear.getWeight())
                       ? chooseDepthPieces(machineOf(getOperation().getTarget()), size, bytes)
                       : 1;
  if (report && pieces > 1)
    linear.emitRemark() << getOperation().getTarget().getArch() << ": the depth " << size.depth
                        << " of linear is cut into " << pieces << " pieces: " << size.rows << " by " << size.columns
                        << " elements are too few for many threads";
  return pieces;
}

/// The operator of a launch that does nothing but pad height and width with zeros.
PadOp ChooseAlgorithms::padOf(Value value) {
  auto launch = value.getDefiningOp<rt::LaunchOp>();
  auto kernel = launch ? getOperation().lookupSymbol<KernelOp>(launch.getKernel()) : KernelOp();
  if (!kernel || launch.getInputs().size() != 1)
    return {};
  auto pad = kernel.getBody().front().getTerminator()->getOperand(0).getDefiningOp<PadOp>();
  if (!pad || !isa<BlockArgument>(pad.getInput()) || pad->getPrevNode() || !pad.getValue().isPosZero() ||
      pad.getLow().front() != 0 || pad.getHigh().front() != 0 || pad.getLow().back() != 0 || pad.getHigh().back() != 0)
    return {};
  return pad;
}

/// Takes over the padding of the launches whose results all launches of the kernel get for `image`: its argument is
/// then what they pad. Returns top, left, bottom, right.
SmallVector<int64_t> ChooseAlgorithms::takePadding(KernelOp kernel, Value image) {
  SmallVector<int64_t> none(4, 0);
  auto argument = dyn_cast<BlockArgument>(image);
  if (!argument || !argument.hasOneUse())
    return none;
  unsigned position = argument.getArgNumber();
  PadOp first;
  for (rt::LaunchOp launch : launches[kernel.getSymName()]) {
    PadOp pad = padOf(launch.getInputs()[position]);
    if (!pad || (first && (pad.getLow() != first.getLow() || pad.getHigh() != first.getHigh() ||
                           pad.getInput().getType() != first.getInput().getType())))
      return none;
    first = pad;
  }
  if (!first)
    return none;
  for (rt::LaunchOp launch : launches[kernel.getSymName()]) {
    auto padding = launch.getInputs()[position].getDefiningOp<rt::LaunchOp>();
    launch.getInputsMutable()[position].set(padding.getInputs().front());
    if (!padding->use_empty())
      continue;
    SmallVector<rt::LaunchOp> &others = launches[padding.getKernel()];
    llvm::erase(others, padding);
    if (others.empty())
      unused.push_back(getOperation().lookupSymbol<KernelOp>(padding.getKernel()));
    padding.erase();
  }
  ArrayRef<int64_t> low = first.getLow(), high = first.getHigh();
  argument.setType(first.getInput().getType());
  return {low[1], low[2], high[1], high[2]};
}

/// (points, O C) from (O C, 9): G w G^T of each window, in f64.
KernelOp ChooseAlgorithms::weightsKernel(RankedTensorType type, int64_t output) {
  std::string name = llvm::formatv("winograd{0}_weights_{1}_{2}", output, type.getDimSize(0), type.getElementType());
  return kernelNamed(getOperation(), name, type, [&](OpBuilder &builder, ValueRange arguments) -> Value {
    Value windows = arguments.front();
    ArrayRef<double> filter = winogradMatrices(output).filter;
    int64_t side = output + 2;
    SmallVector<double> factors; // of point (i, j) and tap (r, s)
    for (int64_t point = 0; point < side * side; ++point)
      for (int64_t tap = 0; tap < 9; ++tap)
        factors.push_back(filter[point / side * 3 + tap / 3] * filter[point % side * 3 + tap % 3]);
    Location loc = getOperation().getLoc();
    auto doubles = RankedTensorType::get({side * side, 9}, builder.getF64Type());
    Value left = ConstantOp::create(builder, loc, doubles, DenseElementsAttr::get(doubles, ArrayRef(factors)));
    if (type.getElementType().isF64())
      return MatmulOp::create(builder, loc, left, windows, /*transpose_a=*/false, /*transpose_b=*/true);
    Value right = CastOp::create(builder, loc, windows, builder.getF64Type());
    Value product = MatmulOp::create(builder, loc, left, right, /*transpose_a=*/false, /*transpose_b=*/true);
    return CastOp::create(builder, loc, product, type.getElementType());
  });
}

/// (points, O, C) from weights (O, C, 3, 3), in front of `launch`.
Value ChooseAlgorithms::transformedWeights(rt::LaunchOp launch, Value weights, int64_t output) {
  OpBuilder builder(launch);
  Location loc = launch.getLoc();
  auto type = cast<RankedTensorType>(weights.getType());
  int64_t outputs = type.getDimSize(0), channels = type.getDimSize(1), points = (output + 2) * (output + 2);
  RankedTensorType windows = type.clone({outputs * channels, 9});
  KernelOp kernel = weightsKernel(windows, output);
  Value view = rt::ViewOp::create(builder, loc, windows, weights, AffineMapAttr());
  Value product = launchBefore(launch, kernel, view);
  return rt::ViewOp::create(builder, loc, type.clone({points, outputs, channels}), product, AffineMapAttr());
}

/// An input that is read again after its place has been written is not taken over by a result.
static void dropReuse(rt::LaunchOp launch, unsigned image) {
  auto root = [](Value value) {
    while (auto view = value.getDefiningOp<rt::ViewOp>())
      value = view.getSource();
    return value;
  };
  DenseI64ArrayAttr reuse = launch.getReuseAttr();
  if (!reuse)
    return;
  SmallVector<int64_t> inputs(reuse.asArrayRef());
  for (int64_t &input : inputs)
    if (input >= 0 && root(launch.getInputs()[input]) == root(launch.getInputs()[image]))
      input = -1;
  launch.setReuse(inputs);
}

void ChooseAlgorithms::transform(KernelOp kernel, Conv2dOp conv, int64_t output) {
  OpBuilder builder(conv);
  Location loc = conv.getLoc();
  auto weight = cast<BlockArgument>(conv.getWeight());
  auto type = cast<RankedTensorType>(weight.getType());
  for (rt::LaunchOp launch : launches[kernel.getSymName()]) {
    OpOperand &input = launch.getInputsMutable()[weight.getArgNumber()];
    input.set(transformedWeights(launch, input.get(), output));
  }
  weight.setType(type.clone({(output + 2) * (output + 2), type.getDimSize(0), type.getDimSize(1)}));

  SmallVector<int64_t> padding(conv.getPadding());
  Value image;
  auto transpose = conv.getInput().getDefiningOp<TransposeOp>();
  if (transpose && transpose.getPermutation() == ArrayRef(back)) {
    image = transpose.getInput();
    if (transpose->hasOneUse())
      for (auto [pad, more] : llvm::zip_equal(padding, takePadding(kernel, image)))
        pad += more;
    if (auto argument = dyn_cast<BlockArgument>(image))
      for (rt::LaunchOp launch : launches[kernel.getSymName()])
        dropReuse(launch, argument.getArgNumber());
  } else {
    image = TransposeOp::create(builder, loc, conv.getInput(), ArrayRef(toLast));
  }
  Value result = WinogradConv2dOp::create(builder, loc, image, weight, conv.getBias(), output, padding);
  for (Operation *user : llvm::make_early_inc_range(conv->getUsers()))
    if (auto last = dyn_cast<TransposeOp>(user); last && last.getPermutation() == ArrayRef(toLast)) {
      last.replaceAllUsesWith(result);
      last.erase();
    }
  if (!conv->use_empty())
    conv.replaceAllUsesWith(TransposeOp::create(builder, loc, result, ArrayRef(back)).getResult());
  conv.erase();
  if (transpose && transpose->use_empty())
    transpose.erase();
  Block &body = kernel.getBody().front();
  kernel.setFunctionType(builder.getFunctionType(body.getArgumentTypes(), kernel.getResultTypes()));
}

} // namespace
