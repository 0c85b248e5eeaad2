//===- SimplifyGraph.cpp - Rewrite into fewer and cheaper operators -------===//
//
// Folders, dead operators, common subexpressions, and the rewrites below: they
// cancel movements, bring products into the forms kernels are best at, and keep
// values equal but for rounding.
//===----------------------------------------------------------------------===//

#include "dialects/dlc/Dlc.h"
#include "dlc/Graph/Passes.h"
#include "mlir/IR/Dominance.h"
#include "mlir/Transforms/CSE.h"

namespace dlc {
#define GEN_PASS_DEF_SIMPLIFYGRAPH
#include "dlc/Graph/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

RankedTensorType typeOf(Value value) { return cast<RankedTensorType>(value.getType()); }

/// The value of a literal whose elements are all the same.
std::optional<double> splatOf(Value value) {
  auto constant = value.getDefiningOp<ConstantOp>();
  auto dense = constant ? dyn_cast<DenseElementsAttr>(constant.getValue()) : DenseElementsAttr();
  if (!dense || !dense.isSplat() || !isa<FloatType>(dense.getElementType()))
    return std::nullopt;
  return dense.getSplatValue<FloatAttr>().getValueAsDouble();
}

//===----------------------------------------------------------------------===//
// Movement
//===----------------------------------------------------------------------===//

/// transpose(transpose(x)) is one transpose; one that moves axes of extent 1
/// only is a reshape, which moves nothing.
struct MergeTransposes : OpRewritePattern<TransposeOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(TransposeOp op, PatternRewriter &rewriter) const override {
    auto inner = op.getInput().getDefiningOp<TransposeOp>();
    if (!inner)
      return rewriter.notifyMatchFailure(op, "operand is no transpose");
    SmallVector<int64_t> permutation;
    for (int64_t axis : op.getPermutation())
      permutation.push_back(inner.getPermutation()[axis]);
    rewriter.replaceOpWithNewOp<TransposeOp>(op, inner.getInput(), rewriter.getDenseI64ArrayAttr(permutation));
    return success();
  }
};

struct ReshapeUnitTranspose : OpRewritePattern<TransposeOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(TransposeOp op, PatternRewriter &rewriter) const override {
    RankedTensorType input = typeOf(op.getInput());
    if (input.getNumDynamicDims() > 1)
      return rewriter.notifyMatchFailure(op, "a reshape infers one extent only");
    int64_t last = -1;
    for (int64_t axis : op.getPermutation()) {
      if (input.getDimSize(axis) == 1)
        continue;
      if (axis < last)
        return rewriter.notifyMatchFailure(op, "moves elements");
      last = axis;
    }
    SmallVector<int64_t> shape;
    for (int64_t extent : typeOf(op.getResult()).getShape())
      if (extent == 0)
        return rewriter.notifyMatchFailure(op, "has no elements: 0 in a reshape means something else");
      else
        shape.push_back(ShapedType::isDynamic(extent) ? -1 : extent);
    rewriter.replaceOpWithNewOp<ReshapeOp>(op, op.getInput(), rewriter.getDenseI64ArrayAttr(shape));
    return success();
  }
};

/// reshape(reshape(x)) is one reshape, as long as its extents can be written.
struct MergeReshapes : OpRewritePattern<ReshapeOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ReshapeOp op, PatternRewriter &rewriter) const override {
    auto inner = op.getInput().getDefiningOp<ReshapeOp>();
    if (!inner)
      return rewriter.notifyMatchFailure(op, "operand is no reshape");
    SmallVector<int64_t> shape;
    for (auto [axis, extent] : llvm::enumerate(typeOf(op.getResult()).getShape())) {
      bool copies = op.getShape()[axis] == 0 && inner.getShape()[axis] == 0;
      if (extent == 0 || (ShapedType::isDynamic(extent) && op.getShape()[axis] == 0 && !copies))
        return rewriter.notifyMatchFailure(op, "an extent cannot be taken from the first operand");
      shape.push_back(!ShapedType::isDynamic(extent) ? extent : copies ? 0 : -1);
    }
    rewriter.replaceOpWithNewOp<ReshapeOp>(op, inner.getInput(), rewriter.getDenseI64ArrayAttr(shape));
    return success();
  }
};

