# What is linked, and where it is found. Headers of xsimd and CBLAS never reach a
# user of the library; OpenMP and the BLAS are linked with it.
find_package(OpenMP REQUIRED COMPONENTS CXX)
find_path(BELLCURVE_XSIMD_INCLUDE_DIR xsimd/xsimd.hpp REQUIRED
  DOC "Directory that holds xsimd/xsimd.hpp")

if(BELLCURVE_WITH_BLAS)
  if(BELLCURVE_BLAS_LIBRARY)
    set(bellcurve_blas_library ${BELLCURVE_BLAS_LIBRARY})
  else()
    # The OpenMP build first: the pthread build keeps a lock and threads of its own.
    find_library(bellcurve_blas_library NAMES openblas
      PATH_SUFFIXES openblas-openmp openblas REQUIRED)
  endif()
  get_filename_component(bellcurve_blas_dir ${bellcurve_blas_library} DIRECTORY)
  find_path(BELLCURVE_CBLAS_INCLUDE_DIR cblas.h
    HINTS ${bellcurve_blas_dir}/../include
    PATH_SUFFIXES openblas-openmp openblas REQUIRED
    DOC "Directory that holds the BLAS's cblas.h")
endif()
