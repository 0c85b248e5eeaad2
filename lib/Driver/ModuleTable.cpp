//===- ModuleTable.cpp - Exported functions and the tables behind them -----===//
//
// LLVM IR without a line of C: constants laid out from the X-macros of dlc-c/Abi.def, and functions that pass their
// arguments on to the runtime.
//
//===----------------------------------------------------------------------===//

#include "lib/Driver/ModuleTable.h"
#include "dlc-c/Artifact.h"
#include "dlc/Frontend/HeaderNames.h"
#include "dlc/Target/EmitObject.h"
#include "lib/Driver/ArenaExpression.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

using namespace dlc;
using llvm::ArrayRef;
using llvm::Constant;
using llvm::SmallVector;
using llvm::StringRef;
using llvm::Twine;

namespace {

struct Field {
  StringRef structure, kind, name;
};
const Field fields[] = {
#define DLC_ABI_FIELD(s, kind, field, ctype) {#s, #kind, #field},
#define DLC_ABI_PUBLIC_FIELD(s, kind, field) {#s, #kind, #field},
#include "dlc-c/Abi.def"
};

/// "result, arguments..." as kinds of Abi.def.
StringRef kindsOf(StringRef function) {
  return llvm::StringSwitch<StringRef>(function)
#define DLC_ABI_FUNCTION(name, ...) .Case(#name, #__VA_ARGS__)
#include "dlc-c/Abi.def"
      .Default("");
}

class Emitter {
public:
  Emitter(const Signature &signature, const Weights &weights, StringRef hash)
      : signature(signature), weights(weights), hash(hash), module("dlc", context), builder(context),
        pointer(llvm::PointerType::get(context, 0)) {}

  mlir::LogicalResult emit(rt::ModelOp model, llvm::raw_pwrite_stream &out);

private:
  using Named = std::pair<StringRef, Constant *>;
  static constexpr llvm::StringLiteral localSuffix = ".local";

  const Signature &signature;
  const Weights &weights;
  StringRef hash;
  llvm::LLVMContext context;
  llvm::Module module;
  llvm::IRBuilder<> builder;
  llvm::Type *pointer;
  llvm::StringMap<Constant *> strings;

  //--- Constants ---

  Constant *i32(int64_t value) { return builder.getInt32(value); }
  Constant *i64(int64_t value) { return builder.getInt64(value); }
  Constant *bits(double value) { return i64(llvm::bit_cast<int64_t>(value)); }
  Constant *null() { return Constant::getNullValue(pointer); }

  Constant *constant(Constant *value, const Twine &name) {
    return new llvm::GlobalVariable(module, value->getType(), /*isConstant=*/true, llvm::GlobalValue::PrivateLinkage,
                                    value, name);
  }
  Constant *string(StringRef text) {
    Constant *&slot = strings[text];
    if (!slot)
      slot = constant(llvm::ConstantDataArray::getString(context, text), "string");
    return slot;
  }
  /// An array in memory; null where it is empty.
  Constant *array(ArrayRef<Constant *> elements, const Twine &name) {
    if (elements.empty())
      return null();
    return constant(llvm::ConstantArray::get(llvm::ArrayType::get(elements[0]->getType(), elements.size()), elements),
                    name);
  }

  llvm::Type *typeOf(StringRef kind) {
    return llvm::StringSwitch<llvm::Type *>(kind.trim())
        .Case("ptr", pointer)
        .Case("i64", builder.getInt64Ty())
        .Case("i32", builder.getInt32Ty())
        .Default(builder.getVoidTy());
  }
  /// A struct of Abi.def; what is not given is zero.
  Constant *structure(StringRef name, std::initializer_list<Named> values) {
    SmallVector<Constant *> members;
    [[maybe_unused]] size_t given = 0;
    for (const Field &field : fields) {
      if (field.structure != name)
        continue;
      auto value = llvm::find_if(values, [&](const Named &named) { return named.first == field.name; });
      given += value != values.end();
      members.push_back(value == values.end() ? Constant::getNullValue(typeOf(field.kind)) : value->second);
      assert(members.back()->getType() == typeOf(field.kind) && "a value of another kind than Abi.def says");
    }
    assert(given == values.size() && "a field that Abi.def does not have");
    return llvm::ConstantStruct::getAnon(context, members);
  }

  //--- Functions ---

