#!/bin/sh
# cppcheck.sh [<jobs>]
# cppcheck over the baseline sources; any finding that is not in cppcheck.supp fails. Micro-kernels
# are left to clang-tidy and the tests: cppcheck sees nothing in what xsimd makes of them.
set -eu
cd "$(dirname "$0")/.."
areas=$(find lib tools -mindepth 1 -maxdepth 1 -type d ! -name simd | sort)
# shellcheck disable=SC2086 # a list
cppcheck --quiet --error-exitcode=1 --std=c++20 --language=c++ \
  --enable=warning,performance,portability --suppressions-list=scripts/cppcheck.supp \
  --suppress=missingIncludeSystem -I include -I lib -I tools -j "${1:-1}" $areas
