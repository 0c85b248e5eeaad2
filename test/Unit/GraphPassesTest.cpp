//===- GraphPassesTest.cpp - Passes keep what a model computes ------------===//
//
// Every model is evaluated, then again after each pass of the stage Graph, and
// once more as a program of a variant, with what was hoisted run first. Elements
// are f64, so results may differ by rounding only. The models are some written to
// hit rewrites, and random ones.
//===----------------------------------------------------------------------===//

#include "dialects/dlc/Dlc.h"
#include "dialects/dlc/Evaluate.h"
#include "dialects/rt/Rt.h"
#include "dlc/Graph/Passes.h"
#include "dlc/Kernel/Passes.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "gtest/gtest.h"
#include <random>

using namespace mlir;
using namespace dlc;

namespace {

/// Numbers in [-1, 1), integers in [0, 3), the same for the same seed.
Tensor randomTensor(RankedTensorType type, ArrayRef<int64_t> shape, unsigned seed) {
  std::mt19937 random(seed);
  Tensor tensor(type.getElementType(), shape);
  for (int64_t i = 0; i < tensor.size(); ++i)
    if (tensor.isFloat())
      tensor.real(i) = random() / 2147483648.0 - 1;
    else
      tensor.integer(i) = random() % 3;
  return tensor;
}

/// Initial values by name. Those with "var" in it are positive, as variances are.
FailureOr<Tensor> initialValue(StringRef name, RankedTensorType type) {
  unsigned seed = 7;
  for (char c : name)
    seed = seed * 31 + c;
  Tensor tensor = randomTensor(type, type.getShape(), seed);
  for (int64_t i = 0; i < tensor.size() && name.contains("var"); ++i)
    tensor.real(i) += 1.5;
  return tensor;
}

constexpr int64_t dimExtents[] = {3, 5};

/// What an entry returns, then the state it wrote, by name.
using Outcome = std::vector<Tensor>;

void appendState(Outcome &outcome, const llvm::StringMap<Tensor> &state) {
  std::map<std::string, Tensor> sorted;
  for (const auto &entry : state)
    sorted[entry.getKey().str()] = entry.getValue();
  for (auto &[name, value] : sorted)
    outcome.push_back(value);
}

/// Arguments of a function or program, with the model's dims at `dimExtents`.
SmallVector<Tensor> argumentsOf(FunctionOpInterface function, function_ref<int64_t(unsigned, unsigned)> extentOf) {
  SmallVector<Tensor> arguments;
  for (auto [number, anyType] : llvm::enumerate(function.getArgumentTypes())) {
    auto type = cast<RankedTensorType>(anyType);
    SmallVector<int64_t> shape(type.getShape());
    unsigned unknown = 0;
    for (int64_t &extent : shape)
      if (ShapedType::isDynamic(extent))
        extent = extentOf(number, unknown++);
    arguments.push_back(randomTensor(type, shape, 100 + number));
  }
  return arguments;
}

/// Values of all entries of all models.
Outcome evaluate(ModuleOp module) {
  Outcome outcome;
  for (ModelOp model : module.getOps<ModelOp>())
    for (FuncOp entry : model.getOps<FuncOp>()) {
      Evaluator evaluator([](StringRef name, Operation *symbol) {
        return initialValue(name, cast<RankedTensorType>(cast<TypeAttr>(symbol->getAttr("type")).getValue()));
      });
      auto extentOf = [&](unsigned argument, unsigned unknown) {
        auto name = cast<FlatSymbolRefAttr>(entry.getArgumentDims(argument)[unknown]);
        return dimExtents[name.getValue() == "n" ? 0 : 1];
      };
      auto results = evaluator.run(entry, argumentsOf(entry, extentOf));
      EXPECT_TRUE(succeeded(results));
      if (succeeded(results))
        outcome.insert(outcome.end(), results->begin(), results->end());
      appendState(outcome, evaluator.written());
    }
  return outcome;
}

//===----------------------------------------------------------------------===//
// Programs
//===----------------------------------------------------------------------===//

/// Runs programs of a variant whose kernels are still operators.
class ProgramEvaluator {
public:
  explicit ProgramEvaluator(rt::VariantOp variant)
      : variant(variant), symbols(variant), evaluator([](StringRef, Operation *) { return failure(); }) {}

  llvm::StringMap<Tensor> prepared, written;

