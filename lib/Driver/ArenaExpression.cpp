//===- ArenaExpression.cpp - Bytes of an arena, in C and as code ----------===//

#include "lib/Driver/ArenaExpression.h"
#include "mlir/IR/AffineExpr.h"
#include "llvm/IR/Intrinsics.h"

using namespace mlir;
using namespace dlc;

/// Quotients are of numbers of at least 0, where C rounds down: rounding up adds the divisor less 1.
std::string dlc::printArenaSum(AffineExpr sum, ArrayRef<std::string> dims) {
  if (auto constant = dyn_cast<AffineConstantExpr>(sum)) {
    std::string text = "INT64_C(" + std::to_string(constant.getValue()) + ")";
    return constant.getValue() < 0 ? "(" + text + ")" : text;
  }
  if (auto symbol = dyn_cast<AffineSymbolExpr>(sum))
    return "(int64_t)(" + dims[symbol.getPosition()] + ")";
  auto binary = cast<AffineBinaryOpExpr>(sum);
  std::string a = printArenaSum(binary.getLHS(), dims), b = printArenaSum(binary.getRHS(), dims);
  switch (sum.getKind()) {
  case AffineExprKind::Add:
    return "(" + a + " + " + b + ")";
  case AffineExprKind::Mul:
    return a + " * " + b;
  case AffineExprKind::CeilDiv:
    return "((" + a + " + " + b + " - 1) / " + b + ")";
  case AffineExprKind::FloorDiv:
    return "(" + a + " / " + b + ")";
  default:
    return "(" + a + " % " + b + ")";
  }
}

namespace {

/// Evaluates affine expressions in LLVM IR and notes whether something has overflowed.
class Evaluator {
public:
  Evaluator(llvm::IRBuilder<> &builder, llvm::Value *extents)
      : builder(builder), extents(extents), overflow(builder.getFalse()) {}

  llvm::Value *evaluate(AffineExpr expr);
  llvm::Value *getOverflow() const { return overflow; }

private:
  llvm::Value *checked(llvm::Intrinsic::ID operation, llvm::Value *a, llvm::Value *b) {
    llvm::Value *pair = builder.CreateBinaryIntrinsic(operation, a, b);
    overflow = builder.CreateOr(overflow, builder.CreateExtractValue(pair, 1));
    return builder.CreateExtractValue(pair, 0);
  }

  llvm::IRBuilder<> &builder;
  llvm::Value *extents, *overflow;
};

llvm::Value *Evaluator::evaluate(AffineExpr expr) {
  llvm::Type *i64 = builder.getInt64Ty();
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return builder.getInt64(constant.getValue());
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expr))
    return builder.CreateLoad(i64, builder.CreateConstInBoundsGEP1_64(i64, extents, symbol.getPosition()));
  auto binary = cast<AffineBinaryOpExpr>(expr);
  llvm::Value *a = evaluate(binary.getLHS()), *b = evaluate(binary.getRHS());
  switch (expr.getKind()) {
  case AffineExprKind::Add:
    return checked(llvm::Intrinsic::sadd_with_overflow, a, b);
  case AffineExprKind::Mul:
    return checked(llvm::Intrinsic::smul_with_overflow, a, b);
  case AffineExprKind::CeilDiv:
    a = checked(llvm::Intrinsic::sadd_with_overflow, a, builder.CreateSub(b, builder.getInt64(1)));
    return builder.CreateSDiv(a, b);
  case AffineExprKind::FloorDiv:
    return builder.CreateSDiv(a, b);
  default:
    return builder.CreateSRem(a, b);
  }
}

} // namespace

void dlc::emitArenaFunction(AffineMap arena, llvm::Function *function, llvm::IRBuilder<> &builder) {
  Evaluator evaluator(builder, function->getArg(0));
  llvm::Value *most = builder.getInt64(0);
  for (AffineExpr sum : arena.getResults())
    most = builder.CreateBinaryIntrinsic(llvm::Intrinsic::smax, most, evaluator.evaluate(sum));
  builder.CreateRet(builder.CreateSelect(evaluator.getOverflow(), builder.getInt64(-1), most));
}
