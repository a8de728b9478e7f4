# cmake --install: headers, library, CMake package, pkg-config file. The command says for itself
# where it goes (tools/bellcurve/CMakeLists.txt).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
get_target_property(bellcurve_type bellcurve TYPE)

install(TARGETS bellcurve EXPORT bellcurve
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/bellcurve DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  PATTERN "mpi*.hpp" EXCLUDE)

set(bellcurve_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/bellcurve)
install(EXPORT bellcurve NAMESPACE bellcurve:: FILE bellcurveTargets.cmake
  DESTINATION ${bellcurve_package_dir})
set(bellcurve_has_mpi OFF)
if(TARGET bellcurve_mpi)
  set(bellcurve_has_mpi ON)
  install(TARGETS bellcurve_mpi EXPORT bellcurve_mpi
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(FILES include/bellcurve/mpi.hpp include/bellcurve/mpi_model.hpp
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/bellcurve)
  install(EXPORT bellcurve_mpi NAMESPACE bellcurve:: FILE bellcurveMpiTargets.cmake
    DESTINATION ${bellcurve_package_dir})
endif()
set(bellcurve_is_static OFF)
if(bellcurve_type STREQUAL "STATIC_LIBRARY")
  set(bellcurve_is_static ON)
endif()
configure_package_config_file(cmake/bellcurveConfig.cmake.in bellcurveConfig.cmake
  INSTALL_DESTINATION ${bellcurve_package_dir})
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file(bellcurveConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${CMAKE_CURRENT_BINARY_DIR}/bellcurveConfig.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/bellcurveConfigVersion.cmake
  cmake/blas.cmake
  DESTINATION ${bellcurve_package_dir})

# Who links a static library links what it calls, so that stands in Libs itself; plain gcc can do it,
# hence the runtime of C++. The OpenMP runtime stands before the BLAS, which brings one of its own:
# the one loaded first serves both.
set(bellcurve_pc_flags)
set(bellcurve_pc_libs)
if(bellcurve_is_static)
  set(bellcurve_pc_flags " -DBELLCURVE_STATIC")
  foreach(name IN LISTS OpenMP_CXX_LIB_NAMES)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      list(APPEND bellcurve_pc_libs -l${name})  # gcc has it where only gcc looks
    else()
      list(APPEND bellcurve_pc_libs ${OpenMP_${name}_LIBRARY})
    endif()
  endforeach()
  if(BELLCURVE_WITH_BLAS)
    list(APPEND bellcurve_pc_libs ${bellcurve_blas_library})
  endif()
  list(APPEND bellcurve_pc_libs -lstdc++ -lm)
endif()
list(TRANSFORM bellcurve_pc_libs PREPEND " ")
list(JOIN bellcurve_pc_libs "" bellcurve_pc_libs)

# The prefix is where the file is found: installed trees move.
set(bellcurve_pc_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
if(IS_ABSOLUTE "${bellcurve_pc_dir}")
  set(bellcurve_pc_prefix "${CMAKE_INSTALL_PREFIX}")
else()
  file(RELATIVE_PATH bellcurve_pc_up "/prefix/${bellcurve_pc_dir}" "/prefix")
  string(REGEX REPLACE "/$" "" bellcurve_pc_up "${bellcurve_pc_up}")
  set(bellcurve_pc_prefix "\${pcfiledir}/${bellcurve_pc_up}")
endif()
foreach(dir INCLUDEDIR LIBDIR)
  string(TOLOWER ${dir} lower)
  if(IS_ABSOLUTE "${CMAKE_INSTALL_${dir}}")
    set(bellcurve_pc_${lower} "${CMAKE_INSTALL_${dir}}")
  else()
    set(bellcurve_pc_${lower} "\${prefix}/${CMAKE_INSTALL_${dir}}")
  endif()
endforeach()
configure_file(cmake/bellcurve.pc.in bellcurve.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/bellcurve.pc DESTINATION ${bellcurve_pc_dir})
