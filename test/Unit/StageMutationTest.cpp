//===- StageMutationTest.cpp - No IR of any stage crashes the compiler ----===//
//
// The IR before every pass of dlc, with seeded accidents, through the passes that are left: it is refused with an
// error, or compiled up to LLVM IR, header and module table. The same cases each time; --gtest_random_seed=N draws
// others.
//===----------------------------------------------------------------------===//

#include "dlc/Driver/Pipelines.h"
#include "dlc/Driver/Register.h"
#include "dlc/Frontend/ParseModel.h"
#include "lib/Driver/Artifact.h"
#include "lib/Driver/EmitHeader.h"
#include "lib/Driver/ModuleTable.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "test/Unit/MutateIr.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "gtest/gtest.h"
#include <chrono>
#include <fstream>
#include <iostream>

using namespace mlir;
using namespace dlc;
using namespace dlc::test;

namespace {

constexpr unsigned cases = 350;
/// Most accidents are none that a verifier lets pass: as many are tried until one does.
constexpr unsigned tries = 4;

/// The passes of a pipeline in order, each with what it is nested in: "rt.model(rt.variant(dlc-plan-memory))".
void flatten(StringRef pipeline, const std::string &before, std::vector<std::string> &passes) {
  int depth = 0;
  size_t begin = 0;
  for (size_t at = 0; at <= pipeline.size(); ++at) {
    char c = at < pipeline.size() ? pipeline[at] : ',';
    depth += c == '(' || c == '{' ? 1 : c == ')' || c == '}' ? -1 : 0;
    if (c != ',' || depth > 0)
      continue;
    StringRef one = pipeline.slice(begin, at);
    begin = at + 1;
    if (size_t open = one.find('('); open != StringRef::npos && one.find('{') > open)
      flatten(one.slice(open + 1, one.size() - 1), before + one.take_front(open + 1).str(), passes);
    else if (!one.empty())
      passes.push_back(before + one.str() + std::string(llvm::count(before, '('), ')'));
  }
}

std::vector<std::string> passesFor(Device device) {
  MLIRContext context(MLIRContext::Threading::DISABLED);
  PassManager pm(&context);
  std::string target = device == Device::CPU ? "x86-64-v3" : "sm_80";
  buildGraphPipeline(pm);
  buildCheckTargetsPipeline(pm, target);
  buildVariantsPipeline(pm, target);
  buildKernelPipeline(pm, Convolution::Auto, false);
  buildMemoryPipeline(pm, false);
  device == Device::CPU ? buildTargetPipeline(pm) : buildCudaPipeline(pm);
  std::string text;
  llvm::raw_string_ostream stream(text);
  pm.printAsTextualPipeline(stream);
  StringRef inside = StringRef(text).split('(').second.drop_back();
  std::vector<std::string> passes = {"dlc-check-names"};
  flatten("dlc.model(dlc-check-model,dlc-check-weights{folder=.},dlc-functionalize,dlc-check-extents)", "", passes);
  flatten(inside, "", passes);
  return passes;
}

/// What dlc knows from a model on to LLVM IR.
std::unique_ptr<MLIRContext> createContext() {
  static const DialectRegistry *registry = [] {
    auto *all = new DialectRegistry;
    registerAllDialects(*all);
    return all;
  }();
  auto context = std::make_unique<MLIRContext>(*registry, MLIRContext::Threading::DISABLED);
  prepareContext(*context);
  return context;
}

bool runPasses(ModuleOp module, ArrayRef<std::string> passes) {
  PassManager pm(module.getContext());
  return succeeded(parsePassPipeline(llvm::join(passes, ","), pm)) && succeeded(pm.run(module));
}

struct Pipeline {
  Device device;
  std::vector<std::string> passes;
};

/// The IR of a model before a pass, as dlc prints it and in the generic form.
struct State {
  const Pipeline *pipeline;
  size_t pass;
  std::string text, generic;

