# Plain C++ loops, and Eigen if it is there, as peers: a module for each instruction set, loaded when
# it is needed, since inline functions of Eigen compiled for one must not stand in for those of
# another, nor for the library's.
find_path(bellcurve_eigen_include Eigen/Core PATH_SUFFIXES eigen3)
mark_as_advanced(bellcurve_eigen_include)
if(NOT bellcurve_eigen_include)
  message(STATUS "comparisons: Eigen not found, skipped (Debian: libeigen3-dev)")
endif()

# Modules for those to depend on who compare; floors and the main job do without, and Eigen takes its time.
set(bellcurve_peers)
foreach(isa IN LISTS bellcurve_isas)
  set(peer plain_peer_${isa})
  add_library(${peer} MODULE EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/plain.cpp)
  list(APPEND bellcurve_peers ${peer})
  target_compile_features(${peer} PRIVATE cxx_std_20)
  # As anybody would compile their own: not with our rules for sums that are the same everywhere.
  target_compile_options(${peer} PRIVATE -O3 ${bellcurve_isa_flags_${isa}} -fvisibility=hidden)
  target_link_libraries(${peer} PRIVATE OpenMP::OpenMP_CXX)
  set_target_properties(${peer} PROPERTIES PREFIX "" SUFFIX ".so"
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
  if(bellcurve_eigen_include)
    target_include_directories(${peer} SYSTEM PRIVATE ${bellcurve_eigen_include})
    target_compile_definitions(${peer} PRIVATE BELLCURVE_HAVE_EIGEN)
  endif()
endforeach()
target_compile_definitions(bellcurve_perf PRIVATE
  BELLCURVE_PLAIN_PEERS="${CMAKE_CURRENT_BINARY_DIR}/plain_peer_")
