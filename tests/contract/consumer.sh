#!/usr/bin/env bash
# consumer.sh <build directory> <examples directory> <cmake> <compiler> [<command>]
# What a user does: install, find_package, build, run; and the same with pkg-config. With the
# command, if it is part of the build: it is installed and runs from where it was moved to.
set -euo pipefail
build=$1
examples=$2
cmake=$3
compiler=$4
command=${5:-}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
expected=$'1.0000 0.6065 0.1353\n0.6065 1.0000 0.0821\n0.1353 0.0821 1.0000'

check() { # program
  got=$("$1")
  if [ "$got" != "$expected" ]; then
    printf '%s printed\n%s\n' "$1" "$got"
    exit 1
  fi
}

"$cmake" --install "$build" --prefix "$scratch/first" >/dev/null
# Installed trees move: into packages, into images.
mv "$scratch/first" "$scratch/prefix"
if [ -n "$command" ]; then
  if [ "$("$scratch/prefix/bin/bellcurve" --version)" != "$("$command" --version)" ]; then
    echo "no command, or not this one, was installed: $(ls "$scratch/prefix" "$scratch/prefix/bin")"
    exit 1
  fi
  (cd "$scratch" && prefix/bin/bellcurve kernel --size 3 --nsig 1 -o k.npy && [ -s k.npy ])
  echo "command: passed"
fi
# What the command alone needs does not reach users of the library.
if grep -rniE --include='*.cmake' --include='*.pc' "png|cli11|nlohmann" "$scratch/prefix"; then
  echo "the package asks for what only the command needs"
  exit 1
fi
"$cmake" -S "$examples" -B "$scratch/build" -DCMAKE_PREFIX_PATH="$scratch/prefix" \
  -DCMAKE_CXX_COMPILER="$compiler" >/dev/null
"$cmake" --build "$scratch/build" >/dev/null
check "$scratch/build/example_quickstart"
if grep -rlE "$build|$(dirname "$examples")" "$scratch/prefix"/lib*/{cmake,pkgconfig,*/cmake,*/pkgconfig} \
    2>/dev/null | grep .; then
  echo "the package names the directories it was built in"
  exit 1
fi
echo "find_package: passed"

if ! command -v pkg-config >/dev/null; then
  echo "pkg-config: not installed, not tried"
  exit 0
fi
PKG_CONFIG_PATH=$(dirname "$(find "$scratch/prefix" -name bellcurve.pc)")
export PKG_CONFIG_PATH
read -ra flags <<<"$(pkg-config --define-prefix --cflags --libs bellcurve)"
"$compiler" -std=c++20 "$examples/quickstart.cpp" -o "$scratch/quickstart" "${flags[@]}"
check "$scratch/quickstart"
echo "pkg-config: passed"
