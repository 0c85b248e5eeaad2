//===- ElementEmitterTest.cpp - Fused elements are what the operators define ---===//
//
// Random kernels, each emitted at every point by scalars or by vectors of 4, 8 or 16 lanes that run along one or two
// axes, forwards, backwards or in steps, begin before the tensor and end behind it, under random masks; compared bit by
// bit with the evaluator, for several extents of what is unknown. Each buffer ends or begins at a page that nobody may
// touch, also where indices are wrong and numbers mean nothing. A repetition goes on with other kernels:
// --gtest_filter='ElementEmitter.*' --gtest_repeat=20.
//===----------------------------------------------------------------------===//

#include "dialects/dlc/Evaluate.h"
#include "dlc/Driver/Register.h"
#include "dlc/Target/EmitObject.h"
#include "lib/Kernel/Emit/EmitElement.h"
#include "lib/Kernel/Emit/Loops.h"
#include "lib/Kernel/Schedule/Schedule.h"
#include "test/Unit/CompiledFunctions.h"
#include "test/Unit/RandomKernel.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "gtest/gtest.h"
#include <cmath>

using namespace dlc;
using namespace dlc::test;
using namespace mlir;

namespace {

constexpr unsigned kernels = 250;
constexpr int64_t widths[] = {1, 4, 8, 16};
constexpr int64_t maskBits = 64; // and 16 more, for the lanes
constexpr unsigned char untouched = 0xab;

/// How the lanes of one function move: a stride per axis of the result, 0 for those that a loop goes over.
struct Walk {
  int64_t lanes = 1;
  SmallVector<int64_t> strides;
  /// Only vectors inside the tensor, under no mask; else two complementary masks, by one emitter.
  bool whole = true;
};

Walk drawWalk(Random &random, int64_t rank, int64_t lanes) {
  static constexpr int64_t strides[] = {1, 1, 1, 1, 2, 3, -1};
  Walk walk;
  walk.lanes = lanes;
  walk.strides.assign(rank, 0);
  if (lanes == 1 || rank == 0)
    return walk;
  walk.whole = random.chance(25);
  walk.strides[random.chance(60) ? rank - 1 : random.below(rank)] = random.of(strides);
  if (random.chance(10))
    walk.strides[random.below(rank)] = random.of(strides);
  return walk;
}

/// Replaces a kernel by a function with a second set of outputs and the mask's bits behind its own parameters.
class WalkEmitter {
public:
  WalkEmitter(KernelOp kernel, const Walk &walk) : function(kernel), walk(walk) {}

  void emit() {
    for (unsigned i = 0; i < function.results().size(); ++i)
      others.push_back(function.workspace(cast<MemRefType>(function.output(i).getType())));
    bits = function.workspace(MemRefType::get({maskBits + 16}, function.builder.getI8Type()));
    extents = function.extents(function.results().front());
    emitAxis(function.builder, {});
    function.finish();
  }

private:
  Value index(OpBuilder &at, int64_t value) { return arith::ConstantIndexOp::create(at, function.loc, value); }
  Value add(OpBuilder &at, Value a, int64_t b) { return arith::AddIOp::create(at, function.loc, a, index(at, b)); }

  void emitAxis(OpBuilder &at, Point point) {
    size_t axis = point.size();
    if (axis == extents.size())
      return emitPoint(at, point);
    int64_t stride = walk.strides[axis], reach = (walk.lanes - 1) * stride;
    // From where only the last lane is inside, to where only the first is.
    Value lower = index(at, std::min<int64_t>(0, -reach));
    Value upper = add(at, extents[axis], std::max<int64_t>(0, -reach));
    emitLoop(at, function.loc, lower, upper, 1, [&](OpBuilder &nested, Value i) {
      Point here = point;
      here.push_back({i, stride});
      emitAxis(nested, here);
    });
  }