  Outcome run(rt::ProgramOp program) {
    auto extentOf = [&](unsigned argument, unsigned unknown) {
      return evaluateExtent(program.getArgumentExtents(argument).getResult(unknown));
    };
    values.clear();
    for (auto [argument, value] : llvm::zip_equal(program.getArguments(), argumentsOf(program, extentOf)))
      values[argument] = value;
    Outcome results;
    for (Operation &op : program.getBody().front())
      if (auto end = dyn_cast<rt::ReturnOp>(op))
        for (Value value : end.getValues())
          results.push_back(values[value]);
      else
        runOp(op);
    return results;
  }

private:
  int64_t evaluateExtent(AffineExpr extent) {
    SmallVector<AffineExpr> symbols;
    for (int64_t value : dimExtents)
      symbols.push_back(getAffineConstantExpr(value, extent.getContext()));
    return cast<AffineConstantExpr>(extent.replaceSymbols(symbols)).getValue();
  }

  SmallVector<int64_t> shapeOf(Type type, AffineMap extents) {
    SmallVector<int64_t> shape(cast<RankedTensorType>(type).getShape());
    unsigned unknown = 0;
    for (int64_t &extent : shape)
      if (ShapedType::isDynamic(extent))
        extent = evaluateExtent(extents.getResult(unknown++));
    return shape;
  }

  void runOp(Operation &op) {
    if (auto get = dyn_cast<rt::GetOp>(op)) {
      auto type = cast<RankedTensorType>(get.getValue().getType());
      auto known = prepared.find(get.getSymbol());
      values[get.getValue()] = known != prepared.end() ? known->second : *initialValue(get.getSymbol(), type);
    } else if (auto put = dyn_cast<rt::PutOp>(op)) {
      bool isPrepared = symbols.lookup<rt::PreparedOp>(put.getSymbol()) != nullptr;
      (isPrepared ? prepared : written)[put.getSymbol()] = values[put.getValue()];
    } else if (auto view = dyn_cast<rt::ViewOp>(op)) {
      AffineMap extents = view.getExtents().value_or(AffineMap());
      values[view.getResult()] = values[view.getSource()].reshaped(shapeOf(view.getResult().getType(), extents));
    } else if (auto check = dyn_cast<rt::CheckOp>(op)) {
      const Tensor &value = values[check.getValue()];
      for (int64_t i = 0; i < value.size(); ++i)
        EXPECT_TRUE(value.integer(i) >= int64_t(check.getLow()) && value.integer(i) < int64_t(check.getHigh()));
    } else {
      launch(cast<rt::LaunchOp>(op));
    }
  }

  void launch(rt::LaunchOp op) {
    SmallVector<Tensor> inputs;
    for (Value input : op.getInputs())
      inputs.push_back(values[input]);
    auto results = evaluator.run(symbols.lookup<KernelOp>(op.getKernel()), inputs);
    ASSERT_TRUE(succeeded(results));
    for (auto [value, result, extents] : llvm::zip_equal(op.getValues(), *results, *op.getExtents())) {
      EXPECT_EQ(ArrayRef(shapeOf(value.getType(), cast<AffineMapAttr>(extents).getValue())), result.shape());
      values[value] = result;
    }
  }

