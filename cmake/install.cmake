# cmake --install: headers, library, CMake package, pkg-config file. The command says for itself
# where it goes (tools/bellcurve/CMakeLists.txt).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS bellcurve EXPORT bellcurve ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/bellcurve DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

set(bellcurve_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/bellcurve)
install(EXPORT bellcurve NAMESPACE bellcurve:: FILE bellcurveTargets.cmake
  DESTINATION ${bellcurve_package_dir})
configure_package_config_file(cmake/bellcurveConfig.cmake.in bellcurveConfig.cmake
  INSTALL_DESTINATION ${bellcurve_package_dir})
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file(bellcurveConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${CMAKE_CURRENT_BINARY_DIR}/bellcurveConfig.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/bellcurveConfigVersion.cmake
  cmake/blas.cmake
  DESTINATION ${bellcurve_package_dir})

# A static library: what it calls is always linked, so there is no Libs.private.
# The OpenMP runtime stands before the BLAS, which brings a runtime of its own: the
# one loaded first serves both.
set(bellcurve_pc_private_libs ${OpenMP_CXX_LIBRARIES})
if(BELLCURVE_WITH_BLAS)
  list(APPEND bellcurve_pc_private_libs ${bellcurve_blas_library})
endif()
list(APPEND bellcurve_pc_private_libs -lstdc++ -lm)
list(JOIN bellcurve_pc_private_libs " " bellcurve_pc_private_libs)
# Written at installation, since the prefix may be given only then.
foreach(dir INCLUDEDIR LIBDIR)
  string(TOLOWER ${dir} lower)
  if(IS_ABSOLUTE "${CMAKE_INSTALL_${dir}}")
    set(bellcurve_pc_${lower} "${CMAKE_INSTALL_${dir}}")
  else()
    set(bellcurve_pc_${lower} "\${prefix}/${CMAKE_INSTALL_${dir}}")
  endif()
endforeach()
set(bellcurve_saved_prefix "${CMAKE_INSTALL_PREFIX}")
set(CMAKE_INSTALL_PREFIX "@CMAKE_INSTALL_PREFIX@")
configure_file(cmake/bellcurve.pc.in bellcurve.pc.in @ONLY)
set(CMAKE_INSTALL_PREFIX "${bellcurve_saved_prefix}")
install(CODE "configure_file(\"${CMAKE_CURRENT_BINARY_DIR}/bellcurve.pc.in\"
  \"${CMAKE_CURRENT_BINARY_DIR}/bellcurve.pc\" @ONLY)")
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/bellcurve.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
