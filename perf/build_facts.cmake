# How this was built, as bellcurve_build_facts.hpp. Run at every build, since the commit changes
# without CMake being asked:
#   cmake -DSOURCE= -DOUTPUT= -DCOMPILER= -DFLAGS= -DISA_FLAGS= -P build_facts.cmake
cmake_minimum_required(VERSION 3.22)

set(commit "")
find_program(git git)
if(git)
  execute_process(COMMAND ${git} describe --always --dirty --exclude=*
    WORKING_DIRECTORY ${SOURCE} OUTPUT_VARIABLE commit
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT commit)
  set(commit "unknown")
endif()
string(REGEX REPLACE " +" " " FLAGS "${FLAGS}")
string(STRIP "${FLAGS}" FLAGS)
# Written only if it differs: nothing is compiled again for the same facts.
file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT "#pragma once
#define BELLCURVE_COMMIT \"@commit@\"
#define BELLCURVE_COMPILER \"@COMPILER@\"
#define BELLCURVE_FLAGS \"@FLAGS@\"
#define BELLCURVE_ISA_FLAGS \"@ISA_FLAGS@\"
")
