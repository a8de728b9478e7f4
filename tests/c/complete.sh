#!/usr/bin/env bash
# complete.sh <nm> <C or C++ compiler> <include directory> <library> <test object>...
# Every function that the headers of C declare is in the library, and some test calls it.
set -euo pipefail
nm=$1
compiler=$2
include=$3
library=$4
shift 4
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
echo '#include <bellcurve/bellcurve.h>' | "$compiler" -I"$include" -E -P -x c - |
  tr '\n' ' ' | grep -oE 'bellcurve_[a-z0-9_]+\(' | tr -d '(' | sort -u >"$scratch/declared"
"$nm" --defined-only -g "$library" 2>/dev/null | awk '$2 == "T" && $3 ~ /^bellcurve_/ { print $3 }' |
  sort -u >"$scratch/defined"
"$nm" -u "$@" | awk '$2 ~ /^bellcurve_/ { print $2 }' | sort -u >"$scratch/called"
n=$(wc -l <"$scratch/declared")
status=0
say() { # what, file with names
  [ -s "$2" ] || return 0
  echo "$1:"
  cat "$2"
  status=1
}
comm -23 "$scratch/declared" "$scratch/defined" >"$scratch/missing"
comm -13 "$scratch/declared" "$scratch/defined" >"$scratch/hidden"
comm -23 "$scratch/declared" "$scratch/called" >"$scratch/untested"
say "declared, but not in the library" "$scratch/missing"
say "in the library, but not declared" "$scratch/hidden"
say "called by no test" "$scratch/untested"
echo "$n functions declared"
[ "$n" -gt 100 ] && exit $status
