//===- BarePointer.cpp - Contiguous buffers as a pointer and extents ------===//
//
// The descriptor that MLIR's lowering makes of a memref is built here by hand, behind a cast that
// reconcile-unrealized-casts removes; LLVM then sees through it.
//
//===----------------------------------------------------------------------===//

#include "lib/Target/BarePointer.h"
#include "mlir/Conversion/LLVMCommon/MemRefBuilder.h"
#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

static Value cast(OpBuilder &builder, Location loc, Type type, Value value) {
  return UnrealizedConversionCastOp::create(builder, loc, type, value).getResult(0);
}

Value dlc::bufferAt(OpBuilder &builder, Location loc, Value pointer, ValueRange extents, MemRefType type) {
  LLVMTypeConverter converter(builder.getContext());
  auto descriptor = MemRefDescriptor::poison(builder, loc, converter.convertType(type));
  descriptor.setAllocatedPtr(builder, loc, pointer);
  descriptor.setAlignedPtr(builder, loc, pointer);
  descriptor.setConstantOffset(builder, loc, 0);
  auto constant = [&](int64_t value) -> Value {
    return LLVM::ConstantOp::create(builder, loc, builder.getI64Type(), builder.getI64IntegerAttr(value));
  };
  SmallVector<Value> sizes;
  for (int64_t extent : type.getShape()) {
    if (!ShapedType::isDynamic(extent)) {
      sizes.push_back(constant(extent));
      continue;
    }
    sizes.push_back(arith::IndexCastOp::create(builder, loc, builder.getI64Type(), extents.front()));
    extents = extents.drop_front();
  }
  Value stride = constant(1);
  for (int64_t i = type.getRank() - 1; i >= 0; --i) {
    descriptor.setSize(builder, loc, i, sizes[i]);
    descriptor.setStride(builder, loc, i, stride);
    if (i > 0)
      stride = LLVM::MulOp::create(builder, loc, stride, sizes[i]);
  }
  return cast(builder, loc, type, descriptor);
}

SmallVector<Value> dlc::flatten(OpBuilder &builder, Location loc, Value buffer) {
  auto type = mlir::cast<MemRefType>(buffer.getType());
  LLVMTypeConverter converter(builder.getContext());
  MemRefDescriptor descriptor(cast(builder, loc, converter.convertType(type), buffer));
  SmallVector<Value> values{descriptor.alignedPtr(builder, loc)};
  for (auto [i, extent] : llvm::enumerate(type.getShape()))
    if (ShapedType::isDynamic(extent))
      values.push_back(memref::DimOp::create(builder, loc, buffer, i));
  return values;
}

SmallVector<Type> dlc::flatten(MemRefType type) {
  SmallVector<Type> types{LLVM::LLVMPointerType::get(type.getContext())};
  types.append(type.getNumDynamicDims(), IndexType::get(type.getContext()));
  return types;
}
