#!/usr/bin/env bash
# other_mpi.sh <source directory> <cmake> <C++ compiler of another MPI> <build directory>
# The tests of MPI under another implementation than that of the build at hand. Exit code 77 if there
# is none.
set -euo pipefail
source=$1
cmake=$2
other=$3
build=$4
if ! command -v "$other" >/dev/null; then
  echo "skipped: no $other"
  exit 77
fi
isa=sse2
[ "$(uname -m)" = x86_64 ] || isa=neon64
"$cmake" -S "$source" -B "$build" -DCMAKE_BUILD_TYPE=Release -DBELLCURVE_ISAS="$isa" \
  -DBELLCURVE_WITH_MPI=ON -DMPI_CXX_COMPILER="$(command -v "$other")" -DBELLCURVE_BUILD_PERF=OFF \
  >/dev/null
# All that tests with the label need.
targets=$("$cmake" --build "$build" --target help |
  grep -owE 'bellcurve_(mpi_tests|patient_mpi|command|mpi_command)|example_mpi_[a-z_]+' | sort -u)
# shellcheck disable=SC2086 # a list
"$cmake" --build "$build" --parallel "$(nproc)" --target $targets
ctest --test-dir "$build" -L '^mpi$' -LE '^nightly$' --no-tests=error --output-on-failure
