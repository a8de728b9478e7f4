# Compile flags of every target of this project, and of no user's.
add_library(bellcurve_flags INTERFACE)
target_compile_features(bellcurve_flags INTERFACE cxx_std_20)
target_compile_options(bellcurve_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Wcast-qual -Wformat=2
  # The same products and sums on every compiler: fusion is written, not hoped for.
  -ffp-contract=off
  -fvisibility=hidden -fvisibility-inlines-hidden
  $<$<BOOL:${BELLCURVE_WERROR}>:-Werror>
)
if(BELLCURVE_SANITIZE)
  target_compile_options(bellcurve_flags INTERFACE
    -fsanitize=${BELLCURVE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(bellcurve_flags INTERFACE -fsanitize=${BELLCURVE_SANITIZE})
endif()

# Of examples and tests in other languages, which call the library and link what it links.
add_library(bellcurve_c_flags INTERFACE)
target_compile_options(bellcurve_c_flags INTERFACE
  -std=c99 -pedantic -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes
  $<$<BOOL:${BELLCURVE_WERROR}>:-Werror>)
add_library(bellcurve_fortran_flags INTERFACE)
target_compile_options(bellcurve_fortran_flags INTERFACE
  -std=f2018 -Wall -Wextra $<$<BOOL:${BELLCURVE_WERROR}>:-Werror>)
if(BELLCURVE_SANITIZE)
  foreach(flags bellcurve_c_flags bellcurve_fortran_flags)
    target_link_options(${flags} INTERFACE -fsanitize=${BELLCURVE_SANITIZE})
  endforeach()
endif()