  rt::VariantOp variant;
  SymbolTable symbols;
  Evaluator evaluator;
  llvm::DenseMap<Value, Tensor> values;
};

Outcome evaluatePrograms(ModuleOp module) {
  Outcome outcome;
  for (rt::ModelOp model : module.getOps<rt::ModelOp>()) {
    rt::VariantOp variant = *model.getOps<rt::VariantOp>().begin();
    ProgramEvaluator evaluator(variant);
    evaluator.run(cast<rt::ProgramOp>(SymbolTable::lookupSymbolIn(variant, "prepare")));
    for (rt::EntryOp entry : model.getOps<rt::EntryOp>()) {
      Outcome results = evaluator.run(cast<rt::ProgramOp>(SymbolTable::lookupSymbolIn(variant, entry.getSymName())));
      outcome.insert(outcome.end(), results.begin(), results.end());
      appendState(outcome, evaluator.written);
      evaluator.written.clear();
    }
  }
  return outcome;
}

//===----------------------------------------------------------------------===//
// Comparison
//===----------------------------------------------------------------------===//

void expectEqual(const Outcome &expected, const Outcome &actual, StringRef after) {
  ASSERT_EQ(expected.size(), actual.size()) << after.str();
  for (auto [number, pair] : llvm::enumerate(llvm::zip_equal(expected, actual))) {
    const auto &[a, b] = pair;
    ASSERT_EQ(a.shape(), b.shape()) << after.str();
    for (int64_t i = 0; i < a.size(); ++i)
      ASSERT_NEAR(a.number(i), b.number(i), 1e-12 * std::max(1.0, std::abs(a.number(i))))
          << "result " << number << ", element " << i << " after " << after.str();
  }
}

struct Step {
  const char *name;
  std::function<void(OpPassManager &)> add;
};

const Step graphSteps[] = {
    {"simplify-graph", [](OpPassManager &pm) { pm.nest<ModelOp>().nest<FuncOp>().addPass(createSimplifyGraph()); }},
    {"fold-batch-norm", [](OpPassManager &pm) { pm.nest<ModelOp>().nest<FuncOp>().addPass(createFoldBatchNorm()); }},
    {"fold-constants", [](OpPassManager &pm) { pm.nest<ModelOp>().nest<FuncOp>().addPass(createFoldConstants()); }},
    {"simplify-graph", [](OpPassManager &pm) { pm.nest<ModelOp>().nest<FuncOp>().addPass(createSimplifyGraph()); }},
    {"fuse-kernels", [](OpPassManager &pm) { pm.nest<ModelOp>().addPass(createFuseKernels()); }},
    {"dedupe-kernels", [](OpPassManager &pm) { pm.nest<ModelOp>().addPass(createDedupeKernels()); }},
};

const Step kernelSteps[] = {
    {"create-variants", [](OpPassManager &pm) { pm.addPass(createCreateVariants()); }},
    {"hoist-parameters",
     [](OpPassManager &pm) { pm.nest<rt::ModelOp>().nest<rt::VariantOp>().addPass(createHoistParameters()); }},
};

/// Runs everything on a model; returns the number of launches its programs are left with.
unsigned checkModel(const std::string &text) {
  MLIRContext context(MLIRContext::Threading::DISABLED);
  context.loadDialect<DlcDialect, rt::RtDialect>();
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(text, &context);
  EXPECT_TRUE(module) << text;
  if (!module)
    return 0;
  Outcome expected = evaluate(*module);
  EXPECT_FALSE(expected.empty());
  auto check = [&](ArrayRef<Step> steps, function_ref<Outcome(ModuleOp)> evaluateNow) {
    for (const Step &step : steps) {
      PassManager manager(&context);
      step.add(manager);
      ASSERT_TRUE(succeeded(manager.run(*module))) << step.name << "\n" << text;
      expectEqual(expected, evaluateNow(*module), step.name);
      if (testing::Test::HasFatalFailure())
        FAIL() << text;
    }
  };
  check(graphSteps, evaluate);
  if (!testing::Test::HasFatalFailure())
    check(kernelSteps, evaluatePrograms);
  unsigned launches = 0;
  module->walk([&](rt::LaunchOp op) { launches += op->getParentOfType<rt::ProgramOp>().getSymName() != "prepare"; });
  return launches;
}

//===----------------------------------------------------------------------===//
// Models
//===----------------------------------------------------------------------===//

TEST(GraphPasses, ConvolutionsWithBatchNorm) {
  // pad and batch norms vanish: conv + relu, conv + add + relu, pool, linear.
  EXPECT_EQ(checkModel(R"(
    dlc.model @m {
      dim @n = 1 to 8
      parameter @w1 : tensor<4x3x3x3xf64> = #dlc.zeros
      parameter @w2 : tensor<4x4x3x3xf64> = #dlc.zeros
      parameter @s : tensor<4xf64> = #dlc.zeros
      parameter @var : tensor<4xf64> = #dlc.ones
      parameter @l : tensor<2x4xf64> = #dlc.zeros
      func @f(%x: tensor<?x3x6x6xf64> [@n]) -> (y: tensor<?x2xf64> [@n]) {
        %w1 = read @w1 : tensor<4x3x3x3xf64>
        %w2 = read @w2 : tensor<4x4x3x3xf64>
        %s = read @s : tensor<4xf64>
        %var = read @var : tensor<4xf64>
        %l = read @l : tensor<2x4xf64>
        %0 = pad %x low [0, 0, 1, 1] high [0, 0, 1, 1] : tensor<?x3x6x6xf64>
        %1 = conv2d %0, %w1, %s : tensor<?x3x8x8xf64>, tensor<4x3x3x3xf64>, tensor<4xf64>
        %2 = batch_norm %1, %s, %var, %s, %var : tensor<?x4x6x6xf64>, tensor<4xf64>, tensor<4xf64>, tensor<4xf64>, tensor<4xf64>
        %3 = relu %2 : tensor<?x4x6x6xf64>
        %4 = conv2d %3, %w2 padding [1, 1, 1, 1] : tensor<?x4x6x6xf64>, tensor<4x4x3x3xf64>
        %5 = batch_norm %4, %s, %s, %s, %var : tensor<?x4x6x6xf64>, tensor<4xf64>, tensor<4xf64>, tensor<4xf64>, tensor<4xf64>
        %6 = add %5, %3 : tensor<?x4x6x6xf64>, tensor<?x4x6x6xf64>
        %7 = relu %6 : tensor<?x4x6x6xf64>
        %8 = reduce mean, %7 axes [2, 3] : tensor<?x4x6x6xf64>
        %9 = linear %8, %l : tensor<?x4xf64>, tensor<2x4xf64>
        return %9 : tensor<?x2xf64>
      }
    })"),
            4u);
}

TEST(GraphPasses, BatchNormOfState) {
  checkModel(R"(
    dlc.model @m {
      dim @n = 1 to 8
      state @mean : tensor<4xf64> = #dlc.zeros
      state @var : tensor<4xf64> = #dlc.ones
      func @f(%x: tensor<?x4x2xf64> [@n], %m: tensor<4xf64>) -> (y: tensor<?x4x2xf64> [@n]) {
        %mean = read @mean : tensor<4xf64>
        %var = read @var : tensor<4xf64>
        %0 = batch_norm %x, %var, %mean, %mean, %var : tensor<?x4x2xf64>, tensor<4xf64>, tensor<4xf64>, tensor<4xf64>, tensor<4xf64>
        %1 = add %mean, %m : tensor<4xf64>, tensor<4xf64>
        write @mean, %1 : tensor<4xf64>
        return %0 : tensor<?x4x2xf64>
      }
    })");
}

TEST(GraphPasses, TransformerBlock) {
  checkModel(R"(
    dlc.model @m {
      dim @n = 1 to 8
      dim @t = 1 to 8
      parameter @wte : tensor<3x8xf64> = #dlc.zeros
      parameter @g : tensor<8xf64> = #dlc.zeros
      parameter @q : tensor<8x8xf64> = #dlc.zeros
      parameter @k : tensor<8x8xf64> = #dlc.zeros
      parameter @up : tensor<8x32xf64> = #dlc.zeros
      parameter @b : tensor<32xf64> = #dlc.zeros
      parameter @down : tensor<8x32xf64> = #dlc.zeros
      func @f(%ids: tensor<?x?xi64> [@n, @t]) -> (y: tensor<?x?x3xf64> [@n, @t]) {
        %wte = read @wte : tensor<3x8xf64>
        %g = read @g : tensor<8xf64>
        %wq = read @q : tensor<8x8xf64>
        %wk = read @k : tensor<8x8xf64>
        %up = read @up : tensor<8x32xf64>
        %b = read @b : tensor<32xf64>
        %down = read @down : tensor<8x32xf64>
        %x = embedding %ids, %wte : tensor<?x?xi64>, tensor<3x8xf64>
        %n = layer_norm %x, %g, %g axes 1 : tensor<?x?x8xf64>, tensor<8xf64>, tensor<8xf64>
        %q0 = linear %n, %wq : tensor<?x?x8xf64>, tensor<8x8xf64>
        %q1 = reshape %q0 shape [0, 0, 2, 4] : tensor<?x?x8xf64>
        %q = transpose %q1 [0, 2, 1, 3] : tensor<?x?x2x4xf64>
        %k0 = linear %n, %wk : tensor<?x?x8xf64>, tensor<8x8xf64>
        %k1 = reshape %k0 shape [0, 0, 2, 4] : tensor<?x?x8xf64>
        %k = transpose %k1 [0, 2, 1, 3] : tensor<?x?x2x4xf64>
        %a = attention %q, %k, %k causal : tensor<?x2x?x4xf64>, tensor<?x2x?x4xf64>, tensor<?x2x?x4xf64>
        %a1 = transpose %a [0, 2, 1, 3] : tensor<?x2x?x4xf64>
        %a2 = reshape %a1 shape [0, 0, 8] : tensor<?x?x2x4xf64>
        %o = linear %a2, %wq : tensor<?x?x8xf64>, tensor<8x8xf64>
        %r = add %x, %o : tensor<?x?x8xf64>, tensor<?x?x8xf64>
        %n2 = layer_norm %r, %g, %g axes 1 : tensor<?x?x8xf64>, tensor<8xf64>, tensor<8xf64>
        %h0 = matmul %n2, %up : tensor<?x?x8xf64>, tensor<8x32xf64>
        %h1 = add %h0, %b : tensor<?x?x32xf64>, tensor<32xf64>
        %h2 = sigmoid %h1 : tensor<?x?x32xf64>
        %h3 = mul %h1, %h2 : tensor<?x?x32xf64>, tensor<?x?x32xf64>
        %d = linear %h3, %down : tensor<?x?x32xf64>, tensor<8x32xf64>
        %y = add %r, %d : tensor<?x?x8xf64>, tensor<?x?x8xf64>
        %logits = linear %y, %wte : tensor<?x?x8xf64>, tensor<3x8xf64>
        return %logits : tensor<?x?x3xf64>
      }
    })");
}

TEST(GraphPasses, MovementsAndLiterals) {
  checkModel(R"(
    dlc.model @m {
      dim @n = 1 to 8
      parameter @p : tensor<1x4xf64> = #dlc.zeros
      func @f(%x: tensor<?x4x6xf64> [@n]) -> (a: tensor<?x4x3xf64> [@n], b: tensor<12xf64>, c: tensor<?x24xf64> [@n],
                                              d: tensor<f64>, e: tensor<?x6x4xf64> [@n], g: tensor<?x4x6xf64> [@n]) {
        %p = read @p : tensor<1x4xf64>
        %two = constant dense<2.0> : tensor<f64>
        %four = constant dense<4.0> : tensor<1xf64>
        %half = constant dense<0.5> : tensor<3x4xf64>
        %table = constant dense<[[1.0, 4.0], [9.0, 16.0]]> : tensor<2x2xf64>
        %0 = slice %x offsets [0, 0, 1] ends [end, 4, -1] strides [1, 1, 2] : tensor<?x4x6xf64>
        %pad = pad %0 low [0, 0, 1] high [0, 0, 0] value 3.0 : tensor<?x4x2xf64>
        %1 = div %pad, %four : tensor<?x4x3xf64>, tensor<1xf64>
        %2 = broadcast %p shape [3, -1] : tensor<1x4xf64>
        %3 = mul %2, %half : tensor<3x4xf64>, tensor<3x4xf64>
        %4 = reshape %3 shape [-1] : tensor<3x4xf64>
        %5 = exp %4 : tensor<12xf64>
        %6 = transpose %x [0, 2, 1] : tensor<?x4x6xf64>
        %7 = transpose %6 [0, 2, 1] : tensor<?x6x4xf64>
        %8 = reshape %7 shape [0, -1] : tensor<?x4x6xf64>
        %9 = pow %8, %two : tensor<?x24xf64>, tensor<f64>
        %10 = sqrt %table : tensor<2x2xf64>
        %11 = reduce sum, %10 axes [0, 1] : tensor<2x2xf64>
        %12 = tanh %6 : tensor<?x6x4xf64>
        %13 = abs %x : tensor<?x4x6xf64>
        %14 = add %13, %two : tensor<?x4x6xf64>, tensor<f64>
        %15 = sqrt %14 : tensor<?x4x6xf64>
        %16 = div %x, %15 : tensor<?x4x6xf64>, tensor<?x4x6xf64>
        return %1, %5, %9, %11, %12, %16 : tensor<?x4x3xf64>, tensor<12xf64>, tensor<?x24xf64>, tensor<f64>, tensor<?x6x4xf64>, tensor<?x4x6xf64>
      }
    })");
}

TEST(GraphPasses, ScoresByHand) {
  checkModel(R"(
    dlc.model @m {
      dim @n = 1 to 8
      dim @t = 1 to 8
      func @f(%q: tensor<?x2x?x4xf64> [@n, @t], %k: tensor<?x2x?x4xf64> [@n, @t], %mask: tensor<?x?xi1> [@t, @t])
          -> (y: tensor<?x2x?x4xf64> [@n, @t], z: tensor<?x2x?xi64> [@n, @t]) {
        %low = constant dense<-1.0e9> : tensor<f64>
        %c = constant dense<2.0> : tensor<f64>
        %0 = transpose %k [0, 1, 3, 2] : tensor<?x2x?x4xf64>
        %1 = matmul %q, %0 : tensor<?x2x?x4xf64>, tensor<?x2x4x?xf64>
        %2 = div %1, %c : tensor<?x2x?x?xf64>, tensor<f64>
        %not = not %mask : tensor<?x?xi1>
        %3 = select %not, %low, %2 : tensor<?x?xi1>, tensor<f64>, tensor<?x2x?x?xf64>
        %4 = softmax %3 axis -1 : tensor<?x2x?x?xf64>
        %5 = matmul %4, %k : tensor<?x2x?x?xf64>, tensor<?x2x?x4xf64>
        %6 = argmax %3 axis 3 : tensor<?x2x?x?xf64>
        return %5, %6 : tensor<?x2x?x4xf64>, tensor<?x2x?xi64>
      }
    })");
}

//===----------------------------------------------------------------------===//
// Random models
//===----------------------------------------------------------------------===//

/// Writes a model of operators on random earlier values.
class RandomModel {
public:
  explicit RandomModel(unsigned seed) : random(seed) {}

