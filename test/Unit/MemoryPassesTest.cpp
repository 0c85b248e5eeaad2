//===- MemoryPassesTest.cpp - Programs mean the same on buffers -----------===//
//
// Random programs are executed before and after the stage Memory. A value is a number that says how it was computed; on
// buffers each memory holds the number written last. dlc-verify-plan, which runs too, knows about overlapping slots.
//
//===----------------------------------------------------------------------===//

#include "dialects/rt/Rt.h"
#include "dlc/Memory/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"
#include <map>
#include <random>

using namespace mlir;
using namespace dlc;

namespace {

constexpr unsigned states = 2;

/// A program of random launches, views, checks, puts and results.
class RandomProgram {
public:
  explicit RandomProgram(unsigned seed) : random(seed) {}

  std::string build() {
    add("%x", "8xf32");
    add("%s0", "8xf32");
    add("%s1", "8xf32");
    body += "%s0 = rt.get @s0 : tensor<8xf32>\n%s1 = rt.get @s1 : tensor<8xf32>\n";
    if (random() % 2)
      body += "rt.check %label in 0 to 4, \"label\" : tensor<4xi64>\n";
    for (unsigned i = 0, count = 1 + random() % 12; i < count; ++i)
      random() % 4 ? addLaunch() : addView();
    for (unsigned i = 0; i < states; ++i)
      if (random() % 2)
        body += "rt.put @s" + std::to_string(i) + ", " + pick() + " : tensor<8xf32>\n";
    std::string first = pick(), second = pick();
    body += "rt.return " + first + ", " + second + " : tensor<8xf32>, tensor<8xf32>\n";
    return text();
  }

private:
  void add(const std::string &name, const std::string &type) { values.push_back({name, type}); }

  std::string pick(const std::string &type = "8xf32") {
    for (;;)
      if (auto &[name, given] = values[random() % values.size()]; given == type)
        return name;
  }

  void addLaunch() {
    std::string name = "%v" + std::to_string(values.size()), a = pick(), b = pick();
    const char *none = "affine_map<() -> ()>";
    int reuse = int(random() % 3) - 1;
    if (random() % 3) {
      body += name + " = rt.launch @two ins(" + a + ", " + b +
              " : tensor<8xf32>, tensor<8xf32>) outs() -> tensor<8xf32> " + "extents [" + none + "] reuse [" +
              std::to_string(reuse) + "]\n";
      return add(name, "8xf32");
    }
    body += name + ":2 = rt.launch @split ins(" + a + ", " + b +
            " : tensor<8xf32>, tensor<8xf32>) outs() -> tensor<8xf32>, " + "tensor<8xf32> extents [" + none + ", " +
            none + "] reuse [" + std::to_string(reuse) + ", " + std::to_string(reuse < 0 ? 0 : 1 - reuse) + "]\n";
    add(name + "#0", "8xf32");
    add(name + "#1", "8xf32");
  }

  void addView() {
    std::string name = "%v" + std::to_string(values.size()), flat = name + "f";
    body += name + " = rt.view " + pick() + " : tensor<8xf32> to tensor<2x4xf32>\n";
    body += flat + " = rt.view " + name + " : tensor<2x4xf32> to tensor<8xf32>\n";
    add(flat, "8xf32");
  }

  std::string text() const {
    return R"(rt.model @m {
      rt.state @s0 : tensor<8xf32> = #rt.init<constant, 0.0, 0.0> key "s0" stream 0
      rt.state @s1 : tensor<8xf32> = #rt.init<constant, 0.0, 0.0> key "s1" stream 1
      rt.entry @f(x: tensor<8xf32>, label: tensor<4xi64>) -> (y: tensor<8xf32>, z: tensor<8xf32>)
      rt.variant @v #rt.target<cpu, "x86-64-v3"> {
        func.func private @two(memref<8xf32>, memref<8xf32>, memref<8xf32>)
        func.func private @split(memref<8xf32>, memref<8xf32>, memref<8xf32>, memref<8xf32>)
        rt.program @f(%x: tensor<8xf32>, %label: tensor<4xi64>) -> (tensor<8xf32>, tensor<8xf32>) {
    )" + body +
           "}}}";
  }

