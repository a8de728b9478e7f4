# The object gate over the objects of this build, and proof that it catches what
# it is there for. GNU binutils, whatever the compiler: the gate reads their output.
find_program(BELLCURVE_BASH bash REQUIRED)
find_program(BELLCURVE_NM nm REQUIRED)
find_program(BELLCURVE_OBJDUMP objdump REQUIRED)
find_program(BELLCURVE_READELF readelf REQUIRED)
mark_as_advanced(BELLCURVE_BASH BELLCURVE_NM BELLCURVE_OBJDUMP BELLCURVE_READELF)

# gate_test(<name> <script> <arguments>...)
function(gate_test name script)
  add_test(NAME ${name}
    COMMAND ${BELLCURVE_BASH} ${CMAKE_CURRENT_SOURCE_DIR}/${script} ${ARGN}
    COMMAND_EXPAND_LISTS)
  set_tests_properties(${name} PROPERTIES
    LABELS contract
    ENVIRONMENT "NM=${BELLCURVE_NM};OBJDUMP=${BELLCURVE_OBJDUMP};READELF=${BELLCURVE_READELF}")
endfunction()

if(BELLCURVE_SANITIZE OR NOT CMAKE_BUILD_TYPE MATCHES "^(Release|RelWithDebInfo|MinSizeRel)$")
  # Unoptimised code inlines nothing, and a sanitizer adds symbols of its own:
  # neither is what ships.
  add_test(NAME contract/object_gate
    COMMAND ${CMAKE_COMMAND} -E echo "skipped: the object gate is for optimised builds")
  set_tests_properties(contract/object_gate PROPERTIES
    LABELS contract SKIP_REGULAR_EXPRESSION "skipped:")
  return()
endif()

foreach(isa IN LISTS bellcurve_isas)
  gate_test(contract/object_gate.${isa} object_gate.sh
    ${isa} $<TARGET_OBJECTS:bellcurve_isa_${isa}>)
endforeach()
gate_test(contract/object_gate.baseline object_gate.sh baseline $<TARGET_OBJECTS:bellcurve>)

gate_test(contract/object_gate.catches.no_object object_gate_catches.sh 2 "no object" avx2)
if(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  return()
endif()

# gate_case(<name> <source> FLAGS ... CODE <exit code> SAYS <text> ISA <isa>)
function(gate_case name source)
  cmake_parse_arguments(arg "" "CODE;SAYS;ISA" "FLAGS" ${ARGN})
  add_library(gate_case_${name} OBJECT gate_cases/${source}.cpp)
  target_compile_features(gate_case_${name} PRIVATE cxx_std_20)
  target_compile_options(gate_case_${name} PRIVATE -O3 ${arg_FLAGS})
  target_compile_definitions(gate_case_${name} PRIVATE GATE_CASE_ISA=${arg_ISA})
  gate_test(contract/object_gate.catches.${name} object_gate_catches.sh
    ${arg_CODE} ${arg_SAYS} ${arg_ISA} $<TARGET_OBJECTS:gate_case_${name}>)
endfunction()

gate_case(std_function weak FLAGS -mavx512f -mprefer-vector-width=512
  CODE 1 SAYS "weak symbol outside namespace bellcurve::simd::avx512" ISA avx512)
gate_case(shared_inline inline FLAGS -mavx2
  CODE 1 SAYS "COMDAT group outside namespace bellcurve::simd::avx2" ISA avx2)
gate_case(static_initialiser static_init FLAGS -mavx2
  CODE 1 SAYS "static initialiser" ISA avx2)
# -mprefer-vector-width=256: EVEX without any zmm register.
gate_case(evex_in_avx2 loop FLAGS -mavx512f -mavx512vl -mprefer-vector-width=256
  CODE 1 SAYS "EVEX-encoded instruction" ISA avx2)
gate_case(vex_in_sse2 loop FLAGS -mavx
  CODE 1 SAYS "VEX-encoded instruction" ISA sse2)
gate_case(vex_in_baseline loop FLAGS -mavx
  CODE 1 SAYS "VEX-encoded instruction" ISA baseline)
gate_case(lost_flags loop FLAGS -msse2
  CODE 1 SAYS "without a single VEX-encoded instruction" ISA avx2)
gate_case(empty_object empty FLAGS -mavx2
  CODE 2 SAYS "nothing to examine" ISA avx2)
# The converse: weak symbols of the ISA's own namespace pass.
gate_case(nothing_wrong own FLAGS -mavx512f -mprefer-vector-width=512
  CODE 0 SAYS "0 violation" ISA avx512)
