//===- LivenessTest.cpp - When slots hold values --------------------------===//

#include "lib/Memory/Liveness.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace dlc;

namespace {

struct LivenessTest : testing::Test {
  LivenessTest() { context.loadDialect<rt::RtDialect, func::FuncDialect>(); }

  /// (lower, upper) of each slot of a program on the buffers %x and %y with `body`.
  SmallVector<std::pair<int64_t, int64_t>> getRanges(llvm::StringRef body) {
    std::string text = R"(
      rt.model @m {
        rt.entry @f(x: tensor<4xf32>) -> (y: tensor<4xf32>)
        rt.variant @v #rt.target<cpu, "x86-64-v3"> {
          func.func private @k(memref<4xf32>, memref<4xf32>)
          rt.program @f() {
            %x = rt.argument 0 : memref<4xf32> extents affine_map<() -> ()>
            %y = rt.argument 1 : memref<4xf32> extents affine_map<() -> ()>
    )" + body.str() + "rt.return }}}";
    model = parseSourceString<ModuleOp>(text, &context);
    SmallVector<std::pair<int64_t, int64_t>> ranges;
    if (!model)
      return ranges;
    model->walk([&](rt::ProgramOp program) {
      FailureOr<SmallVector<LiveRange>> found = computeLiveRanges(program);
      EXPECT_TRUE(succeeded(found));
      for (LiveRange &range : *found)
        ranges.emplace_back(range.lower, range.upper);
    });
    return ranges;
  }

  MLIRContext context;
  OwningOpRef<ModuleOp> model;
};

using Ranges = SmallVector<std::pair<int64_t, int64_t>>;

TEST_F(LivenessTest, FromFirstWriteToLastRead) {
  EXPECT_EQ(getRanges(R"(
    %0 = rt.slot : memref<4xf32> extents affine_map<() -> ()>
    %1 = rt.slot : memref<4xf32> extents affine_map<() -> ()>
    rt.launch @k ins(%x : memref<4xf32>) outs(%0 : memref<4xf32>)
    rt.launch @k ins(%0 : memref<4xf32>) outs(%1 : memref<4xf32>)
    rt.launch @k ins(%1 : memref<4xf32>) outs(%y : memref<4xf32>)
  )"),
            (Ranges{{4, 6}, {5, 7}}));
}

TEST_F(LivenessTest, ThroughViewsOfViews) {
  EXPECT_EQ(getRanges(R"(
    %0 = rt.slot : memref<4xf32> extents affine_map<() -> ()>
    %1 = rt.view %0 : memref<4xf32> to memref<2x2xf32>
    %2 = rt.view %1 : memref<2x2xf32> to memref<4xf32>
    rt.copy %x to %0 : memref<4xf32> to memref<4xf32>
    rt.copy %2 to %y : memref<4xf32> to memref<4xf32>
  )"),
            (Ranges{{5, 7}}));
}

TEST_F(LivenessTest, InPlaceIsOneRange) {
  EXPECT_EQ(getRanges(R"(
    %0 = rt.slot : memref<4xf32> extents affine_map<() -> ()>
    rt.launch @k ins(%x : memref<4xf32>) outs(%0 : memref<4xf32>)
    rt.launch @k ins(%0 : memref<4xf32>) outs(%0 : memref<4xf32>) reuse [0]
    rt.launch @k ins(%0 : memref<4xf32>) outs(%y : memref<4xf32>)
  )"),
            (Ranges{{3, 6}}));
}

TEST_F(LivenessTest, UnusedIsNeverAlive) {
  Ranges ranges = getRanges("%0 = rt.slot : memref<4xf32> extents affine_map<() -> ()>\n");
  ASSERT_EQ(ranges.size(), 1u);
  EXPECT_EQ(ranges.front().first, ranges.front().second);
}

TEST_F(LivenessTest, WrittenAndNeverReadIsAliveOnce) {
  EXPECT_EQ(getRanges(R"(
    %0 = rt.slot : memref<4xf32> extents affine_map<() -> ()>
    rt.launch @k ins(%x : memref<4xf32>) outs(%0 : memref<4xf32>)
  )"),
            (Ranges{{3, 4}}));
}

struct ExtentsTest : testing::Test {
  rt::ExtentRange range(AffineExpr expr) {
    std::optional<rt::ExtentRange> found = rt::evaluateExtent(expr, dims);
    return found.value_or(rt::ExtentRange{-1, -2});
  }

  MLIRContext context;
  AffineExpr n = getAffineSymbolExpr(0, &context), m = getAffineSymbolExpr(1, &context);
  SmallVector<rt::ExtentRange> dims = {{2, 10}, {3, 5}};
};

using Pair = std::pair<int64_t, int64_t>;

bool operator==(rt::ExtentRange a, Pair b) { return Pair(a.low, a.high) == b; }

TEST_F(ExtentsTest, AreRanges) {
  EXPECT_TRUE(range(n + 1) == Pair(3, 11));
  EXPECT_TRUE(range(-n + 12) == Pair(2, 10));
  EXPECT_TRUE(range(n * m) == Pair(6, 50));
  EXPECT_TRUE(range((n - 1).floorDiv(2) + 1) == Pair(1, 5));
  EXPECT_TRUE(range(n.ceilDiv(m)) == Pair(1, 4));
  EXPECT_TRUE(range(n % 4) == Pair(0, 3));
  EXPECT_TRUE(range(m % 7) == Pair(3, 5));
}

TEST_F(ExtentsTest, AreExactWhereDimsAreKnown) {
  dims = {{7, 7}, {3, 3}};
  EXPECT_TRUE(range(n % m) == Pair(1, 1));
  EXPECT_TRUE(range((n * m).floorDiv(4)) == Pair(5, 5));
}

TEST_F(ExtentsTest, RefuseWhatInt64DoesNotHold) {
  dims = {{1, int64_t(1) << 40}, {0, 4}};
  EXPECT_FALSE(rt::evaluateExtent(n * n, dims));
  EXPECT_FALSE(rt::evaluateExtent(n.floorDiv(m), dims)); // m may be 0
  EXPECT_FALSE(rt::evaluateExtent(getAffineSymbolExpr(2, &context), dims));
  auto type = RankedTensorType::get({ShapedType::kDynamic, int64_t(1) << 30}, Float32Type::get(&context));
  EXPECT_FALSE(rt::getUpperBytes(type, AffineMap::get(0, 2, n), dims));
}

TEST_F(ExtentsTest, CountBytes) {
  auto bytes = [&](llvm::ArrayRef<int64_t> shape, Type element, AffineMap extents) {
    return rt::getUpperBytes(RankedTensorType::get(shape, element), extents, dims);
  };
  Builder builder(&context);
  AffineMap ofN = AffineMap::get(0, 2, n), none = AffineMap::get(&context);
  EXPECT_EQ(bytes({ShapedType::kDynamic, 4}, builder.getF32Type(), ofN), 160);
  EXPECT_EQ(bytes({3}, builder.getI1Type(), none), 3);
  EXPECT_EQ(bytes({}, builder.getF64Type(), none), 8);
  EXPECT_EQ(bytes({0, int64_t(1) << 62}, builder.getF64Type(), none), 0);
  EXPECT_EQ(bytes({ShapedType::kDynamic}, builder.getF32Type(), none), std::nullopt); // an extent is missing
}

} // namespace