  llvm::Function *external(const Twine &name, llvm::FunctionType *type) {
    auto *function = module.getFunction(name.str());
    if (!function) {
      function = llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage, name, module);
      function->setVisibility(llvm::GlobalValue::HiddenVisibility);
    }
    return function;
  }
  llvm::Function *runtime(const Twine &suffix) {
    std::string name = ("dlc_rt_" + suffix).str();
    SmallVector<StringRef> kinds;
    kindsOf(name).split(kinds, ',');
    SmallVector<llvm::Type *> types;
    for (StringRef kind : ArrayRef(kinds).drop_front())
      types.push_back(typeOf(kind));
    return external(name, llvm::FunctionType::get(typeOf(kinds[0]), types, false));
  }
  /// A local function; the builder stands in its body.
  llvm::Function *defineLocal(const Twine &name, llvm::Type *result, ArrayRef<llvm::Type *> arguments) {
    auto *type = llvm::FunctionType::get(result, arguments, false);
    auto *function = llvm::Function::Create(type, llvm::GlobalValue::InternalLinkage, name, module);
    builder.SetInsertPoint(llvm::BasicBlock::Create(context, "", function));
    return function;
  }
  /// An exported function. The exported name is an alias that the artefact itself never refers to: such a reference
  /// could bind to a library that the process loaded earlier.
  llvm::Function *define(const Twine &name, llvm::Type *result, ArrayRef<llvm::Type *> arguments) {
    llvm::Function *function = defineLocal(name + localSuffix, result, arguments);
    exportAs(name, function);
    return function;
  }
  llvm::GlobalAlias *exportAs(const Twine &name, llvm::Function *function) {
    return llvm::GlobalAlias::create(function->getFunctionType(), 0, llvm::GlobalValue::ExternalLinkage, name, function,
                                     &module);
  }
  void returnCall(llvm::Function *callee, ArrayRef<llvm::Value *> arguments) {
    llvm::CallInst *call = builder.CreateCall(callee, arguments);
    if (call->getType()->isVoidTy())
      builder.CreateRetVoid();
    else
      builder.CreateRet(call);
  }
  /// The values, in an array on the stack.
  llvm::Value *onStack(llvm::Type *type, ArrayRef<llvm::Value *> values) {
    auto *memory = builder.CreateAlloca(type, builder.getInt32(std::max<size_t>(1, values.size())));
    for (auto [i, value] : llvm::enumerate(values))
      builder.CreateStore(value, builder.CreateConstInBoundsGEP1_64(type, memory, i));
    return memory;
  }
  /// Of an argument by value.
  llvm::Type *scalarType(mlir::Type type) {
    unsigned bytes = elementType(type).bytes;
    if (type.isF32() || type.isF64())
      return type.isF32() ? builder.getFloatTy() : builder.getDoubleTy();
    return builder.getIntNTy(8 * bytes);
  }

  Constant *dimTable();
  Constant *valueTable(ArrayRef<TensorInfo> values, const Twine &name);
  Constant *entryTable();
  Constant *tensorTable();
  Constant *moduleTable();
  mlir::FailureOr<Constant *> checkTable(rt::ModelOp model, int64_t &count);
  Constant *arenaFunction(const Twine &name, mlir::AffineMap arena);
  Constant *variantTable();
  void defineCommon(Constant *model);
  void defineReserve();
  void definePlain(const EntryInfo &entry, size_t number);
  void defineDl(const EntryInfo &entry, size_t number);
};

} // namespace

//===----------------------------------------------------------------------===//
// Tables of Artifact.h
//===----------------------------------------------------------------------===//

Constant *Emitter::dimTable() {
  SmallVector<Constant *> rows;
  for (const DimInfo &dim : signature.dims)
    rows.push_back(structure(
        "dlc_dim", {{"name", string(dim.symbol)}, {"minimum", i64(dim.minimum)}, {"maximum", i64(dim.maximum)}}));
  return array(rows, "dims");
}

Constant *Emitter::valueTable(ArrayRef<TensorInfo> values, const Twine &name) {
  SmallVector<Constant *> rows;
  for (const TensorInfo &value : values) {
    SmallVector<Constant *> shape;
    for (int64_t extent : value.shape)
      shape.push_back(i64(extent));
    rows.push_back(structure("dlc_value", {{"name", string(value.symbol)},
                                           {"shape", array(shape, "shape")},
                                           {"dtype", i32(elementType(value.type.getElementType()).dtype)},
                                           {"rank", i32(value.type.getRank())}}));
  }
  return array(rows, name);
}

