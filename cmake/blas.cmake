# Defines bellcurve::blas, the CBLAS that the library calls. Part of the build and
# of the installed package, so that both find the same one.
#
# In: BELLCURVE_BLAS_LIBRARY, or empty to search for OpenBLAS.
if(NOT TARGET bellcurve::blas)
  set(bellcurve_blas_library "${BELLCURVE_BLAS_LIBRARY}")
  if(NOT bellcurve_blas_library)
    # The OpenMP build first: the pthread build keeps a lock and threads of its own.
    find_library(BELLCURVE_OPENBLAS_LIBRARY NAMES openblas
      PATH_SUFFIXES openblas-openmp openblas)
    mark_as_advanced(BELLCURVE_OPENBLAS_LIBRARY)
    set(bellcurve_blas_library "${BELLCURVE_OPENBLAS_LIBRARY}")
  endif()
  if(bellcurve_blas_library AND EXISTS "${bellcurve_blas_library}")
    add_library(bellcurve::blas UNKNOWN IMPORTED)
    set_target_properties(bellcurve::blas PROPERTIES IMPORTED_LOCATION "${bellcurve_blas_library}")
  endif()
endif()
