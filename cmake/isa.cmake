# One source per instruction set, each with its own flags. This is the only place
# where the flags stand; the objects are checked by tests/contract.
set(bellcurve_isa_flags_scalar)
set(bellcurve_isa_flags_sse2 -msse2)
set(bellcurve_isa_flags_avx2 -mavx2 -mfma)
set(bellcurve_isa_flags_avx512 -mavx2 -mfma -mavx512f -mavx512cd -mavx512dq -mavx512bw -mavx512vl)
set(bellcurve_isa_flags_neon64)

# tests/mutation compiles these sources dozens of times, and gives its own.
if(NOT bellcurve_isa_optimize)
  set(bellcurve_isa_optimize -O3)
  if(BELLCURVE_SANITIZE)
    # At -O3 gcc 12 takes minutes, and gigabytes, for each of these sources with its checks.
    set(bellcurve_isa_optimize -O1)
  endif()
endif()

# bellcurve_isa_objects(<target> <directory>)
# Compiles <directory>/isa/<isa>.cpp for every instruction set of this build as
# the object library <target>_isa_<isa>, puts the objects into <target> and tells
# it which ones it has: BELLCURVE_HAVE_ISA_<ISA>.
function(bellcurve_isa_objects target directory)
  foreach(isa IN LISTS bellcurve_isas)
    set(objects ${target}_isa_${isa})
    add_library(${objects} OBJECT ${directory}/isa/${isa}.cpp)
    set_target_properties(${objects} PROPERTIES
      POSITION_INDEPENDENT_CODE ON INTERPROCEDURAL_OPTIMIZATION OFF)
    target_include_directories(${objects} PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/lib)
    target_include_directories(${objects} SYSTEM PRIVATE ${BELLCURVE_XSIMD_INCLUDE_DIR})
    target_link_libraries(${objects} PRIVATE bellcurve_flags)
    target_compile_options(${objects} PRIVATE
      ${bellcurve_isa_flags_${isa}} ${bellcurve_isa_optimize} -fno-exceptions -fno-rtti -fno-math-errno
      -fno-trapping-math
      # It would keep values of earlier turns in registers that sums need.
      $<$<CXX_COMPILER_ID:GNU>:-fno-predictive-commoning>
      # gcc 12 warns of its own AVX-512 intrinsics, which start from an undefined register.
      $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-uninitialized>)
    target_sources(${target} PRIVATE $<TARGET_OBJECTS:${objects}>)
    string(TOUPPER ${isa} upper)
    target_compile_definitions(${target} PRIVATE BELLCURVE_HAVE_ISA_${upper})
  endforeach()
endfunction()