Constant *Emitter::entryTable() {
  SmallVector<Constant *> rows;
  for (const EntryInfo &entry : signature.entries) {
    SmallVector<Constant *> dims;
    for (unsigned dim : entry.dims)
      dims.push_back(i32(dim));
    rows.push_back(structure("dlc_entry", {{"name", string(entry.symbol)},
                                           {"arguments", valueTable(entry.arguments, "arguments")},
                                           {"results", valueTable(entry.results, "results")},
                                           {"dims", array(dims, "dims")},
                                           {"argument_count", i32(entry.arguments.size())},
                                           {"result_count", i32(entry.results.size())},
                                           {"dim_count", i32(entry.dims.size())}}));
  }
  return array(rows, "entries");
}

Constant *Emitter::moduleTable() {
  SmallVector<TensorInfo> tensors(signature.tensors);
  for (TensorInfo &tensor : tensors)
    tensor.symbol = tensor.name; // what callers know a tensor by is its key
  SmallVector<Constant *> levels;
  for (rt::VariantOp variant : signature.levels)
    levels.push_back(string(variant.getTarget().getArch()));
  auto own = [&](StringRef name) { return module.getFunction((signature.name + "_" + name + localSuffix).str()); };
  return constant(structure("dlc_module", {{"size", i64(sizeof(dlc_module))},
                                           {"abi_version", i32(DLC_ABI_VERSION)},
                                           {"name", string(signature.name)},
                                           {"compiler", string("dlc " DLC_VERSION)},
                                           {"hash", string(hash)},
                                           {"signature", i64(signature.value)},
                                           {"dims", dimTable()},
                                           {"tensors", valueTable(tensors, "tensors")},
                                           {"entries", entryTable()},
                                           {"levels", array(levels, "levels")},
                                           {"dim_count", i32(signature.dims.size())},
                                           {"parameter_count", i32(signature.parameterCount)},
                                           {"state_count", i32(signature.tensors.size() - signature.parameterCount)},
                                           {"entry_count", i32(signature.entries.size())},
                                           {"level_count", i32(signature.levels.size())},
                                           {"parameter_bytes", i64(signature.parameterBytes)},
                                           {"packed_bytes", i64(signature.packedBytes)},
                                           {"state_bytes", i64(signature.stateBytes)},
                                           {"create", own("create")},
                                           {"share", runtime("share")},
                                           {"destroy", runtime("destroy")},
                                           {"reserve", runtime("reserve")},
                                           {"load", runtime("load")},
                                           {"load_memory", runtime("load_memory")},
                                           {"save", runtime("save")},
                                           {"save_memory", runtime("save_memory")},
                                           {"get", runtime("get")},
                                           {"set", runtime("set")},
                                           {"reset", runtime("reset")},
                                           {"seed", runtime("seed")},
                                           {"bytes", own("bytes")},
                                           {"message", runtime("message")},
                                           {"run", runtime("run_dl")}}),
                  "module");
}

//===----------------------------------------------------------------------===//
// Tables of Abi.def
//===----------------------------------------------------------------------===//

Constant *Emitter::tensorTable() {
  Constant *section = nullptr;
  if (weights.size() > 0) {
    auto *global = new llvm::GlobalVariable(module, builder.getInt8Ty(), /*isConstant=*/true,
                                            llvm::GlobalValue::ExternalLinkage, nullptr, Weights::symbol);
    global->setVisibility(llvm::GlobalValue::HiddenVisibility);
    section = global;
  }
  SmallVector<Constant *> rows;
  for (auto [value, tensor] : llvm::zip_equal(weights.values(), signature.tensors)) {
    Constant *bytes =
        value.source ? llvm::ConstantExpr::getGetElementPtr(builder.getInt8Ty(), section, i64(value.offset)) : null();
    rows.push_back(structure("dlc_abi_tensor", {{"data", bytes},
                                                {"bytes", i64(tensorBytes(tensor.type))},
                                                {"p0", bits(value.p0)},
                                                {"p1", bits(value.p1)},
                                                {"init", i32(value.init)},
                                                {"stream", i32(value.stream)}}));
  }
  return array(rows, "initial");
}

/// Checks are numbered alike in all levels: what differs would make the runtime report another check than the one that
/// failed.
mlir::FailureOr<Constant *> Emitter::checkTable(rt::ModelOp model, int64_t &count) {
  SmallVector<mlir::Attribute> first;
  for (rt::VariantOp variant : signature.levels) {
    SmallVector<mlir::Attribute> checks;
    for (rt::CompiledOp program : variant.getBody().getOps<rt::CompiledOp>())
      llvm::append_range(checks, program.getChecks());
    if (variant != signature.levels[0] && checks != first)
      return variant.emitError("internal error: checks other values than the first level does");
    first = std::move(checks);
  }
  SmallVector<Constant *> rows;
  for (rt::CheckedAttr check : llvm::map_range(first, llvm::CastTo<rt::CheckedAttr>)) {
    bool negative = check.getLow() < 0;
    if (check.getLow() != (negative ? -check.getHigh() : 0))
      return model.emitError("internal error: a check in ")
             << check.getLow() << " to " << check.getHigh() << ", which the runtime cannot report";
    rows.push_back(
        structure("dlc_abi_check", {{"extent", i64(check.getDim() < 0 ? check.getHigh() : DLC_DIM(check.getDim()))},
                                    {"where", string(check.getMessage())},
                                    {"argument", i32(check.getArgument())},
                                    {"negative", i32(negative)}}));
  }
  count = rows.size();
  return array(rows, "checks");
}

