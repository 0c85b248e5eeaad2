# What `cmake --install` puts where others find it: tools, the headers of dlc-c, find_package(dlc) and pkg-config's dlc.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

add_library(dlcPublicHeaders INTERFACE)
set_target_properties(dlcPublicHeaders PROPERTIES EXPORT_NAME headers)
target_include_directories(dlcPublicHeaders INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
install(TARGETS dlc dlcPublicHeaders EXPORT dlcTargets)
install(TARGETS dlc-run dlc-lsp-server OPTIONAL) # where they were built
install(FILES include/dlc-c/Artifact.h include/dlc-c/Philox.h include/dlc-c/Safetensors.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/dlc-c)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/dlc)
install(EXPORT dlcTargets NAMESPACE dlc:: DESTINATION ${package})
configure_package_config_file(cmake/install/dlcConfig.cmake.in install/dlcConfig.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/install/dlcConfigVersion.cmake COMPATIBILITY SameMinorVersion)
file(RELATIVE_PATH DLC_PREFIX /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(cmake/install/dlc.pc.in install/dlc.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/install/dlcConfig.cmake ${PROJECT_BINARY_DIR}/install/dlcConfigVersion.cmake
  cmake/install/dlcAddModel.cmake DESTINATION ${package})
install(FILES ${PROJECT_BINARY_DIR}/install/dlc.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
