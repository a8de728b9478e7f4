#!/bin/bash
# A reader that closes the pipe early: an error like a full disk, for each command that writes.
. "$(dirname "$0")/command_outputs.sh"
. "$(dirname "$0")/command_lib.sh"
make_inputs
before=$(state)
closed() {
  local codes lines
  "$bellcurve" "$@" -o - 2>"$err" | head -c 10 >"$out"
  codes=("${PIPESTATUS[@]}")
  mapfile lines <"$err"
  [ "${codes[0]}" -eq 1 ] || fail "exit code ${codes[0]}: bellcurve $*"
  [ ${#lines[@]} -eq 1 ] || fail "not one line on standard error: bellcurve $*: ${lines[*]}"
  [[ ${lines[0]:-} == "bellcurve: standard output: cannot write: Broken pipe"* ]] ||
    fail "bellcurve $*: ${lines[*]}"
  [ "$before" = "$(state)" ] || fail "the directory changed: bellcurve $*: $(state)"
}
each_output closed .
# A pipe with a name.
mkfifo pipe.npy
named() {
  timeout 60 head -c 10 pipe.npy >"$out" &
  "$bellcurve" "$@" -o pipe.npy 2>"$err" && fail "nobody read to the end: bellcurve $*"
  wait $!
  grep -q "pipe.npy: cannot write: Broken pipe" "$err" || fail "bellcurve $*: $(cat "$err")"
  [ -p pipe.npy ] || fail "the pipe was replaced: bellcurve $*"
}
each_output named .
# And one that is read to its end.
"$bellcurve" kernel --size 500 --sigma 50 -o - | cat >piped.npy
succeed kernel --size 500 --sigma 50 -o k.npy
same piped.npy k.npy
finish