/// f(reshape(x)) is reshape(f(x)): the view no longer stands between two operators that could be one kernel.
struct SinkReshape : OpInterfaceRewritePattern<TensorOpInterface> {
  using OpInterfaceRewritePattern::OpInterfaceRewritePattern;
  LogicalResult matchAndRewrite(TensorOpInterface op, PatternRewriter &rewriter) const override {
    if (op.getRole() != Role::Elementwise || op->getNumOperands() != 1)
      return rewriter.notifyMatchFailure(op, "is no elementwise operator of one operand");
    auto reshape = op->getOperand(0).getDefiningOp<ReshapeOp>();
    if (!reshape || !reshape->hasOneUse())
      return rewriter.notifyMatchFailure(op, "operand is no reshape of its own");
    if (!isa_and_present<TensorOpInterface>(reshape.getInput().getDefiningOp()))
      return rewriter.notifyMatchFailure(op, "nothing before the reshape could take the operator");
    auto element = typeOf(op->getResult(0)).getElementType();
    OperationState state(op.getLoc(), op->getName());
    state.addOperands(reshape.getInput());
    state.addTypes(typeOf(reshape.getInput()).clone(element));
    state.addAttributes(op->getAttrs());
    Operation *moved = rewriter.create(state);
    rewriter.replaceOpWithNewOp<ReshapeOp>(op, moved->getResult(0), reshape.getShapeAttr());
    return success();
  }
};

/// Elementwise operators broadcast by themselves.
struct DropBroadcast : OpInterfaceRewritePattern<TensorOpInterface> {
  using OpInterfaceRewritePattern::OpInterfaceRewritePattern;
  LogicalResult matchAndRewrite(TensorOpInterface op, PatternRewriter &rewriter) const override {
    if (op.getRole() != Role::Elementwise || op->getNumOperands() < 2 || isa<BatchNormOp>(op))
      return rewriter.notifyMatchFailure(op, "does not broadcast");
    for (OpOperand &operand : op->getOpOperands()) {
      auto broadcast = operand.get().getDefiningOp<BroadcastOp>();
      if (!broadcast || !givesShapeWithout(op, operand.getOperandNumber(), broadcast))
        continue;
      rewriter.modifyOpInPlace(op, [&] { operand.set(broadcast.getInput()); });
      return success();
    }
    return rewriter.notifyMatchFailure(op, "no operand is stretched for nothing");
  }

  /// Whether the other operands give the result its extents. Unknown extents of
  /// operands are equal to that of the result wherever there are any.
  static bool givesShapeWithout(Operation *op, unsigned number, BroadcastOp broadcast) {
    RankedTensorType result = typeOf(op->getResult(0));
    for (int64_t fromLast = 1; fromLast <= result.getRank(); ++fromLast) {
      int64_t extent = result.getDimSize(result.getRank() - fromLast);
      bool given = false;
      for (OpOperand &other : op->getOpOperands()) {
        Value value = other.getOperandNumber() == number ? broadcast.getInput() : other.get();
        int64_t rank = typeOf(value).getRank();
        given |= rank >= fromLast && typeOf(value).getDimSize(rank - fromLast) == extent;
      }
      if (!given)
        return false;
    }
    return true;
  }
};

//===----------------------------------------------------------------------===//
// Contractions
//===----------------------------------------------------------------------===//

bool swapsLastTwo(TransposeOp op) {
  int64_t rank = op.getPermutation().size();
  for (auto [to, from] : llvm::enumerate(op.getPermutation())) {
    int64_t expected = int64_t(to) == rank - 1 ? rank - 2 : int64_t(to) == rank - 2 ? rank - 1 : to;
    if (from != expected)
      return false;
  }
  return rank >= 2;
}