  std::string write() {
    values = {{"%x", wide}, {"%y", wide}, {"%p", row}, {"%q", row}};
    body = "%p = read @p : " + std::string(row) + "\n%q = read @q : " + row + "\n%w = read @w : tensor<4x4xf64>\n";
    for (unsigned count = 6 + random() % 24; count > 0; --count)
      addOp();
    std::string names, types, results;
    for (unsigned i = 0; i < 3; ++i) {
      auto [name, type] = values[values.size() - 1 - random() % (values.size() / 2)];
      names += (i ? ", " : "") + name;
      types += (i ? ", " : "") + std::string(type);
      results += (i ? ", r" : "r") + std::to_string(i) + ": " + type + (type == row ? "" : " [@n]");
    }
    return "dlc.model @m {\ndim @n = 1 to 8\nparameter @p : tensor<4xf64> = #dlc.zeros\n"
           "parameter @q : tensor<4xf64> = #dlc.zeros\nparameter @w : tensor<4x4xf64> = #dlc.zeros\n"
           "func @f(%x: tensor<?x4xf64> [@n], %y: tensor<?x4xf64> [@n]) -> (" +
           results + ") {\n" + body + "return " + names + " : " + types + "\n}\n}\n";
  }

private:
  using Named = std::pair<std::string, const char *>;

