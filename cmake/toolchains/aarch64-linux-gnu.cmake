# Debian's cross compiler for 64-bit ARM; libraries of arm64 beside those of this machine (multiarch).
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
# Another one's Fortran is no use.
if(NOT CMAKE_Fortran_COMPILER)
  find_program(bellcurve_cross_fortran aarch64-linux-gnu-gfortran)
  set(CMAKE_Fortran_COMPILER "${bellcurve_cross_fortran}")
endif()