/// matmul(a, transpose(b)) reads b the other way round.
struct FoldTransposeIntoMatmul : OpRewritePattern<MatmulOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(MatmulOp op, PatternRewriter &rewriter) const override {
    auto lhs = op.getLhs().getDefiningOp<TransposeOp>(), rhs = op.getRhs().getDefiningOp<TransposeOp>();
    bool foldLhs = lhs && swapsLastTwo(lhs), foldRhs = rhs && swapsLastTwo(rhs);
    if (!foldLhs && !foldRhs)
      return rewriter.notifyMatchFailure(op, "no operand is a transpose of its last axes");
    rewriter.modifyOpInPlace(op, [&] {
      if (foldLhs) {
        op.getLhsMutable().set(lhs.getInput());
        op.setTransposeA(!op.getTransposeA());
      }
      if (foldRhs) {
        op.getRhsMutable().set(rhs.getInput());
        op.setTransposeB(!op.getTransposeB());
      }
    });
    return success();
  }
};

/// A product with a weight matrix is a linear layer: its weights are packed once.
struct MatmulToLinear : OpRewritePattern<MatmulOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(MatmulOp op, PatternRewriter &rewriter) const override {
    if (op.getTransposeA() || typeOf(op.getRhs()).getRank() != 2 || !op.getRhs().getDefiningOp<ReadOp>())
      return rewriter.notifyMatchFailure(op, "the second operand is no weight matrix");
    Value weight = op.getRhs();
    if (!op.getTransposeB())
      weight = TransposeOp::create(rewriter, op.getLoc(), weight, rewriter.getDenseI64ArrayAttr({1, 0}));
    rewriter.replaceOpWithNewOp<LinearOp>(op, op.getLhs(), weight, Value());
    return success();
  }
};

/// linear(x, w) + b takes b along.
struct FoldBiasIntoLinear : OpRewritePattern<AddOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(AddOp op, PatternRewriter &rewriter) const override {
    for (bool swapped : {false, true}) {
      auto linear = (swapped ? op.getRhs() : op.getLhs()).getDefiningOp<LinearOp>();
      Value bias = swapped ? op.getLhs() : op.getRhs();
      if (!linear || linear.getBias() || !linear->hasOneUse() || typeOf(bias).getRank() != 1 ||
          typeOf(bias).getDimSize(0) != typeOf(linear.getWeight()).getDimSize(0) || !typeOf(bias).hasStaticShape())
        continue;
      rewriter.replaceOpWithNewOp<LinearOp>(op, linear.getInput(), linear.getWeight(), bias);
      return success();
    }
    return rewriter.notifyMatchFailure(op, "is no bias of a linear layer without one");
  }
};

/// conv2d(pad(x)) with zeros around the image is padding of the convolution.
struct FoldPadIntoConv2d : OpRewritePattern<Conv2dOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(Conv2dOp op, PatternRewriter &rewriter) const override {
    auto pad = op.getInput().getDefiningOp<PadOp>();
    if (!pad)
      return rewriter.notifyMatchFailure(op, "operand is no pad");
    ArrayRef<int64_t> low = pad.getLow(), high = pad.getHigh(), padding = op.getPadding();
    if (!pad.getValue().isZero() || low[0] || low[1] || high[0] || high[1])
      return rewriter.notifyMatchFailure(op, "pads something else than zeros around images");
    SmallVector<int64_t> sum{padding[0] + low[2], padding[1] + low[3], padding[2] + high[2], padding[3] + high[3]};
    rewriter.modifyOpInPlace(op, [&] {
      op.getInputMutable().set(pad.getInput());
      op.setPadding(sum);
    });
    return success();
  }
};

