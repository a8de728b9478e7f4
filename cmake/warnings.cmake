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
