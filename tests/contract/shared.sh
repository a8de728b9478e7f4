#!/usr/bin/env bash
# shared.sh <source directory> <cmake> <C++ compiler> <C compiler> <arguments of cmake>...
# Builds a shared library for one instruction set: it exports the public interface and nothing else,
# and serves its users from an installed tree that was moved.
set -euo pipefail
source=$1
cmake=$2
cxx=$3
cc=$4
shift 4
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$cmake" -S "$source" -B "$scratch/build" -DBUILD_SHARED_LIBS=ON -DBELLCURVE_ISAS=scalar \
  -DCMAKE_CXX_COMPILER="$cxx" "$@"
targets=bellcurve
case "$*" in *BELLCURVE_BUILD_TOOLS=ON*) targets="bellcurve bellcurve_command" ;; esac
# The component mpi, where there is an MPI: the consumer links it.
if "$cmake" --build "$scratch/build" --target help | grep -qw bellcurve_mpi; then
  targets="$targets bellcurve_mpi"
fi
# shellcheck disable=SC2086 # a list
"$cmake" --build "$scratch/build" --parallel 2 --target $targets
library=$(find "$scratch/build" -name 'libbellcurve.so')
version=$(sed -n 's/^project(bellcurve VERSION \([0-9.]*\).*/\1/p' "$source/CMakeLists.txt")
soname=$(${READELF:-readelf} -d "$library" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')
if [ "$soname" != "libbellcurve.so.${version%.*}" ]; then
  echo "soname must be libbellcurve.so.${version%.*}, got $soname"
  exit 1
fi

${NM:-nm} -D --defined-only "$library" | awk '{ print $3 }' | c++filt | sort -u >"$scratch/exported"
# Rooms of lib/ are namespaces within bellcurve, and no part of the interface.
inner=$(grep -rhoE '^namespace bellcurve::[a-z0-9_]+' "$source/lib" | sed 's/.*:://' | sort -u |
  paste -sd '|')
public='^(bellcurve_[a-z0-9_]+$|(void )?bellcurve::|(typeinfo|typeinfo name|vtable) for bellcurve::error$)'
if grep -vE "$public" "$scratch/exported" || grep -E "^(void )?bellcurve::($inner)::" "$scratch/exported"; then
  echo "exported, and no part of the interface"
  exit 1
fi
for wanted in bellcurve_rbf_kernel_f32 'bellcurve::rbf_plan<float>::fill' 'bellcurve::rbf_kernel' \
  'void bellcurve::mixture_pdf<0>' 'bellcurve::rbf_error_bound<float>' \
  'void bellcurve::rbf_plan<float>::apply<float>' 'typeinfo for bellcurve::error'; do
  if ! grep -qF "$wanted" "$scratch/exported"; then
    echo "not exported: $wanted"
    exit 1
  fi
done
echo "$(wc -l <"$scratch/exported") symbols exported"
# shellcheck disable=SC2046 # one path, or none
bash "$source/tests/contract/consumer.sh" "$scratch/build" "$source" "$cmake" "$cxx" "$cc" \
  $(find "$scratch/build/tools" -name bellcurve -type f -perm -u+x)