  std::mt19937 random;
  std::vector<std::pair<std::string, std::string>> values; // name, type
  std::string body;
};

using Number = size_t;

Number compute(rt::LaunchOp launch, llvm::ArrayRef<Number> inputs, unsigned result) {
  return llvm::hash_combine(launch.getKernel(), result, llvm::hash_combine_range(inputs));
}

/// Results, then states after the call.
std::vector<Number> runOnTensors(rt::ProgramOp program) {
  llvm::DenseMap<Value, Number> numbers;
  std::map<std::string, Number> symbols = {{"s0", 100}, {"s1", 101}}, after = symbols;
  std::vector<Number> out;
  for (BlockArgument argument : program.getArguments())
    numbers[argument] = argument.getArgNumber();
  for (Operation &op : program.getBody().front()) {
    if (auto get = dyn_cast<rt::GetOp>(op))
      numbers[get] = symbols[get.getSymbol().str()];
    else if (auto view = dyn_cast<rt::ViewOp>(op))
      numbers[view] = numbers[view.getSource()];
    else if (auto put = dyn_cast<rt::PutOp>(op))
      after[put.getSymbol().str()] = numbers[put.getValue()];
    else if (isa<rt::ReturnOp>(op))
      for (Value value : op.getOperands())
        out.push_back(numbers[value]);
    if (auto launch = dyn_cast<rt::LaunchOp>(op)) {
      SmallVector<Number> inputs;
      for (Value input : launch.getInputs())
        inputs.push_back(numbers[input]);
      for (OpResult value : launch.getValues())
        numbers[value] = compute(launch, inputs, value.getResultNumber());
    }
  }
  for (auto &[name, number] : after)
    out.push_back(number);
  return out;
}

std::string memoryOf(Value buffer) {
  while (auto view = buffer.getDefiningOp<rt::ViewOp>())
    buffer = view.getSource();
  if (auto argument = buffer.getDefiningOp<rt::ArgumentOp>())
    return std::to_string(argument.getIndex());
  if (auto get = buffer.getDefiningOp<rt::GetOp>())
    return get.getSymbol().str();
  return "slot" + llvm::utohexstr(reinterpret_cast<uintptr_t>(buffer.getAsOpaquePointer()));
}

std::vector<Number> runOnBuffers(rt::ProgramOp program) {
  std::map<std::string, Number> memory = {{"0", 0}, {"1", 1}, {"s0", 100}, {"s1", 101}};
  for (Operation &op : program.getBody().front()) {
    if (auto copy = dyn_cast<rt::CopyOp>(op))
      memory[memoryOf(copy.getTarget())] = memory[memoryOf(copy.getSource())];
    if (auto launch = dyn_cast<rt::LaunchOp>(op)) {
      SmallVector<Number> inputs;
      for (Value input : launch.getInputs())
        inputs.push_back(memory[memoryOf(input)]);
      for (auto [index, output] : llvm::enumerate(launch.getOutputs()))
        memory[memoryOf(output)] = compute(launch, inputs, index);
    }
  }
  return {memory["2"], memory["3"], memory["s0"], memory["s1"]};
}

rt::ProgramOp getProgram(ModuleOp model) {
  rt::ProgramOp found;
  model.walk([&](rt::ProgramOp program) { found = program; });
  return found;
}

TEST(MemoryPasses, KeepWhatProgramsCompute) {
  MLIRContext context;
  context.loadDialect<rt::RtDialect, func::FuncDialect>();
  unsigned inPlace = 0;
  for (unsigned seed = 0; seed < 500; ++seed) {
    std::string text = RandomProgram(seed).build();
    OwningOpRef<ModuleOp> model = parseSourceString<ModuleOp>(text, &context);
    ASSERT_TRUE(model) << text;
    std::vector<Number> expected = runOnTensors(getProgram(*model));
    PassManager manager(&context);
    OpPassManager &variants = manager.nest<rt::ModelOp>().nest<rt::VariantOp>();
    variants.addPass(createOrderLaunches());
    variants.addPass(createAssignBuffers());
    variants.addPass(createPlanMemory());
    variants.addPass(createVerifyPlan());
    ASSERT_TRUE(succeeded(manager.run(*model))) << text;
    EXPECT_EQ(runOnBuffers(getProgram(*model)), expected) << text;
    getProgram(*model).walk([&](rt::LaunchOp launch) {
      for (Value output : launch.getOutputs())
        inPlace += llvm::any_of(launch.getInputs(), [&](Value in) { return memoryOf(in) == memoryOf(output); });
    });
  }
  EXPECT_GT(inPlace, 100u);
}

} // namespace
