# Everything that can be chosen at configure time.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set(bellcurve_all_isas scalar sse2 avx2 avx512)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  set(bellcurve_all_isas scalar neon64)
else()
  set(bellcurve_all_isas scalar)
endif()

set(BELLCURVE_ISAS "${bellcurve_all_isas}" CACHE STRING
  "Instruction sets to compile, a list out of: ${bellcurve_all_isas}")
set(bellcurve_isas)
foreach(isa IN LISTS bellcurve_all_isas)
  # The reference is always there: it is what runs where nothing else can.
  if(isa STREQUAL "scalar" OR isa IN_LIST BELLCURVE_ISAS)
    list(APPEND bellcurve_isas ${isa})
  endif()
endforeach()
foreach(isa IN LISTS BELLCURVE_ISAS)
  if(NOT isa IN_LIST bellcurve_all_isas)
    message(FATAL_ERROR "BELLCURVE_ISAS: '${isa}' is unknown for ${CMAKE_SYSTEM_PROCESSOR} "
                        "(known: ${bellcurve_all_isas})")
  endif()
endforeach()

option(BELLCURVE_WITH_BLAS "Use a CBLAS for cross terms" ON)
set(BELLCURVE_BLAS_LIBRARY "" CACHE FILEPATH "CBLAS library to link (default: OpenBLAS, found)")
set(bellcurve_with_mpi OFF)
if(PROJECT_IS_TOP_LEVEL)
  set(bellcurve_with_mpi AUTO)
endif()
set(BELLCURVE_WITH_MPI ${bellcurve_with_mpi} CACHE STRING
  "bellcurve::mpi, for the processes of MPI: ON, OFF, or AUTO: if there is an MPI")
# Tests and benchmarks look inside the library, where a shared one lets nobody in.
set(bellcurve_look_inside ${PROJECT_IS_TOP_LEVEL})
if(BUILD_SHARED_LIBS)
  set(bellcurve_look_inside OFF)
endif()
option(BELLCURVE_BUILD_TESTS "Build the tests" ${bellcurve_look_inside})
option(BELLCURVE_BUILD_PERF "Build the benchmarks" ${bellcurve_look_inside})
if(BUILD_SHARED_LIBS AND (BELLCURVE_BUILD_TESTS OR BELLCURVE_BUILD_PERF))
  message(FATAL_ERROR "BUILD_SHARED_LIBS must be off for BELLCURVE_BUILD_TESTS and "
                      "BELLCURVE_BUILD_PERF, which look inside the library")
endif()
option(BELLCURVE_BUILD_TOOLS "Build the command line tools" ${PROJECT_IS_TOP_LEVEL})
option(BELLCURVE_BUILD_FUZZERS "Build the fuzzers (clang; preset fuzz)" OFF)
option(BELLCURVE_BUILD_PYTHON "Build the Python package" OFF)
set(BELLCURVE_PYTHON /usr/bin/python3 CACHE FILEPATH "Interpreter that the Python package is for")
option(BELLCURVE_INSTALL "Generate the install target" ${PROJECT_IS_TOP_LEVEL})
option(BELLCURVE_WERROR "Treat warnings as errors" OFF)
set(BELLCURVE_SANITIZE "" CACHE STRING "Sanitizers for everything built here, e.g. address,undefined")

if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
# An installed program finds a BLAS that stands outside the system's directories.
if(PROJECT_IS_TOP_LEVEL)
  set(CMAKE_INSTALL_RPATH_USE_LINK_PATH ON)
endif()