//===----------------------------------------------------------------------===//
// Rows
//===----------------------------------------------------------------------===//

/// moments(x) whose variance nobody needs is the mean.
struct MomentsToMean : OpRewritePattern<MomentsOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(MomentsOp op, PatternRewriter &rewriter) const override {
    if (!op.getVariance().use_empty())
      return rewriter.notifyMatchFailure(op, "the variance is used");
    Value mean = ReduceOp::create(rewriter, op.getLoc(), Reduction::Mean, op.getInput(), op.getAxes(), op.getKeep());
    rewriter.replaceAllUsesWith(op.getMean(), mean);
    rewriter.eraseOp(op);
    return success();
  }
};

//===----------------------------------------------------------------------===//
// Elementwise
//===----------------------------------------------------------------------===//

/// A literal of extents 1 beside an operand that has its axes is one number: it stops no other pattern, no layout, no
/// fusion.
struct DropLiteralAxes : OpInterfaceRewritePattern<TensorOpInterface> {
  using OpInterfaceRewritePattern::OpInterfaceRewritePattern;
  LogicalResult matchAndRewrite(TensorOpInterface op, PatternRewriter &rewriter) const override {
    if (op.getRole() != Role::Elementwise || isa<BatchNormOp>(op))
      return rewriter.notifyMatchFailure(op, "operands are not aligned as numpy does");
    for (OpOperand &operand : op->getOpOperands()) {
      auto literal = operand.get().getDefiningOp<ConstantOp>();
      RankedTensorType type = typeOf(operand.get());
      int64_t rank = type.getRank();
      bool isBroadcast = llvm::any_of(op->getOperands(), [&](Value other) {
        return !other.getDefiningOp<ConstantOp>() && typeOf(other).getRank() >= rank;
      });
      if (!literal || rank == 0 || !isBroadcast || llvm::any_of(type.getShape(), [](int64_t d) { return d != 1; }))
        continue;
      auto value = cast<DenseElementsAttr>(literal.getValue()).reshape(type.clone(ArrayRef<int64_t>()));
      rewriter.setInsertionPoint(op);
      Value number = ConstantOp::create(rewriter, literal.getLoc(), value.getType(), value);
      rewriter.modifyOpInPlace(op, [&] { operand.set(number); });
      return success();
    }
    return rewriter.notifyMatchFailure(op, "has no literal of extents 1");
  }
};

/// x * sigmoid(x) is silu(x).
struct RecogniseSilu : OpRewritePattern<MulOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(MulOp op, PatternRewriter &rewriter) const override {
    for (bool swapped : {false, true}) {
      Value x = swapped ? op.getRhs() : op.getLhs();
      auto sigmoid = (swapped ? op.getLhs() : op.getRhs()).getDefiningOp<SigmoidOp>();
      if (!sigmoid || sigmoid.getInput() != x)
        continue;
      rewriter.replaceOpWithNewOp<SiluOp>(op, x);
      return success();
    }
    return rewriter.notifyMatchFailure(op, "is no x * sigmoid(x)");
  }
};

/// a / sqrt(x) is a * rsqrt(x), and a / 2^n is a * 2^-n, exactly.
struct CheapenDivision : OpRewritePattern<DivOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(DivOp op, PatternRewriter &rewriter) const override {
    Value factor;
    if (auto root = op.getRhs().getDefiningOp<SqrtOp>(); root && root->hasOneUse()) {
      factor = RsqrtOp::create(rewriter, root.getLoc(), root.getInput());
    } else if (std::optional<double> divisor = splatOf(op.getRhs())) {
      int exponent;
      if (std::abs(std::frexp(*divisor, &exponent)) != 0.5 || std::abs(exponent) > 12)
        return rewriter.notifyMatchFailure(op, "the reciprocal is not exact");
      RankedTensorType type = typeOf(op.getRhs());
      auto reciprocal = rewriter.getFloatAttr(type.getElementType(), 1 / *divisor);
      factor = ConstantOp::create(rewriter, op.getLoc(), type, DenseElementsAttr::get(type, reciprocal.getValue()));
    } else {
      return rewriter.notifyMatchFailure(op, "divides by neither a root nor a literal");
    }
    rewriter.replaceOpWithNewOp<MulOp>(op, op.getLhs(), factor);
    return success();
  }
};

