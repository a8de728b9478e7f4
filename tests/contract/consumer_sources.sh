#!/usr/bin/env bash
# consumer_sources.sh configure|build add_subdirectory|FetchContent <source directory> <cmake>
#   <C++ compiler> <C compiler> <arguments of cmake>...
# What a user does who takes bellcurve's sources into a build of their own; without `build` no
# further than its configuration, which costs seconds.
set -euo pipefail
how_far=$1
by=$2
source=$3
cmake=$4
cxx=$5
cc=$6
shift 6
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
expected=$'1.0000 0.6065 0.1353\n0.6065 1.0000 0.0821\n0.1353 0.0821 1.0000'

cp -r "$source/tests/consumer" "$scratch/user"
cp "$source/examples/quickstart.cpp" "$source/examples/c_rbf.c" "$scratch/user"
build=$scratch/build
# Whatever build type the environment would choose: that of a project that says nothing.
env -u CMAKE_BUILD_TYPE "$cmake" -S "$scratch/user" -B "$build" -DBY="$by" \
  -DBELLCURVE_SOURCE="$source" -DFETCHCONTENT_SOURCE_DIR_BELLCURVE="$source" \
  -DCMAKE_CXX_COMPILER="$cxx" -DCMAKE_C_COMPILER="$cc" -DBELLCURVE_ISAS=scalar "$@"
# bellcurve installs nothing into the prefix of others. (Nothing has to be built for that.)
"$cmake" --install "$build" --prefix "$scratch/prefix"
if [ -n "$(find "$scratch/prefix" -type f 2>/dev/null)" ]; then
  echo "installed with its user:"
  find "$scratch/prefix" -type f
  exit 1
fi
echo "$by: configured"
[ "$how_far" = build ] || exit 0

"$cmake" --build "$build" --parallel 2
for program in cxx_user c_user; do
  got=$("$build/$program")
  if [ "$got" != "$expected" ]; then
    printf '%s printed\n%s\n' "$program" "$got"
    exit 1
  fi
done
echo "$by: passed"
