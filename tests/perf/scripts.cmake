# The scripts around the measurements: what they decide, and that pages say what was measured.
find_program(BELLCURVE_PYTHON3 python3)
if(NOT BELLCURVE_PYTHON3)
  message(STATUS "tests of scripts: python3 not found, skipped")
  return()
endif()
foreach(name gate_decides gate_base gate_runs readme_figures performance_page)
  add_test(NAME perf/${name} COMMAND ${BELLCURVE_PYTHON3} ${CMAKE_CURRENT_SOURCE_DIR}/${name}.py)
  set_tests_properties(perf/${name} PROPERTIES LABELS perf)
endforeach()

# With builds of its own, some minutes, and nothing else beside it.
add_test(NAME perf/gate_catches.nightly COMMAND ${BELLCURVE_PYTHON3}
  ${CMAKE_CURRENT_SOURCE_DIR}/gate_catches.py ${PROJECT_BINARY_DIR}/gate-catches)
set_tests_properties(perf/gate_catches.nightly PROPERTIES
  LABELS "perf;nightly" RUN_SERIAL ON TIMEOUT 7200)
