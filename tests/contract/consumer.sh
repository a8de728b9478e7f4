#!/usr/bin/env bash
# consumer.sh <build directory> <source directory> <cmake> <C++ compiler> <C compiler> [<command>]
# What a user of an installed bellcurve does: install, move, find_package, build, run, in C++, C and
# C alone; and the same with pkg-config. With the command, if it is part of the build: it is
# installed and runs from where it was moved to. Without a C compiler ("") no C.
set -euo pipefail
build=$1
source=$2
cmake=$3
cxx=$4
cc=$5
command=${6:-}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
expected=$'1.0000 0.6065 0.1353\n0.6065 1.0000 0.0821\n0.1353 0.0821 1.0000'

check() { # program
  if ! got=$("$@") || [ "$got" != "$expected" ]; then
    printf '%s printed\n%s\n' "$*" "$got"
    exit 1
  fi
}

quietly() { # says what a command that fails has said
  if ! "$@" >"$scratch/log" 2>&1; then
    echo "failed: $*"
    cat "$scratch/log"
    exit 1
  fi
}

quietly "$cmake" --install "$build" --prefix "$scratch/first"
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
if grep -rlE "$build|$source|$scratch/first" \
    "$scratch/prefix"/lib*/{cmake,pkgconfig,*/cmake,*/pkgconfig} 2>/dev/null | grep .; then
  echo "the package names the directories it was built in"
  exit 1
fi

user=$scratch/user
cp -r "$source/tests/consumer" "$user"
cp "$source/examples/quickstart.cpp" "$source/examples/c_rbf.c" "$user"

configure() { # <sources> <name> <arguments>...
  local from=$1 name=$2
  shift 2
  quietly "$cmake" -S "$from" -B "$scratch/$name" -DCMAKE_PREFIX_PATH="$scratch/prefix" \
    -DCMAKE_CXX_COMPILER="$cxx" "$@"
}
# The examples on their own: all are found to be configured, the shortest is built.
configure "$source/examples" examples
quietly "$cmake" --build "$scratch/examples" --target example_quickstart
check "$scratch/examples/example_quickstart"
echo "examples: passed"
if [ -n "$cc" ]; then
  configure "$user" both -DBY=find_package -DCMAKE_C_COMPILER="$cc"
  quietly "$cmake" --build "$scratch/both"
  check "$scratch/both/cxx_user"
  check "$scratch/both/c_user"
  configure "$user" alone -DBY=find_package -DLANGUAGES=C -DCMAKE_C_COMPILER="$cc"
  quietly "$cmake" --build "$scratch/alone"
  check "$scratch/alone/c_user"
  echo "find_package: passed"
else
  echo "find_package from C: no C compiler, not tried"
fi

if [ -n "$cc" ] && [ -e "$scratch/prefix/include/bellcurve/mpi.hpp" ]; then
  configure "$user" mpi -DBY=find_package -DWITH_MPI=ON -DCMAKE_C_COMPILER="$cc"
  quietly "$cmake" --build "$scratch/mpi" --target mpi_user
  check "$scratch/mpi/mpi_user"
  echo "component mpi: passed"
fi

if ! command -v pkg-config >/dev/null; then
  echo "pkg-config: not installed, not tried"
  exit 0
fi
pc=$(find "$scratch/prefix" -name bellcurve.pc)
PKG_CONFIG_PATH=$(dirname "$pc")
LD_LIBRARY_PATH=$(dirname "$PKG_CONFIG_PATH")${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
export PKG_CONFIG_PATH LD_LIBRARY_PATH
for static in "" --static; do
  read -ra flags <<<"$(pkg-config $static --cflags --libs bellcurve)"
  quietly "$cxx" -std=c++20 "$user/quickstart.cpp" -o "$scratch/quickstart" "${flags[@]}"
  check "$scratch/quickstart"
  if [ -n "$cc" ]; then
    quietly "$cc" -std=c99 "$user/c_rbf.c" -o "$scratch/c_rbf" "${flags[@]}"
    check "$scratch/c_rbf"
  fi
done
if command -v gfortran >/dev/null; then
  quietly gfortran -J "$scratch" "$source/examples/fortran_rbf.f90" -o "$scratch/fortran_rbf" \
    "${flags[@]}"
  if ! "$scratch/fortran_rbf" | grep -x "200 x 150 right"; then
    echo "fortran_rbf failed"
    exit 1
  fi
else
  echo "pkg-config from Fortran: no gfortran, not tried"
fi
echo "pkg-config: passed"
