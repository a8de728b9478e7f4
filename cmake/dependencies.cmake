# What is linked, and where it is found. Headers of xsimd and CBLAS never reach a
# user of the library; OpenMP and the BLAS are linked with it.
find_package(OpenMP REQUIRED COMPONENTS CXX)
find_path(BELLCURVE_XSIMD_INCLUDE_DIR xsimd/xsimd.hpp REQUIRED
  DOC "Directory that holds xsimd/xsimd.hpp")
if(NOT EXISTS "${BELLCURVE_XSIMD_INCLUDE_DIR}/xsimd/xsimd.hpp")
  message(FATAL_ERROR "BELLCURVE_XSIMD_INCLUDE_DIR must hold xsimd/xsimd.hpp, got "
                      "'${BELLCURVE_XSIMD_INCLUDE_DIR}'")
endif()

if(BELLCURVE_WITH_BLAS)
  include(${CMAKE_CURRENT_LIST_DIR}/blas.cmake)
  if(NOT TARGET bellcurve::blas)
    if(BELLCURVE_BLAS_LIBRARY)
      message(FATAL_ERROR "BELLCURVE_BLAS_LIBRARY must name a library file, got "
                          "'${BELLCURVE_BLAS_LIBRARY}'")
    endif()
    message(FATAL_ERROR "OpenBLAS was not found: install it, name a CBLAS with "
                        "-DBELLCURVE_BLAS_LIBRARY, or do without: -DBELLCURVE_WITH_BLAS=OFF")
  endif()
  get_filename_component(bellcurve_blas_dir ${bellcurve_blas_library} DIRECTORY)
  find_path(BELLCURVE_CBLAS_INCLUDE_DIR cblas.h
    HINTS ${bellcurve_blas_dir}/../include
    PATH_SUFFIXES openblas-openmp openblas REQUIRED
    DOC "Directory that holds the BLAS's cblas.h")
  if(NOT EXISTS "${BELLCURVE_CBLAS_INCLUDE_DIR}/cblas.h")
    message(FATAL_ERROR "BELLCURVE_CBLAS_INCLUDE_DIR must hold cblas.h, got "
                        "'${BELLCURVE_CBLAS_INCLUDE_DIR}'")
  endif()
  message(STATUS "BLAS: ${bellcurve_blas_library}, cblas.h in ${BELLCURVE_CBLAS_INCLUDE_DIR}")
else()
  message(STATUS "BLAS: none")
endif()

# Without the C++ bindings, which MPI has dropped.
set(bellcurve_use_mpi OFF)
if(BELLCURVE_WITH_MPI)
  set(MPI_CXX_SKIP_MPICXX TRUE)
  if(BELLCURVE_WITH_MPI STREQUAL "AUTO")
    find_package(MPI QUIET COMPONENTS CXX)
  else()
    find_package(MPI REQUIRED COMPONENTS CXX)
  endif()
  if(TARGET MPI::MPI_CXX)
    set(bellcurve_use_mpi ON)
  endif()
endif()
if(bellcurve_use_mpi)
  message(STATUS "MPI: ${MPI_CXX_LIBRARIES}")
else()
  message(STATUS "MPI: none")
endif()