/// int64_t arena(const int64_t *extents)
Constant *Emitter::arenaFunction(const Twine &name, mlir::AffineMap arena) {
  llvm::Function *function = defineLocal(name, builder.getInt64Ty(), {pointer});
  emitArenaFunction(arena, function, builder);
  return function;
}

Constant *Emitter::variantTable() {
  auto *entryType = llvm::FunctionType::get(builder.getInt32Ty(), {pointer}, false);
  SmallVector<Constant *> rows;
  for (rt::VariantOp variant : signature.levels) {
    llvm::StringMap<rt::CompiledOp> programs;
    int64_t scratch = 0;
    for (rt::CompiledOp program : variant.getBody().getOps<rt::CompiledOp>()) {
      programs[program.getSymName()] = program;
      scratch = std::max<int64_t>(scratch, program.getScratch());
    }
    auto function = [&](StringRef program) { return external(variant.getSymName() + "_" + program, entryType); };
    SmallVector<Constant *> entries, arenas, prepared;
    for (const EntryInfo &entry : signature.entries) {
      entries.push_back(function(entry.symbol));
      arenas.push_back(arenaFunction(variant.getSymName() + "_" + entry.symbol + "_arena",
                                     programs.lookup(entry.symbol).getArena()));
    }
    for (rt::PreparedOp op : variant.getBody().getOps<rt::PreparedOp>())
      prepared.push_back(i64(tensorBytes(llvm::cast<mlir::RankedTensorType>(op.getType()))));
    rt::CompiledOp prepare = programs.lookup("prepare"); // it has no dims
    int64_t prepareBytes = prepare ? rt::evaluateMaximum(prepare.getArena(), {}).value_or(0) : 0;
    rows.push_back(structure("dlc_abi_variant", {{"name", string(variant.getTarget().getArch())},
                                                 {"features", i64(levelFeatures(variant.getTarget().getArch()))},
                                                 {"entries", array(entries, "code")},
                                                 {"arenas", array(arenas, "arenas")},
                                                 {"prepare", prepared.empty() ? null() : function("prepare")},
                                                 {"prepared_bytes", array(prepared, "prepared")},
                                                 {"prepared_count", i64(prepared.size())},
                                                 {"prepare_arena_bytes", i64(prepareBytes)},
                                                 {"scratch_bytes", i64(scratch)}}));
  }
  return array(rows, "variants");
}

//===----------------------------------------------------------------------===//
// Exported functions
//===----------------------------------------------------------------------===//

void Emitter::defineCommon(Constant *model) {
  for (StringRef name : commonFunctions()) {
    if (name == "reserve")
      continue;
    llvm::Function *callee = runtime(name);
    bool ofModel = name == "create" || name == "bytes";
    llvm::Function *function = define(signature.name + "_" + name, callee->getReturnType(),
                                      callee->getFunctionType()->params().drop_front(ofModel));
    SmallVector<llvm::Value *> arguments;
    if (ofModel)
      arguments.push_back(model);
    for (llvm::Argument &argument : function->args())
      arguments.push_back(&argument);
    returnCall(callee, arguments);
  }
}

void Emitter::defineReserve() {
  SmallVector<llvm::Type *> types{pointer};
  types.append(signature.dims.size(), builder.getInt64Ty());
  llvm::Function *function = define(signature.name + "_reserve", builder.getInt32Ty(), types);
  SmallVector<llvm::Value *> extents;
  for (llvm::Argument &argument : llvm::drop_begin(function->args()))
    extents.push_back(&argument);
  returnCall(runtime("reserve"), {function->getArg(0), onStack(builder.getInt64Ty(), extents)});
}

