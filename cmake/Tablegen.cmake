# What tblgen writes: one function per dialect and one per stage.

# dlc_dialect(<mnemonic> <umbrella>.td): `<umbrella>.td` includes every other .td of the folder. Generates
#   Dialect, Enums, Attributes, Types, Ops .h.inc and .cpp.inc from the umbrella,
#   Interfaces.h.inc and .cpp.inc when there is an Interfaces.td, and
#   <Family>.cpp.inc, the op definitions of one family, for <Family>.cpp to include.
function(dlc_dialect mnemonic umbrella)
  set(LLVM_TARGET_DEFINITIONS ${umbrella})
  foreach(part decls defs)
    string(REPLACE decls h.inc ext ${part})
    string(REPLACE defs cpp.inc ext ${ext})
    mlir_tablegen(Dialect.${ext} -gen-dialect-${part} -dialect=${mnemonic})
    mlir_tablegen(Enums.${ext} -gen-enum-${part})
    mlir_tablegen(Attributes.${ext} -gen-attrdef-${part} -attrdefs-dialect=${mnemonic})
    mlir_tablegen(Types.${ext} -gen-typedef-${part} -typedefs-dialect=${mnemonic})
    mlir_tablegen(Ops.${ext} -gen-op-${part})
  endforeach()
  file(GLOB families CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} *.td)
  if(Interfaces.td IN_LIST families)
    set(LLVM_TARGET_DEFINITIONS Interfaces.td)
    mlir_tablegen(Interfaces.h.inc -gen-op-interface-decls)
    mlir_tablegen(Interfaces.cpp.inc -gen-op-interface-defs)
  endif()
  list(REMOVE_ITEM families Dialect.td Interfaces.td ${umbrella})
  foreach(family ${families})
    cmake_path(GET family STEM stem)
    set(LLVM_TARGET_DEFINITIONS ${family})
    mlir_tablegen(${stem}.cpp.inc -gen-op-defs)
  endforeach()
  add_public_tablegen_target(${mnemonic}DialectGen)
  add_dependencies(dlc-headers ${mnemonic}DialectGen)
  cmake_path(GET umbrella STEM stem)
  add_mlir_doc(${stem} ${mnemonic} Dialects/ -gen-dialect-doc -dialect=${mnemonic})
endfunction()

# dlc_passes(Graph): Passes.h.inc and the documentation page of a stage.
function(dlc_passes stage)
  set(LLVM_TARGET_DEFINITIONS Passes.td)
  mlir_tablegen(Passes.h.inc -gen-pass-decls -name ${stage})
  add_public_tablegen_target(${stage}PassesGen)
  add_dependencies(dlc-headers ${stage}PassesGen)
  add_mlir_doc(Passes ${stage}Passes ./ -gen-pass-doc)
endfunction()
