#!/bin/bash
# aarch64.sh <source> <cmake>   builds library, tests and command for 64-bit ARM (preset aarch64) and runs
# the tests under QEMU.
set -euo pipefail
source=$1 cmake=$2
skip() {
  echo "skipped: $*"
  exit 77
}
for command in aarch64-linux-gnu-g++ qemu-aarch64; do
  command -v "$command" >/dev/null || skip "$command was not found"
done
for library in openblas-openmp/libopenblas.so libpng.so libmpfr.so; do
  [ -e "/usr/lib/aarch64-linux-gnu/$library" ] || skip "$library for arm64 was not found"
done
cd "$source"
"$cmake" --preset aarch64
"$cmake" --build --preset aarch64 --parallel "$(nproc)"
"$(dirname "$cmake")/ctest" --test-dir build/aarch64 --output-on-failure -R '^under/cortex-a72\.nightly$'