  void emitPoint(OpBuilder &at, const Point &point) {
    if (walk.lanes == 1 || extents.empty())
      return store(at, point, Value(), false);
    Value inside = lanesInside(at, point);
    if (walk.whole) {
      Value all = vector::ReductionOp::create(at, function.loc, vector::CombiningKind::AND, inside);
      auto branch = scf::IfOp::create(at, function.loc, all, false);
      OpBuilder nested = branch.getThenBodyBuilder();
      return store(nested, point, Value(), false);
    }
    ElementEmitter emitter(function, at, walk.lanes);
    Value some = someBits(at, point);
    Value yes =
        arith::ConstantOp::create(at, function.loc, DenseElementsAttr::get(cast<ShapedType>(some.getType()), true));
    Value rest = arith::XOrIOp::create(at, function.loc, some, yes);
    store(emitter, point, arith::AndIOp::create(at, function.loc, inside, some), false);
    store(emitter, point, arith::AndIOp::create(at, function.loc, inside, rest), true);
  }

  void store(OpBuilder &at, const Point &point, Value mask, bool second) {
    ElementEmitter emitter(function, at, walk.lanes);
    store(emitter, point, mask, second);
  }

  void store(ElementEmitter &emitter, const Point &point, Value mask, bool second) {
    for (auto [i, result] : llvm::enumerate(function.results())) {
      Value element = emitter.emit(result, point, mask);
      emitter.store(element, elementTypeOf(result), second ? others[i] : function.output(i), point, mask);
    }
  }

  Value lanesInside(OpBuilder &at, const Point &point) {
    Location loc = function.loc;
    auto type = VectorType::get({walk.lanes}, at.getIndexType());
    auto splat = [&](Value value) { return vector::BroadcastOp::create(at, loc, type, value); };
    Value inside;
    for (auto [coordinate, extent] : llvm::zip_equal(point, extents)) {
      if (coordinate.stride == 0)
        continue;
      Value steps = vector::StepOp::create(at, loc, type);
      steps = arith::MulIOp::create(at, loc, steps, splat(index(at, coordinate.stride)));
      Value position = arith::AddIOp::create(at, loc, splat(coordinate.base), steps);
      // A negative index is a large one.
      Value bit = arith::CmpIOp::create(at, loc, arith::CmpIPredicate::ult, position, splat(extent));
      inside = inside ? arith::AndIOp::create(at, loc, inside, bit).getResult() : bit;
    }
    return inside;
  }

  Value someBits(OpBuilder &at, const Point &point) {
    Location loc = function.loc;
    Value place = index(at, 1 << 10);
    for (const Coordinate &coordinate : point)
      place = arith::AddIOp::create(at, loc, arith::MulIOp::create(at, loc, place, index(at, 7)), coordinate.base);
    place = arith::RemUIOp::create(at, loc, place, index(at, maskBits));
    auto type = VectorType::get({walk.lanes}, at.getI8Type());
    Value bytes = vector::LoadOp::create(at, loc, type, bits, place);
    Value zero = arith::ConstantOp::create(at, loc, at.getZeroAttr(type));
    return arith::CmpIOp::create(at, loc, arith::CmpIPredicate::ne, bytes, zero);
  }

