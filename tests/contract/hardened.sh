#!/usr/bin/env bash
# hardened.sh <readelf> <nm> <program>...
# Programs that read files from anywhere: addresses that nobody knows in advance, tables of the linker
# that nobody can write to, no stack that runs, arrays on it that are watched.
set -euo pipefail
readelf=$1
nm=$2
shift 2
status=0
for program in "$@"; do
  dynamic=$("$readelf" -dW "$program")
  segments=$("$readelf" -lW "$program")
  imports=$("$nm" -D "$program")
  missing() {
    echo "$program: $1"
    status=1
  }
  "$readelf" -hW "$program" | grep -q 'Type:.*DYN' || missing "no position-independent executable"
  grep -qE 'BIND_NOW|FLAGS_1.*NOW' <<<"$dynamic" || missing "its functions are bound at first use"
  grep -q GNU_RELRO <<<"$segments" || missing "tables of the linker stay writable"
  grep GNU_STACK <<<"$segments" | grep -q RWE && missing "its stack can be executed"
  grep -q __stack_chk_fail <<<"$imports" || missing "no stack protector"
  grep -qE '__[a-z]+_chk' <<<"$imports" || missing "no checks of buffers (_FORTIFY_SOURCE)"
done
exit $status
