# dlc_add_model(<target> <model.mlir> [OBJECT] [OPTIONS <option>...])
#
# Compiles the model to a library <target> for target_link_libraries, with the header <target>.h on its include path: a shared
# library <target>.so, or with OBJECT an object that is linked into the program. OPTIONS go to dlc (--cpu=, --model=, --soname=).
# It is compiled again when the model, a file of its weights or dlc changes.
cmake_policy(PUSH)
cmake_policy(VERSION 3.20) # whatever the project asks for
function(dlc_add_model target model)
  cmake_parse_arguments(PARSE_ARGV 2 ARG "OBJECT" "" "OPTIONS")
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "dlc_add_model: unexpected '${ARG_UNPARSED_ARGUMENTS}'; expected OBJECT or OPTIONS <option>...")
  endif()
  cmake_path(ABSOLUTE_PATH model BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${target}.dlc)
  set(kind SHARED)
  set(output ${folder}/${target}.so)
  if(ARG_OBJECT)
    set(kind STATIC)
    set(output ${folder}/${target}.o)
    list(APPEND ARG_OPTIONS --emit=object)
  endif()
  file(MAKE_DIRECTORY ${folder}) # an include path must be there when the build is generated
  add_custom_command(OUTPUT ${output} ${folder}/${target}.h
    COMMAND dlc::dlc ${model} -o ${output} --depfile=${folder}/${target}.d ${ARG_OPTIONS}
    DEPENDS ${model} dlc::dlc DEPFILE ${folder}/${target}.d COMMENT "Compiling model ${target}" VERBATIM)
  add_custom_target(${target}-compile DEPENDS ${output} ${folder}/${target}.h)
  add_library(${target} ${kind} IMPORTED GLOBAL)
  set_target_properties(${target} PROPERTIES IMPORTED_LOCATION ${output} INTERFACE_INCLUDE_DIRECTORIES ${folder})
  if(ARG_OBJECT)
    set_target_properties(${target} PROPERTIES INTERFACE_LINK_LIBRARIES "m;pthread")
  endif()
  add_dependencies(${target} ${target}-compile)
endfunction()
cmake_policy(POP)