  KernelFunction function;
  const Walk &walk;
  SmallVector<Value> extents, others;
  Value bits;
};

/// Element by element, as in the memory of an artefact.
std::vector<char> bytesOf(const Tensor &tensor) {
  unsigned width = tensor.elementType().getIntOrFloatBitWidth(), size = llvm::divideCeil(width, 8);
  std::vector<char> bytes(tensor.size() * size);
  DenseElementsAttr literal = literalOf(tensor);
  for (int64_t i = 0; i < tensor.size(); ++i) {
    uint64_t bits = tensor.isFloat() ? literal.getValues<APFloat>()[i].bitcastToAPInt().getZExtValue()
                                     : static_cast<uint64_t>(tensor.integer(i));
    std::memcpy(bytes.data() + i * size, &bits, size);
  }
  return bytes;
}

/// What a kernel yields, and whether the numbers can be compared.
struct Expected {
  bool isDefined = true, isComparable = true;
  SmallVector<Tensor> results;
};

Expected evaluate(KernelOp kernel, ArrayRef<Tensor> arguments) {
  Expected expected;
  auto isInRange = [](const Tensor &indices, int64_t extent) {
    for (int64_t i = 0; i < indices.size(); ++i)
      if (indices.integer(i) < 0 || indices.integer(i) >= extent)
        return false;
    return true;
  };
  auto apply = [&](TensorOpInterface op, ArrayRef<Tensor> operands) {
    auto gather = dyn_cast<GatherOp>(op.getOperation());
    bool isGood = true;
    if (gather)
      isGood = isInRange(operands[1], operands[0].shape()[gather.getPositiveAxis()]);
    else if (isa<EmbeddingOp>(op))
      isGood = isInRange(operands[0], operands[1].shape()[0]);
    FailureOr<SmallVector<Tensor>> tensors = isGood ? op.evaluateResults(operands) : resultTensors(op, operands);
    expected.isComparable &= isGood && (failed(tensors) || isExact(tensors->front()));
    return tensors;
  };
  Evaluator evaluator([](StringRef, Operation *) -> FailureOr<Tensor> { return failure(); }, apply);
  FailureOr<SmallVector<Tensor>> results = evaluator.run(cast<FunctionOpInterface>(kernel.getOperation()), arguments);
  expected.isDefined = succeeded(results);
  if (succeeded(results))
    expected.results = *results;
  return expected;
}

/// Memory of one call, in the order of the function's parameters.
struct Call {
  bool atEnd;
  std::vector<GuardedMemory> memory;
  std::vector<uint64_t> slots;

  GuardedMemory &add(Type type, ArrayRef<int64_t> shape, size_t bytes) {
    memory.emplace_back(bytes, atEnd);
    slots.push_back(reinterpret_cast<uint64_t>(memory.back().data()));
    for (auto [declared, extent] : llvm::zip(cast<RankedTensorType>(type).getShape(), shape))
      if (ShapedType::isDynamic(declared))
        slots.push_back(extent);
    return memory.back();
  }
};

class KernelCheck {
public:
  KernelCheck(MLIRContext &context, unsigned number) : random(number), drawn(drawKernel(context, random)) {
    static constexpr StringRef levels[] = {"x86-64-v2", "x86-64-v3", "x86-64-v4"};
    SmallVector<StringRef> here;
    llvm::copy_if(levels, std::back_inserter(here), hasLevel);
    level = random.of(here);
    llvm::raw_string_ostream(text) << drawn.kernel;
    describe = "kernel " + std::to_string(number) + " on " + level.str() + "\n" + text;
  }

  void run() {
    int64_t rank = cast<RankedTensorType>(drawn.kernel.getResultTypes()[0]).getRank();
    OpBuilder builder(drawn.kernel);
    auto schedule = schedulePointwise(builder.getContext(), /*width=*/1, /*threads=*/1);
    OwningOpRef<ModuleOp> module = ModuleOp::create(drawn.kernel.getLoc());
    auto kernel = cast<KernelOp>(drawn.kernel->clone());
    kernel.setSymName("kernel");
    kernel->setAttr("rt.schedule", schedule);
    module->push_back(kernel);
    walk = drawWalk(random, rank, random.of(widths));
    WalkEmitter(kernel, walk).emit();
    CompiledFunctions functions(*module, level);
    int64_t unknowns[] = {drawn.unknown, 0, 1, 6};
    for (int64_t unknown : unknowns)
      for (bool anyIndices : {false, true}) {
        bool hasIndices =
            llvm::any_of(drawn.arguments, [](const auto &one) { return one.holds == RandomKernel::Holds::Indices; });
        if (anyIndices && !hasIndices)
          continue;
        SmallVector<Tensor> arguments = drawArguments(drawn, random, unknown, anyIndices);
        Expected expected = evaluate(drawn.kernel, arguments);
        if (!expected.isDefined)
          continue;
        check(functions.find("kernel"), arguments, expected);
      }
  }

private:
  void check(CompiledFunctions::Function function, ArrayRef<Tensor> arguments, const Expected &expected) {
    Call call{random.chance(50), {}, {}};
    for (auto [type, tensor] : llvm::zip(drawn.kernel.getArgumentTypes(), arguments)) {
      std::vector<char> bytes = bytesOf(tensor);
      llvm::copy(bytes, call.add(type, tensor.shape(), bytes.size()).data());
    }
    size_t first = call.memory.size(), count = expected.results.size();
    for (int set = 0; set < 2; ++set)
      for (auto [type, tensor] : llvm::zip(drawn.kernel.getResultTypes(), expected.results)) {
        size_t bytes = bytesOf(tensor).size();
        std::memset(call.add(type, tensor.shape(), bytes).data(), untouched, bytes);
      }
    GuardedMemory bits(maskBits + 16, true);
    int64_t percent = random.of(std::array<int64_t, 4>{10, 50, 90, 100});
    for (int64_t i = 0; i < maskBits + 16; ++i)
      bits.data()[i] = random.chance(percent);
    call.slots.push_back(reinterpret_cast<uint64_t>(bits.data()));

    std::string where = " lanes " + std::to_string(walk.lanes) + (walk.whole ? " whole" : " masked") + ", strides";
    for (int64_t stride : walk.strides)
      where += " " + std::to_string(stride);
    llvm::CrashRecoveryContext recovery;
    if (!recovery.RunSafely([&] { function(call.slots.data()); })) {
      ADD_FAILURE() << "an access outside, " << where << "\n" << describe;
      return;
    }
    if (!expected.isComparable)
      return;
    for (size_t i = 0; i < count; ++i)
      compare(expected.results[i], call.memory[first + i].data(), call.memory[first + count + i].data(),
              "result " + std::to_string(i) + where);
  }

