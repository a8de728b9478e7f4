#!/bin/sh
# tidy.sh <build directory> <jobs> [<option of clang-tidy>...]
# clang-tidy over the sources of lib/ and tools/ that the build compiles; any
# finding fails. The build must have been configured with clang: the compilation
# database is its.
set -eu
build=$1
jobs=$2
shift 2
files=$(sed -n 's/^ *"file": "\(.*\)",*$/\1/p' "$build/compile_commands.json" |
  grep -F -e "$PWD/lib/" -e "$PWD/tools/" | sort -u)
[ -n "$files" ] || { echo "tidy: no source of lib/ or tools/ in $build" >&2; exit 1; }
echo "clang-tidy: $(echo "$files" | wc -l) files"
# Findings come on standard output; the other only counts what was suppressed.
echo "$files" | tr '\n' '\0' |
  xargs -0 -P "$jobs" -n 1 clang-tidy -p "$build" --quiet "$@" 2>/dev/null