/// pow(x, 2) is x * x.
struct CheapenPower : OpRewritePattern<PowOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(PowOp op, PatternRewriter &rewriter) const override {
    std::optional<double> exponent = splatOf(op.getRhs());
    if (!exponent || (*exponent != 2 && *exponent != 3) || op.getType() != op.getLhs().getType())
      return rewriter.notifyMatchFailure(op, "the exponent is not 2 or 3");
    Value square = MulOp::create(rewriter, op.getLoc(), op.getLhs(), op.getLhs());
    if (*exponent == 3)
      square = MulOp::create(rewriter, op.getLoc(), square, op.getLhs());
    rewriter.replaceOp(op, square);
    return success();
  }
};

/// A cast that loses nothing is not seen by the cast after it.
struct MergeCasts : OpRewritePattern<CastOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(CastOp op, PatternRewriter &rewriter) const override {
    auto inner = op.getInput().getDefiningOp<CastOp>();
    if (!inner || !losesNothing(typeOf(inner.getInput()).getElementType(), typeOf(inner.getResult()).getElementType()))
      return rewriter.notifyMatchFailure(op, "operand is no cast that loses nothing");
    rewriter.replaceOpWithNewOp<CastOp>(op, op->getResultTypes(), inner.getInput(), op->getAttrs());
    return success();
  }

  static bool losesNothing(Type from, Type to) {
    if (isa<FloatType>(from) && isa<FloatType>(to))
      return from == to || (cast<FloatType>(from).getWidth() < cast<FloatType>(to).getWidth());
    // A bool becomes 0 or 1, which every later cast reads the same way.
    return isa<IntegerType>(from) && isa<IntegerType>(to) && from.getIntOrFloatBitWidth() < to.getIntOrFloatBitWidth();
  }
};

/// select(not c, a, b) is select(c, b, a).
struct FoldNotIntoSelect : OpRewritePattern<SelectOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(SelectOp op, PatternRewriter &rewriter) const override {
    auto negation = op.getCondition().getDefiningOp<NotOp>();
    if (!negation)
      return rewriter.notifyMatchFailure(op, "condition is no negation");
    rewriter.replaceOpWithNewOp<SelectOp>(op, negation.getInput(), op.getRhs(), op.getLhs());
    return success();
  }
};

struct SimplifyGraph : dlc::impl::SimplifyGraphBase<SimplifyGraph> {
  LogicalResult initialize(MLIRContext *context) override {
    RewritePatternSet set(context);
    set.add<MergeTransposes, ReshapeUnitTranspose, MergeReshapes, SinkReshape, DropBroadcast, FoldTransposeIntoMatmul,
            MatmulToLinear, FoldBiasIntoLinear, FoldPadIntoConv2d, MomentsToMean, DropLiteralAxes, RecogniseSilu,
            CheapenDivision, CheapenPower, MergeCasts, FoldNotIntoSelect>(context);
    patterns = std::move(set);
    return success();
  }

  void runOnOperation() override {
    // When CSE merges equal subexpressions, patterns find new matches; a second round of both finds them all in
    // practice.
    for (int round = 0; round < 2; ++round) {
      IRRewriter rewriter(&getContext());
      DominanceInfo dominance(getOperation());
      eliminateCommonSubExpressions(rewriter, dominance, getOperation());
      if (failed(applyPatternsGreedily(getOperation(), patterns)))
        getOperation().emitWarning("simplification was still changing the function when it was stopped");
    }
  }

  FrozenRewritePatternSet patterns;
};

} // namespace