  Named pick() { return values[random() % values.size()]; }
  Named pickWide() {
    for (;;)
      if (Named value = pick(); value.second == wide)
        return value;
  }

  void define(const std::string &text, const char *type) {
    std::string name = "%v" + std::to_string(values.size());
    body += name + " = " + text + "\n";
    values.push_back({name, type});
  }

  void addOp() {
    static const char *const unary[] = {"tanh", "sigmoid", "relu", "neg", "abs"};
    static const char *const binary[] = {"add", "sub", "maximum", "minimum"};
    switch (random() % 8) {
    case 0:
    case 1: {
      auto [name, type] = pick();
      return define(std::string(unary[random() % 5]) + " " + name + " : " + type, type);
    }
    case 2:
    case 3:
    case 4: {
      auto [a, typeA] = pick();
      auto [b, typeB] = pick();
      return define(std::string(binary[random() % 4]) + " " + a + ", " + b + " : " + typeA + ", " + typeB,
                    typeA == wide ? typeA : typeB);
    }
    case 5:
      return define("linear " + pickWide().first + ", %w : tensor<?x4xf64>, tensor<4x4xf64>", wide);
    case 6:
      return define("softmax " + pickWide().first + " axis 1 : tensor<?x4xf64>", wide);
    default: {
      // There and back through another shape.
      std::string name = pickWide().first, inner = "%t" + std::to_string(values.size());
      bool isSlice = random() % 2;
      body += inner + (isSlice ? " = slice " + name + " offsets [0, 1] ends [end, 3] : tensor<?x4xf64>\n"
                               : " = reshape " + name + " shape [0, 2, 2] : tensor<?x4xf64>\n");
      return isSlice ? define("concat " + inner + ", " + inner + " axis 1 : tensor<?x2xf64>, tensor<?x2xf64>", wide)
                     : define("reshape " + inner + " shape [0, 4] : tensor<?x2x2xf64>", wide);
    }
    }
  }

  static constexpr const char *wide = "tensor<?x4xf64>", *row = "tensor<4xf64>";
  std::mt19937 random;
  std::vector<Named> values;
  std::string body;
};

TEST(GraphPasses, RandomModels) {
  for (unsigned seed = 0; seed < 300 && !HasFailure(); ++seed)
    checkModel(RandomModel(seed).write());
}

} // namespace
