# The runtime and what dlc needs to link an artefact on any machine: runtime.o and stub libraries, embedded as bytes.

# dlc_runtime(<name> <sources>...): an object library, and runtime.o made of all its objects.
function(dlc_runtime name)
  if(NOT ARGN)
    file(CONFIGURE OUTPUT empty.cpp CONTENT "")
    set(ARGN ${CMAKE_CURRENT_BINARY_DIR}/empty.cpp)
  endif()
  add_library(${name} OBJECT ${ARGN})
  # Artefacts run anywhere: neither the host's CPU nor libstdc++ nor a hardened libc may show in the code.
  # gnu2: the older way to a thread's variables needs ld.so's __tls_get_addr, or ld.so's little static space.
  target_compile_options(${name} PRIVATE -Wall -Wextra -Werror -O2 -march=x86-64-v2 -fno-rtti -fno-exceptions
    -fno-threadsafe-statics -fvisibility=hidden -mtls-dialect=gnu2 -ffunction-sections -fdata-sections
    -fno-math-errno -fno-stack-protector -U_FORTIFY_SOURCE)
  add_custom_command(OUTPUT runtime.o
    COMMAND ${LLVM_TOOLS_BINARY_DIR}/ld.lld -r -o runtime.o $<TARGET_OBJECTS:${name}>
    DEPENDS ${name} $<TARGET_OBJECTS:${name}> COMMAND_EXPAND_LISTS VERBATIM)
  set_property(DIRECTORY APPEND PROPERTY DLC_EMBEDDED runtime.o)
endfunction()

# dlc_stub_libraries(libc.so.6 ...): libraries without code that give an artefact the sonames and the old symbol versions
# to link against. stubs/<soname>.map says what there is.
function(dlc_stub_libraries)
  foreach(soname ${ARGN})
    set(map ${CMAKE_CURRENT_SOURCE_DIR}/stubs/${soname}.map)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${map})
    file(READ ${map} text)
    string(REGEX REPLACE "#[^\n]*|GLIBC_[0-9.]+|global:|local:" "" text "${text}")
    string(REGEX MATCHALL "[A-Za-z0-9_]+" names "${text}")
    list(TRANSFORM names REPLACE "(.+)" ".globl \\1\n.type \\1,@function\n\\1:\n" OUTPUT_VARIABLE assembly)
    list(JOIN assembly "" assembly)
    file(CONFIGURE OUTPUT stubs/${soname}.s CONTENT "${assembly}.section .note.GNU-stack,\"\",@progbits\n")
    add_custom_command(OUTPUT stubs/${soname}
      COMMAND ${CMAKE_ASM_COMPILER} -c stubs/${soname}.s -o stubs/${soname}.o
      COMMAND ${LLVM_TOOLS_BINARY_DIR}/ld.lld -shared --strip-all -soname=${soname} --version-script=${map}
              -o stubs/${soname} stubs/${soname}.o
      DEPENDS ${map} ${CMAKE_CURRENT_BINARY_DIR}/stubs/${soname}.s VERBATIM)
    set_property(DIRECTORY APPEND PROPERTY DLC_EMBEDDED stubs/${soname})
  endforeach()
endfunction()

# dlc_embed(<name>): a library with the bytes of all of the above and of Artifact.h. runtime.o is dlc_runtime_object_{begin,end}; the stubs
# are dlc_stub_libraries, rows of (soname, begin, end) that end with a null soname.
function(dlc_embed name)
  get_directory_property(files DLC_EMBEDDED)
  set(text ".section .rodata.dlc_embedded,\"a\",@progbits\n")
  set(rows ".section .data.rel.ro.dlc_embedded,\"aw\",@progbits\n.balign 8\n.globl dlc_stub_libraries\ndlc_stub_libraries:\n")
  foreach(file ${files})
    if(file MATCHES "^stubs/(.*)")
      string(MAKE_C_IDENTIFIER "dlc_stub_${CMAKE_MATCH_1}" symbol)
      string(APPEND text "${symbol}_soname: .asciz \"${CMAKE_MATCH_1}\"\n")
      string(APPEND rows ".quad ${symbol}_soname, ${symbol}_begin, ${symbol}_end\n")
    else()
      set(symbol dlc_runtime_object)
      string(APPEND text ".globl ${symbol}_begin, ${symbol}_end\n")
    endif()
    string(APPEND text ".balign 64\n${symbol}_begin: .incbin \"${CMAKE_CURRENT_BINARY_DIR}/${file}\"\n${symbol}_end:\n")
  endforeach()
  set(header ${PROJECT_SOURCE_DIR}/include/dlc-c/Artifact.h)
  string(APPEND text ".globl dlc_artifact_header_begin, dlc_artifact_header_end\n"
    "dlc_artifact_header_begin: .incbin \"${header}\"\ndlc_artifact_header_end:\n")
  file(CONFIGURE OUTPUT Embedded.S CONTENT "${text}${rows}.quad 0, 0, 0\n.section .note.GNU-stack,\"\",@progbits\n")
  list(TRANSFORM files PREPEND ${CMAKE_CURRENT_BINARY_DIR}/)
  add_library(${name} STATIC ${CMAKE_CURRENT_BINARY_DIR}/Embedded.S)
  set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/Embedded.S PROPERTIES OBJECT_DEPENDS "${files};${header}")
endfunction()