  ArrayRef<std::string> rest() const { return ArrayRef(pipeline->passes).drop_front(pass); }
};

void addStates(StringRef model, const Pipeline &pipeline, std::vector<State> &states) {
  auto context = createContext();
  OwningOpRef<ModuleOp> module = parseModel({model, "m.mlir"}, *context);
  ASSERT_TRUE(module) << model.str();
  for (auto [number, pass] : llvm::enumerate(pipeline.passes)) {
    State state{&pipeline, number, "", ""};
    llvm::raw_string_ostream(state.text) << *module;
    llvm::raw_string_ostream stream(state.generic);
    module->print(stream, OpPrintingFlags().printGenericOpForm());
    states.push_back(std::move(state));
    EXPECT_TRUE(runPasses(*module, pass)) << pass;
    // Behind these stand passes of MLIR, on IR of MLIR.
    if (StringRef(pass).contains("dlc-lower-to-runtime") || StringRef(pass).contains("dlc-map-to-blocks"))
      return;
  }
}

std::vector<State> readStates() {
  registerAllPasses();
  static const Pipeline cpu{Device::CPU, passesFor(Device::CPU)}, cuda{Device::CUDA, passesFor(Device::CUDA)};
  std::vector<State> states;
  auto buffer = llvm::MemoryBuffer::getFile("test/Unit/data/stages.mlir");
  SmallVector<StringRef> models;
  if (buffer)
    (*buffer)->getBuffer().split(models, "// -----");
  for (StringRef model : models) {
    addStates(model, cpu, states);
    if (!model.contains("dlc.model @attention")) // has no code for GPUs
      addStates(model, cuda, states);
  }
  return states;
}

/// What dlc makes of a text, and what is wrong with how it did that.
struct Result {
  bool valid = false, compiled = false;
  std::string fault;
};

bool emit(ModuleOp module, Device device) {
  for (rt::ModelOp model : module.getOps<rt::ModelOp>()) {
    SmallVector<char, 0> code, table;
    llvm::raw_svector_ostream codeStream(code), tableStream(table);
    if (writeCode(model, device, Stage::LLVM, codeStream) != Outcome::Done)
      return false;
    Signature signature = Signature::of(model);
    llvm::raw_null_ostream header;
    emitHeader(signature, header);
    if (failed(emitModuleTable(model, signature, Weights(model), std::string(64, '0'), tableStream)))
      return false;
  }
  return true;
}

void compileText(const std::string &text, const State &state, MLIRContext &context, Result &result) {
  unsigned errors = 0;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    errors += diagnostic.getSeverity() == DiagnosticSeverity::Error;
    return success();
  });
  OwningOpRef<ModuleOp> module = parseIr({text, "m.mlir"}, context);
  result.valid = bool(module);
  result.compiled = result.valid && runPasses(*module, state.rest()) && emit(*module, state.pipeline->device);
  if (!result.compiled && errors == 0)
    result.fault = "refused without an error";
}

/// A text that differs from the state's by accidents, told in `what`; empty where there is none.
std::string mutateState(const State &state, MLIRContext &context, Random &random, std::string &what) {
  if (random.chance(40)) {
    std::string text = random.chance(50) ? state.text : state.generic;
    what = mutateText(text, random);
    return text;
  }
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(state.generic, &context);
  for (int64_t left = random.from(1, 2); left > 0; --left)
    what += mutateIr(*module, random) + "; ";
  std::string text;
  llvm::raw_string_ostream stream(text);
  module->print(stream, OpPrintingFlags().printGenericOpForm());
  return text;
}

} // namespace

TEST(StageMutation, NothingCrashesTheCompiler) {
  std::vector<State> states = readStates();
  ASSERT_GT(states.size(), 100u) << "run this test in the root of the repository";
  llvm::CrashRecoveryContext::Enable();
  unsigned valid = 0, compiled = 0;
  uint64_t first = uint64_t(GTEST_FLAG_GET(random_seed)) * cases;
  std::unique_ptr<MLIRContext> context = createContext();
  for (uint64_t number = first; number < first + cases; ++number) {
    Random random(number);
    const State &state = random.of(states);
    Result result;
    std::string text, what;
    auto begin = std::chrono::steady_clock::now();
    llvm::CrashRecoveryContext recovery;
    bool ended = recovery.RunSafely([&] {
      for (unsigned left = tries; left > 0 && !result.valid && result.fault.empty(); --left) {
        what.clear();
        text = mutateState(state, *context, random, what);
        compileText(text, state, *context, result);
      }
    });
    std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    if (seconds.count() > 20)
      result.fault = "took " + std::to_string(seconds.count()) + " s";
    if (!ended) {
      result.fault = text.empty() ? "crash while printing" : "crash";
      (void)context.release(); // in no state to be taken down
      context = createContext();
    }
    valid += result.valid;
    compiled += result.compiled;
    if (result.fault.empty())
      continue;
    std::string path = "build/stage-mutation-" + std::to_string(number) + ".mlir";
    std::ofstream(path, std::ios::binary)
        << "// RUN: dlc-opt --pass-pipeline='builtin.module(" << llvm::join(state.rest(), ",") << ")'\n"
        << text;
    ADD_FAILURE() << "case " << number << " (" << path << ", before " << state.rest().front() << ", " << what
                  << "): " << result.fault;
  }
  llvm::CrashRecoveryContext::Disable();
  std::cout << valid << " of " << cases << " are valid, " << compiled << " were compiled\n";
  EXPECT_GT(valid, cases / 2);
  EXPECT_LT(compiled, valid);
}
