#!/usr/bin/env bash
# reproducible.sh <source directory> <cmake> <C++ compiler> [<option of cmake>...]
# The same sources make the same bytes, wherever and whenever they are built: the library, and the
# command.
set -euo pipefail
source=$1
cmake=$2
cxx=$3
shift 3
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for place in here elsewhere/a/longer/path; do
  mkdir -p "$scratch/$place"
  # Without what was built there, and what git keeps.
  tar -C "$source" --exclude=./build --exclude=./.git -cf - . | tar -C "$scratch/$place" -xf -
  "$cmake" -S "$scratch/$place" -B "$scratch/$place/build" -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_CXX_COMPILER="$cxx" -DBELLCURVE_BUILD_TESTS=OFF -DBELLCURVE_BUILD_PERF=OFF \
    -DBELLCURVE_BUILD_TOOLS=ON "$@" >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }
  CCACHE_DISABLE=1 "$cmake" --build "$scratch/$place/build" --parallel "$(nproc)" \
    >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }
done
status=0
for file in lib/libbellcurve.a tools/bellcurve; do
  if cmp "$scratch/here/build/$file" "$scratch/elsewhere/a/longer/path/build/$file"; then
    echo "$file: the same $(stat -c %s "$scratch/here/build/$file") bytes"
  else
    status=1
  fi
done
exit $status