/// MODEL_ENTRY(instance, inputs, extents, outputs)
void Emitter::definePlain(const EntryInfo &entry, size_t number) {
  SmallVector<llvm::Type *> types{pointer};
  for (const TensorInfo &argument : entry.arguments)
    types.push_back(argument.type.getRank() == 0 ? scalarType(argument.type.getElementType()) : pointer);
  types.append(entry.dims.size(), builder.getInt64Ty());
  types.append(entry.results.size(), pointer);
  llvm::Function *function = define(signature.name + "_" + entry.name, builder.getInt32Ty(), types);
  llvm::Argument *next = function->arg_begin() + 1;
  SmallVector<llvm::Value *> pointers;
  for (const TensorInfo &argument : entry.arguments) {
    pointers.push_back(argument.type.getRank() == 0 ? onStack(next->getType(), next) : next);
    ++next;
  }
  SmallVector<llvm::Value *> extents(signature.dims.size(), i64(-1));
  for (unsigned dim : entry.dims)
    extents[dim] = next++;
  for (size_t i = 0; i < entry.results.size(); ++i)
    pointers.push_back(next++);
  returnCall(runtime("run"),
             {function->getArg(0), i64(number), onStack(pointer, pointers), onStack(builder.getInt64Ty(), extents)});
}

/// MODEL_ENTRY_dl(instance, inputs, outputs)
void Emitter::defineDl(const EntryInfo &entry, size_t number) {
  SmallVector<llvm::Type *> types(1 + entry.arguments.size() + entry.results.size(), pointer);
  llvm::Function *function = define(signature.name + "_" + entry.name + "_dl", builder.getInt32Ty(), types);
  SmallVector<llvm::Value *> inputs, outputs;
  for (llvm::Argument &argument : llvm::drop_begin(function->args()))
    (inputs.size() < entry.arguments.size() ? inputs : outputs).push_back(&argument);
  returnCall(runtime("run_dl"),
             {function->getArg(0), i64(number), onStack(pointer, inputs), onStack(pointer, outputs)});
}

mlir::LogicalResult Emitter::emit(rt::ModelOp model, llvm::raw_pwrite_stream &out) {
  int64_t checkCount = 0;
  mlir::FailureOr<Constant *> checks = checkTable(model, checkCount);
  if (mlir::failed(checks))
    return mlir::failure();
  // Functions refer to the model, the model to the module and the module to functions.
  auto *type = structure("dlc_abi_model", {})->getType();
  auto *abiModel =
      new llvm::GlobalVariable(module, type, /*isConstant=*/true, llvm::GlobalValue::InternalLinkage, nullptr, "model");
  defineCommon(abiModel);
  defineReserve();
  for (auto [number, entry] : llvm::enumerate(signature.entries)) {
    definePlain(entry, number);
    defineDl(entry, number);
  }
  Constant *table = moduleTable();
  abiModel->setInitializer(structure("dlc_abi_model", {{"module", table},
                                                       {"tensors", tensorTable()},
                                                       {"variants", variantTable()},
                                                       {"checks", *checks},
                                                       {"variant_count", i64(signature.levels.size())},
                                                       {"check_count", i64(checkCount)}}));
  llvm::Function *get = define(signature.name + "_module_get", pointer, {});
  builder.CreateRet(table);
  // Objects in one program all have it: weak, so that they link.
  exportAs("dlc_module_get", get)->setLinkage(llvm::GlobalValue::WeakAnyLinkage);
  if (llvm::Error error = emitCode(module, "x86-64-v2", CodeKind::Object, out))
    return model.emitError("internal error: ") << llvm::toString(std::move(error));
  return mlir::success();
}

/// Each variant has the code of each entry, and of @prepare where it has prepared values.
static mlir::LogicalResult checkPrograms(const Signature &signature) {
  for (rt::VariantOp variant : signature.levels) {
    llvm::StringSet<> programs;
    for (rt::CompiledOp program : variant.getBody().getOps<rt::CompiledOp>())
      programs.insert(program.getSymName());
    auto check = [&](StringRef name) -> mlir::LogicalResult {
      if (programs.contains(name))
        return mlir::success();
      return variant.emitOpError("has no program @") << name << "; expected one for each rt.entry, and @prepare for "
                                                     << "prepared values";
    };
    for (const EntryInfo &entry : signature.entries)
      if (mlir::failed(check(entry.symbol)))
        return mlir::failure();
    if (!variant.getBody().getOps<rt::PreparedOp>().empty() && mlir::failed(check("prepare")))
      return mlir::failure();
  }
  return mlir::success();
}

mlir::LogicalResult dlc::emitModuleTable(rt::ModelOp model, const Signature &signature, const Weights &weights,
                                         StringRef hash, llvm::raw_pwrite_stream &out) {
  if (mlir::failed(checkPrograms(signature)))
    return mlir::failure();
  return Emitter(signature, weights, hash).emit(model, out);
}
