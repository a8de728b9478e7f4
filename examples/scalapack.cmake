# Defines bellcurve_example_scalapack if there is a ScaLAPACK for the MPI in use. What it calls of BLAS
# and LAPACK comes from bellcurve's BLAS where that has it: that stands first on the line of the linker.
include(CheckCXXSourceCompiles)
set(scalapack_names scalapack)
if(MPI_CXX_LIBRARIES MATCHES "libmpich")
  set(scalapack_names scalapack-mpich scalapack)
elseif(MPI_CXX_LIBRARIES MATCHES "openmpi")
  set(scalapack_names scalapack-openmpi scalapack)
endif()
find_library(BELLCURVE_SCALAPACK_LIBRARY NAMES ${scalapack_names} DOC "ScaLAPACK, for an example")
if(BELLCURVE_SCALAPACK_LIBRARY)
  set(CMAKE_REQUIRED_LIBRARIES ${BELLCURVE_SCALAPACK_LIBRARY} ${lapack_libraries} MPI::MPI_CXX)
  check_cxx_source_compiles("extern \"C\" void pdpotrf_(); int main() { pdpotrf_(); }"
    BELLCURVE_EXAMPLE_SCALAPACK_LINKS)
  unset(CMAKE_REQUIRED_LIBRARIES)
endif()
if(BELLCURVE_EXAMPLE_SCALAPACK_LINKS)
  add_library(bellcurve_example_scalapack INTERFACE)
  target_link_libraries(bellcurve_example_scalapack INTERFACE
    bellcurve_example_lapack ${BELLCURVE_SCALAPACK_LIBRARY})
endif()