  /// Each element has been written, by one of the masks at least, and is right.
  void compare(const Tensor &tensor, const char *some, const char *rest, const std::string &where) {
    std::vector<char> wanted = bytesOf(tensor);
    size_t size = tensor.size() ? wanted.size() / tensor.size() : 1;
    std::vector<char> nothing(size, static_cast<char>(untouched));
    bool mayMiss = walk.lanes > 1 && walk.whole; // where the tensor is shorter than a vector
    auto is = [&](const char *got, const char *what) { return std::memcmp(got, what, size) == 0; };
    for (int64_t i = 0; i < tensor.size(); ++i) {
      const char *right = wanted.data() + i * size, *sets[] = {some + i * size, rest + i * size};
      bool written = false, isRight = true;
      for (const char *got : sets) {
        if (is(got, nothing.data()))
          continue;
        written = true;
        isRight &= is(got, right) || areAlike(tensor, got, right);
      }
      if (isRight && (written || mayMiss))
        continue;
      Tensor first = tensorOf(tensor.elementType(), {1}, ArrayRef(some + i * size, size));
      Tensor second = tensorOf(tensor.elementType(), {1}, ArrayRef(rest + i * size, size));
      ADD_FAILURE() << where << ", element " << i << ": expected " << tensor.number(i) << ", got " << first.number(0)
                    << " and " << second.number(0) << (written ? "" : ", not written") << "\n"
                    << describe;
      return;
    }
  }

  /// Signs of zeros are those of f64 without fused multiply-adds, and any NaN is one.
  static bool areAlike(const Tensor &tensor, const char *got, const char *right) {
    if (!tensor.isFloat())
      return false;
    size_t size = llvm::divideCeil(tensor.elementType().getIntOrFloatBitWidth(), 8);
    double a = tensorOf(tensor.elementType(), {1}, ArrayRef(got, size)).real(0);
    double b = tensorOf(tensor.elementType(), {1}, ArrayRef(right, size)).real(0);
    return a == b || (std::isnan(a) && std::isnan(b));
  }

  Random random;
  RandomKernel drawn;
  Walk walk;
  StringRef level;
  std::string text, describe;
};

TEST(ElementEmitter, YieldsWhatTheOperatorsDefine) {
  static unsigned next = 0;
  DialectRegistry registry;
  registerAllDialects(registry);
  registerTranslations(registry);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  context.loadAllAvailableDialects();
  // An operator that does not fit is not kept; nothing else reports.
  context.getDiagEngine().registerHandler([](Diagnostic &) {});
  llvm::CrashRecoveryContext::Enable();
  for (unsigned i = 0; i < kernels && !HasFailure(); ++i)
    KernelCheck(context, next++).run();
  llvm::CrashRecoveryContext::Disable();
}

} // namespace
