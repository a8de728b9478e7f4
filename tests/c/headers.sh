#!/usr/bin/env bash
# headers.sh <include directory> <C++ compiler> <C compiler>...
# Every header of C is complete in itself and compiles without a warning, as C99 and as C++; all of
# them together also as later C.
set -euo pipefail
include=$1
cxx=$2
shift 2
tried=0
for header in bellcurve/bellcurve.h bellcurve/export.h $(cd "$include" && ls bellcurve/c/*.h); do
  program=$(printf '#include <%s>\nint main(void) { return 0; }\n' "$header")
  for cc in "$@"; do
    command -v "$cc" >/dev/null || continue
    standards=c99
    if [ "$header" = bellcurve/bellcurve.h ]; then standards="c99 c11 c17"; fi
    for std in $standards; do
      "$cc" -std=$std -pedantic -Wall -Wextra -Wstrict-prototypes -Wmissing-prototypes -Werror \
        -I"$include" -fsyntax-only -x c - <<<"$program"
      tried=$((tried + 1))
    done
  done
  "$cxx" -std=c++20 -pedantic -Wall -Wextra -Werror -I"$include" -fsyntax-only -x c++ - <<<"$program"
done
echo "compiled $tried times as C"
[ "$tried" -gt 0 ]
